"""Where the files of a bundle come from: a folder or a ZIP. Both are hostile until proved."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Final, Protocol

from django.utils.translation import gettext as _

from festival.tables.raw import Refused

MEGABYTE: Final = 1024 * 1024
LARGEST_FILE: Final = 30 * MEGABYTE
LARGEST_ZIP: Final = 400 * MEGABYTE
MOST_FILES: Final = 5_000


class Store(Protocol):
    """Files by their name relative to the bundle, with `/` between the parts."""

    def has(self, name: str) -> bool: ...
    def read(self, name: str, *, limit: int = LARGEST_FILE) -> bytes: ...


class Folder:
    """A folder on this machine; nothing outside it is read, whatever a name or a symbolic link says."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()

    def has(self, name: str) -> bool:
        """Whether there is an ordinary file of this name."""
        path = self._path(name)
        return path is not None and path.is_file()

    def read(self, name: str, *, limit: int = LARGEST_FILE) -> bytes:
        """The bytes of a file; Refused when it is missing, leads outside or is larger than `limit`."""
        path = self._path(name)
        if path is None or not path.is_file():
            raise missing(name)
        with path.open("rb") as file:
            return limited(file, limit)

    def _path(self, name: str) -> Path | None:
        if not is_safe_name(name):
            return None
        try:
            path = (self.root / name).resolve()
        except (OSError, RuntimeError):
            return None
        return path if path.is_relative_to(self.root) else None


class Zip:
    """An uploaded ZIP; read file by file, never unpacked to disk."""

    def __init__(self, file: IO[bytes]) -> None:
        try:
            self._zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
            raise Refused(_("this is not a ZIP file")) from None
        self._members = self._checked()

    def has(self, name: str) -> bool:
        """Whether there is a file of this name."""
        return name in self._members

    def read(self, name: str, *, limit: int = LARGEST_FILE) -> bytes:
        """The bytes of a file; Refused when it is missing, damaged, encrypted or larger than `limit`."""
        member = self._members.get(name)
        if member is None:
            raise missing(name)
        try:
            with self._zip.open(member) as file:
                return limited(file, limit)
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError):
            raise Refused(_("“%(name)s” is damaged or locked with a password") % {"name": name}) from None
        except Exception as error:  # zlib, lzma and bz2 each have their own
            if type(error).__module__ in {"zlib", "_lzma", "lzma"}:
                raise Refused(_("“%(name)s” is damaged") % {"name": name}) from None
            raise

    def _checked(self) -> dict[str, zipfile.ZipInfo]:
        members = [member for member in self._zip.infolist() if not member.is_dir()]
        if len(members) > MOST_FILES:
            raise Refused(_("more than %(most)d files in the ZIP") % {"most": MOST_FILES})
        if sum(member.file_size for member in members) > LARGEST_ZIP:
            raise Refused(_("too large when unpacked"))
        found: dict[str, zipfile.ZipInfo] = {}
        for member in members:
            is_link = stat.S_ISLNK(member.external_attr >> 16)
            if is_link or not is_safe_name(member.filename):
                raise Refused(_("“%(name)s” leads out of the ZIP") % {"name": member.filename[:80]})
            found[member.filename] = member
        return _below_common_folder(found)


def _below_common_folder(members: dict[str, zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """People zip the folder, not what is in it: one folder around everything is left out."""
    kept = {
        name: member
        for name, member in members.items()
        if not name.startswith("__MACOSX/") and PurePosixPath(name).name != ".DS_Store"
    }
    tops = {PurePosixPath(name).parts[0] for name in kept}
    if len(tops) != 1 or any("/" not in name for name in kept):
        return kept
    return {name.partition("/")[2]: member for name, member in kept.items()}


def is_safe_name(name: str) -> bool:
    """A relative name without `..`, drive letters, backslashes or control characters."""
    parts = name.split("/")
    return (
        bool(name)
        and len(name) <= 400
        and name.isprintable()
        and not set(name) & set("\\:")
        and not any(part in {"", ".", ".."} for part in parts)
    )


def limited(file: IO[bytes], limit: int) -> bytes:
    """All bytes of a file; Refused when there are more than `limit`, whatever it says of itself."""
    data = file.read(limit + 1)
    if len(data) > limit:
        raise Refused(_("larger than %(most)d MB") % {"most": limit // MEGABYTE})
    return data


def missing(name: str) -> Refused:
    """The refusal of a file that is not there."""
    return Refused(_("there is no file “%(name)s”") % {"name": name})


def lines_of(text: str) -> Iterator[str]:
    """Lines with their ends kept, as the CSV reader wants them (a lone CR is an end too)."""
    yield from text.splitlines(keepends=True)
