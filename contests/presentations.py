"""What a judge sees of an entry besides its title and summary, such as the products of a booth.

The app that holds these data registers a reader in its `AppConfig.ready`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from contests.models import Entry


@dataclass(frozen=True, slots=True)
class PresentedProduct:
    """One product of a presentation."""

    name: str
    topic: str = ""
    purpose: str = ""
    materials: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Presentation:
    """A presentation: field (code and label), description and products."""

    field: str
    field_label: str
    description: str
    products: Sequence[PresentedProduct]


_readers: list[Callable[[Entry], Presentation | None]] = []


def register_presentations(reader: Callable[[Entry], Presentation | None]) -> None:
    """Register the function that returns the presentation of an entry, None for entries of other kinds."""
    _readers.append(reader)


def presentation_of(entry: Entry) -> Presentation | None:
    """The presentation of an entry; None for a person or a product. A fixed number of queries."""
    return next((found for reader in _readers if (found := reader(entry)) is not None), None)
