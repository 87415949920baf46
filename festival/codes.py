"""Codes that are printed on papers and typed back by people.

The alphabet is Crockford's base 32: digits and small letters without I, L, O and U. What people type is read
in any case, with O for 0 and I or L for 1, and without hyphens and blanks.
"""

from __future__ import annotations

import secrets
from typing import Final

ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"
BITS: Final = 5
_LOOK_ALIKES: Final = str.maketrans({"o": "0", "i": "1", "l": "1", "-": None, " ": None})


def random_code(length: int) -> str:
    """A random code of five bits a letter."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def printed_code(secret: bytes) -> str:
    """The code of these bytes; 16 bytes give 26 letters."""
    number, length = int.from_bytes(secret), -(-len(secret) * 8 // BITS)
    return "".join(ALPHABET[number >> BITS * place & 31] for place in reversed(range(length)))


def typed_code(text: str) -> str:
    """What a person typed, as it was printed."""
    return text.lower().translate(_LOOK_ALIKES)


def code_bytes(text: str, size: int) -> bytes | None:
    """The `size` bytes of a typed code; None for anything that `printed_code` does not give.

    >>> code_bytes(printed_code(b"OK").upper(), 2)
    b'OK'
    """
    code = typed_code(text)
    if len(code) != -(-size * 8 // BITS) or not set(code) <= set(ALPHABET):
        return None
    number = 0
    for letter in code:
        number = number << BITS | ALPHABET.index(letter)
    return number.to_bytes(size) if number < 1 << size * 8 else None


def grouped(code: str) -> str:
    """The code in groups of four, as it is printed to be read."""
    return "-".join(code[place : place + 4] for place in range(0, len(code), 4))
