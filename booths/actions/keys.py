"""Search and sort keys of booths and their short codes, set before a row is saved."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from booths.models import Booth
from festival.models import School
from festival.text import search_key, sort_key

CODE_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
CODE_LENGTH = 8


def new_code() -> str:
    """A random short code of 40 bits, of characters that are not easily confused."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def set_booth_keys(booth: Booth, *, partners: Iterable[School], products: Iterable[str]) -> None:
    """Set the keys from the booth's texts, its schools and the names of its products. Not saved."""
    schools = [booth.school, *partners]
    parts = [
        booth.title,
        *(school.name for school in schools),
        booth.school.commune,
        str(Booth.Field(booth.field).label) if booth.field else "",
        *products,
    ]
    booth.search_key = search_key(" ".join(filter(None, parts)), limit=1000)
    booth.sort_key = sort_key(booth.title)
