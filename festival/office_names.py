"""Names of offices: from the line in capitals at the head of a paper to the name inside a sentence.

Nghị định 30/2020/NĐ-CP, annex II: the first syllables of an office's kind and of each of its fields are
capital ("Phòng Giáo dục và Đào tạo"); words such as xã and huyện are small, names of places are not.
"""

from __future__ import annotations

from typing import Final

_PHRASES: Final = (
    "Ủy ban nhân dân",
    "Ủy ban Mặt trận Tổ quốc",
    "Hội đồng nhân dân",
    "Phòng Giáo dục và Đào tạo",
    "Sở Giáo dục và Đào tạo",
    "Bộ Giáo dục và Đào tạo",
    "Giáo dục và Đào tạo",
    "Văn hóa - Xã hội",
    "Văn hóa – Xã hội",
    "Văn hóa và Thông tin",
    "Văn hóa và Thể thao",
    "Khoa học và Công nghệ",
    "Đoàn Thanh niên",
    "Trường Tiểu học",
    "Trường Trung học cơ sở",
    "Trường Trung học phổ thông",
    "Trường Mầm non",
    "Cụm chuyên môn",
    "Cụm trường",
    "Ban Tổ chức",
    "Ban Chỉ đạo",
)
_SMALL: Final = frozenset(
    {"và", "xã", "phường", "huyện", "quận", "tỉnh", "số", "thị", "trấn", "thành", "phố"}
)
_KEPT: Final = frozenset(
    {"UBND", "HĐND", "GD&ĐT", "GDĐT", "THCS", "THPT", "TH", "MN", "TH&THCS", "GDTX", "STEM"}
)
_KNOWN: Final = {tuple(phrase.casefold().split()): phrase for phrase in _PHRASES}
_LONGEST: Final = max(len(words) for words in _KNOWN)


def sentence_name(body: str) -> str:
    """An office's name as it stands inside a sentence; a name that is not all capitals is returned as it is.

    >>> sentence_name("ỦY BAN NHÂN DÂN XÃ SƠN ĐỒNG")
    'Ủy ban nhân dân xã Sơn Đồng'
    """
    if body != body.upper():
        return body
    words, named = body.split(), []
    while words:
        size = next((n for n in range(_LONGEST, 0, -1) if _key(words[:n]) in _KNOWN), 1)
        named.append(_KNOWN.get(_key(words[:size])) or _word(words[0]))
        words = words[size:]
    name = " ".join(named)
    return name[:1].upper() + name[1:]


def _key(words: list[str]) -> tuple[str, ...]:
    return tuple(word.casefold() for word in words)


def _word(word: str) -> str:
    if word in _KEPT:
        return word
    small = word.lower()
    return small if small in _SMALL else small.capitalize()
