"""Codes on papers: what is typed with other letters and signs is the code that was printed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from festival.codes import ALPHABET, code_bytes, grouped, printed_code, random_code, typed_code


@given(secret=st.binary(min_size=1, max_size=32))
def test_printed_code_typed_in_any_manner_gives_the_same_bytes(secret: bytes) -> None:
    code = printed_code(secret)

    assert set(code) <= set(ALPHABET)
    for typed in (code, code.upper(), grouped(code), code.replace("0", "O").replace("1", "l")):
        assert code_bytes(typed, len(secret)) == secret


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("RDMYPJXX", "rdmypjxx"),
        ("rdmy-pjxx", "rdmypjxx"),
        ("rdmy pjxx", "rdmypjxx"),
        ("O1lIi0", "011110"),
    ],
)
def test_typed_code_is_read_as_printed(typed: str, code: str) -> None:
    assert typed_code(typed) == code


@pytest.mark.parametrize("text", ["", "abc", "u" * 26, "ơ" * 26, "z" * 26, "A" * 22])
def test_text_that_is_no_code_has_no_bytes(text: str) -> None:
    assert code_bytes(text, 16) is None


def test_random_codes_differ_and_have_the_length_asked_for() -> None:
    codes = {random_code(16) for _ in range(50)}
    assert (len(codes), {len(code) for code in codes}) == (50, {16})
