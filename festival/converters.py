"""The converters of our addresses: what they match can be looked up in any database.

`<key:pk>` a primary key, `<text:…>` a word of an address, `<code:…>` a code that people type from paper.
Django's `<int:…>` matches numbers that no column holds and `<str:…>` matches NUL; a test refuses both.
"""

from __future__ import annotations

from django.urls import register_converter
from django.urls.converters import IntConverter, StringConverter

from festival.text import clean_text


class KeyConverter(IntConverter):
    """Up to 18 digits: less than 2**63."""

    regex = "[0-9]{1,18}"


class TextConverter(StringConverter):
    """Anything but a slash and control characters."""

    regex = r"[^/\x00-\x1f\x7f]+"


class CodeConverter(StringConverter):
    """A printed code with what people or mail programs add behind it: a slash, full stop, comma or blank."""

    regex = "[^/]+/?"

    def to_python(self, value: str) -> str:
        return clean_text(value).rstrip("/.,; ")


def register() -> None:
    """Make the converters known; called when the base app is ready."""
    register_converter(KeyConverter, "key")
    register_converter(TextConverter, "text")
    register_converter(CodeConverter, "code")
