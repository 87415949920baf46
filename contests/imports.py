"""The part of contests in an import: contests with their categories and rounds; entries, people, files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from operator import attrgetter
from types import MappingProxyType
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contests.actions.keys import set_entry_keys
from contests.files import MAX_BYTES, clean_file, tidy_name
from contests.forms.tables import CONTEST
from contests.models import Attachment, Category, Contest, Entry, Member, Round
from contests.naming import own_titles, people_without_number
from festival.forms.section import FILE, Section
from festival.forms.table import Row, Rows
from festival.imports import ImportContext, SentFile, read_files
from festival.models import School
from festival.tables.files import BundleFiles
from festival.tables.report import UNCHANGED
from festival.text import search_key
from festival.upsert import Change, M, Owner, Upsert

State = Entry.State
Pairs = Sequence[tuple[Section, Contest]]


def frozen_reason(contest: Contest | None) -> str:
    """Why a row of the contest may not change; empty when it may."""
    if contest is None or contest.state == Contest.State.OPEN:
        return ""
    return _("the results of “%(contest)s” are frozen; nothing of it can change") % {"contest": contest.slug}


class ContestUpsert(Upsert[M]):
    """A table of items of a contest, which do not change once its results are frozen.

    contest  the path of attributes from an item to its contest
    """

    contest = "contest"

    def frozen(self, item: M) -> str:
        """Why an item may not change; empty when it may."""
        return frozen_reason(attrgetter(self.contest)(item))


class Contests(Upsert[Contest]):
    """[[contest]] by slug."""

    table, model, key, name = "contests", Contest, "slug", "name"
    reason = gettext_lazy("there is no contest “%(key)s”")
    plain = ("slug", *CONTEST)

    def frozen(self, item: Contest) -> str:
        """Why a contest may not change; empty when it may."""
        return frozen_reason(item)


class Categories(ContestUpsert[Category]):
    """The categories of contests, by name."""

    table, model, key, name, scope = "categories", Category, "name", "name", "contest_id"
    reason = gettext_lazy("“%(key)s” is no category of “%(scope)s”")
    plain = ("name",)


class Rounds(ContestUpsert[Round]):
    """[[contest.round]] by code."""

    table, model, key, name, scope = "rounds", Round, "code", "name", "contest_id"
    reason = gettext_lazy("“%(scope)s” has no round “%(key)s”")
    plain, optional, alike_column = ("code", "weight", "marking"), ("name",), "code"

    def alike_name(self, item: Round) -> str:
        """The name of a round on the pages."""
        return str(item)


class Entries(ContestUpsert[Entry]):
    """Entries by number, or without one by school and title.

    titles  the title that files give to an entry without a number, where its own is not enough
    """

    table, model, scope = "entries", Entry, "contest_id"
    reason = gettext_lazy("“%(scope)s” has no entry with the number “%(key)s”")
    plain, optional, alike_scope = ("state",), ("summary",), ("contest_id", "school_id")
    titles: Mapping[int, str] = MappingProxyType({})

    def key_of(self, item: Entry) -> Any:
        """The number, or school and title."""
        return item.number or (item.school_id, self.titles.get(item.pk, item.title))

    def alike_name(self, item: Entry) -> str:
        """The title, or the code of the school where it has none."""
        return item.title or item.school.code


class Attachments(ContestUpsert[Attachment]):
    """Papers of entries, by file name."""

    table, model, key, scope, contest = "attachments", Attachment, "name", "entry_id", "entry.contest"
    plain, column = ("title",), "file"


@dataclass(eq=False)
class ContestContext(ImportContext):
    """What rows may name: contests, and by contest their categories, rounds and entries.

    partners  schools that take part in an entry, besides its own
    rows      the row of an entry or a judge
    changed   entries whose keys have to be made anew
    moved     entries and judges whose schools changed, entries whose category changed
    """

    contests: Contests = field(default_factory=Contests)
    categories: Categories = field(default_factory=Categories)
    rounds: Rounds = field(default_factory=Rounds)
    entries: Entries = field(default_factory=Entries)
    partners: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    rows: dict[Model, Row] = field(default_factory=dict)
    changed: dict[int, Entry] = field(default_factory=dict)
    moved: set[Model] = field(default_factory=set)

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
            row.names_faulty = True
        elif school and entry is None:
            reason = _("no entry of this school and title without a number in “%(contest)s”")
            row.fault("entry", reason % {"contest": contest.slug})
        return entry

    def schools_of(self, entry: Entry) -> set[int]:
        """Primary keys of the entry's school and its partners."""
        return {entry.school_id, *self.partners[entry.pk]}

    def note_faulty(self, row: Row) -> None:
        """Note the entry of a row with a fault, so that rows that name it get no fault of their own."""
        contest = self.contests.find(row["contest"])
        number = None if "number" in row.broken else row["number"]
        self.entries.note_faulty(number, scope=contest.pk if contest else None)


def import_contests(context: ContestContext, sections: Sequence[Section]) -> Pairs:
    """Make contests with their categories and rounds, or change them; each section with its contest."""
    context.contests.load(Contest.objects.filter(festival=context.festival))
    for section in sections:
        section.refuse_backwards("opens_at", "closes_at")
        section.values["kind"] = section["kind"] or ""
    changes = context.contests.put_list(sections, None, {"festival": context.festival}, key="slug")
    context.contests.write(even_faulty=True)
    pairs: list[Any] = [(change.row, change.item) for change in changes]
    _import_categories(context, pairs)
    _import_rounds(context, pairs)
    return pairs


def _import_categories(context: ContestContext, pairs: Pairs) -> None:
    categories = context.categories
    categories.load(Category.objects.filter(contest__festival=context.festival))
    for section, contest in pairs:
        names = section["categories"]
        if not all(names) or len({search_key(name) for name in names}) < len(names):
            section.fault("categories", _("is listed twice") if all(names) else _("is missing"))
        if not section.is_sound:
            categories.note_faulty(None, scope=contest.pk, count=1000)  # any name may be one that is not made
            continue
        rows = [Row(section.report, FILE, None, {"name": name}, {}, where=section.where) for name in names]
        for change in categories.put_list(rows, contest.pk, {"contest": contest}, key="name"):
            change.row = section
    categories.write()
    categories.warn_alike()


def _import_rounds(context: ContestContext, pairs: Pairs) -> None:
    rounds, lone = context.rounds, []
    rounds.load(Round.objects.filter(contest__festival=context.festival))
    for section, contest in pairs:
        parts, known = section.children["round"], rounds.of(contest.pk)
        codes = [part["code"] for part in parts]
        if not parts and not known:
            lone.append(Round(contest=contest, weight=Decimal(1)))
        if set(known) == {""} and parts and "" not in codes:  # the lone round gets a code
            known[codes[0]] = known.pop("")
        for part in parts:
            if not part["code"] and len(parts) > 1 and "code" not in part.broken:
                part.fault("code", _("is missing"))
        rounds.put_list(parts, contest.pk, {"contest": contest})
    rounds.keep(Round.objects.bulk_create(lone))
    rounds.write()
    rounds.warn_alike()


def import_entries(context: ContestContext, rows: Rows | None) -> None:
    """Entries of people and products; a booth's entry comes from its booth."""
    entries, festival = context.entries, context.festival
    links = Entry.partners.through.objects.filter(entry__contest__festival=festival)
    for entry_pk, school_pk in links.values_list("entry_id", "school_id"):
        context.partners[entry_pk].add(school_pk)
    stored = list(Entry.objects.filter(contest__festival=festival).select_related("contest", "school"))
    entries.titles = own_titles(stored, people_without_number(festival))
    entries.load(stored)
    entries.is_whole = rows is None or rows.is_whole
    numbers = {(row["contest"], row["number"]) for row in rows or ()}
    for row in rows or ():
        contest = context.contests.named(row, "contest")
        school = context.schools.named(row, "school", required=True)
        category = context.categories.named(row, "category", contest) if contest else None
        if contest:
            _refuse_twice(entries, row, contest, school)
        if contest is None or school is None or not row.is_sound:
            context.note_faulty(row)
            continue
        item = _entry_of(context, row, contest, school, numbers)
        is_own = item is not None and entries.titles.get(item.pk) == row["title"]
        title = item.title if item and is_own else row["title"]
        values = {"category": category, "title": title, "code": row["code"], "school": school}
        column = "number" if row["number"] else "title"
        put_entry(context, row, item, contest, values, column=column)
    write_entries(context)
    entries.warn_alike()


def _refuse_twice(entries: Upsert[Entry], row: Row, contest: Contest, school: School | None) -> None:
    """Refuse a number, a code, or without a number a school and title, that occurs twice in a contest."""
    if row["number"]:
        entries.is_twice(row, (contest.pk, row["number"]), "number")
    elif school and not row.broken & {"number", "title"}:
        entries.is_twice(row, (contest.pk, school.pk, row["title"]), "title")
    if row["code"]:
        entries.is_twice(row, ("code", contest.pk, row["code"]), "code")


def _entry_of(
    context: ContestContext, row: Row, contest: Contest, school: School, numbers: set[tuple[str, str]]
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
    context: ContestContext,
    row: Row,
    item: Entry | None,
    contest: Contest,
    values: Mapping[str, Any],
    *,
    column: str = "title",
) -> Change[Entry]:
    """Make an entry or bring it to `values`; stamps follow. Also used for a booth's entry."""
    number = {"number": row["number"]} if row["number"] or item is None else {}
    new = {"contest": contest, "created_at": context.now}
    change = context.entries.put(row, item, new, {**values, **number})
    change.column = column
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


def write_entries(context: ContestContext, *, is_counted: bool = True) -> None:
    """Write entries, and note what follows from them."""
    reason = _("the code “%(value)s” belongs to “%(holder)s” already")
    context.entries.refuse_held("code", reason, attrgetter("contest_id", "code"))
    for change in context.entries.write(unique=("number", "code"), is_counted=is_counted):
        entry = change.item
        context.rows[entry] = change.row
        if change.outcome != UNCHANGED:
            context.changed[entry.pk] = entry
        if change.columns & {"school", "category"}:
            context.moved.add(entry)


def read_attachments(rows: Rows | None, files: BundleFiles) -> dict[Row, SentFile]:
    """The papers that rows name."""
    return read_files(rows, files, clean_file, Attachment.objects.all(), "sha256", limit=MAX_BYTES)


def import_attachments(context: ContestContext, rows: Rows | None, sent: Mapping[Row, SentFile]) -> None:
    """Papers of entries, by file name."""
    papers = Attachments()
    papers.load(Attachment.objects.filter(entry__contest__festival=context.festival) if rows else ())
    found = files_of(papers, rows, sent, context.entry_of, lambda paper, digest: paper.sha256 == digest)
    for row, entry, name, item, clean in found:
        values = {}
        if clean:
            size = len(clean.data)
            values = {"sha256": clean.sha256, "size": size, "content_type": clean.content_type}
        new = {"entry": entry, "name": name, "uploaded_at": context.now}
        paper = papers.put(row, item, new, values).item
        if clean:
            context.keep(paper, file=(name, clean.data))
    papers.write()


def files_of(
    upsert: Upsert[M],
    rows: Rows | None,
    sent: Mapping[Row, SentFile],
    owner_of: Callable[[Row], Owner | None],
    is_of: Callable[[M, str], bool],
) -> Iterator[tuple[Row, Owner, str, M | None, Any]]:
    """Rows that name files: what each belongs to, its name, what is stored of it, what is to be stored.

    The last is None where the festival has the file already; it may then be missing from the bundle.
    """
    for row, owner in upsert.owned(rows, owner_of, lambda row: tidy_name(row["file"])):
        name, file = tidy_name(row["file"]), sent[row]
        item = upsert.get(name, owner.pk)
        if not file.refuse(row, is_held=item is not None):
            is_fresh = not file.is_missing and (item is None or not is_of(item, file.digest))
            yield row, owner, name, item, file.clean() if is_fresh else None


def finish_entries(context: ContestContext) -> None:
    """Set the keys that entries are searched and sorted by, from their texts and people."""
    names: dict[int, list[str]] = defaultdict(list)
    people = Member.objects.filter(entry__in=context.changed).order_by("order", "pk")
    for entry_pk, name in people.values_list("entry_id", "full_name"):
        names[entry_pk].append(name)
    for entry in context.changed.values():
        set_entry_keys(entry, names=names[entry.pk])
    Entry.objects.bulk_update(context.changed.values(), ["search_key", "number_key"], batch_size=200)
