"""What the apps register with the base app when Django starts.

Labels, state chips, home pages, append-only tables: each app fills these from `AppConfig.ready()`, so that
the base app names no model, state, audit action or URL of an app above it. A key that is registered twice
with another value raises ImproperlyConfigured.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import Exists

    from festival.models import Festival

V = TypeVar("V")
Chip = tuple[str, str]
"""Tone and icon of a chip."""
Names = Callable[["Festival", "Collection[str]"], Mapping[str, str]]
"""Returns the names of those codes of a festival that it knows; one query."""


class Registry(dict[str, V], Generic[V]):
    """Values by key, added by the apps."""

    def add(self, values: Mapping[str, V]) -> None:
        """Register `values`; raises ImproperlyConfigured where a key has another value already."""
        for key, value in values.items():
            if self.setdefault(key, value) != value:
                raise ImproperlyConfigured(f"{key!r} is registered twice: {self[key]!r} and {value!r}")


action_labels: Final[Registry[Promise]] = Registry()
"""Audit action → label."""
value_labels: Final[Registry[Promise]] = Registry()
"""Code that is a value in an audit event → label."""
code_names: Final[Registry[Names]] = Registry()
"""Key of an audit event's body whose values are codes of rows → names of these rows."""
state_chips: Final[Registry[Chip]] = Registry()
"""State → chip; "app.model:state" for one model alone."""
partner_lookups: Final[Registry[Callable[[], Exists]]] = Registry()
"""Name of an app → whether a school (the outer row) is a partner in a registration there."""
field_icons: Final[Registry[str]] = Registry()
"""Field of a booth → icon; the field itself is the tone."""
closing_notes: Final[Registry[Callable[[Festival], list[str]]]] = Registry()
"""Name of an app → what closing a festival leaves unfinished there, a line for each."""
home_urls: Final[Registry[str]] = Registry()
"""Role → URL name of the page where the role works; the empty role: where people choose."""
append_only_models: Final[Registry[str]] = Registry()
"""Label of a model whose rows are never changed → why."""
