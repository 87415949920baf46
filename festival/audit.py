"""The audit log: one hash-chained event for each action, in the same transaction."""

from __future__ import annotations

import secrets
import warnings
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone

from festival.labels import KEYS
from festival.models import AuditBody, AuditEvent, ChainHead, Festival, User
from festival.registries import action_labels
from festival.rules import body_hash, event_hash

SYSTEM_CHAIN = "system"


@dataclass(frozen=True, slots=True)
class NewEvent:
    """What an action did. `body` holds the details, JSON values only; `at` is now where it is not given."""

    by: User | None
    action: str
    subject: models.Model | None = None
    festival: Festival | None = None
    body: Mapping[str, object] = field(default_factory=dict)
    at: datetime | None = None

    @property
    def chain(self) -> str:
        """The festival's chain, or the system's."""
        return SYSTEM_CHAIN if self.festival is None else str(self.festival.pk)


def log_event(
    by: User | None,
    action: str,
    subject: models.Model | None = None,
    *,
    festival: Festival | None = None,
    body: Mapping[str, object] | None = None,
    at: datetime | None = None,
) -> AuditEvent:
    """Append an event to the festival's chain (or the system's) and return it.

    `action` is a past participle phrase such as `results-frozen`; `body` holds the details, JSON values
    only. RuntimeError outside a transaction: the event belongs to the transaction of the action. Warns of an
    action or a key without a label, which the page of the audit log would show as it is.
    """
    return log_events([NewEvent(by, action, subject, festival, body or {}, at)])[0]


def log_events(events: Sequence[NewEvent]) -> list[AuditEvent]:
    """Append events in order, each to its chain, with a fixed number of queries for each chain."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an event outside the transaction of its action")
    rows: list[AuditEvent] = []
    bodies: list[AuditBody] = []
    heads: dict[str, tuple[int, str]] = {}
    counts = Counter(event.chain for event in events)
    for chain in sorted(counts):
        heads[chain] = _take_head(chain, counts[chain])
    for event in events:
        _warn_without_label(event.action, event.body)
        seq, previous = heads[event.chain]
        salt, values = secrets.token_hex(16), dict(event.body)
        row = _event_row(event, seq=seq + 1, prev_hash=previous, body_hash=body_hash(salt, values))
        heads[event.chain] = (row.seq, row.hash)
        rows.append(row)
        bodies.append(AuditBody(event=row, salt=salt, body=values))
    AuditEvent.objects.bulk_create(rows)
    for row, body in zip(rows, bodies, strict=True):
        body.event = row  # its primary key is known now
    AuditBody.objects.bulk_create(bodies)
    for chain, (_seq, newest) in heads.items():
        ChainHead.objects.filter(chain=chain).update(hash=newest)
    return rows


def _event_row(event: NewEvent, *, seq: int, prev_hash: str, body_hash: str) -> AuditEvent:
    row = AuditEvent(
        chain=event.chain,
        seq=seq,
        at=event.at or timezone.now(),
        festival=event.festival,
        actor=event.by,
        action=event.action,
        object_type=event.subject._meta.label_lower if event.subject is not None else "",
        object_id=str(event.subject.pk) if event.subject is not None else "",
        body_hash=body_hash,
        prev_hash=prev_hash,
    )
    row.hash = event_hash(facts_of(row))
    return row


def _warn_without_label(action: str, keys: Iterable[str]) -> None:
    missing = [*({action} - set(action_labels)), *sorted(set(keys) - set(KEYS))]
    if missing:
        warnings.warn(f"no label in the audit log for {', '.join(missing)}", stacklevel=3)


def _take_head(chain: str, count: int) -> tuple[int, str]:
    """Lock the chain by UPDATE, so that writers queue; the last `seq` and hash before `count` new events."""
    heads = ChainHead.objects.filter(chain=chain)
    if heads.update(seq=F("seq") + count) != 1:
        ChainHead.objects.get_or_create(chain=chain)
        heads.update(seq=F("seq") + count)
    head = heads.get()
    return head.seq - count, head.hash


def facts_of(event: AuditEvent) -> dict[str, object]:
    """The hashed facts of an event, `prev_hash` among them."""
    return {
        "chain": event.chain,
        "seq": event.seq,
        "at": event.at.astimezone(tz=timezone.get_fixed_timezone(0)).isoformat(timespec="microseconds"),
        "actor": event.actor_id,
        "action": event.action,
        "object": [event.object_type, event.object_id],
        "body_hash": event.body_hash,
        "prev_hash": event.prev_hash,
    }
