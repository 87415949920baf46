"""Backups are whole, come back whole, and a damaged or foreign one changes nothing."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from pytest_django import Settings

from festival import append_only, backup
from festival.models import User
from festival.refusals import RuleBroken

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]


@pytest.fixture(autouse=True)
def installation(settings: Settings, tmp_path: Path) -> Iterator[Path]:
    """A data folder with a picture, a paper and a key; the database is the tests' own."""
    data = tmp_path / "data"
    for name, text in (("media/booth/a.jpg", "picture"), ("papers/1.pdf", "paper"), ("secret-key", "key")):
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).write_text(text)
    settings.FESTIVAL_DATA = data
    settings.MEDIA_ROOT = data / "media"
    settings.FESTIVAL_PAPERS = data / "papers"
    yield data
    connection.close()


def rewrite(source: Path, target: Path, *, name: str, content: bytes) -> None:
    """A copy of a backup with one member replaced, or added."""
    with tarfile.open(source) as old, tarfile.open(target, "w:gz") as new:
        for member in old:
            if member.name != name:
                new.addfile(member, old.extractfile(member))
        info = tarfile.TarInfo(name)
        info.size = len(content)
        new.addfile(info, io.BytesIO(content))


def test_backup_restores_rows_and_files(installation: Path, tmp_path: Path) -> None:
    User.objects.create_user("lan@example.vn", full_name="Lan")
    file = tmp_path / "out" / "backup.tar.gz"
    manifest = backup.create_backup(file, now=NOW)
    assert sorted(manifest.files) == ["database", "media/booth/a.jpg", "papers/1.pdf", "secret-key"]
    assert file.stat().st_mode & 0o777 == 0o600

    User.objects.all().delete()
    User.objects.create_user("minh@example.vn", full_name="Minh")
    (installation / "media/booth/a.jpg").write_text("another")
    (installation / "media/booth/b.jpg").write_text("new")
    before = backup.restore_backup(file, now=NOW)

    assert list(User.objects.values_list("login", flat=True)) == ["lan@example.vn"]
    assert (installation / "media/booth/a.jpg").read_text() == "picture"
    assert not (installation / "media/booth/b.jpg").exists()
    assert append_only.missing(connection) == []
    assert before == installation / "backups" / "before-restore-20261124-150000.tar.gz"
    backup.restore_backup(before, now=NOW.replace(hour=9))
    assert list(User.objects.values_list("login", flat=True)) == ["minh@example.vn"]


def test_backup_over_an_existing_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "backup.tar.gz"
    file.write_text("precious")
    with pytest.raises(CommandError, match=r"backup\.tar\.gz"):
        call_command("backup", file)
    assert file.read_text() == "precious"


@pytest.mark.parametrize("name", ["database", "media/booth/a.jpg", "media/extra.jpg", "../outside"])
def test_backup_that_was_tampered_with_changes_nothing(installation: Path, tmp_path: Path, name: str) -> None:
    good, bad = tmp_path / "good.tar.gz", tmp_path / "bad.tar.gz"
    backup.create_backup(good, now=NOW)
    rewrite(good, bad, name=name, content=b"something else")
    User.objects.create_user("lan@example.vn", full_name="Lan")
    with pytest.raises(CommandError):
        call_command("restore", bad, yes=True)
    assert User.objects.count() == 1
    assert sorted(path.name for path in installation.iterdir()) == ["media", "papers", "secret-key"]


def test_backup_cut_short_is_refused(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.tar.gz", tmp_path / "bad.tar.gz"
    backup.create_backup(good, now=NOW)
    bad.write_bytes(good.read_bytes()[:-2000])
    with pytest.raises(RuleBroken) as refusal:
        backup.restore_backup(bad, now=NOW)
    assert refusal.value.code == "broken"


@pytest.mark.parametrize(
    ("change", "code"),
    [({"migrations": ["festival.9999_future"]}, "newer"), ({"vendor": "oracle"}, "vendor")],
)
def test_backup_of_another_program_is_refused(tmp_path: Path, change: dict[str, object], code: str) -> None:
    good, bad = tmp_path / "good.tar.gz", tmp_path / "bad.tar.gz"
    backup.create_backup(good, now=NOW)
    with tarfile.open(good) as tar:
        page = tar.extractfile("manifest.json")
        assert page is not None
        manifest = json.load(page)
    rewrite(good, bad, name="manifest.json", content=json.dumps({**manifest, **change}).encode())
    with pytest.raises(RuleBroken) as refusal:
        backup.restore_backup(bad, now=NOW)
    assert refusal.value.code == code


def test_restore_without_yes_asks_and_stops_without_a_terminal(tmp_path: Path) -> None:
    User.objects.create_user("lan@example.vn", full_name="Lan")
    with pytest.raises(CommandError, match="--yes"):
        call_command("restore", tmp_path / "any.tar.gz")


def test_restore_where_nobody_is_does_not_ask(tmp_path: Path) -> None:
    User.objects.create_user("lan@example.vn", full_name="Lan")
    file = tmp_path / "backup.tar.gz"
    backup.create_backup(file, now=NOW)
    User.objects.all().delete()
    call_command("restore", file, stdout=io.StringIO())
    assert User.objects.get().login == "lan@example.vn"
