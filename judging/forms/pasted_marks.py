"""A machine's marks as pasted lines: number, then the points of each criterion. No database.

Columns are separated by tabs (as a spreadsheet copies them), semicolons or blanks. A heading is recognised
and may name the columns in another order, among others that are ignored; one that leaves out a criterion is
refused. Points have a comma or a point.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext as _

from festival.text import clean_text, parse_points, search_key
from judging.forms.sheet import fault_sentence
from judging.queries.machine import MachineEntry, marks_text
from judging.rules.marks import mark_fault
from judging.rules.policy import CriterionRule
from judging.rules.sync import hundredths_of

NUMBERS: Final = {"sbd", "so bao danh", "ma so", "so", "ma du thi", "number"}
POINTS: Final = {"diem", "diem so", "tong diem", "diem thi", "diem may", "ket qua", "points"}


@dataclass(frozen=True, slots=True)
class MachineCriterion:
    """A criterion of the round with its name."""

    rule: CriterionRule
    name: str


@dataclass(frozen=True, slots=True)
class Columns:
    """The places of the number and of each criterion.

    named   whether a heading names them, so that other columns are ignored
    fault   code of what keeps every line from being read, and `detail` the criteria that it is about
    """

    number: int
    points: Sequence[int]
    named: bool = False
    fault: str = ""
    detail: str = ""


@dataclass(slots=True)
class MarkLine:
    """A line of the pasted table.

    row    its place in the text, from 1
    typed  its cells
    old    stored marks in hundredths by code, and `new` those that the line gives; empty cells give none
    fault  code of what is wrong, and `detail` the value or place that it is about
    """

    row: int
    typed: Sequence[str]
    entry: MachineEntry | None = None
    old: Mapping[str, int] = field(default_factory=dict)
    new: dict[str, int] = field(default_factory=dict)
    fault: str = ""
    detail: str = ""
    criterion: MachineCriterion | None = None

    @property
    def changed(self) -> dict[str, int]:
        """The marks that differ from the stored ones."""
        return {code: value for code, value in self.new.items() if self.old.get(code) != value}

    @property
    def outcome(self) -> str:
        """`fault`, `empty` (no points), `same`, `new` or `changed` (another mark is stored)."""
        if self.fault:
            return "fault"
        if not self.new:
            return "empty"
        if not self.changed:
            return "same"
        return "changed" if any(code in self.old for code in self.changed) else "new"

    @property
    def points(self) -> str:
        """The points that the line gives: "8,5" or, with several criteria, "8,5 · 7"."""
        return marks_text(self.new)

    @property
    def before(self) -> str:
        """The stored points that the line replaces."""
        return marks_text({code: self.old[code] for code in self.changed if code in self.old})

    @property
    def after(self) -> str:
        """The points that replace them."""
        return marks_text({code: value for code, value in self.changed.items() if code in self.old})

    @property
    def message(self) -> str:
        """What is wrong with the line; empty for a sound one."""
        words = {"detail": self.detail}
        if self.fault == "not-a-number":
            return _("“%(detail)s” is not a number.") % words
        if self.fault == "twice":
            return _("This number stands in line %(detail)s already.") % words
        if self.fault == "headings":
            return _("The heading does not name the columns of: %(detail)s.") % words
        if self.fault == "blanks":
            return _("The heading cannot be read: copy the columns from the spreadsheet, or leave it out.")
        if self.fault == "columns":
            return _("%(detail)s columns: copy number and points alone, or with the heading.") % words
        if self.fault == "unknown-number" and self.detail:
            return _("No approved entry has the number “%(detail)s”.") % words
        if self.fault == "unknown-number":
            return _("The number is missing.")
        if self.fault and self.criterion:
            return f"{self.detail}: {fault_sentence(self.fault, self.criterion.rule)}"
        return ""


def read_lines(
    text: str, *, entries: Sequence[MachineEntry], criteria: Sequence[MachineCriterion]
) -> list[MarkLine]:
    """Every line of the text that is neither blank nor a heading, checked against the round's entries."""
    known, columns = _by_number(entries), _in_order(criteria)
    lines: list[MarkLine] = []
    seen: dict[int, int] = {}
    for row, raw in enumerate(text.splitlines(), start=1):
        cells = _cells(raw, len(criteria))
        if not any(cells):
            continue
        heading = _heading(raw, criteria, is_first=not lines)
        if heading:
            columns = _columns(heading, criteria, is_split=bool(_separator(raw)))
            continue
        line = MarkLine(row, [cell for cell in cells if cell])
        _read(line, cells, columns, known, criteria)
        if line.entry and not line.fault and seen.setdefault(line.entry.pk, row) != row:
            line.fault, line.detail = "twice", str(seen[line.entry.pk])
        lines.append(line)
    return lines


def _separator(raw: str) -> str:
    """The character that separates the columns; "" where blanks do."""
    return next((letter for letter in "\t;" if letter in raw), "")


def _cells(raw: str, count: int) -> list[str]:
    separator = _separator(raw)
    cells = raw.split(separator) if separator else raw.strip().rsplit(None, count)
    cells = [clean_text(cell) for cell in cells]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _heading(raw: str, criteria: Sequence[MachineCriterion], *, is_first: bool) -> list[str]:
    """The search keys of the cells of a heading; empty for another line.

    A heading has a cell for the number; the first line is one also when it has several cells and no digit.
    """
    names = NUMBERS.union(*_names(criteria))
    is_split = bool(_separator(raw))
    keys = [_key(cell) for cell in _cells(raw, 0)] if is_split else _known_words(raw, names)
    has_digit = any(letter.isdigit() for letter in raw)
    is_named = not NUMBERS.isdisjoint(keys) and (is_split or not has_digit or names.issuperset(keys))
    return keys if is_named or (is_first and len(raw.split()) > 1 and not has_digit) else []


def _known_words(raw: str, names: Set[str]) -> list[str]:
    """A line without separators as the longest names that it consists of, and the words between them."""
    words = [_key(word) for word in raw.split()]
    cells: list[str] = []
    start = between = 0
    while start < len(words):
        ends = range(len(words), start, -1)
        end = next((end for end in ends if " ".join(words[start:end]) in names), 0)
        if end:
            cells += [" ".join(words[between:start]), " ".join(words[start:end])]
            between = end
        start = end or start + 1
    return [cell for cell in [*cells, " ".join(words[between:])] if cell]


def _key(cell: str) -> str:
    return search_key(cell).strip(" .")


def _names(criteria: Sequence[MachineCriterion]) -> list[Set[str]]:
    """The headings of each criterion; a criterion alone is also named by a word for points."""
    points = POINTS if len(criteria) == 1 else set()
    return [{search_key(part.name), part.rule.code} | points for part in criteria]


def _in_order(criteria: Sequence[MachineCriterion]) -> Columns:
    return Columns(0, range(1, len(criteria) + 1))


def _columns(heading: Sequence[str], criteria: Sequence[MachineCriterion], *, is_split: bool) -> Columns:
    """The columns by the heading; in their order where it names no criterion and has no other column."""
    number = next((place for place, key in enumerate(heading) if key in NUMBERS), 0)
    places = [
        next((place for place, key in enumerate(heading) if key in names), None) for names in _names(criteria)
    ]
    found = [place for place in places if place is not None]
    is_alike = len(heading) == len(criteria) + 1
    if not found and number == 0 and (is_alike or not is_split):
        return _in_order(criteria)
    missing = "; ".join(part.name for part, place in zip(criteria, places, strict=True) if place is None)
    if missing:
        return Columns(number, found, fault="headings", detail=missing)
    return Columns(number, found, named=True, fault="" if is_split or is_alike else "blanks")


def _by_number(entries: Sequence[MachineEntry]) -> dict[str, MachineEntry]:
    """Entries by number; also without leading zeros, which spreadsheets drop, where that names only one."""
    short: dict[str, list[MachineEntry]] = {}
    for entry in entries:
        if entry.number:
            short.setdefault(_short(entry.number), []).append(entry)
    unique = {key: found[0] for key, found in short.items() if len(found) == 1}
    return unique | {entry.number: entry for entry in entries if entry.number}


def _short(number: str) -> str:
    return search_key(number).lstrip("0")


def _read(
    line: MarkLine,
    cells: Sequence[str],
    columns: Columns,
    known: Mapping[str, MachineEntry],
    criteria: Sequence[MachineCriterion],
) -> None:
    number = cells[columns.number] if columns.number < len(cells) else ""
    line.entry = known.get(number) or known.get(_short(number))
    if columns.fault:
        line.fault, line.detail = columns.fault, columns.detail
        return
    if line.entry is None:
        line.fault, line.detail = "unknown-number", number
        return
    line.old = line.entry.marks
    if not columns.named and len(cells) > len(criteria) + 1:
        line.fault, line.detail = "columns", str(len(cells))
        return
    for part, place in zip(criteria, columns.points, strict=True):
        typed = cells[place] if place < len(cells) else ""
        if typed and not line.fault:
            _read_points(line, typed, part)


def _read_points(line: MarkLine, typed: str, part: MachineCriterion) -> None:
    line.detail, line.criterion = typed, part
    try:
        points = parse_points(typed)
    except ValueError:
        line.fault = "not-a-number"
        return
    line.fault = mark_fault(points, part.rule) or ""
    if not line.fault:
        line.new[part.rule.code] = hundredths_of(points)
