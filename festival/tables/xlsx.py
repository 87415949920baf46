"""Workbooks (XLSX), read in one pass by an event parser; nothing in them is evaluated, entities are refused.

openpyxl's fast reader gives neither hidden rows nor merged cells, and its other one holds every empty
formatted cell in memory. See docs/decisions.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import PurePosixPath
from typing import Final
from xml.parsers import expat

from django.utils.translation import gettext as _
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils.cell import column_index_from_string
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

from festival.tables.csv_file import MOST_ROWS
from festival.tables.number_format import date_text, is_date, number_text
from festival.tables.raw import DateText, RawCell, Refused, Sheet, Unreadable
from festival.tables.sources import LARGEST_FILE, MEGABYTE

MOST_COLUMNS: Final = 200
LARGEST_SHEETS: Final = 100 * MEGABYTE
DATE_FORMATS: Final = {*range(27, 37), *range(50, 59)}
_ESCAPE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ADDRESS: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
Attributes = Mapping[str, str]


def workbook_sheets(file: str, data: bytes) -> list[Sheet]:
    """The sheets in their order; Refused when this is no workbook, or too large."""
    if len(data) > LARGEST_FILE:
        raise Refused(_("larger than %(most)d MB") % {"most": LARGEST_FILE // MEGABYTE})
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            if sum(member.file_size for member in book.infolist()) > LARGEST_SHEETS:
                raise Refused(_("too large when unpacked"))
            return _Book(file, book).sheets()
    except Refused:
        raise
    except Exception:  # damaged files raise what they meet: BadZipFile, KeyError, ValueError, ExpatError
        raise Refused(_("this is not an XLSX workbook")) from None


class _Book:
    """A workbook with what its sheets share: strings, number formats, the first day of its calendar."""

    def __init__(self, file: str, book: zipfile.ZipFile) -> None:
        self.file, self._book = file, book
        self.strings: list[str] = []
        self.formats: list[str] = []
        self.epoch: datetime = WINDOWS_EPOCH
        self._listed: list[Attributes] = []
        self._targets: dict[str, str] = {}
        self._codes: dict[int, str] = dict(BUILTIN_FORMATS) | dict.fromkeys(DATE_FORMATS, "yyyy-mm-dd")

    def sheets(self) -> list[Sheet]:
        self._parse("xl/workbook.xml", self._on_workbook)
        self._parse("xl/_rels/workbook.xml.rels", self._on_relation)
        for name in sorted({*self._targets.values()} & {*self._book.namelist()}):
            if name.lower().endswith("styles.xml"):
                self._parse(name, self._on_style())
            elif name.lower().endswith("sharedstrings.xml"):
                strings = _Strings(self.strings)
                self._parse(name, strings.start, strings.end, strings.text)
        found = []
        for attributes in self._listed:
            relation = next(attributes[key] for key in attributes if key.endswith(":id"))
            sheet = Sheet(f"{self.file}/{attributes['name']}", attributes["name"])
            sheet.is_hidden = attributes.get("state", "visible") != "visible"
            if "worksheets/" in self._targets[relation]:
                cells = _Cells(self, sheet)
                self._parse(self._targets[relation], cells.start, cells.end, cells.text)
                found.append(cells.finished())
        return found

    def _parse(
        self,
        name: str,
        start: Callable[[str, Attributes], None],
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
    ) -> None:
        """Run through a part; the names of elements come without their prefix."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_entities
        parser.StartElementHandler = lambda tag, attributes: start(tag.rpartition(":")[2], attributes)
        if end is not None:
            parser.EndElementHandler = lambda tag: end(tag.rpartition(":")[2])
        if text is not None:
            parser.CharacterDataHandler = text
        with self._book.open(name) as part:
            parser.ParseFile(part)

    def _on_workbook(self, tag: str, attributes: Attributes) -> None:
        if tag == "sheet":
            self._listed.append(attributes)
        elif tag == "workbookPr" and attributes.get("date1904") in {"1", "true"}:
            self.epoch = MAC_EPOCH

    def _on_relation(self, tag: str, attributes: Attributes) -> None:
        if tag == "Relationship":
            target = PurePosixPath("/xl", attributes["Target"])
            self._targets[attributes["Id"]] = str(target).lstrip("/")

    def _on_style(self) -> Callable[[str, Attributes], None]:
        """Number formats of cells stand in cellXfs; those of cellStyleXfs before it do not count."""
        inside = [False]

        def start(tag: str, attributes: Attributes) -> None:
            if tag == "numFmt" and attributes.get("formatCode") is not None:
                self._codes[int(attributes["numFmtId"])] = attributes["formatCode"]
            elif tag in {"cellXfs", "cellStyles", "dxfs"}:
                inside[0] = tag == "cellXfs"
            elif tag == "xf" and inside[0]:
                self.formats.append(self._codes.get(int(attributes.get("numFmtId", 0)), "General"))

        return start


class _Strings:
    """The shared strings: runs of one string are put together, readings of Asian letters left out."""

    def __init__(self, strings: list[str]) -> None:
        self.strings = strings
        self.parts: list[str] = []
        self.is_text = self.is_reading = False

    def start(self, tag: str, _attributes: Attributes) -> None:
        self.is_text = tag == "t" and not self.is_reading
        self.is_reading = self.is_reading or tag == "rPh"

    def end(self, tag: str) -> None:
        self.is_text = False
        self.is_reading = self.is_reading and tag != "rPh"
        if tag == "si":
            self.strings.append(_unescaped("".join(self.parts)))
            self.parts = []

    def text(self, text: str) -> None:
        if self.is_text:
            self.parts.append(text)


class _Cells(_Strings):
    """The cells of a sheet. An empty formatted cell costs nothing, so it counts for no limit."""

    def __init__(self, book: _Book, sheet: Sheet) -> None:
        super().__init__([])
        self.book, self.sheet = book, sheet
        self.number = self.place = 0
        self.row: dict[int, RawCell] = {}
        self.kind = self.format = ""
        self.is_formula = self.is_hidden = False
        self.hidden_columns: list[tuple[int, int]] = []

    def start(self, tag: str, attributes: Attributes) -> None:
        self.is_text = (tag == "v" or tag == "t") and not self.is_reading
        if tag == "c":
            self._start_cell(attributes)
        elif tag == "row":
            self.number, self.place, self.row = int(attributes.get("r", self.number + 1)), -1, {}
            self.is_hidden = attributes.get("hidden") in {"1", "true"} or attributes.get("ht") == "0"
        elif tag == "f":
            self.is_formula = True
        elif tag == "rPh":
            self.is_reading = True
        elif tag == "col" and (attributes.get("hidden") in {"1", "true"} or attributes.get("width") == "0"):
            self.hidden_columns.append((int(attributes["min"]) - 1, int(attributes["max"]) - 1))
        elif tag == "mergeCell":
            corners = _ADDRESS.findall(attributes["ref"])
            first, last = corners[0], corners[-1]
            places = [column_index_from_string(letters) - 1 for letters, _row in (first, last)]
            self.sheet.merges.append((int(first[1]), places[0], int(last[1]), places[1]))

    def _start_cell(self, attributes: Attributes) -> None:
        address = attributes.get("r")
        letters = address.rstrip("0123456789") if address else ""
        self.place = column_index_from_string(letters) - 1 if letters else self.place + 1
        self.kind = attributes.get("t", "n")
        style = int(attributes.get("s", 0))
        self.format = self.book.formats[style] if style < len(self.book.formats) else "General"
        self.parts, self.is_formula = [], False

    def end(self, tag: str) -> None:
        self.is_text = False
        if tag == "c" and (self.parts or self.is_formula):
            self._end_cell()
        elif tag == "row" and self.row:
            self.sheet.rows.append((self.number, [self.row.get(p, "") for p in range(max(self.row) + 1)]))
            if self.is_hidden:
                self.sheet.hidden_rows.append(self.number)
            if len(self.sheet.rows) > MOST_ROWS:
                raise Refused(_("more than %(most)d rows") % {"most": MOST_ROWS})
        elif tag == "rPh":
            self.is_reading = False

    def _end_cell(self) -> None:
        value = self._value("".join(self.parts))
        if not isinstance(value, str) or not value.isspace():
            if self.place >= MOST_COLUMNS:
                raise Refused(_("more than %(most)d columns") % {"most": MOST_COLUMNS}, self.number)
            self.row[self.place] = value

    def _value(self, text: str) -> RawCell:
        if not text and self.is_formula:
            return Unreadable(_("a formula without a value; paste its value instead"))
        if self.kind == "e":
            return Unreadable(_("an error of the spreadsheet (%(value)s)") % {"value": text})
        if self.kind == "s":
            return self.book.strings[int(text)]
        if self.kind == "d":
            return DateText(text[:10])
        if self.kind in {"inlineStr", "str"}:
            return _unescaped(text)
        return self._number(text) if self.kind == "n" else text

    def _number(self, text: str) -> RawCell:
        """A number has 15 digits that count: 0.1 + 0.2 is 0.3."""
        try:
            value = Decimal(text) if text.lstrip("-").isdigit() else Decimal(format(float(text), ".15g"))
        except (ValueError, InvalidOperation):
            return text
        if is_date(self.format):
            return date_text(value, self.format, self.book.epoch)
        cell, shown = number_text(value, self.format)
        if shown:
            self.sheet.rounded.append((self.number, self.place, shown, str(cell)))
        return cell

    def finished(self) -> Sheet:
        """The sheet, once it is read to its end."""
        used = {place for _number, cells in self.sheet.rows for place, cell in enumerate(cells) if cell}
        hidden = self.hidden_columns
        self.sheet.hidden_columns = {p for p in used if any(low <= p <= high for low, high in hidden)}
        return self.sheet


def _unescaped(text: str) -> str:
    """Letters that XML cannot hold stand as _xHHHH_."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _refuse_entities(*_args: object) -> None:
    raise Refused(_("this is not an XLSX workbook"))
