"""Parsing of a tablet's batch: which ops can be stored, and which have no id to be stored under."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from judging.actions.incoming_ops import IncomingOp
from judging.rules.sync import Payload

MOST_OPS: Final = 20
LONGEST_OP: Final = 32_000
LONGEST_COMMENT: Final = 4_000
LARGEST_VERSION: Final = 2**31 - 1
LARGEST_SEQ: Final = 2**53 - 1


class Malformed(ValueError):
    """The request is not a batch; the tablet keeps its ops. `status` is the HTTP status of the response."""

    def __init__(self, code: str, *, status: int = 400) -> None:
        super().__init__(code)
        self.code = code
        self.status = status


@dataclass(frozen=True, slots=True)
class Batch:
    """The ops of one request, with the id and the label that the tablet sends."""

    device: uuid.UUID
    incoming_ops: tuple[IncomingOp, ...]
    label: str = ""


def batch_of(body: bytes) -> Batch:
    """Parse a request's body; Malformed when it is not a batch or an op has no id."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        raise Malformed("not-json") from None
    if not isinstance(data, dict) or not isinstance(data.get("ops"), list):
        raise Malformed("no-ops")
    if len(data["ops"]) > MOST_OPS:
        raise Malformed("too-many", status=413)
    device = uuid_of(data.get("device"))
    if device is None:
        raise Malformed("no-device")
    return Batch(device, tuple(map(incoming_op_of, data["ops"])))


def incoming_op_of(data: object) -> IncomingOp:
    """Parse one op; invalid content is kept as text. Malformed for an op without an id."""
    op_id = uuid_of(data.get("op_id")) if isinstance(data, dict) else None
    if op_id is None or not isinstance(data, dict):
        raise Malformed("no-op-id")
    text = json.dumps(data, ensure_ascii=True)
    if len(text) > LONGEST_OP:
        raise Malformed("op-too-large", status=413)
    payload = payload_of(data.get("payload"))
    base, seq = data.get("base_version"), data.get("device_seq", 0)
    settles = data.get("settles")
    is_sound = (
        payload is not None
        and _is_number(base, most=LARGEST_VERSION)
        and _is_number(seq, most=LARGEST_SEQ)
        and (settles is None or uuid_of(settles) is not None)
    )
    return IncomingOp(
        op_id=op_id,
        sheet=_word(data.get("sheet"), longest=40),
        base_version=base if is_sound and isinstance(base, int) else 0,
        schema=_word(data.get("schema"), longest=64),
        payload=payload if is_sound else None,
        payload_hash=_word(data.get("hash"), longest=64),
        device_seq=seq if is_sound and isinstance(seq, int) else 0,
        settles=uuid_of(settles),
        raw="" if is_sound else text,
    )


def payload_of(data: object) -> Payload | None:
    """The whole sheet of an op; None for invalid content, such as a text as a mark or an unknown key."""
    if not isinstance(data, dict) or set(data) != {"marks", "comment", "submitted"}:
        return None
    marks, comment, submitted = data["marks"], data["comment"], data["submitted"]
    if not isinstance(marks, dict) or not isinstance(comment, str) or not isinstance(submitted, bool):
        return None
    if len(comment) > LONGEST_COMMENT or not _is_storable(comment):
        return None
    return Payload(marks, comment, submitted) if _are_marks(marks) else None


def uuid_of(value: object) -> uuid.UUID | None:
    """A UUID in its canonical spelling; None for anything else."""
    try:
        found = uuid.UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return found if found is not None and str(found) == value else None


def _are_marks(marks: Mapping[Any, Any]) -> bool:
    return all(
        _is_storable(code) and (points is None or (isinstance(points, int) and not isinstance(points, bool)))
        for code, points in marks.items()
    )


def _is_number(value: object, *, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most


def _is_storable(text: str) -> bool:
    """Whether a database can store the text: no NUL (PostgreSQL) and no lone surrogate."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\x00" not in text


def _word(value: object, *, longest: int) -> str:
    text = str(value) if isinstance(value, (str, int)) else ""
    return text[:longest] if _is_storable(text) else ""
