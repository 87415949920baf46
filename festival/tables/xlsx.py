"""Workbooks (XLSX), read row by row; nothing in them is evaluated, document types are refused.

openpyxl's fast reader gives neither hidden rows nor merged cells, and its other one holds every empty
formatted cell in memory. See docs/decisions.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import datetime, time
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Final
from xml.parsers import expat

from django.utils.translation import gettext as _
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils.cell import column_index_from_string, range_boundaries
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

from festival.tables.raw import MOST_COLUMNS, DateText, RawCell, Refused, Sheet, Unreadable

LARGEST_SHEETS: Final = 100 * 1024 * 1024
MOST_LEVELS: Final = 50
MOST_PARTS: Final = 100_000
USED: Final = {"Relationship", "workbookPr", "sheet", "si", "numFmt", "cellXfs", "col", "row", "mergeCell"}
_ESCAPE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TOKEN: Final = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]|(General|E[+-]|.)', re.I)
_TRUE: Final = {"1", "true"}


class Element:
    """An element of a part, its name without a prefix."""

    __slots__ = ("attributes", "parts", "tag", "text")

    def __init__(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.tag, self.attributes, self.text = tag, attributes, ""
        self.parts: list[Element] = []

    def string(self) -> str:
        """The string that runs make, readings of Asian letters left out; _xHHHH_ is a letter."""
        parts = [part.text if part.tag == "t" else part.string() for part in self.parts if part.tag != "rPh"]
        return _unescaped("".join(parts))


def workbook_sheets(file: str, data: bytes) -> list[Sheet]:
    """The sheets in their order; Refused when this is no workbook, or too large."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            if sum(member.file_size for member in book.infolist()) > LARGEST_SHEETS:
                raise Refused(_("too large when unpacked"))
            return list(_Book(book).sheets(file))
    except Refused:
        raise
    except Exception:  # damaged files raise what they meet: BadZipFile, KeyError, ValueError, ExpatError
        raise Refused(_("this is not an XLSX workbook")) from None


def _elements(book: zipfile.ZipFile, name: str) -> Iterator[Element]:
    """The elements of a part that are used, each as soon as it is complete; the rest is not kept."""
    path, ready = [Element("", {})], []

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        element = Element(tag.rpartition(":")[2], attributes)
        path[-1].parts.append(element)
        if len(path[-1].parts) > MOST_PARTS or len(path) > MOST_LEVELS:
            raise Refused(_("too large when unpacked"))
        path.append(element)

    def end(_tag: str) -> None:
        element = path.pop()
        if element.tag in USED:
            ready.append(path[-1].parts.pop())

    def text(text: str) -> None:
        path[-1].text += text

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    parser.StartDoctypeDeclHandler = _refuse
    with book.open(name) as part:
        while data := part.read(1 << 16):
            parser.Parse(data)
            yield from ready
            ready.clear()
        parser.Parse(b"", True)  # noqa: FBT003


def _refuse(*_args: object) -> None:
    raise Refused(_("this is not an XLSX workbook"))


class _Book:
    """A workbook with what its sheets share: strings, number formats, the first day of its calendar."""

    def __init__(self, book: zipfile.ZipFile) -> None:
        self._book, self._epoch = book, WINDOWS_EPOCH
        self._strings: list[str] = []
        self._formats: list[str] = []
        relations = [element.attributes for element in _elements(book, "xl/_rels/workbook.xml.rels")]
        self._targets = {of["Id"]: str(PurePosixPath("/xl", of["Target"])).lstrip("/") for of in relations}
        codes = BUILTIN_FORMATS | dict.fromkeys((*range(27, 37), *range(50, 59)), "yyyy-mm-dd")
        for name in {*self._targets.values()} & {*book.namelist()}:
            for element in (
                _elements(book, name) if name.lower().endswith(("styles.xml", "strings.xml")) else ()
            ):
                if element.tag == "si":
                    self._strings.append(element.string())
                elif element.tag == "numFmt":
                    codes[int(element.attributes["numFmtId"])] = element.attributes.get(
                        "formatCode", "General"
                    )
                elif element.tag == "cellXfs":
                    numbers = [int(part.attributes.get("numFmtId", 0)) for part in element.parts]
                    self._formats = [codes.get(number, "General") for number in numbers]

    def sheets(self, file: str) -> Iterator[Sheet]:
        """The sheets, each read to its end; charts are none."""
        for element in _elements(self._book, "xl/workbook.xml"):
            attributes = element.attributes
            if element.tag == "workbookPr" and attributes.get("date1904") in _TRUE:
                self._epoch = MAC_EPOCH
            elif element.tag == "sheet":
                target = next(self._targets[attributes[key]] for key in attributes if key.endswith(":id"))
                if "worksheets/" in target:
                    is_hidden = attributes.get("state", "visible") != "visible"
                    yield self._read(Sheet(file, attributes["name"], is_hidden=is_hidden), target)

    def _read(self, sheet: Sheet, target: str) -> Sheet:
        number = 0
        for element in _elements(self._book, target):
            attributes = element.attributes
            is_hidden = attributes.get("hidden") in _TRUE or "0" in (
                attributes.get("ht"),
                attributes.get("width"),
            )
            if element.tag == "row":
                number = int(attributes.get("r", number + 1))
                if element.parts and sheet.add(number, self._cells(sheet, number, element)) and is_hidden:
                    sheet.hidden_rows.append(number)
            elif element.tag == "col" and is_hidden:
                first, last = int(attributes["min"]), int(attributes["max"])
                sheet.hidden_columns.update(range(first - 1, min(last, MOST_COLUMNS)))
            elif element.tag == "mergeCell":
                left, top, right, bottom = (edge or 0 for edge in range_boundaries(attributes["ref"]))
                sheet.merges.append((top, left - 1, bottom, right - 1))
        return sheet.convert()

    def _cells(self, sheet: Sheet, number: int, row: Element) -> list[RawCell]:
        """The cells of a row; an empty formatted one is not kept and does not count for the limits."""
        cells: list[RawCell] = []
        place = -1
        for element in row.parts:
            letters = element.attributes.get("r", "").rstrip("0123456789")
            place = column_index_from_string(letters) - 1 if letters else place + 1
            value, warning = self._value(element) if element.parts else ("", "")
            if isinstance(value, Unreadable) or (value and not value.isspace()):
                cells += [""] * (place + 1 - len(cells))
                cells[place] = value
            if warning:
                sheet.notes.append((number, place, warning))
        return cells

    def _value(self, cell: Element) -> tuple[RawCell, str]:
        """What a cell holds, and a warning where it shows something else."""
        parts = {part.tag: part for part in cell.parts}
        text = parts["v"].text if "v" in parts else parts["is"].string() if "is" in parts else ""
        kind = cell.attributes.get("t", "n")
        if not text and "f" in parts:
            return Unreadable(_("a formula without a value; paste its value instead")), ""
        if kind == "e":
            return Unreadable(_("an error of the spreadsheet (%(value)s)") % {"value": text}), ""
        if kind == "s" and text:
            return self._strings[int(text)], ""
        if kind == "d":
            return DateText(text[:10]), ""
        if kind != "n":
            return (_unescaped(text) if kind == "str" else text), ""
        style = int(cell.attributes.get("s", 0))
        return cell_text(text, self._formats[style] if style < len(self._formats) else "General", self._epoch)


def _unescaped(text: str) -> str:
    """Replace _xHHHH_ by the letter, which XML cannot contain."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


@lru_cache(maxsize=500)
def _sections(code: str) -> list[list[tuple[str, str]]]:
    """The sections of a format, each a list of (literal letters, sign of the format)."""
    sections: list[list[tuple[str, str]]] = [[]]
    for quoted, escaped, currency, sign in _TOKEN.findall(code):
        if sign == ";":
            sections.append([])
        elif sign and sign in " -()+:$/":
            sections[-1].append((sign, ""))
        else:
            sections[-1].append((quoted or escaped or currency, sign.lower()))
    return sections


@lru_cache(maxsize=500)
def _date_signs(code: str) -> frozenset[str]:
    """The signs of a format of days or times; none for any other."""
    signs = "".join(sign for _letters, sign in _sections(code)[0])
    return frozenset(signs if re.fullmatch(r"(?!.*general)[^#?]*[dmyhs][^#?]*", signs) else "")


def cell_text(stored: str, code: str, epoch: datetime) -> tuple[RawCell, str]:
    """A number as text, and a warning where the cell shows fewer decimals ("" where it does not).

    A number has 15 digits that count: 0.1 + 0.2 is 0.3. Leading zeros and letters of the format are taken as
    shown ("TS"000 makes TS008 of 8). Unreadable where what is shown cannot be rebuilt with certainty: per
    cent, fractions, amounts with letters.
    """
    try:
        value = Decimal(stored) if stored.lstrip("-").isdigit() else Decimal(format(float(stored), ".15g"))
    except (ValueError, InvalidOperation):
        return stored, ""
    text = plain(value)
    if _date_signs(code):
        return _date_text(value, code, epoch), ""
    tokens = _sections(code)[int(value < 0 and len(_sections(code)) > 1)]
    signs = "".join(sign for _letters, sign in tokens)
    letters = "".join(letters for letters, _sign in tokens)
    if re.search("general|[@e]", signs):
        return text, ""
    if re.fullmatch(r"[0#?]+", signs) and text.isdigit():
        return _masked(text, tokens), ""
    if letters not in {"", "-"} or not re.fullmatch(r"[0#?,.]+", signs):
        shown = _("in a format of its own (%(code)s)") % {"code": code}
        return Unreadable(_otherwise(f"{plain(value * 100)}%" if "%" in signs else shown, text)), ""
    places = len(re.findall(r"[0#?]", signs.partition(".")[2]))
    shown = plain(value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))
    return text, "" if shown == text else _otherwise(shown, text)


def _date_text(value: Decimal, code: str, epoch: datetime) -> RawCell:
    """A day as ISO text, a time as hours and minutes; Unreadable where only a part of the day is shown."""
    try:
        found = from_excel(float(value), epoch)
    except (ValueError, OverflowError):
        return Unreadable(_("“%(value)s” is no day of a spreadsheet") % {"value": plain(value)})
    if isinstance(found, time):
        return found.isoformat("minutes")
    if not isinstance(found, datetime):
        return plain(value)
    signs = _date_signs(code) & {"d", "m", "y"}
    if signs == {"y"}:
        return str(found.year)
    if signs and not {"d", "y"} <= signs:
        shown = found.strftime("%d/%m" if "d" in signs else "%m/%Y")
        return Unreadable(_otherwise(shown, found.date().isoformat()))
    return found.isoformat(" ", "minutes") if found.time() != time() else DateText(found.date())


def plain(value: Decimal) -> str:
    """A number with a point and without needless zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _masked(digits: str, tokens: list[tuple[str, str]]) -> str:
    """Digits put into a format from the right, as a spreadsheet does: 912345678 in 0000 000 000."""
    places = sum(1 for _letters, sign in tokens if sign)
    filled = digits.rjust(places)
    left, rest = filled[: len(filled) - places], iter(filled[len(filled) - places :])
    shown = ""
    for letters, sign in tokens:
        if sign:
            shown += left + next(rest).replace(" ", sign.strip("#?"))
            left = ""
        shown += letters
    return shown.strip()


def _otherwise(shown: str, stored: str) -> str:
    return _("shown as %(shown)s, stored as %(stored)s") % {"shown": shown, "stored": stored}
