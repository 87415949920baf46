"""Add, describe and remove the photos of a booth."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from booths.actions.kind import BOOTHS
from booths.actions.locks import lock_booth
from booths.models import Booth, Photo
from booths.pictures import Picture
from contests.actions.registrations import refuse_late, refuse_uneditable
from festival.audit import log_event
from festival.models import User
from festival.refusals import RuleBroken
from festival.text import nfc

MOST = 12


@transaction.atomic
def add_photos(*, booth: Booth, pictures: Sequence[Picture], by: User, now: datetime) -> list[Photo]:
    """Append checked pictures; one that the booth has already is skipped.

    RuleBroken when the booth would have more than twelve, or the school may not change it now.
    """
    booth = lock_booth(booth)
    refuse_uneditable(booth)
    refuse_late(BOOTHS, booth, now=now)
    have = list(Photo.objects.filter(booth=booth))
    known = {photo.source_sha256 for photo in have}
    fresh = [picture for picture in pictures if picture.source_sha256 not in known]
    if len(have) + len(fresh) > MOST:
        raise RuleBroken("too-many-pictures", _("A booth has at most %(most)d pictures.") % {"most": MOST})
    names = {photo.name for photo in have}
    photos = [
        add_photo(booth=booth, picture=picture, name=_free_name(picture.name, names), order=len(have) + place)
        for place, picture in enumerate(fresh)
    ]
    if photos:
        body = {"booth": booth.title, "names": [photo.name for photo in photos]}
        log_event(by, "photos-added", booth, festival=booth.festival, body=body)
    return photos


def add_photo(
    *, booth: Booth, picture: Picture, name: str, order: int, caption: str = "", shows_pupils: bool = False
) -> Photo:
    """Store one picture under a random name. The caller has a transaction and logs the event."""
    photo = Photo(
        booth=booth,
        name=name,
        order=order,
        caption=caption,
        shows_pupils=shows_pupils,
        source_sha256=picture.source_sha256,
    )
    stem = secrets.token_hex(16)
    photo.image.save(f"{stem}.jpg", ContentFile(picture.image), save=False)
    photo.thumbnail.save(f"{stem}-nho.jpg", ContentFile(picture.thumbnail), save=False)
    photo.width, photo.height = picture.width, picture.height
    photo.save(force_insert=True)
    return photo


@transaction.atomic
def describe_photos(*, booth: Booth, rows: Mapping[int, Mapping[str, object]], by: User) -> None:
    """Save captions and whether pupils are shown, and delete photos marked `remove`.

    rows  by primary key of the photo: caption, shows_pupils, remove; photos of other booths are ignored
    """
    removed, changed = [], []
    for photo in Photo.objects.filter(booth=booth, pk__in=rows):
        row = rows[photo.pk]
        if row.get("remove"):
            removed.append(photo)
            continue
        caption, shows = nfc(str(row.get("caption", ""))), bool(row.get("shows_pupils"))
        if (caption, shows) != (photo.caption, photo.shows_pupils):
            photo.caption, photo.shows_pupils = caption, shows
            changed.append(photo)
    Photo.objects.bulk_update(changed, ["caption", "shows_pupils"])
    for photo in removed:
        _remove(photo)
    if removed or changed:
        body = {"removed": [photo.name for photo in removed], "changed": [photo.name for photo in changed]}
        log_event(by, "photos-changed", booth, festival=booth.festival, body=body)


def _remove(photo: Photo) -> None:
    """Delete the row, and its two files after the transaction is committed."""
    for file in (photo.image, photo.thumbnail):
        if file.name:
            transaction.on_commit(partial(file.storage.delete, file.name))
    photo.delete()


def _free_name(name: str, taken: set[str]) -> str:
    """The name, with a number when it is in `taken`; it is added to `taken`."""
    stem, dot, suffix = nfc(name)[-150:].rpartition(".")
    candidate, number = nfc(name)[-150:], 1
    while candidate in taken:
        number += 1
        candidate = f"{stem} ({number}){dot}{suffix}" if dot else f"{suffix} ({number})"
    taken.add(candidate)
    return candidate
