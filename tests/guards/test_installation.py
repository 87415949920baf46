"""Migrations are complete, production settings are clean, a wrong environment is refused."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.guards.tree import ROOT


def manage(*arguments: str, data: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `manage.py …` as an installation does: with a new data folder and a minimal environment."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "FESTIVAL_DATA": str(data), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_production_settings_pass_the_deployment_check(tmp_path: Path) -> None:
    done = manage(
        "check", "--deploy", "--fail-level", "INFO", data=tmp_path, PUBLIC_URL="https://ngayhoi.edu.vn"
    )
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_deployment_check_without_https_has_something_to_say(tmp_path: Path) -> None:
    done = manage("check", "--deploy", "--fail-level", "WARNING", data=tmp_path)
    assert done.returncode == 1
    assert "security.W012" in done.stderr


def test_secret_key_is_made_once_and_for_the_owner_alone(tmp_path: Path) -> None:
    assert manage("check", data=tmp_path).returncode == 0
    key = tmp_path / "secret-key"
    first = key.read_text()
    assert key.stat().st_mode & 0o777 == 0o600
    assert len(first) >= 50
    assert manage("check", data=tmp_path).returncode == 0
    assert key.read_text() == first


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("DEBUG", "perhaps", "DEBUG='perhaps'"),
        ("PUBLIC_URL", "ngayhoi.edu.vn", "https://festival.example"),
        ("DATABASE_URL", "mysql://x/y", "postgres://"),
        ("CACHE_URL", "memcached://x", "redis://"),
        ("EMAIL_URL", "mailto:x", "smtp://"),
        ("SECRET_KEY", "short", "50 characters"),
        ("FESTIVAL_PROXIES", "one", "not a whole number"),
    ],
)
def test_wrong_environment_stops_the_start(tmp_path: Path, name: str, value: str, message: str) -> None:
    done = manage("check", data=tmp_path, **{name: value})
    assert done.returncode != 0
    assert message in done.stderr


def test_every_variable_is_in_the_installation_guide() -> None:
    sources = "".join((ROOT / "config" / name).read_text() for name in ("settings.py", "environment.py"))
    names = set(re.findall(r"environment\.\w+\(\s*\"([A-Z_]+)\"", sources))
    assert len(names) >= 12
    guide = (ROOT / "docs" / "INSTALL.md").read_text()
    assert {name for name in names if f"`{name}`" not in guide} == set()
