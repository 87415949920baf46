"""Open what is imported: a folder or workbook in the shell, a ZIP, workbook or table in the browser."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import IO

from django.utils.translation import gettext as _

from festival.tables.files import BundleFiles
from festival.tables.raw import Refused
from festival.tables.sources import LARGEST_FILE, LARGEST_ZIP, folder, limited, memory, zipped


def open_path(path: Path) -> BundleFiles:
    """Open a folder, or a workbook with the files beside it. Refused when it is neither."""
    if path.is_dir():
        return BundleFiles(folder(path))
    if path.is_file() and path.suffix.lower() == ".xlsx":
        return BundleFiles(folder(path.parent), asked=path.name)
    raise Refused(_("“%(path)s” is neither a folder nor an XLSX file") % {"path": path})


def open_upload(upload: IO[bytes], *, name: str) -> BundleFiles:
    """Open an upload: a ZIP of a bundle, a workbook, or one table as CSV. Refused when it is none of them."""
    suffix = PurePath(name).suffix.lower()
    if suffix == ".zip":
        if getattr(upload, "size", 0) > LARGEST_ZIP:
            raise Refused(_("too large when unpacked"))
        return BundleFiles(zipped(upload))
    data = limited(upload, LARGEST_FILE)
    if suffix == ".toml":
        return BundleFiles(memory({"festival.toml": data}))
    return BundleFiles(memory({name: data}), asked=name)
