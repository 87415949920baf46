"""Reads of the chains of the audit log, and their verification."""

from __future__ import annotations

from collections.abc import Iterator

from festival.audit import facts_of
from festival.models import AuditBody, AuditEvent, ChainHead
from festival.rules import ChainEvent, ChainFault, verify_chain


def chain_names() -> list[str]:
    """Every chain that has an event or a head."""
    chains = set(AuditEvent.objects.order_by().values_list("chain", flat=True).distinct())
    return sorted(chains | set(ChainHead.objects.values_list("chain", flat=True)))


def chain_fault(chain: str) -> ChainFault | None:
    """The first fault of a chain; None when it verifies."""
    head = ChainHead.objects.filter(chain=chain).first()
    return verify_chain(
        chain_events(chain), head=head.hash if head else "no head", count=head.seq if head else None
    )


def chain_events(chain: str) -> Iterator[ChainEvent]:
    """The events of a chain in the order of `seq`; an erased body is given as None."""
    events = AuditEvent.objects.filter(chain=chain).select_related("body").order_by("seq")
    for event in events.iterator(chunk_size=1000):
        body: AuditBody | None = getattr(event, "body", None)
        is_kept = body is not None and body.erased_at is None
        yield ChainEvent(
            facts_of(event),
            event.hash,
            salt=body.salt if body and is_kept else None,
            body=body.body if body and is_kept else None,
        )
