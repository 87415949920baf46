"""The part of contests in an import: contests with their categories and rounds; entries, people, files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from operator import attrgetter, itemgetter
from typing import Any, Final

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contests.actions.keys import set_entry_keys, set_member_keys
from contests.files import MAX_BYTES, clean_file, tidy_name
from contests.forms.tables import CONTEST
from contests.models import Attachment, Category, Contest, Entry, Member, Round
from contests.naming import own_titles, people_without_number
from contests.rules import Identity, match_people
from festival.forms.section import FILE, Section
from festival.forms.table import Row, Rows
from festival.imports import ImportContext, SentFile, read_files
from festival.models import School, User
from festival.tables.files import BundleFiles
from festival.tables.report import Report
from festival.text import search_key
from festival.upsert import UNCHANGED, Change, Lookup, M, Owner, Upsert

State = Entry.State
Pairs = Sequence[tuple[Section, Contest]]
MEMBER: Final = ("salutation", "role", "born_on", "position", "class_name", "mentor", "phone", "full_name")
IDENTITY: Final = ("full_name", "born_on", "class_name")


class Contests(ImportContext):
    """What rows may name: contests, and by contest their categories, rounds and entries.

    entries   by number, or without one by school and title
    titles    the title that files give to an entry without a number, where its own is not enough
    partners  schools that take part in an entry, besides its own
    rows      the row that speaks of an entry or a judge
    changed   entries whose keys have to be made anew
    moved     entries and judges whose schools changed
    """

    def __init__(self, report: Report, now: datetime, by: User | None = None) -> None:
        super().__init__(report, now, by)
        self.contests: Lookup[Contest] = Lookup(
            gettext_lazy("there is no contest “%(key)s”"), key="slug", name="name"
        )
        of: Any = {"name": "name", "scope": "contest_id"}
        self.categories: Lookup[Category] = Lookup(
            gettext_lazy("“%(key)s” is no category of “%(scope)s”"), key="name", **of
        )
        self.rounds: Lookup[Round] = Lookup(
            gettext_lazy("“%(scope)s” has no round “%(key)s”"), key="code", **of
        )
        reason = gettext_lazy("“%(scope)s” has no entry with the number “%(key)s”")
        self.entries: Lookup[Entry] = Lookup(
            reason,
            key=lambda row: row.number or (row.school_id, self.titles.get(row.pk, row.title)),
            scope="contest_id",
        )
        self.titles: dict[int, str] = {}
        self.partners: dict[int, set[int]] = defaultdict(set)
        self.rows: dict[Model, Row] = {}
        self.changed: dict[int, Entry] = {}
        self.moved: set[Model] = set()

    def entry_of(self, row: Row) -> Entry | None:
        """The entry that a row names by contest and number, or by school and title."""
        contest = self.contests.named(row, "contest")
        if contest is None or "number" in row.broken:
            return None
        if row["number"] or not row["school"]:
            return self.entries.named(row, "number", contest, required=True)
        school = self.schools.named(row, "school")
        entry = self.entries.get((school.pk, row["entry"]), contest.pk) if school else None
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


def import_contests(context: Contests, sections: Sequence[Section]) -> Pairs:
    """Make contests with their categories and rounds, or change them; each section with its contest."""
    context.contests.load(Contest.objects.filter(festival=context.festival))
    upsert = Upsert(
        context.counts, "contests", Contest, context.contests, plain=[n for n in CONTEST if n != "kind"]
    )

    def values(section: Row) -> dict[str, Any]:
        section.refuse_backwards("opens_at", "closes_at")  # type: ignore[attr-defined]
        return {"slug": section["slug"], "kind": section["kind"] or ""}

    changes = upsert.put_list(sections, None, {"festival": context.festival}, values, key="slug")
    for change in changes:
        change.frozen = frozen_reason(change.item)
    upsert.write(even_faulty=True)
    pairs: list[Any] = [(change.row, change.item) for change in changes]
    _import_categories(context, pairs)
    _import_rounds(context, pairs)
    return pairs


def _import_categories(context: Contests, pairs: Pairs) -> None:
    categories = context.categories
    categories.load(Category.objects.filter(contest__festival=context.festival))
    upsert = Upsert(context.counts, "categories", Category, categories, plain=["name"])
    for section, contest in pairs:
        names = section["categories"]
        if not all(names) or len({search_key(name) for name in names}) < len(names):
            section.fault("categories", _("stands here twice") if all(names) else _("is missing"))
        if not section.is_sound:
            categories.spoil(None, scope=contest.pk, count=1000)  # any name may be one that is not made
            continue
        rows = [Row(section.report, FILE, None, {"name": name}, {}, where=section.where) for name in names]
        new, frozen = {"contest": contest}, frozen_reason(contest)
        for change in upsert.put_list(rows, contest.pk, new, key="name", frozen=frozen):
            change.row = section
    upsert.write()
    upsert.warn_alike()


def _import_rounds(context: Contests, pairs: Pairs) -> None:
    rounds, lone = context.rounds, []
    rounds.load(Round.objects.filter(contest__festival=context.festival))
    plain = ("code", "weight", "marking")
    upsert = Upsert(context.counts, "rounds", Round, rounds, plain=plain, optional=["name"], column="code")
    for section, contest in pairs:
        parts, known = section.children["round"], dict(rounds.of(contest.pk))
        codes = [part["code"] for part in parts]
        if not parts and not known:
            lone.append(Round(contest=contest, weight=Decimal(1)))
        if set(known) == {""} and parts and "" not in codes:  # the lone round gets a code
            known = {codes[0]: known[""]}
        for part in parts:
            if not part["code"] and len(parts) > 1 and "code" not in part.broken:
                part.fault("code", _("is missing"))
        new, frozen = {"contest": contest}, frozen_reason(contest)
        upsert.put_list(parts, contest.pk, new, known=known, frozen=frozen)
    rounds.keep(Round.objects.bulk_create(lone))
    upsert.write()
    upsert.warn_alike(name=str)


def import_entries(context: Contests, rows: Rows | None) -> None:
    """Entries of people and products; a booth's entry comes from its booth."""
    entries, festival = context.entries, context.festival
    links = Entry.partners.through.objects.filter(entry__contest__festival=festival)
    for entry_pk, school_pk in links.values_list("entry_id", "school_id"):
        context.partners[entry_pk].add(school_pk)
    stored = list(Entry.objects.filter(contest__festival=festival).select_related("contest", "school"))
    context.titles = own_titles(stored, people_without_number(festival))
    entries.load(stored)
    entries.is_whole = rows is None or rows.is_whole
    upsert = Upsert(context.counts, "entries", Entry, entries, plain=("code", "state"), optional=["summary"])
    numbers = {(row["contest"], row["number"]) for row in rows or ()}
    for row in rows or ():
        contest = context.contests.named(row, "contest")
        school = context.schools.named(row, "school", required=True)
        category = context.categories.named(row, "category", contest) if contest else None
        if contest:
            _refuse_twice(upsert, row, contest, school)
        if contest is None or school is None or not row.is_sound:
            context.spoil(row)
            continue
        item = _entry_of(context, row, contest, school, numbers)
        is_own = item is not None and context.titles.get(item.pk) == row["title"]
        values = {"category": category, "title": item.title if item and is_own else row["title"]}
        put_entry(context, upsert, row, item, contest, school, values)
    write_entries(context, upsert)
    upsert.warn_alike(
        name=lambda entry: entry.title or entry.school.code,
        scope=attrgetter("contest_id", "school_id"),
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
    context: Contests, row: Row, contest: Contest, school: School, numbers: set[tuple[str, str]]
) -> Entry | None:
    """The entry of a row: by number, by school and title, or by a title that one numbered entry has."""
    known = context.entries.of(contest.pk)
    untitled = known.get((school.pk, row["title"]))
    if row["number"] or untitled or not row["title"]:
        return known.get(row["number"]) or untitled
    wanted = (school.pk, row["title"])
    alike = [entry for entry in known.values() if entry.number and (entry.school_id, entry.title) == wanted]
    return alike[0] if len(alike) == 1 and (row["contest"], alike[0].number) not in numbers else None


def put_entry(
    context: Contests,
    upsert: Upsert[Entry],
    row: Row,
    item: Entry | None,
    contest: Contest,
    school: School,
    values: Mapping[str, Any],
) -> Change[Entry]:
    """Make an entry or bring it to `values`; stamps follow. Also used for a booth's entry."""
    values = {**values, "school": school}
    if row["number"] or item is None:
        values["number"] = row["number"]
    new = {"contest": contest, "created_at": context.now}
    column = upsert.column or ("number" if row["number"] else "title")
    change = upsert.put(row, item, new, values, column=column, frozen=frozen_reason(contest))
    stamp(change, now=context.now)
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


def write_entries(context: Contests, upsert: Upsert[Entry]) -> None:
    """Write entries. A code may belong to an entry that the bundle does not name."""
    mine = {change.item.pk for change in upsert.changes}
    holders = {(e.contest_id, e.code): e for e in context.entries if e.code and e.pk not in mine}
    for change in upsert.changes:
        holder = holders.get((change.item.contest_id, change.item.code))
        if holder is not None and change.row.is_sound:
            words = {"code": change.item.code, "entry": holder}
            change.row.fault("code", _("the code “%(code)s” belongs to “%(entry)s” already") % words)
    for change in upsert.write(unique=("number", "code")):
        entry = change.item
        context.rows[entry] = change.row
        if change.outcome != UNCHANGED:
            context.changed[entry.pk] = entry
        if "school" in change.columns:
            context.moved.add(entry)


def import_members(context: Contests, rows: Rows | None) -> None:
    """The people on entries."""
    members: Lookup[Member] = Lookup(key="pk", name="full_name", scope="entry_id")
    upsert = Upsert(
        context.counts, "members", Member, members, plain=MEMBER, column="full_name", ordered=True
    )
    wanted: dict[Entry, list[Row]] = defaultdict(list)
    for row, entry in upsert.owned(rows, context.entry_of, itemgetter(*IDENTITY)):
        wanted[entry].append(row)
    members.load(Member.objects.filter(entry__in=wanted).order_by("order", "pk"))
    standing: list[Member] = []
    for entry, own in wanted.items():
        people = list(members.of(entry.pk).values())
        _put_people(context, upsert, entry, own, people)
        standing += [] if is_of_people(entry) else people
    upsert.write()
    upsert.warn_alike(standing=standing)


def _put_people(
    context: Contests, upsert: Upsert[Member], entry: Entry, rows: Sequence[Row], people: Sequence[Member]
) -> None:
    """The people of one entry, and a warning of those that the file does not name any more."""
    standing = [Identity(*attrgetter(*IDENTITY)(person)) for person in people]
    places = match_people([Identity(*itemgetter(*IDENTITY)(row)) for row in rows], standing)
    for row, place in zip(rows, places, strict=True):
        member = None if place is None else people[place]
        change = upsert.put(row, member, {"entry": entry}, frozen=frozen_reason(entry.contest))
        if member is None:
            set_member_keys(change.item)
            context.changed[entry.pk] = entry
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


def import_attachments(context: Contests, rows: Rows | None, sent: Mapping[Row, SentFile]) -> None:
    """Papers of entries, by file name."""
    papers: Lookup[Attachment] = Lookup(key="name", scope="entry_id")
    papers.load(Attachment.objects.filter(entry__contest__festival=context.festival) if rows else ())
    upsert = Upsert(context.counts, "attachments", Attachment, papers, plain=["title"], column="file")
    found = files_of(upsert, rows, sent, context.entry_of, lambda paper, digest: paper.sha256 == digest)
    for row, entry, name, item, clean in found:
        values = {}
        if clean:
            size = len(clean.data)
            values = {"sha256": clean.sha256, "size": size, "content_type": clean.content_type}
        new, frozen = {"entry": entry, "name": name, "uploaded_at": context.now}, frozen_reason(entry.contest)
        change = upsert.put(row, item, new, values, frozen=frozen)
        if clean:
            context.keep(change.item, file=(name, clean.data))
    upsert.write()


def files_of(
    upsert: Upsert[M],
    rows: Rows | None,
    sent: Mapping[Row, SentFile],
    owner_of: Callable[[Row], Owner | None],
    is_of: Callable[[M, str], bool],
) -> Iterator[tuple[Row, Owner, str, M | None, Any]]:
    """Rows that name files: what each belongs to, its name, what is stored of it, what is to be stored.

    The last is None where the festival holds the file already; it then need not come again.
    """
    for row, owner in upsert.owned(rows, owner_of, lambda row: tidy_name(row["file"])):
        name, file = tidy_name(row["file"]), sent[row]
        item = upsert.lookup.get(name, owner.pk)
        if not file.refuse(row, is_held=item is not None):
            is_fresh = not file.is_missing and (item is None or not is_of(item, file.digest))
            yield row, owner, name, item, file.clean() if is_fresh else None


def finish_entries(context: Contests) -> None:
    """Make the keys that entries are searched and sorted by, from their words and people."""
    names: dict[int, list[str]] = defaultdict(list)
    people = Member.objects.filter(entry__in=context.changed).order_by("order", "pk")
    for entry_pk, name in people.values_list("entry_id", "full_name"):
        names[entry_pk].append(name)
    for entry in context.changed.values():
        set_entry_keys(entry, names=names[entry.pk])
    Entry.objects.bulk_update(context.changed.values(), ["search_key", "number_key"], batch_size=200)
