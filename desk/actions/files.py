"""Import and export in the browser: preview and import of an upload, export as a job."""

from __future__ import annotations

import secrets
import time
from pathlib import Path, PurePath
from typing import IO, Final

from django.conf import settings
from django.core import signing
from django.utils.translation import gettext as _

from desk.imports import Imported, import_bundle
from festival.actions.jobs import start_job
from festival.models import Festival, Job, User
from festival.refusals import RuleBroken
from festival.tables.files import open_upload
from festival.tables.raw import Refused
from festival.tables.report import Fault

IMPORT: Final = "desk.tasks.import_file"
EXPORT: Final = "desk.tasks.export_festival"
A_DAY: Final = 24 * 3600
_SALT: Final = "festival.import"


def keep_upload(upload: IO[bytes], *, by: User, festival: Festival | None, is_list: bool = False) -> str:
    """Store an upload for a day; returns a token for this user, festival and kind of file alone."""
    folder = _folder()
    name = f"{secrets.token_hex(16)}{PurePath(str(upload.name)).suffix.lower()}"
    upload.seek(0)
    with (folder / name).open("wb") as kept:
        while part := upload.read(1024 * 1024):
            kept.write(part)
    (folder / name).chmod(0o600)
    payload = {
        "file": name,
        "name": str(upload.name),
        "for": _owner(by=by, festival=festival, is_list=is_list),
    }
    return signing.dumps(payload, salt=_SALT)


def _owner(*, by: User, festival: Festival | None, is_list: bool) -> list[int | bool | None]:
    return [by.pk, festival.pk if festival else None, is_list]


def _folder() -> Path:
    """The folder of uploads; deletes those older than a day."""
    folder = Path(settings.FESTIVAL_DATA) / "imports"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for path in folder.iterdir():
        if path.is_file() and time.time() - path.stat().st_mtime > A_DAY:
            path.unlink(missing_ok=True)
    return folder


def _kept(token: str, *, by: User, festival: Festival | None, is_list: bool = False) -> tuple[Path, str]:
    """The file of a token; RuleBroken when it no longer exists or belongs to another user."""
    try:
        payload = signing.loads(token, salt=_SALT, max_age=A_DAY)
    except signing.BadSignature:
        raise _gone() from None
    path = _folder() / PurePath(payload["file"]).name
    if payload.get("for") != _owner(by=by, festival=festival, is_list=is_list) or not path.is_file():
        raise _gone()
    return path, payload["name"]


def preview_import(
    upload: IO[bytes], *, by: User, festival: Festival | None, is_list: bool = False
) -> Imported:
    """Run the import of an upload without writing anything."""
    return _run(upload, name=str(upload.name), by=by, festival=festival, is_list=is_list, dry_run=True)


def start_import(*, token: str, by: User, festival: Festival) -> Job:
    """Queue the import of a previewed file."""
    path, name = _kept(token, by=by, festival=festival)
    params = {"file": path.name, "name": name}
    title = _("Import: %(name)s") % {"name": name[:150]}
    return start_job(festival=festival, kind="import", title=title, task=IMPORT, params=params, by=by)


def import_upload(*, file: str, name: str, by: User, festival: Festival) -> str:
    """Import a previewed file and delete it; returns the counts as a sentence.

    Running it again after a crash is safe. RuleBroken when the file no longer exists or has faults.
    """
    return import_message(_import(_folder() / PurePath(file).name, name=name, by=by, festival=festival))


def import_school_list(*, token: str, by: User, festival: Festival) -> str:
    """Import a previewed list of schools; returns the counts as a sentence."""
    path, name = _kept(token, by=by, festival=festival, is_list=True)
    return import_message(_import(path, name=name, by=by, festival=festival, is_list=True))


def make_from_file(*, token: str, by: User) -> Festival:
    """Create a festival from a previewed file; the user becomes its organiser."""
    path, name = _kept(token, by=by, festival=None)
    done = _import(path, name=name, by=by, festival=None)
    assert done.festival is not None
    return done.festival


def _import(path: Path, *, name: str, by: User, festival: Festival | None, is_list: bool = False) -> Imported:
    """Import a file and delete it; RuleBroken when it no longer exists or has faults."""
    if not path.is_file():
        raise _gone()
    with path.open("rb") as upload:
        done = _run(upload, name=name, by=by, festival=festival, is_list=is_list)
    if done.fault_list:
        faults = [fault.on_page(with_file=not done.is_one_table) for fault in done.fault_list[:50]]
        raise RuleBroken("faults", "\n".join(faults))
    path.unlink(missing_ok=True)
    return done


def _run(
    upload: IO[bytes],
    *,
    name: str,
    by: User,
    festival: Festival | None,
    is_list: bool,
    dry_run: bool = False,
) -> Imported:
    try:
        files = open_upload(upload, name=name, is_list=is_list)
    except Refused as refusal:
        return Imported([Fault(name, None, "", refusal.reason)])
    is_new = festival is None
    return import_bundle(files, by=by, dry_run=dry_run, only=festival, is_new=is_new, is_list=is_list)


def import_message(done: Imported) -> str:
    """The counts as a sentence."""
    return _("Created %(created)d, changed %(changed)d, unchanged %(unchanged)d.") % {
        "created": done.created,
        "changed": done.changed,
        "unchanged": done.unchanged,
    }


def start_export(*, kind: str, by: User, festival: Festival) -> Job:
    """Queue the export of the festival as "zip" or "xlsx"."""
    title = (
        _("Export as a workbook") if kind == "xlsx" else _("Export as a ZIP of tables, pictures and papers")
    )
    return start_job(festival=festival, kind="export", title=title, task=EXPORT, params={"kind": kind}, by=by)


def _gone() -> RuleBroken:
    return RuleBroken("upload-gone", _("The file is no longer here. Please choose it again."))
