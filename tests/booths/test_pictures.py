"""Uploaded pictures: which are accepted, and how they are encoded anew."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from booths.pictures import Picture, clean_picture
from festival.refusals import RuleBroken


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **save: object) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **save)
    return out.getvalue()


def cleaned(data: bytes) -> Picture:
    return clean_picture(BytesIO(data), name="ảnh.jpg")


def bomb(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_picture_of_a_known_format_becomes_two_jpegs(kind: str) -> None:
    clean = cleaned(picture(kind, (3000, 1500)))
    sizes = []
    for data in (clean.image, clean.thumbnail):
        image = Image.open(BytesIO(data))
        assert image.format == "JPEG"
        sizes.append(image.size)
    assert sizes == [(2000, 1000), (640, 320)]


def test_picture_with_a_place_in_it_loses_the_place_and_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "Camera"
    exif.get_ifd(0x8825)[1] = "N"
    image = Image.open(BytesIO(cleaned(picture(exif=exif)).image))
    assert image.size == (40, 60)
    assert dict(image.getexif()) == {}


def test_picture_with_a_page_behind_it_loses_the_page() -> None:
    page = b"<html><script>alert(1)</script></html>"
    clean = cleaned(picture() + page)
    assert page not in clean.image + clean.thumbnail


def test_transparent_picture_stands_on_white() -> None:
    out = BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(out, "PNG")
    assert Image.open(BytesIO(cleaned(out.getvalue()).image)).getpixel((4, 4)) == (255, 255, 255)


def test_moving_picture_keeps_its_first_frame() -> None:
    out = BytesIO()
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:], lossless=True)
    pixel = Image.open(BytesIO(cleaned(out.getvalue()).image)).convert("RGB").getpixel((4, 4))
    assert isinstance(pixel, tuple)
    assert pixel[0] > 200 > 60 > pixel[2]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "no-picture"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "no-picture"),
        (picture("GIF"), "no-picture"),
        (picture("BMP"), "no-picture"),
        (picture("JPEG", (400, 400), quality=95)[:600], "no-picture"),
        (picture("PNG")[:50], "no-picture"),
        (b"%PDF-1.7 not a picture", "no-picture"),
        (bomb(60_000, 60_000), "no-picture"),
        (bomb(9_000, 9_000), "picture-too-large"),
        (bomb(40, 40), "no-picture"),
        (b"\xff\xd8\xff" + b"0" * (12 * 1024 * 1024), "picture-too-big"),
    ],
)
def test_what_is_no_picture_of_ours_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        cleaned(data)
    assert refused.value.code == code
    assert "ảnh.jpg" in refused.value.message


def test_picture_cut_short_is_refused_where_papers_are_printed_too() -> None:
    import festival.printing  # noqa: F401  (WeasyPrint would let the process accept half a picture)

    with pytest.raises(RuleBroken):
        cleaned(picture("PNG")[:50])


def test_picture_of_our_own_comes_back_as_it_is() -> None:
    noise = Image.effect_noise((700, 500), 90).convert("RGB")
    out = BytesIO()
    noise.save(out, "PNG")
    first = cleaned(out.getvalue()).image
    assert cleaned(first).image == first


@pytest.mark.parametrize("spoil", ["page", "comment", "quality", "exif"])
def test_picture_that_is_only_like_ours_is_written_anew(spoil: str) -> None:
    first = cleaned(picture(size=(300, 200))).image
    note = b"\xff\xfe\x00\x0a<script>"
    came = {
        "page": first + b"<html>",
        "comment": first[:20] + note + first[20:],
        "quality": picture(size=(300, 200), quality=70, progressive=True),
        "exif": picture(
            size=(300, 200), quality=84, progressive=True, exif=b"Exif\x00\x00II*\x00\x08\x00\x00\x00"
        ),
    }[spoil]
    again = cleaned(came).image
    assert again != came
    assert b"<" not in again[-8:] and note not in again
