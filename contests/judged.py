"""How far an entry is judged, for the apps below judging; `judging.apps` registers the reader."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import ngettext

from contests.models import Entry

_readers: list[Callable[[Entry], int]] = []


def register_marked_sheets(reader: Callable[[Entry], int]) -> None:
    """Let `reader` say how many sheets of an entry hold marks."""
    _readers.append(reader)


def with_marked_sheets(entry: Entry | None, consequence: str) -> str:
    """The consequence of taking the entry out of its contest, after the number of its sheets with marks."""
    count = 0 if entry is None else sum(reader(entry) for reader in _readers)
    if not count:
        return consequence
    kept = ngettext(
        "It already has %(n)d score sheet, which is kept.",
        "It already has %(n)d score sheets, which are kept.",
        count,
    ) % {"n": count}
    return f"{kept} {consequence}"
