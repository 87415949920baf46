"""Add and remove the files of an entry."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import PurePosixPath

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from contests.actions.locks import lock_entry
from contests.actions.registrations import refuse_uneditable
from contests.files import CleanFile
from contests.models import Attachment, Entry
from festival.audit import log_event
from festival.locks import lock
from festival.models import User
from festival.refusals import RuleBroken

MOST = 10


@transaction.atomic
def add_attachments(*, entry: Entry, files: Sequence[CleanFile], by: User, now: datetime) -> None:
    """Add checked files to a draft; a file of the same name is replaced, one of the same content skipped."""
    entry = _lock_editable(entry)
    have = {file.name: file for file in Attachment.objects.filter(entry=entry)}
    known = {file.sha256 for file in have.values()}
    fresh = [file for file in files if file.sha256 not in known]
    if len(have.keys() | {file.name for file in fresh}) > MOST:
        raise RuleBroken("too-many-files", _("An entry has at most %(most)d files.") % {"most": MOST})
    for file in fresh:
        if file.name in have:
            _remove(have[file.name])
        have[file.name] = add_attachment(entry=entry, file=file, now=now)
    if fresh:
        body = {"names": [file.name for file in fresh], "sha256": [file.sha256 for file in fresh]}
        log_event(by, "files-added", entry, festival=entry.contest.festival, body=body)


def add_attachment(*, entry: Entry, file: CleanFile, now: datetime, title: str = "") -> Attachment:
    """Store one file under a random name. The caller has a transaction and logs the event."""
    row = Attachment(
        entry=entry,
        name=file.name,
        title=title,
        size=len(file.data),
        sha256=file.sha256,
        content_type=file.content_type,
        uploaded_at=now,
    )
    suffix = PurePosixPath(file.name).suffix.lower()
    row.file.save(f"{secrets.token_hex(16)}{suffix}", ContentFile(file.data), save=False)
    row.save(force_insert=True)
    return row


@transaction.atomic
def remove_attachment(*, attachment: Attachment, by: User) -> None:
    """Remove a file from an entry that may be changed."""
    entry = _lock_editable(attachment.entry)
    attachment = lock(attachment)
    log_event(by, "file-removed", entry, festival=entry.contest.festival, body={"name": attachment.name})
    _remove(attachment)


def _remove(attachment: Attachment) -> None:
    """Delete the row, and the file after the transaction is committed."""
    transaction.on_commit(partial(attachment.file.storage.delete, str(attachment.file.name)))
    attachment.delete()


def _lock_editable(entry: Entry) -> Entry:
    row = lock_entry(entry)
    refuse_uneditable(row)
    return row
