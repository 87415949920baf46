"""Batches of score ops from a tablet."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from festival.group_commit import GroupCommit
from judging.actions.devices import register_device
from judging.actions.incoming_ops import IncomingOp, Receipt
from judging.actions.sheets import Sender, Sent, receive_ops
from judging.models import Judge

WRITER: Final[GroupCommit[Sent, Receipt]] = GroupCommit(receive_ops)
"""Batches of several tablets share a transaction; each is answered after the commit."""


def receive_batch(
    incoming_ops: Iterable[IncomingOp], *, judge: Judge, device_id: uuid.UUID, label: str, now: datetime
) -> tuple[int, list[Receipt]]:
    """Receive the ops in order, all or none of them; ops of a batch sent again are known already.

    Returns the highest number of an op that is known of this tablet's outbox, and the receipts.
    """
    festival, by = judge.festival, judge.user
    device = register_device(festival=festival, device_id=device_id, user=by, label=label, now=now)
    sender = Sender(festival, by, now, device)
    sent = [(incoming, sender) for incoming in incoming_ops]
    receipts = WRITER.submit(sent)
    return max([device.last_seq, *(incoming.device_seq for incoming, _sender in sent)]), receipts
