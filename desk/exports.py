"""Exporting a festival: the same content gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import tomli_w
from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _

from awards.exports import prizes_section
from booths.exports import booth_rows, booths_of, stand_sections
from contests.exports import contest_section, contests_of, entries_of, entry_rows
from desk.imports import TABLES
from festival.exports import Tables, base_rows, festival_section, given
from festival.forms.section import FILE
from festival.models import Festival
from festival.refusals import RuleBroken
from festival.tables.writing import write_csv, write_xlsx
from judging.exports import judging_rows, scoring_section

LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Exported:
    """A bundle ready to be written: festival.toml, rows by table, files by their name under files/."""

    toml: str
    tables: Tables
    files: dict[str, FieldFile]

    @property
    def count(self) -> int:
        """How many files it has."""
        return 1 + len(TABLES) + len(self.files)

    def contents(self) -> Iterator[tuple[str, bytes]]:
        """Every file of the bundle; a picture or paper that is lost from the disk is left out."""
        yield FILE, self.toml.encode()
        for table in TABLES:
            yield f"{table.name}.csv", write_csv(table, self.tables[table.name])
        for name in sorted(self.files):
            try:
                with self.files[name].open("rb") as file:
                    yield f"files/{name}", file.read()
            except FileNotFoundError:
                continue


def export_bundle(festival: Festival) -> Exported:
    """Read a festival as it is at one moment."""
    with transaction.atomic():
        files: dict[str, FieldFile] = {}
        booths = booths_of(festival)
        titles = {booth.entry_id: booth.title for booth in booths if booth.entry_id}
        entries = entries_of(festival, titles=titles)
        tables = {
            **base_rows(festival),
            **booth_rows(booths, files),
            **entry_rows(entries, files, but=titles),
            **judging_rows(festival, entries),
        }
        contests = [
            {**contest_section(contest), **scoring_section(contest), **prizes_section(contest)}
            for contest in contests_of(festival)
        ]
        own = given({**festival_section(festival), "stand": stand_sections(festival)})
        words = given({"festival": own, "contest": contests})
        return Exported(tomli_w.dumps(words), tables, files)


def write_folder(bundle: Exported, folder: Path) -> int:
    """Write the bundle into a new (or empty) folder; the number of files. RuleBroken when it holds things."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise RuleBroken("folder-taken", _("“%(folder)s” is not an empty folder.") % {"folder": folder})
    count = 0
    for name, data in bundle.contents():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        count += 1
    return count


def zipped(bundle: Exported, *, step: Callable[[], None] = lambda: None) -> bytes:
    """The bundle as a ZIP, the same bytes for the same content."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in bundle.contents():
            archive.writestr(zipfile.ZipInfo(name, date_time=LONG_AGO), data, zipfile.ZIP_DEFLATED)
            step()
    return out.getvalue()


def workbook(bundle: Exported) -> bytes:
    """The bundle's tables as one workbook, festival.toml as a sheet; pictures and papers stay out."""
    return write_xlsx(
        ((table, bundle.tables[table.name]) for table in TABLES), text={"festival": bundle.toml}
    )
