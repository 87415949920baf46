"""Path converters of our URLs: what they match can be looked up in any database.

`<key:pk>` a primary key, `<text:…>` a path segment, `<code:…>` a code that users type from paper.
Django's `<int:…>` matches numbers that no column holds and `<str:…>` matches NUL; a test refuses both.
"""

from __future__ import annotations

from typing import Final

from django.urls import register_converter
from django.urls.converters import IntConverter, StringConverter

from festival.text import clean_text

AROUND: Final = "/.,;:!?()<>\"'“”… \u00a0"


class KeyConverter(IntConverter):
    """Up to 18 digits: less than 2**63."""

    regex = "[0-9]{1,18}"


class TextConverter(StringConverter):
    """Anything but a slash and control characters."""

    regex = r"[^/\x00-\x1f\x7f]+"


class CodeConverter(StringConverter):
    """A printed code; slashes, blanks and punctuation that are added around it are ignored."""

    regex = "[^/]+/*"

    def to_python(self, value: str) -> str:
        return clean_text(value).strip(AROUND)


def register() -> None:
    """Register the converters; called when the base app is ready."""
    register_converter(KeyConverter, "key")
    register_converter(TextConverter, "text")
    register_converter(CodeConverter, "code")
