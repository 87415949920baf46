"""What a judge sees of an entry that shows something, such as a booth.

The app that knows it registers a reader from its `AppConfig.ready`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from contests.models import Entry


@dataclass(frozen=True, slots=True)
class PresentedProduct:
    """One of the things that are shown."""

    name: str
    topic: str = ""
    purpose: str = ""
    materials: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Presentation:
    """What is shown: its field (code and label), its description and its products."""

    field: str
    field_label: str
    description: str
    products: Sequence[PresentedProduct]


_readers: list[Callable[[Entry], Presentation | None]] = []


def register_presentations(reader: Callable[[Entry], Presentation | None]) -> None:
    """Let `reader` give the presentation of an entry; None for entries that it does not know."""
    _readers.append(reader)


def presentation_of(entry: Entry) -> Presentation | None:
    """What the entry shows; None for a person or a product. A fixed number of queries."""
    return next((found for reader in _readers if (found := reader(entry)) is not None), None)
