"""The heading of a table, found by its words: in one row or two, below a title, with names in parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _

from festival.tables.raw import Notes, RawCell, RawRow, Sheet, TableSpec, Unreadable
from festival.tables.spec import heading_key

SEARCHED_ROWS: Final = 40
FULL_NAME: Final = "ho va ten"
SEXES: Final = {"nam", "nu"}
_NAME_PARTS: Final = (
    re.compile(r"ho(?: va)?(?: ten| chu)?(?: dem| lot)|ho(?: va)?"),
    re.compile(r"(?:ten |chu )?(?:dem|lot)"),
    re.compile(r"ten(?: goi| rieng)?"),
)


@dataclass(slots=True)
class Column:
    """A column that is read, and the places in the file that its cells are put together from."""

    meaning: Any
    heading: str
    places: list[int]
    is_name: bool = False

    def cell(self, cells: Sequence[RawCell]) -> RawCell:
        """The column's cell in a row of the file."""
        filled = [cells[place] for place in self.places if place < len(cells) and cells[place]]
        if len(filled) > 1 and self.is_name and all(isinstance(cell, str) for cell in filled):
            return " ".join(str(cell) for cell in filled)
        if len(filled) > 1:
            return Unreadable(_("several cells under one heading"))
        return filled[0] if filled else ""


@dataclass(slots=True)
class Heading:
    """Index and number of the heading's rows; for each place its words and what they mean.

    covered  places below a heading that stands over several columns, but for the first of them
    """

    at: int
    height: int
    words: list[str]
    meanings: list[Any]
    covered: set[int] = field(default_factory=set)

    @property
    def score(self) -> int:
        """How many columns of the table it names."""
        return len({str(meaning) for meaning in self.meanings if meaning is not None})


def find_heading(sheet: Sheet, rows: Sequence[RawRow], spec: TableSpec) -> Heading | None:
    """The row, or two rows, that name the most columns; naming a single one counts in the first row only."""
    best: Heading | None = None
    for at in range(min(len(rows), SEARCHED_ROWS)):
        found = _one_row(rows, at, spec)
        if found.score:
            found = _two_rows(sheet, rows, found, spec) or found
        if found.score > (best.score if best else min(at, 1)):
            best = found
    if best is not None and sheet.name:
        missing = max(len(cells) for _number, cells in rows) - len(best.words)
        best.words += [""] * missing
        best.meanings += [None] * missing
    if best is not None and best.height == 1:
        number = rows[best.at][0]
        for top, left, _bottom, right in sheet.merges:
            if top == number:
                best.covered.update(range(left + 1, min(right + 1, len(best.words))))
    return best


def _one_row(rows: Sequence[RawRow], at: int, spec: TableSpec) -> Heading:
    words = [_known(" ".join(cell.split()), spec) if isinstance(cell, str) else "" for cell in rows[at][1]]
    return Heading(at, 1, words, [spec.by_heading.get(heading_key(word)) for word in words])


def _known(word: str, spec: TableSpec) -> str:
    """A heading without the note in brackets behind it, where it is only known so: “Cấp học (MN, TH)”."""
    bare = word.partition("(")[0].strip()
    return bare if heading_key(word) not in spec.by_heading and heading_key(bare) in spec.by_heading else word


def _two_rows(sheet: Sheet, rows: Sequence[RawRow], top: Heading, spec: TableSpec) -> Heading | None:
    """With the row below, if that has words only where a heading above covers more than one column."""
    if top.at + 1 >= len(rows) or rows[top.at + 1][0] != rows[top.at][0] + 1:
        return None
    below = _one_row(rows, top.at + 1, spec).words
    width = max(len(top.words), len(below))
    over, under = (words + [""] * (width + 1 - len(words)) for words in (top.words, below))
    both = Heading(top.at, 2, [], [])
    group = ""
    for place in range(width):
        if over[place] and under[place] and (over[place + 1] or not under[place + 1]):
            return None
        group = over[place] or (group if under[place] else "")
        texts = [text for text in (under[place], f"{group} {under[place]}".strip(), group) if text]
        if _is_name_part(under[place]) and heading_key(group) in _full_names(spec):
            texts = [under[place]]
        known = next((text for text in texts if heading_key(text) in spec.by_heading), "")
        if known == group and not over[place] and group:
            both.covered.add(place)
            known = texts[0] = ""
        both.words.append(known or (texts[0] if texts else ""))
        both.meanings.append(spec.by_heading.get(heading_key(known)))
    is_merged = any(row == rows[top.at][0] and right > left for row, left, _bottom, right in sheet.merges)
    is_split = all(_is_name_part(word) or heading_key(word) in SEXES for word in below if word)
    return both if both.score > top.score or is_merged or is_split else None


def columns_of(heading: Heading, rows: Sequence[RawRow], spec: TableSpec, notes: Notes) -> list[Column]:
    """The columns that are read; unknown, doubled and merged ones are noted."""
    used = {place for _number, cells in rows for place, cell in enumerate(cells) if cell}
    parts = _name_parts(heading.words, spec)
    columns: list[Column] = []
    for place in sorted({*used, *range(len(heading.words))}):
        word, meaning = (
            (heading.words[place], heading.meanings[place]) if place < len(heading.words) else ("", None)
        )
        last = columns[-1] if columns else None
        if place in parts:
            if place == min(parts):
                columns.append(_name_in_parts(parts, heading, spec, notes))
        elif meaning is not None and (first := next((c for c in columns if c.meaning == meaning), None)):
            _keep_one(first, word, place, spec, notes)
        elif meaning is not None:
            is_name = heading_key(word) in _full_names(spec)
            columns.append(Column(meaning, word, [place], is_name))
        elif place in used and not word and last and _is_part(place, last, heading, rows):
            last.places.append(place)
            reason = _("this heading stands over several columns; their cells are put together")
            notes.warn(notes.row, last.heading, reason)
        elif place < len(heading.words) and (word or place in used):
            reason = _("unknown column “%(heading)s”") % {"heading": word or place + 1}
            notes.warn(None, "", reason)
    return columns


def _keep_one(first: Column, word: str, place: int, spec: TableSpec, notes: Notes) -> None:
    """Of two columns with one meaning ("Mã trường", "Tên trường") the table's own heading is read."""
    if heading_key(word) == heading_key(first.heading):
        notes.fault(notes.row, word, _("this column stands here twice"))
        return
    if heading_key(word) == heading_key(spec.heading_of(first.meaning)):
        first.heading, first.places, word = word, [place], first.heading
    notes.warn(notes.row, word, _("not read: “%(heading)s” says the same") % {"heading": first.heading})


def _is_name_part(word: str) -> bool:
    return any(part.fullmatch(heading_key(word)) for part in _NAME_PARTS)


def _full_names(spec: TableSpec) -> set[str]:
    """The headings of a person's whole name, where the table has one."""
    meaning = spec.by_heading.get(FULL_NAME)
    return {key for key, column in spec.by_heading.items() if meaning is not None and column == meaning}


def _name_parts(words: Sequence[str], spec: TableSpec) -> list[int]:
    """The places of family name, middle name and given name, where a name stands in two or three columns."""
    keys = [heading_key(word) for word in words]
    found = [next((p for p, key in enumerate(keys) if part.fullmatch(key)), -1) for part in _NAME_PARTS]
    parts = [place for place in found if place >= 0]
    return parts if FULL_NAME in spec.by_heading and found[2] >= 0 and len(parts) > 1 else []


def _name_in_parts(parts: list[int], heading: Heading, spec: TableSpec, notes: Notes) -> Column:
    meaning = spec.by_heading[FULL_NAME]
    column = Column(meaning, spec.heading_of(meaning), parts, is_name=True)
    names = " + ".join(heading.words[place] for place in parts)
    notes.warn(notes.row, names, _("put together as “%(name)s”") % {"name": column.heading})
    return column


def _is_part(place: int, last: Column, heading: Heading, rows: Sequence[RawRow]) -> bool:
    """Whether a column without a heading belongs to the one before it: covered by it, or a given name."""
    if place in heading.covered:
        return True
    if not last.is_name or place != last.places[-1] + 1 or place >= len(heading.words):
        return False
    cells = [cells[place] for _number, cells in rows if place < len(cells) and cells[place]]
    return all(isinstance(cell, str) and cell.replace(" ", "").isalpha() for cell in cells)
