"""Uploaded pictures: checked, then encoded anew.

A picture is checked (format by content, sides, pixels), decoded once, turned upright and encoded as JPEG.
Only the pixels of the first frame remain: no location, no camera data, no second file appended to the first.
"""

from __future__ import annotations

import hashlib
import warnings
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import IO

from django.utils.translation import gettext as _
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from booths.jpeg import is_plain
from festival.refusals import RuleBroken

FORMATS = ("JPEG", "PNG", "WEBP")
MAX_BYTES = 12 * 1024 * 1024
MAX_PIXELS = 50_000_000
LONG_SIDE = 2000
SMALL_SIDE = 640
QUALITY = 84


@dataclass(frozen=True, slots=True)
class Picture:
    """A re-encoded picture: JPEG bytes, large and small, size in pixels, and the digest of the original."""

    name: str
    image: bytes
    thumbnail: bytes
    width: int
    height: int
    source_sha256: str


def clean_picture(file: IO[bytes], *, name: str) -> Picture:
    """Return the re-encoded picture; RuleBroken with the file's name when it is not accepted."""
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise RuleBroken("picture-too-big", _("“%(name)s” is larger than 12 MB.") % {"name": name})
    large = _fitted(_first_frame(data, name=name), side=LONG_SIDE)
    return Picture(
        name=name,
        image=data if _is_our_own(data) else _jpeg(large),
        thumbnail=_jpeg(_fitted(large, side=SMALL_SIDE)),
        width=large.width,
        height=large.height,
        source_sha256=hashlib.sha256(data).hexdigest(),
    )


def _first_frame(data: bytes, *, name: str) -> Image.Image:
    """The first frame, upright, on white, in RGB."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of bombs; the pixels are counted here
            image = Image.open(BytesIO(data), formats=FORMATS)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise _no_picture(name) from None
    if image.width * image.height > MAX_PIXELS:
        raise RuleBroken(
            "picture-too-large", _("“%(name)s” has more than 50 million pixels.") % {"name": name}
        )
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint turns it on for the whole process
    try:
        image.draft("RGB", (LONG_SIDE, LONG_SIDE))
        image.load()
        return _on_white(ImageOps.exif_transpose(image))
    except (OSError, ValueError, SyntaxError, IndexError, KeyError, TypeError, Image.DecompressionBombError):
        raise _no_picture(name) from None


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        layer = image.convert("RGBA")
        paper = Image.new("RGB", layer.size, "white")
        paper.paste(layer, mask=layer.getchannel("A"))
        return paper
    return image.convert("RGB")


def _fitted(image: Image.Image, *, side: int) -> Image.Image:
    copy = image.copy()
    copy.thumbnail((side, side), Image.Resampling.LANCZOS)
    return copy


def _is_our_own(data: bytes) -> bool:
    """Whether the file was encoded by this module (an import of an export); it is then kept unchanged."""
    if not is_plain(data):
        return False
    with Image.open(BytesIO(data), formats=["JPEG"]) as came, Image.open(BytesIO(_sample())) as ours:
        is_small = max(came.size) <= LONG_SIDE and came.mode == ours.mode
        alike = came.quantization == ours.quantization and came.layer == ours.layer  # type: ignore[attr-defined]
        return bool(is_small and alike)


@cache
def _sample() -> bytes:
    return _jpeg(Image.new("RGB", (8, 8)))


def _jpeg(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(
        out, "JPEG", quality=QUALITY, optimize=True, progressive=True, exif=b"", icc_profile=None, comment=b""
    )
    return out.getvalue()


def _no_picture(name: str) -> RuleBroken:
    return RuleBroken(
        "no-picture", _("“%(name)s” is not a readable JPEG, PNG or WebP picture.") % {"name": name}
    )
