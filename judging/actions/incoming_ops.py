"""A received score op, and the receipt for it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from judging.models import ScoreSheet
from judging.rules.sync import Payload, payload_hash


@dataclass(frozen=True, slots=True)
class IncomingOp:
    """One op as it was received.

    payload  None when the content is not a valid sheet; `raw` then holds its text, which is stored
    settles  id of the conflict that the judge resolved with this op, having seen both versions
    """

    op_id: uuid.UUID
    sheet: str
    base_version: int
    schema: str
    payload: Payload | None
    payload_hash: str
    device_seq: int = 0
    settles: uuid.UUID | None = None
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The outcome of an op, as it is stored and returned. `receipt` is the hash of its audit event."""

    op_id: uuid.UUID
    payload_hash: str
    outcome: str
    reason: str
    version: int | None
    receipt: str
    received_at: datetime
    sheet_id: int | None


def incoming_op_of_sheet(
    sheet: ScoreSheet,
    *,
    payload: Payload,
    schema: str,
    op_id: uuid.UUID,
    base_version: int | None = None,
    settles: uuid.UUID | None = None,
) -> IncomingOp:
    """An op that the server makes itself, for a plain form or an import."""
    return IncomingOp(
        op_id=op_id,
        sheet=str(sheet.pk),
        base_version=sheet.version if base_version is None else base_version,
        schema=schema,
        payload=payload,
        payload_hash=payload_hash(payload),
        settles=settles,
    )
