"""Long lists in questions, cut off after some lines."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import ngettext


def with_others(lines: Sequence[str], *, count: int) -> list[str]:
    """The lines, followed by the number of the others when there are `count` in all."""
    more = count - len(lines)
    return [*lines, ngettext("and %(n)d more", "and %(n)d more", more) % {"n": more}] if more else [*lines]
