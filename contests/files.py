"""Uploaded files: recognised by their content, not by their name."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from typing import IO, Final

from django.utils.translation import gettext as _

from festival.refusals import RuleBroken
from festival.text import nfc

MAX_BYTES: Final = 20 * 1024 * 1024
OFFICE: Final = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True, slots=True)
class CleanFile:
    """A checked file: its original name, content and content type."""

    name: str
    data: bytes
    content_type: str
    sha256: str


def clean_file(file: IO[bytes], *, name: str) -> CleanFile:
    """Return the checked file; RuleBroken when its type is not accepted or its content is of another type."""
    name = tidy_name(name)
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise RuleBroken("file-too-big", _("“%(name)s” is larger than 20 MB.") % {"name": name})
    kind = KINDS.get(PurePosixPath(name).suffix.lower())
    if kind is None or not kind[1](data):
        raise RuleBroken(
            "file-kind",
            _("“%(name)s” is not a PDF, Word, Excel, PowerPoint, Scratch, ZIP, picture or MP4 file.")
            % {"name": name},
        )
    return CleanFile(name, data, kind[0], hashlib.sha256(data).hexdigest())


def tidy_name(name: str) -> str:
    """The last component of a file name without unsafe characters; at most 150 characters."""
    last = nfc(name.replace("\\", "/").rpartition("/")[2])
    clean = "".join(letter for letter in last if letter.isprintable() and letter not in '<>:"|?*').strip(". ")
    stem, dot, suffix = clean.rpartition(".")
    return f"{(stem or 'tep')[: 145 - len(suffix)]}{dot}{suffix}" if dot else clean[:150] or "tep"


def _starts(*heads: bytes) -> Callable[[bytes], bool]:
    return lambda data: data.startswith(heads)


def _zipped(folder: str = "", *, member: str = "") -> Callable[[bytes], bool]:
    """A test for a ZIP with a member or folder of this name and without macros."""

    def look(data: bytes) -> bool:
        try:
            with zipfile.ZipFile(BytesIO(data)) as archive:
                names = archive.namelist()
        # zipfile raises NotImplementedError for versions and compressions that it does not know
        except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError):
            return False
        if any(name.lower().endswith("vbaproject.bin") for name in names):
            return False
        return any(name.startswith(folder) for name in names) if folder else (member in names or not member)

    return look


KINDS: Final[dict[str, tuple[str, Callable[[bytes], bool]]]] = {
    ".pdf": ("application/pdf", _starts(b"%PDF-")),
    ".docx": (f"{OFFICE}wordprocessingml.document", _zipped("word/")),
    ".xlsx": (f"{OFFICE}spreadsheetml.sheet", _zipped("xl/")),
    ".pptx": (f"{OFFICE}presentationml.presentation", _zipped("ppt/")),
    ".sb3": ("application/x.scratch.sb3", _zipped(member="project.json")),
    ".zip": ("application/zip", _zipped()),
    ".png": ("image/png", _starts(b"\x89PNG\r\n\x1a\n")),
    ".jpg": ("image/jpeg", _starts(b"\xff\xd8\xff")),
    ".jpeg": ("image/jpeg", _starts(b"\xff\xd8\xff")),
    ".webp": ("image/webp", lambda data: data[:4] == b"RIFF" and data[8:12] == b"WEBP"),
    ".mp4": ("video/mp4", lambda data: data[4:8] == b"ftyp"),
}
ACCEPT: Final = ",".join(KINDS)
"""What a file field offers in the browser's dialog."""
