"""The files of a bundle, each read once; the digest covers every byte that was read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import PurePath
from typing import Final

from django.utils.translation import gettext as _

from festival.tables.body import raw_table
from festival.tables.opening import OTHER_SUFFIXES, broken, looked_for, sheets_of, table_of
from festival.tables.raw import RawTable, Refused, Sheet, TableSpec
from festival.tables.report import Report
from festival.tables.sources import LARGEST_FILE, MEGABYTE, Store

FILE: Final = "festival.toml"
TOML_SHEETS: Final = (FILE, "festival")
TABLE_SUFFIXES: Final = (".xlsx", ".xlsm", ".csv", ".tsv")


class BundleFiles:
    """A bundle to be read: festival.toml, tables as CSV or as sheets of a workbook, pictures and papers.

    asked  the one file that was named: its tables go before those that lie beside it
    """

    def __init__(self, store: Store, *, asked: str = "") -> None:
        self.store = store
        self.asked = asked
        self._hashes: dict[str, str] = {}
        self._sheets: list[Sheet] | None = None
        self._broken: dict[str, Refused] = {}

    def toml(self) -> bytes | None:
        """festival.toml: the file, or the sheet “festival” with a line of it in each row."""
        if self.store.has(FILE):
            return self._read(FILE, limit=2 * MEGABYTE)
        sheet = next((sheet for sheet in self.sheets() if sheet.name in TOML_SHEETS), None)
        if sheet is None:
            return None
        lines = {number: next((str(cell) for cell in cells if cell), "") for number, cells in sheet.rows}
        return "\n".join(lines.get(number, "") for number in range(1, max(lines, default=0) + 1)).encode()

    def tables(self, specs: Sequence[TableSpec], report: Report) -> dict[str, RawTable]:
        """The tables by name, each read to its end; sheets of no table, or of one twice, are reported."""
        found: dict[str, list[Sheet]] = {spec.name: [] for spec in specs}
        unnamed: list[Sheet] = []
        for sheet in self.sheets():
            spec = _named(sheet.name or PurePath(sheet.file).stem, specs)
            if sheet.name not in TOML_SHEETS:
                (found[spec.name] if spec else unnamed).append(sheet)
        self._by_headings(unnamed, found, specs, report)
        tables = {spec.name: raw_table(found[spec.name][0], spec) for spec in specs if found[spec.name]}
        for first, *others in filter(None, found.values()):
            for sheet in others if not self.asked else ():
                reason = _("the table stands in %(workbook)s too") % {"workbook": _file(first)}
                report.fault(sheet.file, None, "", reason)
        is_empty = bool(tables) and not any(table.rows or table.faults for table in tables.values())
        if self.asked and is_empty and self.toml() is None:
            report.fault(self.asked, None, "", _("no rows below the heading"))
        for file, refusal in self._broken.items():
            spec = _named(PurePath(file).stem, specs)
            if spec is not None:
                tables[spec.name] = broken(file, refusal)
            elif file == self.asked or PurePath(file).suffix.lower() in TABLE_SUFFIXES:
                report.fault(file, refusal.row, "", refusal.reason)
            else:
                report.warn(file, refusal.reason)
        return tables

    def _by_headings(
        self,
        unnamed: Sequence[Sheet],
        found: Mapping[str, list[Sheet]],
        specs: Sequence[TableSpec],
        report: Report,
    ) -> None:
        """Sheets whose names tell nothing are known by their headings, where only one table fits."""
        for sheet in unnamed:
            spec = table_of(sheet, specs)
            others = found[spec.name] if spec else []
            if spec is not None and not any(_file(other) == _file(sheet) for other in others):
                others.insert(0 if _file(sheet) == self.asked else len(others), sheet)
                reason = _("read as the table “%(name)s”, by its headings") % {"name": spec.name}
                report.warn(sheet.file, reason)
            elif sheet.name:
                report.warn(_file(sheet), _("unknown sheet “%(name)s”") % {"name": sheet.name})
            elif self.asked in ("", sheet.file):
                report.warn(sheet.file, _("no table is known by this name or these headings; not read"))
        if unnamed and not any(found.values()) and not self._broken:
            reason = _("no table was recognised; looked for: %(headings)s") % {"headings": looked_for(specs)}
            report.fault(_file(unnamed[0]), None, "", reason)

    def sheets(self) -> list[Sheet]:
        """Every sheet, workbooks first; a file that cannot be read is kept for the report."""
        if self._sheets is None:
            self._sheets = []
            for name in self._table_files():
                try:
                    self._sheets += sheets_of(name, self._read(name))
                except Refused as refusal:
                    self._broken[name] = refusal
        return self._sheets

    def _table_files(self) -> list[str]:
        """The file that was asked for and the CSV files beside it, or every file that may hold tables."""
        suffixes = TABLE_SUFFIXES[2:] if self.asked else (*TABLE_SUFFIXES, *OTHER_SUFFIXES)
        names = [name for name in self.store.names if "/" not in name and name != self.asked]
        found = [name for name in names if PurePath(name).suffix.lower() in suffixes]
        found.sort(key=lambda name: not name.lower().endswith(".xlsx"))
        return [self.asked, *found] if self.asked else found

    def has_file(self, name: str) -> bool:
        """Whether there is a picture or paper of this name under files/."""
        return self.store.has(f"files/{name.removeprefix('files/')}")

    def file(self, name: str, *, limit: int = LARGEST_FILE) -> bytes:
        """A picture or paper under files/; Refused when it is missing or not to be trusted."""
        is_below = name.replace("\\", "/").lower().startswith("files/")
        return self._read(name if is_below else f"files/{name}", limit=limit)

    @property
    def digest(self) -> str:
        """SHA-256 over the names and contents of everything that was read."""
        lines = "".join(f"{name}\t{self._hashes[name]}\n" for name in sorted(self._hashes))
        return sha256(lines.encode()).hexdigest()

    def _read(self, name: str, *, limit: int = LARGEST_FILE) -> bytes:
        data = self.store.read(name, limit=limit)
        self._hashes[name] = sha256(data).hexdigest()
        return data


def _named(name: str, specs: Sequence[TableSpec]) -> TableSpec | None:
    return next((spec for spec in specs if spec.is_named(name)), None)


def _file(sheet: Sheet) -> str:
    """The file that a sheet stands in."""
    return sheet.file.removesuffix(f"/{sheet.name}") if sheet.name else sheet.file
