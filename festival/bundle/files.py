"""The files of a bundle, each read once; the digest covers every byte that was read."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Final

from django.utils.translation import gettext as _

from festival.bundle.toml import FILE
from festival.tables.raw import RawTable, Refused
from festival.tables.reading import Rows, rows_of
from festival.tables.report import Report
from festival.tables.sources import LARGEST_FILE, Store, missing
from festival.tables.spec import Table
from festival.tables.spreadsheets import Workbook, csv_table

WORKBOOK: Final = "festival.xlsx"
TOML_SHEETS: Final = (FILE, "festival")


class Loose:
    """Files held in memory by name: what a browser sent."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = dict(files)

    def has(self, name: str) -> bool:
        return name in self.files

    def read(self, name: str, *, limit: int = LARGEST_FILE) -> bytes:
        if name not in self.files:
            raise missing(name)
        if len(self.files[name]) > limit:
            raise Refused(_("larger than %(most)d MB") % {"most": limit // 1024 // 1024})
        return self.files[name]


class BundleFiles:
    """A bundle to be read: festival.toml, tables as CSV or as sheets of a workbook, pictures and papers.

    workbook  name of the workbook in the store; its sheets go before CSV files when it was asked for by
              name (`is_asked`), else a table that stands in both is a fault
    """

    def __init__(self, store: Store, *, workbook: str = WORKBOOK, is_asked: bool = False) -> None:
        self.store = store
        self.is_asked = is_asked
        self._hashes: dict[str, str] = {}
        self._workbook_name = workbook
        self._workbook: Workbook | None = None
        self._workbook_is_read = False

    def workbook(self, report: Report) -> Workbook | None:
        """The bundle's workbook, if it has one; a fault when it cannot be read."""
        if not self._workbook_is_read:
            self._workbook_is_read = True
            if self.store.has(self._workbook_name):
                try:
                    self._workbook = Workbook(self._workbook_name, self._read(self._workbook_name))
                except Refused as refusal:
                    report.fault(self._workbook_name, None, "", refusal.reason)
        return self._workbook

    def toml(self, report: Report) -> bytes | None:
        """festival.toml: the file, or the sheet “festival” with a line of it in each row."""
        if self.store.has(FILE):
            return self._read(FILE, limit=2 * 1024 * 1024)
        book = self.workbook(report)
        lines = (book.lines(name) for name in TOML_SHEETS) if book else ()
        text = next((found for found in lines if found is not None), None)
        return None if text is None else text.encode()

    def rows(self, table: Table, report: Report) -> Rows | None:
        """A table, read to its end; None when the bundle does not have it."""
        file = f"{table.name}.csv"
        try:
            raw = self._raw(table, report)
        except Refused as refusal:
            report.fault(file, refusal.row, "", refusal.reason)
            return Rows(file, is_whole=False)
        return None if raw is None else rows_of(raw, table, report)

    def file(self, name: str, *, limit: int = LARGEST_FILE) -> bytes:
        """A picture or paper under files/; Refused when it is missing or not to be trusted."""
        return self._read(f"files/{name.removeprefix('files/')}", limit=limit)

    @property
    def digest(self) -> str:
        """SHA-256 over the names and contents of everything that was read."""
        lines = "".join(f"{name}\t{self._hashes[name]}\n" for name in sorted(self._hashes))
        return sha256(lines.encode()).hexdigest()

    def unknown_tables(self, tables: list[Table], report: Report) -> None:
        """Warn of sheets that hold none of the tables."""
        book = self.workbook(report)
        for name in book.names if book else ():
            if name not in TOML_SHEETS and not any(table.is_named(name) for table in tables):
                report.warn(self._workbook_name, _("unknown sheet “%(name)s”") % {"name": name})

    def _raw(self, table: Table, report: Report) -> RawTable | None:
        file = f"{table.name}.csv"
        book = self.workbook(report)
        sheet = book.table(table) if book else None
        if sheet is None:
            return csv_table(file, self._read(file), table.by_heading) if self.store.has(file) else None
        if not self.is_asked and self.store.has(file):
            report.fault(
                file, None, "", _("the table stands in %(workbook)s too") % {"workbook": self._workbook_name}
            )
        return sheet

    def _read(self, name: str, *, limit: int = LARGEST_FILE) -> bytes:
        data = self.store.read(name, limit=limit)
        self._hashes[name] = sha256(data).hexdigest()
        return data
