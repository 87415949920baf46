"""Open what is imported: a folder or workbook in the shell, a ZIP, workbook or table in the browser."""

from __future__ import annotations

import io
from functools import partial
from pathlib import Path, PurePath
from typing import IO

from django.utils.translation import gettext as _

from festival.tables.files import FILE, BundleFiles
from festival.tables.raw import Refused
from festival.tables.sources import LARGEST_ZIP, Store, folder, limited, zipped


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
    is_toml = suffix == ".toml"
    store = Store({FILE if is_toml else name: partial(io.BytesIO, limited(upload))})
    return BundleFiles(store, asked="" if is_toml else name)
