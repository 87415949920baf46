"""Whether a JPEG is as `booths.pictures` encodes it, so that an exported one is imported without loss.

Only the segments that a plain progressive JPEG needs are allowed: no comment, camera data or profile, and
nothing after the end. The caller has decoded the picture already.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

SOI, EOI, SOS, APP0 = 0xD8, 0xD9, 0xDA, 0xE0
PLAIN: Final = frozenset({APP0, 0xC2, 0xC4, 0xDB, SOS})  # JFIF head, progressive frame, Huffman, quantization
RESTARTS: Final = range(0xD0, 0xD8)
JFIF_LENGTH: Final = 16


def is_plain(data: bytes) -> bool:
    """Whether the file has only the allowed segments."""
    kinds = [kind for kind, _length in _segments(data)]
    heads = [length for kind, length in _segments(data) if kind == APP0]
    return (
        kinds[-1:] == [EOI]
        and data.startswith(b"\xff\xd8\xff\xe0")
        and heads == [JFIF_LENGTH]
        and set(kinds[:-1]) <= PLAIN
    )


def _segments(data: bytes) -> Iterator[tuple[int, int]]:
    """Marker and length of each segment; the end marker only when nothing follows it."""
    place = 2
    while place + 2 <= len(data) and data[place] == 0xFF:
        kind = data[place + 1]
        if kind == EOI:
            if place + 2 == len(data):
                yield kind, 0
            return
        length = int.from_bytes(data[place + 2 : place + 4], "big")
        yield kind, length
        place += 2 + length
        if kind == SOS:
            place = _end_of_scan(data, place)


def _end_of_scan(data: bytes, place: int) -> int:
    """Offset of the next segment: the first marker that is neither stuffing nor a restart."""
    while True:
        place = data.find(b"\xff", place)
        if place < 0 or place + 1 >= len(data):
            return len(data)
        if data[place + 1] != 0 and data[place + 1] not in RESTARTS:
            return place
        place += 2
