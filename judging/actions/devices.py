"""Tablets and browsers that send scores."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from festival.models import Festival, User
from judging.models import Device

LONGEST_LABEL = 200


@transaction.atomic
def register_device(
    *, festival: Festival, device_id: uuid.UUID, user: User, label: str, now: datetime
) -> Device:
    """The tablet with that id, stored with its first op; `user` is the one who uses it now."""
    device, is_new = Device.objects.get_or_create(
        festival=festival,
        device_id=device_id,
        defaults={"user": user, "label": label[:LONGEST_LABEL], "first_seen_at": now, "last_seen_at": now},
    )
    if not is_new and device.user_id != user.pk:
        Device.objects.filter(pk=device.pk).update(user=user, last_seen_at=now)
    return device


def note_seq(*, device: Device, seq: int, now: datetime) -> None:
    """Store the highest number of an op of this tablet's outbox, in the transaction of the op."""
    Device.objects.filter(pk=device.pk).update(last_seq=Greatest(F("last_seq"), seq), last_seen_at=now)
