"""attachments.csv: papers of entries, known by their content."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from hashlib import sha256
from io import BytesIO
from typing import Any

from contests.bundle.contests import ContestBox, locked_reason
from contests.bundle.entries import EntryPart
from contests.files import MAX_BYTES, CleanFile, clean_file, tidy_name
from contests.models import Attachment, Entry
from festival.bundle.changes import Outcome
from festival.bundle.intake import Intake
from festival.refusals import RuleBroken
from festival.tables import Row, Rows
from festival.tables.raw import Refused


class AttachmentPart:
    """Files under files/, each hung on its entry under its own name."""

    def __init__(self, intake: Intake, entries: EntryPart) -> None:
        self.intake = intake
        self.entries = entries
        self._known: dict[int, dict[str, Attachment]] = defaultdict(dict)

    def read(self, rows: Rows | None) -> None:
        """Take every row; the files are stored when everything is written."""
        if rows and self.intake.festival.pk:
            stored = Attachment.objects.filter(entry__contest__festival=self.intake.festival)
            for attachment in stored:
                self._known[attachment.entry_id][attachment.name] = attachment
        seen: dict[Any, int] = {}
        for row in rows or ():
            entry, box = self.entries.entry_named(row)
            if entry is not None and box is not None and not row.broken:
                name = tidy_name(row["file"])
                if not self.intake.twice(row, seen, (id(entry), name), "file"):
                    self._settle(row, box, entry, name)

    def _settle(self, row: Row, box: ContestBox, entry: Entry, name: str) -> None:
        found = self._known[entry.pk].get(name) if entry.pk else None
        try:
            data = self.intake.files.file(row["file"], limit=MAX_BYTES)
            digest = sha256(data).hexdigest()
            fresh = None if found and found.sha256 == digest else clean_file(BytesIO(data), name=name)
        except Refused as refusal:
            self.intake.report.add(row.fault("file", refusal.reason))
            return
        except RuleBroken as refusal:
            self.intake.report.add(row.fault("file", refusal.message))
            return
        values: dict[str, Any] = {"title": row["title"]}
        if fresh is not None:
            values |= {"sha256": fresh.sha256, "size": len(fresh.data), "content_type": fresh.content_type}
        attachment, outcome = self.intake.changes.settle(
            found, partial(Attachment, entry=entry, name=name, uploaded_at=self.intake.now), values
        )
        if outcome is not Outcome.UNCHANGED and box.is_locked:
            self.intake.report.add(row.fault("file", locked_reason(box)))
        if fresh is not None:
            self._store(attachment, fresh)
        self.intake.done(row, "attachments", outcome, self.intake.changes.changed_columns(attachment))

    def _store(self, attachment: Attachment, fresh: CleanFile) -> None:
        """Put the content where it is kept, once the import is sure to be written."""
        self.intake.changes.touch(attachment, ["file"])
        self.intake.changes.store(attachment.file, attachment.name, fresh.data)
