"""The orders in which a judge may list the own sheets."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from judging.pages.sheet_list import SheetLine, SheetList

STATES: Final = ("empty", "marking", "submitted", "out")
ORDERS: Final[Mapping[str, str | Promise]] = {
    "": _("Stand or number"),
    "total": _("Total"),
    "state": _("State"),
}
"""The orders by their value in the address; the first is that of the list as it is read."""


@dataclass(frozen=True, slots=True)
class OrderLink:
    """An order that the page offers."""

    order: str
    label: str | Promise
    is_current: bool


def in_order(sheets: SheetList, order: str) -> SheetList:
    """The same groups, each in the order: highest total first, or what is left to do first.

    Equal lines keep the order of the stands. Sheets without a mark have no total and come last.
    """
    key = _KEYS.get(order)
    if key is None:
        return sheets
    return SheetList([replace(group, lines=sorted(group.lines, key=key)) for group in sheets.groups])


def order_links(order: str) -> Sequence[OrderLink]:
    """Every order; the current one is marked, and an unknown value means the first."""
    current = order if order in ORDERS else ""
    return [OrderLink(value, label, value == current) for value, label in ORDERS.items()]


def _by_total(line: SheetLine) -> Any:
    return line.points is None, -(line.points or 0)


def _by_state(line: SheetLine) -> Any:
    return STATES.index(line.state)


_KEYS: Final[Mapping[str, Callable[[SheetLine], Any]]] = {"total": _by_total, "state": _by_state}
