"""Reads of the audit log: its events, who caused them, and whether the chain verifies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from festival.audit import facts_of
from festival.labels import action_label, key_label, value_label
from festival.models import AuditEvent, ChainHead, Festival, User
from festival.rules import ChainFault, ChainLine, verify_chain

LONGEST_WORD = 120
LONGEST_WORD_WITHOUT_BLANK = 40


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event as it is shown."""

    seq: int
    at: datetime
    person: str
    word: str
    about: str


@dataclass(frozen=True, slots=True)
class Chain:
    """What a check of the whole chain found."""

    checked: bool = False
    lines: int = 0
    fault: ChainFault | None = None


def lines_of(festival: Festival, *, action: str = "", person: int | None = None) -> QuerySet[AuditEvent]:
    """The events of the festival's chain, newest first."""
    lines = festival.events.select_related("actor", "body").order_by("-seq")
    if action:
        lines = lines.filter(action=action)
    return lines.filter(actor=person) if person else lines


def shown(lines: Iterable[AuditEvent]) -> list[EventRow]:
    """The events as they are shown."""
    return [
        EventRow(
            seq=line.seq,
            at=line.at,
            person=str(line.actor) if line.actor else _("the program"),
            word=action_label(line.action),
            about=_about(line),
        )
        for line in lines
    ]


def acts_of(festival: Festival) -> list[tuple[str, str]]:
    """The actions that occur, with their labels; one query."""
    names = festival.events.order_by().values_list("action", flat=True).distinct()
    return sorted(((name, action_label(name)) for name in names), key=lambda pair: pair[1])


def writers_of(festival: Festival) -> list[User]:
    """The users who caused events; one query."""
    return list(User.objects.filter(events__festival=festival).distinct())


def chain_of(festival: Festival) -> Chain:
    """Recompute the whole chain."""
    head = ChainHead.objects.filter(chain=str(festival.pk)).first()
    lines = festival.events.select_related("body").order_by("seq")
    fault = verify_chain(
        _links(lines.iterator()), head=head.hash if head else None, count=head.seq if head else None
    )
    return Chain(checked=True, lines=head.seq if head else 0, fault=fault)


def _links(lines: Iterable[AuditEvent]) -> Iterator[ChainLine]:
    for line in lines:
        body = getattr(line, "body", None)
        facts = {**facts_of(line), "seq": line.seq}
        if body is None or body.erased_at is not None:
            yield ChainLine(facts, line.hash, None, None)
        else:
            yield ChainLine(facts, line.hash, body.salt, body.body)


def _about(line: AuditEvent) -> str:
    body = getattr(line, "body", None)
    if body is None or body.erased_at is not None:
        return "—"
    parts = (
        f"{key_label(key)}: {_short(value)}"
        for key, value in body.body.items()
        if value not in ("", None, [], {})
    )
    return " · ".join(parts)


def _short(value: object) -> str:
    text = ", ".join(map(value_label, value)) if isinstance(value, list) else value_label(value)
    if len(text) > LONGEST_WORD_WITHOUT_BLANK and " " not in text:
        return f"{text[:12]}…"
    return text if len(text) <= LONGEST_WORD else f"{text[:LONGEST_WORD]}…"
