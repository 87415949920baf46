"""The commands of README and docs/INSTALL.md in empty data folders, each in its own process without HOME."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.guards.tree import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("serve")]
ORGANISER = {
    "ORGANISER_NAME": "Trần Văn Minh",
    "ORGANISER_LOGIN": "minh@example.vn",
    "ORGANISER_PASSWORD": "mot-mat-khau-dai",
}


def manage(data: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command with this data folder; nothing else of the environment but PATH."""
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "FESTIVAL_DATA": str(data), **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def logins(data: Path) -> str:
    code = "from festival.models import User; print([u.login for u in User.objects.all()])"
    return manage(data, "shell", "-v0", "-c", code).stdout.strip().splitlines()[-1]


def test_backup_is_restored_into_an_empty_data_folder(tmp_path: Path) -> None:
    old, new, file = tmp_path / "old", tmp_path / "new", tmp_path / "festival.tar.gz"
    assert manage(old, "migrate", "-v0").returncode == 0
    assert manage(old, "make_organiser", **ORGANISER).stdout == (
        "Đã tạo người tổ chức Trần Văn Minh (minh@example.vn).\n"
    )
    assert manage(old, "backup", str(file)).returncode == 0

    done = manage(new, "restore", str(file))

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"Toàn bộ dữ liệu đã trở về như trong {file}.\n"
    assert logins(new) == "['minh@example.vn']"
    assert (new / "secret-key").read_text() == (old / "secret-key").read_text()
    assert manage(new, "verify_audit").returncode == 0
    again = manage(new, "restore", str(file))
    assert (again.returncode, "--yes" in again.stderr) == (1, True)
    assert manage(new, "restore", str(file), "--yes").returncode == 0
    assert len(list((new / "backups").glob("before-restore-*.tar.gz"))) == 1


def test_papers_and_tables_are_made_without_a_home(tmp_path: Path) -> None:
    bundle, out = ROOT / "tests/desk/ngay-hoi", tmp_path / "copy"
    assert manage(tmp_path / "data", "migrate", "-v0").returncode == 0
    assert manage(tmp_path / "data", "import_festival", str(bundle)).returncode == 0
    assert manage(tmp_path / "data", "export_festival", "ngay-hoi", str(out)).returncode == 0
    assert (out / "festival.toml").exists()
    paper = tmp_path / "qr.pdf"
    done = manage(tmp_path / "data", "print_documents", "ngay-hoi", "blank-score-sheets", "--out", str(paper))
    assert (done.returncode, paper.read_bytes()[:5]) == (0, b"%PDF-")
