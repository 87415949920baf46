"""The files of a bundle, from a folder, a ZIP or a browser; none is trusted until it is checked.

Each is read once; the digest covers every byte that was read.
"""

from __future__ import annotations

import io
import os
import re
import stat
import unicodedata
import zipfile
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from hashlib import sha256
from itertools import chain
from pathlib import Path, PurePath
from typing import IO, TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from festival.tables.legacy import from_legacy
from festival.tables.opening import OTHER_SUFFIXES, raw_table, sheets_of, table_of
from festival.tables.raw import RawTable, Refused, Sheet
from festival.tables.report import Fault, Report

if TYPE_CHECKING:
    from festival.forms.table import Table

FILE: Final = "festival.toml"
TOML_SHEETS: Final = (FILE, "festival")
TEXT_SUFFIXES: Final = (".csv", ".tsv")
TABLE_SUFFIXES: Final = (".xlsx", ".xlsm", *TEXT_SUFFIXES)
MEGABYTE: Final = 1024 * 1024
LARGEST_FILE: Final = 30 * MEGABYTE
LARGEST_ZIP: Final = 400 * MEGABYTE
MOST_FILES: Final = 5_000
Openers = Mapping[str, Callable[[], IO[bytes]]]
_LITTER: Final = re.compile(r"(?:^|/)(?:__MACOSX/|\._|~\$|(?:\.DS_Store|Thumbs\.db|desktop\.ini)$)", re.I)


def open_path(path: Path) -> BundleFiles:
    """Open a folder, or a workbook with the files beside it. Refused when it is neither."""
    if path.is_dir():
        return BundleFiles(folder(path))
    if path.is_file() and path.suffix.lower() == ".xlsx":
        return BundleFiles(folder(path.parent), asked=path.name)
    raise Refused(_("“%(path)s” is neither a folder nor an XLSX file") % {"path": path})


def open_upload(upload: IO[bytes], *, name: str, is_list: bool = False) -> BundleFiles:
    """Open an upload: a ZIP of a bundle, a workbook, or one table as CSV. Refused when it is none of them.

    is_list  a table alone is taken, whatever its name
    """
    suffix = "" if is_list else PurePath(name).suffix.lower()
    if suffix == ".zip":
        if getattr(upload, "size", 0) > LARGEST_ZIP:
            raise Refused(_("too large when unpacked"))
        return BundleFiles(zipped(upload))
    is_toml = suffix == ".toml"
    files = {FILE if is_toml else name: partial(io.BytesIO, limited(upload))}
    return BundleFiles(files, asked="" if is_toml else name)


class BundleFiles:
    """A bundle to be read: festival.toml, tables as CSV or as sheets of a workbook, pictures and papers.

    Names have `/` between their parts; they compare in NFC and without case, and `\\` counts as `/`.

    asked  the one file that was named: its tables go before those of the files beside it
    """

    def __init__(self, files: Openers, *, asked: str = "") -> None:
        self.asked = asked
        self._files = files
        self._folded: dict[str, list[str]] = defaultdict(list)
        for name in files:
            self._folded[_folded(name)].append(name)
        self._hashes: dict[str, str] = {}
        self._sheets: list[Sheet] | None = None

    def toml(self) -> bytes | None:
        """festival.toml: the file, or the sheet “festival” with a line of it in each row."""
        if self._find(FILE):
            return self._read(FILE, limit=2 * MEGABYTE)
        for sheet in self.sheets():
            if sheet.name in TOML_SHEETS:
                lines = [""] * max((number for number, _cells in sheet.rows), default=0)
                for number, cells in sheet.rows:
                    lines[number - 1] = next(str(cell) for cell in cells if cell)
                return "\n".join(lines).encode()
        return None

    def tables(self, specs: Sequence[Table], report: Report) -> dict[str, RawTable]:
        """The tables by name, each read to its end; sheets of no table, or of one twice, are reported."""
        found: dict[str, list[Sheet]] = {spec.name: [] for spec in specs}
        unnamed: list[Sheet] = []
        for sheet in (sheet for sheet in self.sheets() if sheet.name not in TOML_SHEETS):
            spec = _named(sheet.name or PurePath(sheet.file).stem, specs)
            (found[spec.name] if spec else unnamed).append(sheet)
        self._by_headings(unnamed, found, specs, report)
        for first, *others in filter(None, found.values()):
            for sheet in others if not self.asked else ():
                reason = _("the table stands in %(workbook)s too") % {"workbook": first.file}
                report.fault(Fault(sheet.label, reason=reason))
        tables = {
            spec.name: raw_table(found[spec.name][0], spec, report) for spec in specs if found[spec.name]
        }
        is_empty = bool(tables) and not any(table.rows or not table.is_sound for table in tables.values())
        if self.asked and is_empty and self.toml() is None:
            report.fault(Fault(self.asked, reason=_("no rows below the heading")))
        return tables

    def _by_headings(
        self,
        unnamed: Sequence[Sheet],
        found: Mapping[str, list[Sheet]],
        specs: Sequence[Table],
        report: Report,
    ) -> None:
        """Recognise sheets of other names by their headings, where only one table fits.

        The only sheet of a file that is named as a table is that table, with a fault for its headings.
        """
        fits = {sheet.label: table_of(sheet, specs) for sheet in unnamed}
        files = [sheet.file for sheet in self.sheets() if sheet.rows]
        for sheet in unnamed:
            spec = fits[sheet.label]
            if spec is None and files.count(sheet.file) == 1:
                spec = specs[0] if len(specs) == 1 else _named(PurePath(sheet.file).stem, specs)
            others = found[spec.name] if spec else []
            if sheet.refusal is not None:
                is_table = sheet.file == self.asked or sheet.file.lower().endswith(TABLE_SUFFIXES)
                fault = Fault(sheet.label, sheet.refusal.row, "", sheet.refusal.reason)
                (report.fault if is_table else report.warn)(fault)
            elif spec is not None and all(other.file != sheet.file for other in others):
                others.insert(0 if sheet.file == self.asked else len(others), sheet)
                if fits[sheet.label] and len(specs) > 1:
                    reason = _("read as the table “%(name)s”, by its headings") % {"name": spec.name}
                    report.warn(Fault(sheet.label, reason=reason))
            elif sheet.name:
                report.warn(Fault(sheet.file, reason=_("unknown sheet “%(name)s”") % {"name": sheet.name}))
            elif self.asked in ("", sheet.file):
                report.warn(
                    Fault(sheet.file, reason=_("no table is known by this name or these headings; not read"))
                )
        if unnamed and not any(found.values()) and not any(sheet.refusal for sheet in self.sheets()):
            names = [f"{spec.name} ({', '.join(map(spec.heading_of, spec.required))})" for spec in specs]
            reason = _("no table was recognised; looked for: %(headings)s") % {"headings": "; ".join(names)}
            report.fault(Fault(unnamed[0].file, reason=reason))

    def sheets(self) -> list[Sheet]:
        """Every sheet, workbooks first: of the file asked for and the CSV files beside it, or of all."""
        if self._sheets is None:
            suffixes = TEXT_SUFFIXES if self.asked else (*TABLE_SUFFIXES, *OTHER_SUFFIXES)
            names = [name for name in self._files if "/" not in name and name.lower().endswith(suffixes)]
            names = sorted(
                {*names, self.asked} - {""},
                key=lambda name: (name != self.asked, not name.lower().endswith(".xlsx"), name),
            )
            self._sheets = [sheet for name in names for sheet in sheets_of(name, partial(self._read, name))]
        return self._sheets

    def has_file(self, name: str) -> bool:
        """Whether there is a picture or paper of this name under files/."""
        return self._find(_below(name)) is not None

    def file(self, name: str, *, limit: int = LARGEST_FILE) -> bytes:
        """A picture or paper under files/; Refused when it is missing or not to be trusted."""
        return self._read(_below(name), limit=limit)

    @property
    def digest(self) -> str:
        """SHA-256 over the names and contents of everything that was read."""
        lines = "".join(f"{name}\t{self._hashes[name]}\n" for name in sorted(self._hashes))
        return sha256(lines.encode()).hexdigest()

    def _find(self, name: str) -> str | None:
        """The name as it is spelt here; None when there is no such file, or more than one."""
        found = self._folded.get(_folded(name), [])
        return name if name in self._files else found[0] if len(found) == 1 else None

    def _read(self, name: str, *, limit: int = LARGEST_FILE) -> bytes:
        """The bytes of a file; Refused when it is missing, damaged, encrypted or larger than `limit`."""
        found = self._find(name)
        if found is None:
            raise Refused(_("there is no file “%(name)s”") % {"name": name})
        try:
            with self._files[found]() as file:
                data = limited(file, limit)
        except Refused:
            raise
        except Exception:  # zipfile, zlib, lzma and bz2 each have their own
            raise Refused(_("“%(name)s” is damaged or locked with a password") % {"name": name}) from None
        self._hashes[name] = sha256(data).hexdigest()
        return data


def _named(name: str, specs: Sequence[Table]) -> Table | None:
    """The table of this name, which may be of an old encoding."""
    words = (from_legacy(name) or ("",))[0] or name
    return next((spec for spec in specs if spec.is_named(words)), None)


def _below(name: str) -> str:
    return name if name.replace("\\", "/").lower().startswith("files/") else f"files/{name}"


def folder(root: Path) -> Openers:
    """The files of a folder and of its `files/`; links that lead out of it are left out."""
    root = root.resolve()
    top = list(root.iterdir())
    paths = chain(top, *(path.rglob("*") for path in top if path.name.lower() == "files"))
    targets = {path.relative_to(root).as_posix(): Path(os.path.realpath(path)) for path in paths}
    inside = {name: path for name, path in targets.items() if path.is_relative_to(root) and path.is_file()}
    return {name: partial(_opened, path) for name, path in inside.items()}


def _opened(path: Path) -> IO[bytes]:
    return path.open("rb")


def zipped(file: IO[bytes]) -> Openers:
    """The files of a ZIP, read one by one and never unpacked to disk; one folder around all is left out."""
    try:
        archive = zipfile.ZipFile(file)
    # zipfile raises NotImplementedError for versions and compressions that it does not know
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise Refused(_("this is not a ZIP file")) from None
    members = {_member_name(member): member for member in archive.infolist() if not member.is_dir()}
    if len(members) > MOST_FILES:
        raise Refused(_("more than %(most)d files in the ZIP") % {"most": MOST_FILES})
    if sum(member.file_size for member in members.values()) > LARGEST_ZIP:
        raise Refused(_("too large when unpacked"))
    for name, member in members.items():
        if stat.S_ISLNK(member.external_attr >> 16) or not is_safe_name(name):
            raise Refused(_("“%(name)s” leads out of the ZIP") % {"name": member.filename[:80]})
    kept = {name: member for name, member in members.items() if not _LITTER.search(name)}
    tops = {name.rpartition("/")[0] and name.partition("/")[0] for name in kept}
    around = f"{tops.pop()}/" if len(tops) == 1 and not tops & {"", "files"} else ""
    return {name.removeprefix(around): partial(archive.open, member) for name, member in kept.items()}


def _member_name(member: zipfile.ZipInfo) -> str:
    """The name that was meant: Windows parts folders by `\\`, a Mac writes UTF-8 without saying so."""
    name = member.filename
    if not member.flag_bits & 0x800 and not name.isascii():
        for encoding in ("cp1258", "utf-8"):
            with suppress(UnicodeError):
                name = member.filename.encode("cp437").decode(encoding)
    return unicodedata.normalize("NFC", name.replace("\\", "/").removeprefix("./"))


def is_safe_name(name: str) -> bool:
    """A relative name without `..`, drive letters or control characters."""
    is_plain = name.isprintable() and ":" not in name and len(name) <= 400
    return is_plain and not {"", ".", ".."} & {*name.split("/")}


def limited(file: IO[bytes], limit: int = LARGEST_FILE) -> bytes:
    """All bytes of a file; Refused when there are more than `limit`, whatever it says of itself."""
    data = file.read(limit + 1)
    if len(data) > limit:
        raise Refused(_("larger than %(most)d MB") % {"most": limit // MEGABYTE})
    return data


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name.replace("\\", "/")).casefold()
