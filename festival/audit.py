"""The audit log: one hash-chained event for each action, in the same transaction."""

from __future__ import annotations

import secrets
import warnings
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone

from festival.labels import KEYS
from festival.models import AuditBody, AuditEvent, ChainHead, Festival, User
from festival.registries import action_labels
from festival.rules import body_hash, event_hash

SYSTEM_CHAIN = "system"


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
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("log_event() outside the transaction of the action")
    chain = SYSTEM_CHAIN if festival is None else str(festival.pk)
    seq, previous = _take_head(chain)
    salt, values = secrets.token_hex(16), dict(body or {})
    _warn_without_label(action, values)
    event = AuditEvent(
        chain=chain,
        seq=seq,
        at=at or timezone.now(),
        festival=festival,
        actor=by,
        action=action,
        object_type=subject._meta.label_lower if subject is not None else "",
        object_id=str(subject.pk) if subject is not None else "",
        body_hash=body_hash(salt, values),
        prev_hash=previous,
    )
    event.hash = newest = event_hash(facts_of(event))
    event.save(force_insert=True)
    AuditBody.objects.create(event=event, salt=salt, body=values)
    ChainHead.objects.filter(chain=chain).update(hash=newest)
    return event


def _warn_without_label(action: str, keys: Iterable[str]) -> None:
    missing = [*({action} - set(action_labels)), *sorted(set(keys) - set(KEYS))]
    if missing:
        warnings.warn(f"no label in the audit log for {', '.join(missing)}", stacklevel=3)


def _take_head(chain: str) -> tuple[int, str]:
    """Lock the chain by UPDATE, so that writers queue; return the new `seq` and the previous hash."""
    heads = ChainHead.objects.filter(chain=chain)
    if heads.update(seq=F("seq") + 1) != 1:
        ChainHead.objects.get_or_create(chain=chain)
        heads.update(seq=F("seq") + 1)
    head = heads.get()
    return head.seq, head.hash


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
