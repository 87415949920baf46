"""The heading of a table, found by its words: in one row or two, below a title, with names in parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from festival.tables.raw import RawCell, RawRow, RawTable, Sheet, Unreadable
from festival.text import search_key

if TYPE_CHECKING:
    from festival.forms.table import Table

SEARCHED_ROWS: Final = 40
FULL_NAME: Final = "ho va ten"
SEXES: Final = {"nam", "nu"}
_NAME_PARTS: Final = (
    re.compile(r"ho(?: va)?(?: ten| chu)?(?: dem| lot)|ho(?: va)?"),
    re.compile(r"(?:ten |chu )?(?:dem|lot)"),
    re.compile(r"ten(?: goi| rieng)?"),
)


def heading_key(words: str) -> str:
    """One spelling of a heading: without marks, capitals and punctuation (`school_code`, "School code")."""
    return " ".join(re.findall(r"[a-z0-9]+", search_key(words)))


@dataclass(slots=True)
class Column:
    """A column that is read, and the places in the file that its cells are put together from."""

    meaning: Any
    heading: str
    places: list[int]
    is_name: bool

    def cell(self, cells: Sequence[RawCell]) -> RawCell:
        """The column's cell in a row of the file."""
        filled = [cells[place] for place in self.places if place < len(cells) and cells[place]]
        if len(filled) < 2:
            return filled[0] if filled else ""
        if self.is_name and all(isinstance(cell, str) for cell in filled):
            return " ".join(map(str, filled))
        return Unreadable(_("several cells under one heading"))


@dataclass(slots=True)
class Heading:
    """The heading's rows; for each place its words and what they mean.

    covered  places below a heading of several columns, except the first of them
    """

    at: int
    height: int
    words: list[str]
    meanings: list[Any]
    covered: set[int]

    @property
    def score(self) -> int:
        """How many columns of the table it names."""
        return len({*self.meanings} - {None})


def find_heading(sheet: Sheet, spec: Table) -> Heading | None:
    """The row, or two rows, that name the most columns; naming a single one counts in the first row only."""
    best: Heading | None = None
    for at, row in enumerate(sheet.rows[:SEARCHED_ROWS]):
        found = _heading(sheet, [row], at, spec)
        pair = sheet.rows[at : at + 2] if found.score else [row]
        if len(pair) == 2 and pair[1][0] == row[0] + 1:
            both = _heading(sheet, pair, at, spec)
            found = both if _is_double(sheet, pair, is_better=both.score > found.score) else found
        if found.score > (best.score if best else min(at, 1)):
            best = found
    return best


def _heading(sheet: Sheet, rows: Sequence[RawRow], at: int, spec: Table) -> Heading:
    """The heading that one row makes, or two: a word above counts for the words, or merged cells, below."""
    found = Heading(at, len(rows), [], [], set())
    width = max(sheet.width if sheet.name else 0, *(len(cells) for _number, cells in rows))
    lines = [[_word(cell, spec) for cell in cells] + [""] * (width - len(cells)) for _number, cells in rows]
    over, under = [*lines, [""] * width][:2]
    merged = {
        place
        for top, left, _bottom, right in (sheet.merges if any(over) else ())
        for place in range(left + 1, min(right + 1, width) if top == rows[0][0] else 0)
    }
    full_name = spec.by_heading.get(FULL_NAME)
    group = ""
    for place in range(width):
        group = over[place] or (group if under[place] or place in merged else "")
        texts = [under[place], f"{group} {under[place]}".strip(), group]
        if full_name and full_name == spec.by_heading.get(heading_key(group)) and _is_name_part(under[place]):
            texts = texts[:1]
        word = next((text for text in texts if heading_key(text) in spec.by_heading), "")
        if word and word == group and not over[place]:
            found.covered.add(place)
            word = ""
        elif not word:
            word = next(filter(None, texts), "")
        found.words.append(word)
        found.meanings.append(spec.by_heading.get(heading_key(word)))
    return found


def _word(cell: RawCell, spec: Table) -> str:
    """A heading without the note in brackets behind it, where it is only known so: “Cấp học (MN, TH)”."""
    word = " ".join(cell.split()) if isinstance(cell, str) else ""
    bare = word.partition("(")[0].strip()
    return bare if heading_key(word) not in spec.by_heading and heading_key(bare) in spec.by_heading else word


def _is_double(sheet: Sheet, rows: Sequence[RawRow], *, is_better: bool) -> bool:
    """Whether a second row belongs to the heading: it has words only where one above covers more columns."""
    (number, over), (_number, under) = rows
    if any(cell and any(over[at : at + 1]) and any(over[at + 1 : at + 2]) for at, cell in enumerate(under)):
        return False
    is_merged = any(top == number and right > left for top, left, _bottom, right in sheet.merges)
    words = [str(cell) for cell in under if cell]
    return is_better or is_merged or all(_is_name_part(word) or heading_key(word) in SEXES for word in words)


def columns_of(heading: Heading, rows: Sequence[RawRow], spec: Table, table: RawTable) -> list[Column]:
    """The columns that are read; unknown, doubled and merged ones are noted."""
    full_name = spec.by_heading.get(FULL_NAME)
    parts = _name_parts(heading.words) if full_name is not None else []
    columns: list[Column] = []
    for place, (word, meaning) in enumerate(zip(heading.words, heading.meanings, strict=True)):
        cells = [cells[place] for _number, cells in rows if place < len(cells) and cells[place]]
        last = columns[-1] if columns else Column(None, "", [], is_name=False)
        if place in parts[1:]:
            continue
        if place in parts and full_name is not None:
            columns.append(Column(full_name, spec.heading_of(full_name), parts, is_name=True))
            names = " + ".join(heading.words[part] for part in parts)
            table.warn(
                table.heading_row, names, _("put together as “%(name)s”") % {"name": columns[-1].heading}
            )
        elif meaning is not None and (first := next((c for c in columns if c.meaning == meaning), None)):
            _keep_one(first, word, place, spec, table)
        elif meaning is not None:
            columns.append(Column(meaning, word, [place], is_name=meaning == full_name))
        elif cells and not word and (place in heading.covered or _is_given_name(cells, place, last)):
            last.places.append(place)
            reason = _("this heading stands over several columns; their cells are put together")
            table.warn(table.heading_row, last.heading, reason)
        elif word or cells:
            table.warn(None, "", _("unknown column “%(heading)s”") % {"heading": word or place + 1})
    return columns


def _keep_one(first: Column, word: str, place: int, spec: Table, table: RawTable) -> None:
    """Of two columns with one meaning ("Mã trường", "Tên trường") the table's own heading is read."""
    if heading_key(word) == heading_key(first.heading):
        table.fault(table.heading_row, word, _("this column stands here twice"))
        return
    if heading_key(word) == heading_key(spec.heading_of(first.meaning)):
        first.heading, first.places, word = word, [place], first.heading
    reason = _("not read: “%(heading)s” says the same")
    table.warn(table.heading_row, word, reason % {"heading": first.heading})


def _is_name_part(word: str) -> bool:
    return any(part.fullmatch(heading_key(word)) for part in _NAME_PARTS)


def _name_parts(words: Sequence[str]) -> list[int]:
    """The places of family name, middle name and given name, where a name has two or three columns."""
    keys = [heading_key(word) for word in words]
    found = [next((p for p, key in enumerate(keys) if part.fullmatch(key)), -1) for part in _NAME_PARTS]
    parts = [place for place in found if place >= 0]
    return parts if found[2] >= 0 and len(parts) > 1 else []


def _is_given_name(cells: Sequence[RawCell], place: int, last: Column) -> bool:
    """Whether a column without a heading holds the given names of the one before it."""
    is_beside = last.is_name and place == last.places[-1] + 1
    return is_beside and all(isinstance(cell, str) and cell.replace(" ", "").isalpha() for cell in cells)
