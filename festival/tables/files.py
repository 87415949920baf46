"""The files of a bundle, each read once; the digest covers every byte that was read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from hashlib import sha256
from pathlib import PurePath
from typing import Final

from django.utils.translation import gettext as _

from festival.tables.body import raw_table
from festival.tables.opening import OTHER_SUFFIXES, sheets_of, table_of
from festival.tables.raw import RawTable, Sheet, TableSpec
from festival.tables.report import Report
from festival.tables.sources import LARGEST_FILE, MEGABYTE, Store

FILE: Final = "festival.toml"
TOML_SHEETS: Final = (FILE, "festival")
TEXT_SUFFIXES: Final = (".csv", ".tsv")
TABLE_SUFFIXES: Final = (".xlsx", ".xlsm", *TEXT_SUFFIXES)


class BundleFiles:
    """A bundle to be read: festival.toml, tables as CSV or as sheets of a workbook, pictures and papers.

    asked  the one file that was named: its tables go before those that lie beside it
    """

    def __init__(self, store: Store, *, asked: str = "") -> None:
        self.store = store
        self.asked = asked
        self._hashes: dict[str, str] = {}
        self._sheets: list[Sheet] | None = None

    def toml(self) -> bytes | None:
        """festival.toml: the file, or the sheet “festival” with a line of it in each row."""
        if self.store.find(FILE):
            return self._read(FILE, limit=2 * MEGABYTE)
        for sheet in self.sheets():
            if sheet.name in TOML_SHEETS:
                lines = [""] * max((number for number, _cells in sheet.rows), default=0)
                for number, cells in sheet.rows:
                    lines[number - 1] = next(str(cell) for cell in cells if cell)
                return "\n".join(lines).encode()
        return None

    def tables(self, specs: Sequence[TableSpec], report: Report) -> dict[str, RawTable]:
        """The tables by name, each read to its end; sheets of no table, or of one twice, are reported."""
        found: dict[str, list[Sheet]] = {spec.name: [] for spec in specs}
        unnamed: list[Sheet] = []
        for sheet in self.sheets():
            name = sheet.name or PurePath(sheet.file).stem
            table = next((spec.name for spec in specs if spec.is_named(name)), None)
            if sheet.name not in TOML_SHEETS:
                (found[table] if table else unnamed).append(sheet)
        self._by_headings(unnamed, found, specs, report)
        for first, *others in filter(None, found.values()):
            for sheet in others if not self.asked else ():
                reason = _("the table stands in %(workbook)s too") % {"workbook": first.file}
                report.fault(sheet.label, None, "", reason)
        tables = {spec.name: raw_table(found[spec.name][0], spec) for spec in specs if found[spec.name]}
        is_empty = bool(tables) and not any(table.rows or table.faults for table in tables.values())
        if self.asked and is_empty and self.toml() is None:
            report.fault(self.asked, None, "", _("no rows below the heading"))
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
            if sheet.refusal is not None:
                is_table = sheet.file == self.asked or sheet.file.lower().endswith(TABLE_SUFFIXES)
                (report.add if is_table else report.caution)(raw_table(sheet, specs[0]).faults[0])
            elif spec is not None and all(other.file != sheet.file for other in others):
                others.insert(0 if sheet.file == self.asked else len(others), sheet)
                report.warn(
                    sheet.label, _("read as the table “%(name)s”, by its headings") % {"name": spec.name}
                )
            elif sheet.name:
                report.warn(sheet.file, _("unknown sheet “%(name)s”") % {"name": sheet.name})
            elif self.asked in ("", sheet.file):
                report.warn(sheet.file, _("no table is known by this name or these headings; not read"))
        if unnamed and not any(found.values()) and not any(sheet.refusal for sheet in self.sheets()):
            names = [f"{spec.name} ({', '.join(map(spec.heading_of, spec.required))})" for spec in specs]
            reason = _("no table was recognised; looked for: %(headings)s") % {"headings": "; ".join(names)}
            report.fault(unnamed[0].file, None, "", reason)

    def sheets(self) -> list[Sheet]:
        """Every sheet, workbooks first: of the file asked for and the CSV files beside it, or of all."""
        if self._sheets is None:
            suffixes = TEXT_SUFFIXES if self.asked else (*TABLE_SUFFIXES, *OTHER_SUFFIXES)
            names = [name for name in self.store.names if "/" not in name and name.lower().endswith(suffixes)]
            names = sorted(
                {*names, self.asked} - {""},
                key=lambda name: (name != self.asked, not name.lower().endswith(".xlsx"), name),
            )
            self._sheets = [sheet for name in names for sheet in sheets_of(name, partial(self._read, name))]
        return self._sheets

    def has_file(self, name: str) -> bool:
        """Whether there is a picture or paper of this name under files/."""
        return self.store.find(_below(name)) is not None

    def file(self, name: str, *, limit: int = LARGEST_FILE) -> bytes:
        """A picture or paper under files/; Refused when it is missing or not to be trusted."""
        return self._read(_below(name), limit=limit)

    @property
    def digest(self) -> str:
        """SHA-256 over the names and contents of everything that was read."""
        lines = "".join(f"{name}\t{self._hashes[name]}\n" for name in sorted(self._hashes))
        return sha256(lines.encode()).hexdigest()

    def _read(self, name: str, *, limit: int = LARGEST_FILE) -> bytes:
        data = self.store.read(name, limit=limit)
        self._hashes[name] = sha256(data).hexdigest()
        return data


def _below(name: str) -> str:
    return name if name.replace("\\", "/").lower().startswith("files/") else f"files/{name}"
