"""Back up a whole installation to one file and restore it, while the server runs.

The file is a tar.gz: `manifest.json` (when, which migrations, the SHA-256 of every member), the database,
uploaded files, printed papers and the secret key. The database is read before the files, so that every file
that a row names is in the backup.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tarfile
import tempfile
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from django.utils.translation import gettext as _

from festival import database_copy
from festival.models import User
from festival.refusals import RuleBroken

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "database"
KEY = "secret-key"
FOLDERS = ("media", "papers")


@dataclass(frozen=True, slots=True)
class Manifest:
    """Description of a backup, stored in it as manifest.json."""

    made_at: str
    vendor: str
    migrations: list[str]
    files: dict[str, str] = field(default_factory=dict)  # member → SHA-256
    format: int = FORMAT


def folder_of(name: str) -> Path:
    """The folder of `media` or `papers` in this installation."""
    return Path(settings.MEDIA_ROOT) if name == "media" else Path(settings.FESTIVAL_PAPERS)


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def applied_migrations() -> list[str]:
    """`app.name` of every applied migration."""
    return sorted(f"{app}.{name}" for app, name in MigrationLoader(connection).applied_migrations)


def members(database: Path) -> list[tuple[str, Path]]:
    """Name in the backup and path of every file that belongs to it."""
    found = [(DATABASE, database)]
    key = Path(settings.FESTIVAL_DATA) / KEY
    if key.exists():
        found.append((KEY, key))
    for name in FOLDERS:
        top = folder_of(name)
        files = sorted(path for path in top.rglob("*") if path.is_file() and not path.is_symlink())
        found += [(f"{name}/{path.relative_to(top).as_posix()}", path) for path in files]
    return found


def create_backup(target: Path, *, now: datetime) -> Manifest:
    """Write the backup to `target`, which must not exist; mode 0600, and no file remains after an error."""
    if target.exists():
        raise RuleBroken("exists", _("%(file)s is there already.") % {"file": target})
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(target.name + ".partial")
    with tempfile.TemporaryDirectory(dir=settings.FESTIVAL_DATA, prefix="backup-") as folder:
        database = Path(folder) / DATABASE
        database_copy.dump(database)
        manifest = Manifest(now.isoformat(timespec="seconds"), connection.vendor, applied_migrations())
        opener = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(opener, "wb") as file, tarfile.open(fileobj=file, mode="w:gz", compresslevel=3) as tar:
            for name, path in members(database):
                copy = Path(folder) / "member"  # hashed and stored from one copy: the original may change
                shutil.copyfile(path, copy)
                manifest.files[name] = sha256_of(copy)
                tar.add(copy, arcname=name, filter=_plain)
            page = Path(folder) / MANIFEST
            page.write_text(json.dumps(asdict(manifest), indent=1, ensure_ascii=False))
            tar.add(page, arcname=MANIFEST, filter=_plain)
    partial.rename(target)
    return manifest


def _plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    return member


def unpack(source: Path, *, into: Path) -> Manifest:
    """Unpack and check a backup; RuleBroken when it is incomplete or not a backup of this program."""
    broken = RuleBroken("broken", _("%(file)s is not a whole backup.") % {"file": source})
    try:
        with tarfile.open(source, mode="r:gz") as tar:
            for member in tar:
                path = PurePosixPath(member.name)
                if not member.isfile() or path.is_absolute() or ".." in path.parts:
                    raise broken
                target = into / path
                target.parent.mkdir(parents=True, exist_ok=True)
                content = tar.extractfile(member)
                assert content is not None
                with content, target.open("wb") as file:
                    shutil.copyfileobj(content, file)
        page = into / MANIFEST
        manifest = Manifest(**json.loads(page.read_text()))
    except (OSError, EOFError, tarfile.TarError, ValueError, TypeError) as error:
        raise broken from error
    page.unlink()
    found = {path.relative_to(into).as_posix(): sha256_of(path) for path in into.rglob("*") if path.is_file()}
    if found != manifest.files or DATABASE not in found:
        raise broken
    return manifest


def refuse_unknown(manifest: Manifest) -> None:
    """RuleBroken for another kind of database, or for tables of a newer version of the program."""
    if manifest.format != FORMAT or manifest.vendor != connection.vendor:
        text = _("The backup was made on %(theirs)s, this installation runs on %(ours)s.")
        raise RuleBroken("vendor", text % {"theirs": manifest.vendor, "ours": connection.vendor})
    known = {f"{app}.{name}" for app, name in MigrationLoader(connection).disk_migrations or {}}
    unknown = sorted(set(manifest.migrations) - known)
    if unknown:
        text = _("The backup was made by a newer version of the program (%(migrations)s).")
        raise RuleBroken("newer", text % {"migrations": ", ".join(unknown)})


def holds_people() -> bool:
    """Whether the installation has users, whose data a restore would replace."""
    return User._meta.db_table in connection.introspection.table_names() and User.objects.exists()


def restore_backup(source: Path, *, now: datetime) -> Path | None:
    """Replace all data by those of `source`; return the backup made before, None when there was nothing."""
    data = Path(settings.FESTIVAL_DATA)
    with tempfile.TemporaryDirectory(dir=data, prefix="restore-") as folder:
        staged = Path(folder)
        manifest = unpack(source, into=staged)
        refuse_unknown(manifest)
        before = None
        if connection.introspection.table_names():
            before = data / "backups" / f"before-restore-{timezone.localtime(now):%Y%m%d-%H%M%S}.tar.gz"
            create_backup(before, now=now)
        database_copy.load(staged / DATABASE)
        for name in FOLDERS:
            _swap(staged / name, place=folder_of(name))
        if (staged / KEY).exists():
            (staged / KEY).chmod(0o600)
            (staged / KEY).replace(data / KEY)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("guard_tables")
    cache.clear()
    return before


def _swap(fresh: Path, *, place: Path) -> None:
    fresh.mkdir(exist_ok=True)
    old = fresh.with_name(fresh.name + ".old")
    if place.exists():
        place.rename(old)
    place.parent.mkdir(parents=True, exist_ok=True)
    fresh.rename(place)
