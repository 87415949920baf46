"""A machine's marks as pasted lines: number, then the points of each criterion. No database.

Columns are separated by tabs (as a spreadsheet copies them), semicolons or blanks. A heading is recognised
and may name the columns in another order, among others that are ignored. Points have a comma or a point.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
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
    known, columns = _by_number(entries), list(range(len(criteria) + 1))
    lines: list[MarkLine] = []
    seen: dict[int, int] = {}
    for row, raw in enumerate(text.splitlines(), start=1):
        cells = _cells(raw, len(criteria))
        if not any(cells):
            continue
        if _is_heading(cells, is_first=not lines):
            columns = _columns(cells, criteria)
            continue
        line = MarkLine(row, [cell for cell in cells if cell])
        _read(line, cells, columns, known, criteria)
        if line.entry and not line.fault and seen.setdefault(line.entry.pk, row) != row:
            line.fault, line.detail = "twice", str(seen[line.entry.pk])
        lines.append(line)
    return lines


def _cells(raw: str, count: int) -> list[str]:
    if "\t" in raw or ";" in raw:
        cells = re.split("\t" if "\t" in raw else ";", raw)
    else:
        cells = raw.strip().rsplit(None, count)
    cells = [clean_text(cell) for cell in cells]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _is_heading(cells: Sequence[str], *, is_first: bool) -> bool:
    """Whether a cell is a heading of numbers; the first line also when no cell has a digit."""
    if any(search_key(cell).strip(" .") in NUMBERS for cell in cells):
        return True
    return is_first and len(cells) > 1 and not any(letter.isdigit() for cell in cells for letter in cell)


def _columns(heading: Sequence[str], criteria: Sequence[MachineCriterion]) -> list[int]:
    """The place of the number and of each criterion, by the heading.

    In their order where it names no criterion and has no other column; empty where that is not certain.
    """
    keys = [search_key(cell).strip(" .") for cell in heading]
    number = next((place for place, key in enumerate(keys) if key in NUMBERS), 0)
    named = [{search_key(part.name), part.rule.code} for part in criteria]
    if len(criteria) == 1:
        named = [named[0] | POINTS]
    places = [next((place for place, key in enumerate(keys) if key in names), None) for names in named]
    if None not in places:
        return [number, *(place for place in places if place is not None)]
    is_plain = not number and len(heading) == len(criteria) + 1 and not any(place for place in places)
    return list(range(len(criteria) + 1)) if is_plain else []


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
    columns: Sequence[int],
    known: Mapping[str, MachineEntry],
    criteria: Sequence[MachineCriterion],
) -> None:
    if not columns:
        line.fault, line.detail = "headings", ", ".join(part.name for part in criteria)
        return
    number = cells[columns[0]] if columns[0] < len(cells) else ""
    line.entry = known.get(number) or known.get(_short(number))
    if line.entry is None:
        line.fault, line.detail = "unknown-number", number
        return
    line.old = line.entry.marks
    if len(cells) > len(columns) and columns == list(range(len(columns))):
        line.fault, line.detail = "columns", str(len(cells))
        return
    for part, place in zip(criteria, columns[1:], strict=True):
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
