"""The part of contests in an import: contests with their categories and rounds; entries, people, files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contests.actions.keys import set_entry_keys, set_member_keys
from contests.files import MAX_BYTES, clean_file, tidy_name
from contests.forms.tables import CONTEST
from contests.models import Attachment, Category, Contest, Entry, Member, Round
from contests.naming import own_titles, people_without_number
from contests.rules import Identity, match_people
from festival.forms.section import Section
from festival.forms.table import Row, Rows
from festival.imports import ImportContext, SentFile, read_files
from festival.models import School
from festival.tables.files import BundleFiles
from festival.text import search_key
from festival.upsert import UNCHANGED, Change, Lookup, Upsert

State = Entry.State
MEMBER: Final = ("salutation", "role", "born_on", "position", "class_name", "mentor", "phone", "full_name")


class Contests:
    """What rows may name: contests, and by contest their categories, rounds and entries.

    untitled  entries without a number, by contest, school and title
    titles    the title that files give to an entry without a number, where its own is not enough
    partners  schools that take part in an entry, besides its own
    rows      the row that speaks of an entry
    changed   entries whose keys have to be made anew
    moved     entries whose schools changed
    """

    def __init__(self, context: ImportContext) -> None:
        self.context = context
        self.contests: Lookup[Contest] = Lookup(gettext_lazy("there is no contest “%(key)s”"))
        self.categories: Lookup[Category] = Lookup(gettext_lazy("“%(key)s” is no category of “%(scope)s”"))
        self.rounds: Lookup[Round] = Lookup(gettext_lazy("“%(scope)s” has no round “%(key)s”"))
        self.entries: Lookup[Entry] = Lookup(
            gettext_lazy("“%(scope)s” has no entry with the number “%(key)s”")
        )
        self.untitled: dict[tuple[int, int, str], Entry] = {}
        self.titles: dict[int, str] = {}
        self.partners: dict[int, set[int]] = defaultdict(set)
        self.rows: dict[int, Row] = {}
        self.changed: dict[int, Entry] = {}
        self.moved: set[int] = set()

    def load(self) -> None:
        """Read what the festival has; a fixed number of queries."""
        festival = self.context.festival
        for contest in Contest.objects.filter(festival=festival):
            self.contests.add(contest.slug, contest, contest.name)
        for category in Category.objects.filter(contest__festival=festival):
            self.categories.add(category.name, category, category.name, scope=category.contest_id)
        for round in Round.objects.filter(contest__festival=festival):
            self.rounds.add(round.code, round, round.name, scope=round.contest_id)
        links = Entry.partners.through.objects.filter(entry__contest__festival=festival)
        for entry_pk, school_pk in links.values_list("entry_id", "school_id"):
            self.partners[entry_pk].add(school_pk)
        entries = list(Entry.objects.filter(contest__festival=festival).select_related("contest", "school"))
        self.titles = own_titles(entries, people_without_number(festival))
        self.keep(entries)

    def keep(self, entries: Iterable[Entry]) -> None:
        """Make entries findable, by what they are called now."""
        fresh = {entry.pk for entry in entries}
        self.entries.items = {
            key: entry for key, entry in self.entries.items.items() if entry.pk not in fresh
        }
        self.untitled = {key: entry for key, entry in self.untitled.items() if entry.pk not in fresh}
        for entry in entries:
            title = self.titles.get(entry.pk, entry.title)
            if entry.number:
                self.entries.add(entry.number, entry, scope=entry.contest_id)
            else:
                self.untitled[entry.contest_id, entry.school_id, title] = entry

    def all_entries(self) -> list[Entry]:
        """Every entry of the festival."""
        return [*self.entries, *self.untitled.values()]

    def entry_of(self, row: Row) -> Entry | None:
        """The entry that a row names by contest and number, or by school and title."""
        contest = self.contests.named(row, "contest")
        if contest is None or "number" in row.broken:
            return None
        if row["number"] or not row["school"]:
            return self.entries.named(row, "number", contest, required=True)
        school = self.context.schools.named(row, "school")
        entry = self.untitled.get((contest.pk, school.pk, row["entry"])) if school else None
        if self.entries.is_broken("", contest.pk):
            row.is_leaning = True
        elif school and entry is None:
            reason = _("no entry of this school and title without a number in “%(contest)s”")
            row.fault("entry", reason % {"contest": contest.slug})
        return entry

    def schools_of(self, entry: Entry) -> set[int]:
        """Primary keys of the schools behind an entry, partners included."""
        return {entry.school_id, *self.partners[entry.pk]}

    def spoil(self, row: Row) -> None:
        """A row with a fault would have made this entry: who names it is not blamed."""
        contest = self.contests.find(row["contest"])
        number = None if "number" in row.broken else row["number"]
        self.entries.spoil(number, scope=contest.pk if contest else None)


def frozen_reason(contest: Contest | None) -> str:
    """Why a row of the contest may not change; empty when it may."""
    if contest is None or contest.state == Contest.State.OPEN:
        return ""
    return _("the results of “%(contest)s” are frozen; nothing of it can change") % {"contest": contest.slug}


def import_contests(found: Contests, sections: Sequence[Section]) -> list[tuple[Section, Contest]]:
    """Make contests with their categories and rounds, or change them; each section with its contest."""
    upsert = Upsert(found.context.counts, "contests", Contest)
    pairs: list[tuple[Section, Contest]] = []
    for position, section in enumerate(sections):
        slug = section["slug"]
        if not slug or upsert.is_twice(section, slug, "slug"):
            found.contests.spoil(None)
            continue
        section.refuse_backwards("opens_at", "closes_at")
        contest = found.contests.items.get((None, slug))
        values = {**section.pick(*CONTEST), "kind": section["kind"] or "", "position": position}
        new, frozen = {"festival": found.context.festival, "slug": slug}, frozen_reason(contest)
        pairs.append((section, upsert.put(section, contest, values, new=new, frozen=frozen).item))
    named = {contest.slug for _section, contest in pairs}
    if sections:
        upsert.keep_behind((row for row in found.contests if row.slug not in named), named=len(named))
    upsert.write(even_faulty=True)
    for _section, contest in pairs:
        found.contests.add(contest.slug, contest, contest.name)
    _import_categories(found, pairs)
    _import_rounds(found, pairs)
    return pairs


def _import_categories(found: Contests, pairs: Sequence[tuple[Section, Contest]]) -> None:
    upsert = Upsert(found.context.counts, "categories", Category)
    for section, contest in pairs:
        names, frozen = section["categories"], frozen_reason(contest)
        if not all(names) or len({search_key(name) for name in names}) < len(names):
            section.fault("categories", _("stands here twice") if all(names) else _("is missing"))
        if not section.is_sound:
            found.categories.spoil(None, scope=contest.pk, count=1000)  # any name may be one that is not made
        for position, name in enumerate(names):
            item = found.categories.items.get((contest.pk, name))
            new = {"contest": contest, "name": name}
            upsert.put(section, item, {"position": position}, new=new, frozen=frozen)
        if names and not frozen:
            others = [row for row in found.categories.of(contest.pk) if row.name not in names]
            upsert.keep_behind(others, named=len(names))
    standing = list(found.categories)
    for change in upsert.write():
        row = change.item
        found.categories.add(row.name, row, row.name, scope=row.contest_id)
    upsert.warn_alike(standing, name=lambda row: row.name, scope=lambda row: row.contest_id)


def _import_rounds(found: Contests, pairs: Sequence[tuple[Section, Contest]]) -> None:
    upsert = Upsert(found.context.counts, "rounds", Round)
    lone: list[Round] = []
    for section, contest in pairs:
        parts, frozen = section.children["round"], frozen_reason(contest)
        known = {row.code: row for row in found.rounds.of(contest.pk)}
        codes = [part["code"] for part in parts]
        if not parts and not known:
            lone.append(Round(contest=contest, weight=Decimal(1)))
        if set(known) == {""} and parts and "" not in codes:  # the lone round gets a code
            known = {codes[0]: known[""]}
            del found.rounds.items[contest.pk, ""]
        for position, part in enumerate(parts):
            code = part["code"]
            if not code and len(parts) > 1 and "code" not in part.broken:
                part.fault("code", _("is missing"))
            values = {**part.pick("weight", "marking"), "position": position, "code": code}
            values |= part.pick("name") if part.has("name") else {}
            if not upsert.is_twice(part, (contest.pk, code), "code"):
                upsert.put(part, known.get(code), values, new={"contest": contest}, frozen=frozen)
            if not part.is_sound:
                found.rounds.spoil(None if "code" in part.broken else code, scope=contest.pk)
        if parts and not frozen:
            others = [row for code, row in known.items() if code not in codes]
            upsert.keep_behind(others, named=len(parts))
    Round.objects.bulk_create(lone)
    standing = list(found.rounds)
    for round in [*lone, *(change.item for change in upsert.write())]:
        found.rounds.add(round.code, round, round.name, scope=round.contest_id)
    upsert.warn_alike(standing, name=str, scope=lambda row: row.contest_id, column="code")


def import_entries(found: Contests, rows: Rows | None) -> None:
    """Entries of people and products; a booth's entry comes from its booth."""
    upsert = Upsert(found.context.counts, "entries", Entry)
    numbers = {(row["contest"], row["number"]) for row in rows or ()}
    for row in rows or ():
        contest = found.contests.named(row, "contest")
        school = found.context.schools.named(row, "school", required=True)
        category = found.categories.named(row, "category", contest) if contest else None
        if contest:
            _refuse_twice(upsert, row, contest, school)
        if contest is None or school is None or not row.is_sound:
            found.spoil(row)
            continue
        item = _entry_of(found, row, contest, school, numbers)
        values = row.pick("title", "code", "state", *(["summary"] if row.has("summary") else []))
        if item and found.titles.get(item.pk) == row["title"]:
            values["title"] = item.title
        column = "number" if row["number"] else "title"
        put_entry(found, upsert, row, item, contest, school, {**values, "category": category}, column=column)
    found.entries.is_whole = found.entries.is_whole and (rows is None or rows.is_whole)
    standing = found.all_entries()
    write_entries(found, upsert)
    upsert.warn_alike(
        standing,
        name=lambda entry: entry.title or entry.school.code,
        scope=lambda entry: (entry.contest_id, entry.school_id),
        shown=lambda entry: " · ".join(filter(None, (entry.number, entry.title))),
    )


def _refuse_twice(upsert: Upsert[Entry], row: Row, contest: Contest, school: School | None) -> None:
    """Numbers, codes, and without a number school and title, stand once in a contest."""
    if row["number"]:
        upsert.is_twice(row, (contest.pk, row["number"]), "number")
    elif school and not row.broken & {"number", "title"}:
        upsert.is_twice(row, (contest.pk, school.pk, row["title"]), "title")
    if row["code"]:
        upsert.is_twice(row, ("code", contest.pk, row["code"]), "code")


def _entry_of(
    found: Contests, row: Row, contest: Contest, school: School, numbers: set[tuple[str, str]]
) -> Entry | None:
    untitled = found.untitled.get((contest.pk, school.pk, row["title"]))
    if row["number"]:
        return found.entries.items.get((contest.pk, row["number"])) or untitled
    if untitled or not row["title"]:
        return untitled
    own = [entry for entry in found.entries.of(contest.pk) if entry.school_id == school.pk]
    alike = [entry for entry in own if entry.title == row["title"]]
    return alike[0] if len(alike) == 1 and (row["contest"], alike[0].number) not in numbers else None


def put_entry(
    found: Contests,
    upsert: Upsert[Entry],
    row: Row,
    item: Entry | None,
    contest: Contest,
    school: School,
    values: Mapping[str, Any],
    *,
    column: str,
) -> Change[Entry]:
    """Make an entry or bring it to `values`; stamps follow. Also used for a booth's entry."""
    values = {**values, "school": school}
    if row["number"] or item is None:
        values["number"] = row["number"]
    new = {"contest": contest, "created_at": found.context.now}
    change = upsert.put(row, item, values, new=new, column=column, frozen=frozen_reason(contest))
    stamp(change, now=found.context.now)
    return change


def stamp(change: Change[Any], *, now: datetime) -> None:
    """Note when a registration that changes was changed, submitted and decided, and its version."""
    item = change.item
    if change.outcome == UNCHANGED:
        return
    if change.is_new or "state" in change.columns:
        change.set(
            submitted_at=None if item.state == State.DRAFT else item.submitted_at or now,
            decided_at=now if item.state in {State.APPROVED, State.DECLINED} else None,
        )
    change.set(updated_at=now, version=item.version + (not change.is_new))


def write_entries(found: Contests, upsert: Upsert[Entry]) -> list[Change[Entry]]:
    """Write entries and make them findable. A code may belong to an entry that the bundle does not name."""
    mine = {change.item.pk for change in upsert.changes}
    holders = {(e.contest_id, e.code): e for e in found.all_entries() if e.code and e.pk not in mine}
    for change in upsert.changes:
        holder = holders.get((change.item.contest_id, change.item.code))
        if holder is not None and change.row.is_sound:
            words = {"code": change.item.code, "entry": holder}
            change.row.fault("code", _("the code “%(code)s” belongs to “%(entry)s” already") % words)
    done = upsert.write(unique=("number", "code"))
    found.keep([change.item for change in done])
    for change in done:
        entry = change.item
        found.rows[entry.pk] = change.row
        if change.outcome != UNCHANGED:
            found.changed[entry.pk] = entry
        if "school" in change.columns:
            found.moved.add(entry.pk)
    return done


def import_members(found: Contests, rows: Rows | None) -> None:
    """The people on entries."""
    upsert = Upsert(found.context.counts, "members", Member)
    wanted: dict[Entry, list[Row]] = defaultdict(list)
    for row in rows or ():
        entry = found.entry_of(row)
        key = (entry, row["full_name"], row["born_on"], row["class_name"])
        if entry is not None and row.is_sound and not upsert.is_twice(row, key, "full_name"):
            wanted[entry].append(row)
    known: dict[int, list[Member]] = defaultdict(list)
    for member in Member.objects.filter(entry__in=wanted).order_by("order", "pk"):
        known[member.entry_id].append(member)
    for entry, own in wanted.items():
        _put_people(found, upsert, entry, own, known[entry.pk])
    upsert.write()
    standing = [person for entry in wanted if not is_of_people(entry) for person in known[entry.pk]]
    upsert.warn_alike(standing, name=lambda person: person.full_name, scope=lambda person: person.entry_id)


def _put_people(
    found: Contests, upsert: Upsert[Member], entry: Entry, rows: Sequence[Row], people: Sequence[Member]
) -> None:
    """The people of one entry, and a warning of those that the file does not name any more."""
    identities = [Identity(row["full_name"], row["born_on"], row["class_name"]) for row in rows]
    standing = [Identity(person.full_name, person.born_on, person.class_name) for person in people]
    places = match_people(identities, standing)
    order = len(people)
    for row, place in zip(rows, places, strict=True):
        member = None if place is None else people[place]
        new, frozen = {"entry": entry, "order": order}, frozen_reason(entry.contest)
        change = upsert.put(row, member, row.pick(*MEMBER), new=new, column="full_name", frozen=frozen)
        if member is None:
            order += 1
            set_member_keys(change.item)
            found.changed[entry.pk] = entry
    for old in (person for place, person in enumerate(people) if place not in places):
        if is_of_people(entry):
            words = _("“%(old)s” is not in the file any more and stays: “%(entry)s” has several people")
            rows[0].warn("full_name", words % {"old": old.full_name, "entry": entry.number or entry.title})


def is_of_people(entry: Entry) -> bool:
    """Whether the entry is one person."""
    return entry.contest.kind == Contest.Kind.INDIVIDUAL


def read_attachments(rows: Rows | None, files: BundleFiles) -> dict[Row, SentFile]:
    """The papers that rows name."""
    held = set(Attachment.objects.values_list("sha256", flat=True)) if rows else set()
    return read_files(rows, files, clean_file, limit=MAX_BYTES, held=held)


def import_attachments(found: Contests, rows: Rows | None, sent: Mapping[Row, SentFile]) -> None:
    """Papers of entries, by file name; files that the festival holds already need not come again."""
    upsert = Upsert(found.context.counts, "attachments", Attachment)
    stored = Attachment.objects.filter(entry__contest__festival=found.context.festival) if rows else ()
    known = {(row.entry_id, row.name): row for row in stored}
    for row in rows or ():
        entry, name = found.entry_of(row), tidy_name(row["file"])
        if entry is None or not row.is_sound or upsert.is_twice(row, (entry.pk, name), "file"):
            continue
        item, file = known.get((entry.pk, name)), sent[row]
        if file.refuse(row, is_held=item is not None):
            continue
        values, is_fresh = row.pick("title"), not file.is_missing and (not item or item.sha256 != file.digest)
        if is_fresh:
            clean = file.clean()
            values |= {"sha256": clean.sha256, "size": len(clean.data), "content_type": clean.content_type}
        new = {"entry": entry, "name": name, "uploaded_at": found.context.now}
        change = upsert.put(row, item, values, new=new, column="file", frozen=frozen_reason(entry.contest))
        if is_fresh:
            found.context.keep(change.item, file=(name, clean.data))
    upsert.write()


def finish_entries(found: Contests) -> None:
    """Make the keys that entries are searched and sorted by, from their words and people."""
    names: dict[int, list[str]] = defaultdict(list)
    people = Member.objects.filter(entry__in=found.changed).order_by("order", "pk")
    for entry_pk, name in people.values_list("entry_id", "full_name"):
        names[entry_pk].append(name)
    for entry in found.changed.values():
        set_entry_keys(entry, names=names[entry.pk])
    Entry.objects.bulk_update(found.changed.values(), ["search_key", "number_key"], batch_size=200)
