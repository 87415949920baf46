"""Uploaded files are recognised by their content."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from contests.files import clean_file, tidy_name
from festival.refusals import RuleBroken


def zipped(*names: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("bài.pdf", b"%PDF-1.7", "application/pdf"),
        ("trò chơi.SB3", zipped("project.json"), "application/x.scratch.sb3"),
        ("bài.zip", zipped("a.txt"), "application/zip"),
        ("ảnh.JPG", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("phim.mp4", b"\0\0\0\x20ftypisom", "video/mp4"),
    ],
)
def test_file_of_a_known_kind_is_taken(name: str, data: bytes, kind: str) -> None:
    clean = clean_file(BytesIO(data), name=name)
    assert (clean.name, clean.content_type, clean.data) == (name, kind, data)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("bài.pdf", b"MZ\x90\0"),
        ("bài.pdf", b""),
        ("bài.exe", b"MZ\x90\0"),
        ("bài.html", b"<script>"),
        ("bài.svg", b"<svg/>"),
        ("bài", b"%PDF-1.7"),
        ("bài.docx", zipped("xl/a.xml")),
        ("bài.docx", zipped("word/document.xml", "word/vbaProject.bin")),
        ("bài.zip", b"PK\x03\x04 broken"),
    ],
)
def test_file_that_is_not_what_it_says_is_refused(name: str, data: bytes) -> None:
    with pytest.raises(RuleBroken, match="file-kind"):
        clean_file(BytesIO(data), name=name)


def test_file_too_large_is_refused() -> None:
    with pytest.raises(RuleBroken, match="file-too-big"):
        clean_file(BytesIO(b"%PDF-" + b"0" * 20 * 1024 * 1024), name="bài.pdf")


@pytest.mark.parametrize(
    ("name", "tidy"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\bài thi\\Bài  1.pdf", "Bài 1.pdf"),
        ('a"b\r\n<c>.pdf', "ab c.pdf"),
        (".htaccess", "htaccess"),
        ("x" * 300 + ".pdf", "x" * 142 + ".pdf"),
    ],
)
def test_name_is_tidied(name: str, tidy: str) -> None:
    assert tidy_name(name) == tidy
