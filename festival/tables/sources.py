"""Where the files of a bundle come from: a folder, a ZIP, or memory. All are hostile until checked."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
import zipfile
from collections import defaultdict
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from itertools import chain
from pathlib import Path
from typing import IO, Final

from django.utils.translation import gettext as _

from festival.tables.raw import Refused

MEGABYTE: Final = 1024 * 1024
LARGEST_FILE: Final = 30 * MEGABYTE
LARGEST_ZIP: Final = 400 * MEGABYTE
MOST_FILES: Final = 5_000
_LITTER: Final = re.compile(r"(?:^|/)(?:__MACOSX/|\._|~\$|(?:\.DS_Store|Thumbs\.db|desktop\.ini)$)", re.I)


class Store:
    """Files by name, `/` between the parts. Names compare in NFC and without case; `\\` counts as `/`."""

    def __init__(self, files: Mapping[str, Callable[[], IO[bytes]]]) -> None:
        self._files = files
        self._folded: dict[str, list[str]] = defaultdict(list)
        for name in files:
            self._folded[_folded(name)].append(name)

    @property
    def names(self) -> list[str]:
        """Every name, sorted."""
        return sorted(self._files)

    def find(self, name: str) -> str | None:
        """The name as the store spells it; None when there is no such file, or more than one."""
        found = self._folded.get(_folded(name), [])
        return name if name in self._files else found[0] if len(found) == 1 else None

    def read(self, name: str, *, limit: int = LARGEST_FILE) -> bytes:
        """The bytes of a file; Refused when it is missing, damaged, encrypted or larger than `limit`."""
        found = self.find(name)
        if found is None:
            raise Refused(_("there is no file “%(name)s”") % {"name": name})
        try:
            with self._files[found]() as file:
                return limited(file, limit)
        except Refused:
            raise
        except Exception:  # zipfile, zlib, lzma and bz2 each have their own
            raise Refused(_("“%(name)s” is damaged or locked with a password") % {"name": name}) from None


def folder(root: Path) -> Store:
    """The files of a folder and of its `files/`; links that lead out of it are left out."""
    root = root.resolve()
    top = list(root.iterdir())
    paths = chain(top, *(path.rglob("*") for path in top if path.name.lower() == "files"))
    targets = {path.relative_to(root).as_posix(): Path(os.path.realpath(path)) for path in paths}
    return Store(
        {
            name: partial(_opened, target)
            for name, target in targets.items()
            if target.is_relative_to(root) and target.is_file()
        }
    )


def _opened(path: Path) -> IO[bytes]:
    return path.open("rb")


def zipped(file: IO[bytes]) -> Store:
    """The files of a ZIP, read one by one and never unpacked to disk; one folder around all is left out."""
    try:
        archive = zipfile.ZipFile(file)
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
    found = {
        name: partial(archive.open, member) for name, member in members.items() if not _LITTER.search(name)
    }
    tops = {name.rpartition("/")[0] and name.partition("/")[0] for name in found}
    if len(tops) == 1 and not tops & {"", "files"}:
        found = {name.partition("/")[2]: opener for name, opener in found.items()}
    return Store(found)


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
