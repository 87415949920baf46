"""entries.csv, members.csv and attachments.csv of a bundle."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from contests.actions.keys import set_entry_keys, set_member_keys
from contests.bundle.contests import ContestBox, ContestPart, locked_reason
from contests.models import Entry, Member
from festival.bundle.changes import Outcome
from festival.bundle.intake import Intake, school_named
from festival.models import School
from festival.tables import Row, Rows

State = Entry.State


class EntryPart:
    """Entries, by number or by school and title, and the people on them."""

    def __init__(self, intake: Intake, contests: ContestPart) -> None:
        self.intake = intake
        self.contests = contests
        self.rows_of: dict[tuple[str, str], str] = {}
        self._codes: dict[tuple[str, str], int] = {}
        self._members: dict[int, list[Member]] | None = None
        self._renamed: dict[int, Entry] = {}
        self._row_of: dict[int, Row] = {}

    def read_entries(self, rows: Rows | None) -> None:
        """Entries of people and products; a booth's entry comes from its booth."""
        seen: dict[Any, int] = {}
        for row in rows or ():
            self._settle_row(row, seen)
            if not row.is_sound:
                self.contests.spoil_entry(row)
        if rows is not None and not rows.is_whole:
            for box in self.contests.boxes:
                box.entries.is_whole = False

    def row_of(self, entry: Entry) -> Row | None:
        """The row of entries.csv or booths.csv that speaks of the entry."""
        return self._row_of.get(id(entry))

    def note_row(self, entry: Entry, row: Row) -> None:
        """A row of another table speaks of the entry."""
        self._row_of[id(entry)] = row

    def _settle_row(self, row: Row, seen: dict[Any, int]) -> None:
        box = self.contests.contest_named(row)
        school = school_named(self.intake, row, "school_code")
        if box is None:
            return
        values = self._values(row, box)
        self.refuse_twice(row, box, seen)
        if school is None or not row.is_sound:
            return
        found = self._found(row, box, school)
        if "summary" not in row.headings:
            values.pop("summary")
        if found is not None and box.aliases.get(id(found)) == row["title"]:
            values["title"] = found.title
        entry, outcome, columns = self.settle(box, found, school, values, number=row["number"])
        if outcome is not Outcome.UNCHANGED and box.is_locked:
            self.intake.report.add(row.fault("number" if row["number"] else "title", locked_reason(box)))
        self._row_of[id(entry)] = row
        self.rows_of[box.slug, row["number"]] = f"{row.file}:{row.number}"
        self.intake.done(row, "entries", outcome, columns)

    def refuse_twice(self, row: Row, box: ContestBox, seen: dict[Any, int]) -> None:
        """Numbers, codes, and without a number school and title, stand once in a contest."""
        number = row["number"]
        if number:
            self.intake.twice(row, seen, (box.slug, number), "number")
        elif not row.broken & {"number", "school_code", "title"}:
            self.intake.twice(row, seen, (box.slug, "", row["school_code"], row["title"]), "title")
        if row["code"]:
            self.intake.twice(row, self._codes, (box.slug, row["code"]), "code")

    def _values(self, row: Row, box: ContestBox) -> dict[str, Any]:
        category = self.category_named(row, box)
        return {
            "category": category,
            "title": row["title"],
            "code": row["code"],
            "state": row["state"],
            "summary": row["summary"],
        }

    def category_named(self, row: Row, box: ContestBox) -> Any:
        """The category that a row names; None without one, or when there is none of this name."""
        words = row["category"]
        if not words:
            return None
        found = box.category_named(words)
        if found is None and not box.categories.is_whole:
            row.is_leaning = True
        elif found is None:
            reason = _("“%(category)s” is no category of “%(contest)s”")
            words = reason % {"category": words, "contest": box.slug}
            self.intake.report.add(row.fault("category", words))
        return found

    def _found(self, row: Row, box: ContestBox, school: School) -> Entry | None:
        untitled = box.untitled.get((school.code, row["title"]))
        if row["number"]:
            return box.entries.get(row["number"]) or untitled
        if untitled is not None or not row["title"]:
            return untitled
        alike = [e for e in box.entries if e.school is school and e.title == row["title"]]
        return alike[0] if len(alike) == 1 and alike[0].number not in self._numbers(box) else None

    def _numbers(self, box: ContestBox) -> set[str]:
        return {number for slug, number in self.rows_of if slug == box.slug}

    def settle(
        self, box: ContestBox, found: Entry | None, school: School, values: dict[str, Any], *, number: str
    ) -> tuple[Entry, Outcome, set[str]]:
        """Make an entry or bring it to `values`; stamps and keys follow. Also used for a booth's entry."""
        changes, now = self.intake.changes, self.intake.now
        if number:
            values = {**values, "number": number}
        elif found is None:
            values = {**values, "number": ""}
        old = {name: getattr(found, name, "") for name in ("code", "number")}
        entry, outcome = changes.settle(
            found, partial(Entry, contest=box.contest, created_at=now), {**values, "school": school}
        )
        columns = set(changes.changed_columns(entry)) if outcome is Outcome.CHANGED else set()
        if outcome is not Outcome.UNCHANGED:
            self._renamed[id(entry)] = entry
            entry.updated_at = now
            if outcome is Outcome.CREATED or "state" in columns:
                entry.submitted_at = None if entry.state == State.DRAFT else (entry.submitted_at or now)
                entry.decided_at = now if entry.state in {State.APPROVED, State.DECLINED} else None
            if outcome is Outcome.CHANGED:
                entry.version += 1
            changes.touch(entry, ["updated_at", "submitted_at", "decided_at", "version"])
        for name in columns & {"code", "number"}:
            if old[name]:
                changes.clear_first(Entry, [entry.pk], **{name: ""})
        if number:
            box.untitled.pop((school.code, entry.title), None)
        self.contests.keep(box, entry, box.partners.get(id(entry), []))
        return entry, outcome, columns

    def read_members(self, rows: Rows | None) -> None:
        """The people on entries."""
        seen: dict[Any, int] = {}
        for row in rows or ():
            entry, box = self.entry_named(row)
            if entry is not None and box is not None and not row.broken:
                key = (id(entry), row["full_name"])
                if not self.intake.twice(row, seen, key, "full_name"):
                    self._settle_member(row, box, entry)

    def entry_named(self, row: Row) -> tuple[Entry | None, ContestBox | None]:
        """The entry that a row names by contest and number (or by school and title)."""
        box = self.contests.contest_named(row)
        if box is None or "number" in row.broken:
            return None, box
        if not row["number"]:
            return self._entry_by_title(row, box), box
        return number_named(row, box), box

    def _entry_by_title(self, row: Row, box: ContestBox) -> Entry | None:
        if not row["school_code"]:
            self.intake.report.add(row.fault("number", _("this cell may not be empty")))
            return None
        entry = box.untitled.get((row["school_code"], row["entry"]))
        if entry is None and row["school_code"] in self.intake.schools.broken:
            row.is_leaning = True
        elif entry is None:
            reason = _("no entry of this school and title without a number in “%(contest)s”")
            self.intake.report.add(row.fault("entry", reason % {"contest": box.slug}))
        return entry

    def _settle_member(self, row: Row, box: ContestBox, entry: Entry) -> None:
        people = self.members_of(entry)
        names = ("salutation", "role", "born_on", "position", "mentor", "phone")
        values = {name: row[name] for name in names}
        values["class_name"] = row["class"]
        found = next((member for member in people if member.full_name == row["full_name"]), None)
        member, outcome = self.intake.changes.settle(
            found, partial(Member, entry=entry, full_name=row["full_name"], order=len(people)), values
        )
        if found is None:
            set_member_keys(member)
            people.append(member)
            self._renamed[id(entry)] = entry
        if outcome is not Outcome.UNCHANGED and box.is_locked:
            self.intake.report.add(row.fault("full_name", locked_reason(box)))
        self.intake.done(row, "members", outcome, self.intake.changes.changed_columns(member))

    def members_of(self, entry: Entry) -> list[Member]:
        """The people on an entry, those of this import included; one query for the whole edition."""
        if self._members is None:
            self._members = defaultdict(list)
            entries = {entry.pk: entry for entry in self._known_entries() if entry.pk}
            rows = Member.objects.filter(entry__contest__festival=self.intake.festival) if entries else ()
            for member in rows:
                self._members[id(entries[member.entry_id])].append(member)
        return self._members[id(entry)]

    def _known_entries(self) -> list[Entry]:
        return [
            entry
            for box in self.contests.boxes
            for entry in (*box.entries.items.values(), *box.untitled.values())
        ]

    def finish(self) -> None:
        """Look for codes given twice, and set the keys that entries are searched and sorted by."""
        for box in self.contests.boxes:
            self._refuse_taken_codes(box)
        for entry in self._renamed.values():
            before = (entry.search_key, entry.number_key)
            set_entry_keys(entry, names=[member.full_name for member in self.members_of(entry)])
            if (entry.search_key, entry.number_key) != before:
                self.intake.changes.touch(entry, ["search_key", "number_key"])

    def _refuse_taken_codes(self, box: ContestBox) -> None:
        """A code may belong to an entry that the bundle does not name."""
        holders: dict[str, Entry] = {}
        entries = (*box.entries.items.values(), *box.untitled.values())
        for entry in sorted(entries, key=lambda entry: id(entry) in self._row_of):
            holder = holders.setdefault(entry.code, entry)
            row = self._row_of.get(id(entry))
            if entry.code and holder is not entry and row is not None:
                words = _("the code “%(code)s” belongs to “%(entry)s” already")
                reason = words % {"code": entry.code, "entry": holder}
                self.intake.report.add(row.fault("code", reason))


def number_named(row: Row, box: ContestBox) -> Entry | None:
    """The entry with the number in the row; None when the row cannot stand."""
    words = _("“%(contest)s” has no entry with the number “%(number)s”")
    reason = words % {"contest": box.slug, "number": row["number"]}
    return box.entries.named(row["number"], row=row, column="number", reason=reason)
