"""Tablets and browsers that send scores."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from festival.models import Festival, User
from judging.models import Device, ScoreOp

LONGEST_LABEL = 200


def register_device(
    *, festival: Festival, device_id: uuid.UUID, user: User, label: str, now: datetime
) -> Device:
    """The tablet with that id, stored with its first op; `user` is the one who uses it now.

    A known tablet of the same user needs no transaction.
    """
    device = Device.objects.filter(festival=festival, device_id=device_id).first()
    if device is not None and device.user_id == user.pk:
        return device
    with transaction.atomic():
        defaults = {"user": user, "label": label[:LONGEST_LABEL], "first_seen_at": now, "last_seen_at": now}
        device, is_new = Device.objects.get_or_create(
            festival=festival, device_id=device_id, defaults=defaults
        )
        if not is_new:
            Device.objects.filter(pk=device.pk).update(user=user, last_seen_at=now)
    return device


def note_seqs(ops: Iterable[ScoreOp]) -> None:
    """Store the highest number of an op of each tablet's outbox, in the transaction of the ops.

    The number is stored only where it grows; the festival's lock keeps two batches of a tablet apart.
    """
    newest: dict[int, ScoreOp] = {}
    for op in sorted(ops, key=lambda op: (op.device_id or 0, op.device_seq)):
        if op.device_id is not None:
            newest[op.device_id] = op
    devices = list(Device.objects.filter(pk__in=newest)) if newest else []
    for device in devices:
        op = newest[device.pk]
        device.last_seq, device.last_seen_at = max(device.last_seq, op.device_seq), op.received_at
    Device.objects.bulk_create(
        devices, update_conflicts=True, unique_fields=["pk"], update_fields=["last_seq", "last_seen_at"]
    )
