"""Where the files of a bundle come from: a folder, a ZIP, or memory. All are hostile until checked."""

from __future__ import annotations

import io
import os
import stat
import unicodedata
import zipfile
from collections import defaultdict
from collections.abc import Callable, Mapping
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
Openers = Mapping[str, Callable[[], IO[bytes]]]


class Store:
    """Files by name, `/` between the parts. Names compare in NFC and without case; `\\` counts as `/`."""

    def __init__(self, files: Openers) -> None:
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

    def has(self, name: str) -> bool:
        """Whether there is a file of this name."""
        return self.find(name) is not None

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


def memory(files: Mapping[str, bytes]) -> Store:
    """Files that a browser sent one by one."""
    return Store({name: partial(io.BytesIO, data) for name, data in files.items()})


def folder(root: Path) -> Store:
    """The files of a folder and of its `files/`; links that lead out of it are left out."""
    root = root.resolve()
    found: dict[str, Callable[[], IO[bytes]]] = {}
    top = list(root.iterdir())
    below = [path.rglob("*") for path in top if path.name.lower() == "files"]
    for path in chain(top, *below):
        target = Path(os.path.realpath(path))
        if target.is_relative_to(root) and target.is_file():
            found[path.relative_to(root).as_posix()] = partial(_opened, target)
    return Store(found)


def _opened(path: Path) -> IO[bytes]:
    return path.open("rb")


def zipped(file: IO[bytes]) -> Store:
    """The files of a ZIP, read one by one and never unpacked to disk; one folder around all is left out."""
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise Refused(_("this is not a ZIP file")) from None
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) > MOST_FILES:
        raise Refused(_("more than %(most)d files in the ZIP") % {"most": MOST_FILES})
    if sum(member.file_size for member in members) > LARGEST_ZIP:
        raise Refused(_("too large when unpacked"))
    found: dict[str, Callable[[], IO[bytes]]] = {}
    for member in members:
        name = _member_name(member)
        if stat.S_ISLNK(member.external_attr >> 16) or not is_safe_name(name):
            raise Refused(_("“%(name)s” leads out of the ZIP") % {"name": member.filename[:80]})
        if not _is_litter(name):
            found[name] = partial(archive.open, member)
    tops = {name.partition("/")[0] if "/" in name else "" for name in found}
    if len(tops) == 1 and tops != {""} and tops != {"files"}:
        found = {name.partition("/")[2]: opener for name, opener in found.items()}
    return Store(found)


def _member_name(member: zipfile.ZipInfo) -> str:
    """The name that was meant: Windows parts folders by `\\`, a Mac writes UTF-8 without saying so."""
    name = member.filename
    if not member.flag_bits & 0x800 and not name.isascii():
        raw = name.encode("cp437")
        for encoding in ("utf-8", "cp1258"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return unicodedata.normalize("NFC", name.replace("\\", "/").removeprefix("./"))


def _is_litter(name: str) -> bool:
    """What a Mac, Windows or an open workbook leaves beside the files."""
    parts = name.split("/")
    return (
        "__MACOSX" in parts
        or parts[-1].casefold() in {".ds_store", "thumbs.db", "desktop.ini"}
        or (parts[-1].startswith(("._", "~$")))
    )


def is_safe_name(name: str) -> bool:
    """A relative name without `..`, drive letters or control characters."""
    parts = name.split("/")
    is_plain = name.isprintable() and ":" not in name and len(name) <= 400
    return is_plain and not any(part in {"", ".", ".."} for part in parts)


def limited(file: IO[bytes], limit: int) -> bytes:
    """All bytes of a file; Refused when there are more than `limit`, whatever it says of itself."""
    data = file.read(limit + 1)
    if len(data) > limit:
        raise Refused(_("larger than %(most)d MB") % {"most": limit // MEGABYTE})
    return data


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name.replace("\\", "/")).casefold()
