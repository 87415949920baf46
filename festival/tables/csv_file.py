"""CSV files as spreadsheets and offices write them: several encodings, three separators."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from typing import Final

from django.utils.translation import gettext as _

from festival.tables.legacy import from_legacy, is_syllable
from festival.tables.raw import Refused, Sheet

_QUOTED: Final = re.compile(r'"[^"]*"')


def csv_sheet(file: str, data: bytes) -> Sheet:
    """The rows of a CSV file; Refused where the encoding is unknown or quotation marks do not match."""
    sheet = Sheet(file)
    text = _decoded(data, sheet)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            sheet.add(number, [*cells])
    except csv.Error:
        reason = _("quotation marks do not match from here on; the rest cannot be read")
        raise Refused(reason, number + 1) from None
    return sheet.convert()


def _decoded(data: bytes, sheet: Sheet) -> str:
    """UTF-8, UTF-16 with its mark, else Windows-1258 or the code page of old fonts where the words fit."""
    try:
        return data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
    for name in ("cp1258", "latin-1"):
        text = unicodedata.normalize("NFC", data.decode(name, "replace"))
        if _is_vietnamese(text):
            sheet.notes.append((row, -1, _("not UTF-8; read as %(encoding)s") % {"encoding": name}))
            return text
    raise Refused(_("not UTF-8; save it as “CSV UTF-8”"), row)


def _is_vietnamese(text: str) -> bool:
    """Whether nearly all words with marks are Vietnamese syllables, now or after their old font's table."""
    lines = [line for line in text.splitlines() if not line.isascii()]
    lines = [found[0] if (found := from_legacy(line)) and found[0] else line for line in lines]
    words = [word for line in lines for word in re.findall(r"[^\W\d_]+", line) if not word.isascii()]
    return sum(map(is_syllable, words)) >= 0.9 * len(words) > 0


def _delimiter(text: str) -> str:
    """The separator of the cells: the sign that occurs in most of the first lines, outside quoted text."""
    lines = [line for line in _QUOTED.sub("", text[:50_000]).splitlines() if line.strip()][:30] or [""]
    return max(",;\t", key=lambda sign: (sum(sign in line for line in lines), lines[0].count(sign)))
