"""The page of the audit log: its events, the users who caused them, and whether the chain verifies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from festival.labels import KEYS, action_label, key_label, value_label
from festival.models import AuditEvent, ChainHead, Festival, User
from festival.queries.chains import chain_events
from festival.registries import code_names
from festival.rules import ChainFault, verify_chain

KEY_ORDER = {key: place for place, key in enumerate(KEYS)}
LONGEST_VALUE = 120
LONGEST_WITHOUT_BLANK = 40


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event with its labels."""

    seq: int
    at: datetime
    person: str
    label: str
    about: str


@dataclass(frozen=True, slots=True)
class ChainCheck:
    """Result of a check of the whole chain."""

    checked: bool = False
    events: int = 0
    fault: ChainFault | None = None


def events_of(festival: Festival, *, action: str = "", person: int | None = None) -> QuerySet[AuditEvent]:
    """The events of the festival's chain, newest first."""
    events = festival.events.select_related("actor", "body").order_by("-seq")
    if action:
        events = events.filter(action=action)
    return events.filter(actor=person) if person else events


def event_rows(festival: Festival, events: Sequence[AuditEvent]) -> list[EventRow]:
    """The events with their labels; one query for each key whose values are codes of rows."""
    names = _names_of(festival, events)
    return [
        EventRow(
            seq=event.seq,
            at=event.at,
            person=str(event.actor) if event.actor else _("The system"),
            label=action_label(event.action),
            about=_about(event, names),
        )
        for event in events
    ]


def actions_of(festival: Festival) -> list[tuple[str, str]]:
    """The actions that occur, with their labels; one query."""
    names = festival.events.order_by().values_list("action", flat=True).distinct()
    return sorted(((name, action_label(name)) for name in names), key=lambda pair: pair[1])


def actors_of(festival: Festival) -> list[User]:
    """The users who caused events; one query."""
    return list(User.objects.filter(events__festival=festival).distinct())


def chain_check_of(festival: Festival) -> ChainCheck:
    """Recompute the whole chain."""
    head = ChainHead.objects.filter(chain=str(festival.pk)).first()
    fault = verify_chain(
        chain_events(str(festival.pk)), head=head.hash if head else None, count=head.seq if head else None
    )
    return ChainCheck(checked=True, events=head.seq if head else 0, fault=fault)


def _names_of(festival: Festival, events: Iterable[AuditEvent]) -> dict[str, Mapping[str, str]]:
    """Names of the rows whose codes the events hold, by key and code."""
    codes: dict[str, set[str]] = defaultdict(set)
    for event in events:
        for key, value in _body_of(event).items():
            if key in code_names:
                codes[key] |= {one for one in _as_list(value) if isinstance(one, str) and one}
    return {key: code_names[key](festival, found) for key, found in codes.items() if found}


def _about(event: AuditEvent, names: Mapping[str, Mapping[str, str]]) -> str:
    parts = (
        _labelled(key_label(key), _short(_value_text(event, key, value, names)))
        for key, value in sorted(_body_of(event).items(), key=_place_of_key)
        if value not in ("", None, [], {})
    )
    return " · ".join(parts) or "—"


def _labelled(label: str, text: str) -> str:
    """The text with its label, unless it begins with the same word ("cuộc thi: Cuộc thi Robot")."""
    return text if text.casefold().startswith(f"{label} ".casefold()) else f"{label}: {text}"


def _body_of(event: AuditEvent) -> dict[str, object]:
    """The details of an event; empty once they are erased."""
    body = getattr(event, "body", None)
    return body.body if body is not None and body.erased_at is None else {}


def _as_list(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _place_of_key(item: tuple[str, object]) -> tuple[int, str]:
    """The place of a key in the table of labels: a JSON column keeps no order on PostgreSQL."""
    return KEY_ORDER.get(item[0], len(KEY_ORDER)), item[0]


def _value_text(event: AuditEvent, key: str, value: object, names: Mapping[str, Mapping[str, str]]) -> str:
    """The value in words; of rows that are named by numbers alone, how many they are."""
    if isinstance(value, dict) or (isinstance(value, list) and all(isinstance(one, int) for one in value)):
        return str(len(value))
    known, model = names.get(key, {}), event.object_type
    return ", ".join(known.get(str(one)) or value_label(one, key=key, of=model) for one in _as_list(value))


def _short(text: str) -> str:
    if len(text) > LONGEST_WITHOUT_BLANK and " " not in text:
        return f"{text[:12]}…"
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"
