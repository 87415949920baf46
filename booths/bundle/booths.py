"""booths.csv of a bundle: booths, their partners and stands; the entry of a booth that competes."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import Any, Final

from django.utils.translation import gettext as _

from booths.actions.keys import new_code, set_booth_keys
from booths.models import Booth, Product, Stand
from contests.bundle.contests import ContestBox, ContestPart, locked_reason
from contests.bundle.entries import EntryPart
from contests.models import Contest, Entry
from festival.bundle.changes import Outcome
from festival.bundle.intake import Intake, school_named
from festival.bundle.known import Known
from festival.models import School
from festival.tables import Row, Rows
from festival.text import natural_key

COLUMNS: Final = (
    "title",
    "field",
    "summary",
    "description",
    "person",
    "phone",
    "power",
    "tables",
    "internet",
    "note",
    "state",
)


class BoothPart:
    """Booths by school and title."""

    def __init__(self, intake: Intake, contests: ContestPart, entries: EntryPart) -> None:
        self.intake = intake
        self.contests = contests
        self.entries = entries
        self.booths: Known[Booth] = Known()
        self.products: dict[int, list[Product]] = defaultdict(list)
        self.partners: dict[int, list[School]] = {}
        self.renamed: dict[int, Booth] = {}
        self._stands: dict[str, Stand] = {}
        self._holders: dict[str, tuple[Booth, Row | None]] = {}
        self._entries: dict[int, Entry] = {}
        self._waiting: list[tuple[str, Booth, Row]] = []

    def load(self) -> None:
        """Read what the edition has already; a fixed number of queries."""
        festival = self.intake.festival
        if not festival.pk:
            return
        schools = {school.pk: school for school in self.intake.schools}
        entries = {e.pk: (e, box) for box in self.contests.boxes for e in self._all_entries(box)}
        partners: dict[int, list[School]] = defaultdict(list)
        links = Booth.partners.through.objects.filter(booth__festival=festival).order_by("pk")
        for booth_pk, school_pk in links.values_list("booth_id", "school_id"):
            partners[booth_pk].append(schools[school_pk])
        stands = {stand.pk: stand for stand in Stand.objects.filter(festival=festival)}
        self._stands = {stand.code: stand for stand in stands.values()}
        booths = {}
        for booth in Booth.objects.filter(festival=festival):
            booth.school = schools[booth.school_id]
            booths[booth.pk] = booth
            self.booths.items[booth.school.code, booth.title] = booth
            self.partners[id(booth)] = partners.get(booth.pk, [])
            if booth.entry_id in entries:
                self._entries[id(booth)] = entries[booth.entry_id][0]
            if booth.stand_id:
                self._holders[stands[booth.stand_id].code] = (booth, None)
        for product in Product.objects.filter(booth__festival=festival):
            self.products[id(booths[product.booth_id])].append(product)

    def _all_entries(self, box: ContestBox) -> list[Entry]:
        return [*box.entries.items.values(), *box.untitled.values()]

    def read_booths(self, rows: Rows | None) -> None:
        """Take every row; stands are looked at when all booths are known."""
        self.booths.is_whole = rows is None or rows.is_whole
        seen: dict[Any, int] = {}
        for row in rows or ():
            self._settle_row(row, seen)
            if not row.is_sound:
                self._spoil(row)
        if rows is not None and not rows.is_whole:
            for box in self.contests.boxes:
                box.entries.is_whole = False
        self._refuse_shared_stands()

    def _spoil(self, row: Row) -> None:
        if row.broken & {"school_code", "title"}:
            self.booths.spoil(None)
        else:
            self.booths.spoil((row["school_code"], row["title"]))
        if row["contest"] or row["number"] or row.broken & {"contest", "number"}:
            self.contests.spoil_entry(row)

    def _settle_row(self, row: Row, seen: dict[Any, int]) -> None:
        school = school_named(self.intake, row, "school_code")
        partners = self._partners_named(row)
        box = self._contest_named(row)
        category = self.entries.category_named(row, box) if box else None
        if not row.broken & {"school_code", "title"}:
            self.intake.twice(row, seen, (row["school_code"], row["title"]), "title")
        if box and row["number"]:
            self._refuse_number_twice(row, box, seen)
        if school is None or not row.is_sound:
            return
        booth, outcome, columns = self._settle(row, school, partners)
        if box is not None:
            outcome = self._settle_entry(row, booth, box, category, outcome, columns)
        self.intake.done(row, "booths", outcome, columns)

    def _partners_named(self, row: Row) -> list[School]:
        partners = []
        for code in row["partners"]:
            words = _("there is no school “%(code)s”") % {"code": code}
            school = self.intake.schools.named(code, row=row, column="partners", reason=words)
            if school is not None and code != row["school_code"]:
                partners.append(school)
        return partners

    def _contest_named(self, row: Row) -> ContestBox | None:
        if not row["contest"]:
            if row["number"] and "contest" not in row.broken:
                self.intake.report.add(row.fault("contest", _("a number needs the contest it belongs to")))
            return None
        box = self.contests.contest_named(row)
        if box is not None and box.has_kind and box.contest.kind != Contest.Kind.BOOTH:
            words = _("“%(contest)s” is not a contest of booths") % {"contest": box.slug}
            self.intake.report.add(row.fault("contest", words))
        return box

    def _refuse_number_twice(self, row: Row, box: ContestBox, seen: dict[Any, int]) -> None:
        elsewhere = self.entries.rows_of.get((box.slug, row["number"]))
        if elsewhere:
            words = _("the same as in %(place)s; a booth's entry is made from its own row")
            self.intake.report.add(row.fault("number", words % {"place": elsewhere}))
        else:
            self.intake.twice(row, seen, ("number", box.slug, row["number"]), "number")

    def _settle(self, row: Row, school: School, partners: list[School]) -> tuple[Booth, Outcome, set[str]]:
        intake, now = self.intake, self.intake.now
        values = {name: row[name] for name in COLUMNS}
        booth, outcome = intake.changes.settle(
            self.booths.get((school.code, row["title"])),
            partial(Booth, festival=intake.festival, school=school, code=new_code(), created_at=now),
            values,
        )
        columns = set(intake.changes.changed_columns(booth)) if outcome is Outcome.CHANGED else set()
        if self._settle_partners(booth, partners):
            columns.add("partners")
        if self._settle_stand(row, booth):
            columns.add("stand")
        if outcome is Outcome.UNCHANGED and columns:
            outcome = Outcome.CHANGED
        if outcome is not Outcome.UNCHANGED:
            self._stamp(booth, outcome, columns)
        self.booths.items[school.code, booth.title] = booth
        return booth, outcome, columns

    def _stamp(self, booth: Booth, outcome: Outcome, columns: set[str]) -> None:
        now = self.intake.now
        booth.updated_at = now
        if outcome is Outcome.CREATED or "state" in columns:
            booth.submitted_at = None if booth.state == Booth.State.DRAFT else (booth.submitted_at or now)
            decided = {Booth.State.APPROVED, Booth.State.DECLINED}
            booth.decided_at = now if booth.state in decided else None
        if outcome is Outcome.CHANGED:
            booth.version += 1
        self.intake.changes.touch(booth, ["updated_at", "submitted_at", "decided_at", "version"])
        self.renamed[id(booth)] = booth

    def _settle_partners(self, booth: Booth, partners: list[School]) -> bool:
        """Bring the links to the row's partners; True when they changed (a new booth's do not count)."""
        before = self.partners.get(id(booth), [])
        self.partners[id(booth)] = partners
        return link_schools(self.intake, Booth.partners.through, "booth", booth, before, partners)

    def _settle_stand(self, row: Row, booth: Booth) -> bool:
        """Note the stand of the row; True when the booth moves."""
        code = row["stand"]
        now_at = next((c for c, (holder, _row) in self._holders.items() if holder is booth), "")
        if code and code in self._holders and self._holders[code][1] is not None:
            words = _("“%(booth)s” stands there already")
            self.intake.report.add(row.fault("stand", words % {"booth": self._holders[code][0].title}))
            return False
        if code == now_at:
            if code:
                self._holders[code] = (booth, row)
            return False
        if now_at and self._holders[now_at][0] is booth:
            del self._holders[now_at]
        if code:
            self._waiting.append((code, booth, row))
        if booth.pk:
            self.intake.changes.clear_first(Booth, [booth.pk], stand=None)
        booth.stand = self._stand(code) if code else None
        self.intake.changes.touch(booth, ["stand"])
        return True

    def _stand(self, code: str) -> Stand:
        if code not in self._stands:
            stand = Stand(festival=self.intake.festival, code=code, sort_key=natural_key(code))
            self.intake.changes.add(stand)
            self._stands[code] = stand
        return self._stands[code]

    def _refuse_shared_stands(self) -> None:
        for code, booth, row in self._waiting:
            holder = self._holders.get(code, (booth, None))[0]
            if holder is not booth:
                words = _("“%(booth)s” stands there already") % {"booth": holder.title}
                self.intake.report.add(row.fault("stand", words))
            self._holders[code] = (holder, row)

    def _settle_entry(
        self,
        row: Row,
        booth: Booth,
        box: ContestBox,
        category: Any,
        outcome: Outcome,
        columns: set[str],
    ) -> Outcome:
        """Make or follow the booth's entry: it has the booth's words, school, partners and state."""
        found = self._entries.get(id(booth))
        if found is not None and found.contest is not box.contest:
            words = _("this booth competes in “%(contest)s” already") % {"contest": found.contest.slug}
            self.intake.report.add(row.fault("contest", words))
            return outcome
        found = found or box.entries.get(row["number"]) or box.untitled.get((booth.school.code, booth.title))
        values = {"title": booth.title, "summary": booth.summary, "state": booth.state}
        if row.has("category"):
            values["category"] = category
        if found is not None and row["number"] and found.number and found.number != row["number"]:
            box.entries.items.pop(found.number, None)
        entry, entry_outcome, entry_columns = self.entries.settle(
            box, found, booth.school, values, number=row["number"]
        )
        if self._follow(booth, box, entry):
            entry_columns.add("partners")
            box.regrouped.add(id(entry))
        self.entries.note_row(entry, row)
        self.entries.rows_of[box.slug, row["number"]] = f"{row.file}:{row.number}"
        if self._entries.get(id(booth)) is not entry:
            booth.entry = entry
            self._entries[id(booth)] = entry
            self.intake.changes.touch(booth, ["entry"])
            entry_columns.add("contest")
        columns |= entry_columns - {"summary", "title"}
        is_changed = (
            outcome is not Outcome.UNCHANGED or entry_outcome is not Outcome.UNCHANGED or entry_columns
        )
        if is_changed and box.is_locked:
            self.intake.report.add(row.fault("title", locked_reason(box)))
        return Outcome.CHANGED if is_changed and outcome is Outcome.UNCHANGED else outcome

    def _follow(self, booth: Booth, box: ContestBox, entry: Entry) -> bool:
        before, partners = box.partners.get(id(entry), []), self.partners[id(booth)]
        box.partners[id(entry)] = partners
        return link_schools(self.intake, Entry.partners.through, "entry", entry, before, partners)

    def finish(self) -> None:
        """Set the keys and the places that follow from all booths, products and stands together."""
        order = sorted(self._stands.values(), key=lambda stand: (stand.sort_key, stand.code))
        walk = {id(stand): place for place, stand in enumerate(order, start=1)}
        by_pk = {stand.pk: stand for stand in order if stand.pk}
        for booth in self.renamed.values():
            names = [product.name for product in self.products[id(booth)]]
            set_booth_keys(booth, partners=self.partners[id(booth)], products=names)
            self.intake.changes.touch(booth, ["search_key", "sort_key"])
            entry = self._entries.get(id(booth))
            if entry is not None:
                stand = by_pk[booth.stand_id] if booth.stand_id else booth.stand
                entry.place = _place(stand)
                entry.walk_order = walk[id(stand)] if stand else None
                self.intake.changes.touch(entry, ["place", "walk_order"])


def _place(stand: Stand | None) -> str:
    if stand is None:
        return ""
    return f"{stand.code} · {stand.zone}" if stand.zone else stand.code


def link_schools(
    intake: Intake, through: Any, name: str, row: Any, before: list[School], after: list[School]
) -> bool:
    """Bring the links of a row to the schools `after`; True when the row was there and they changed."""
    kept = {id(school) for school in before}
    wanted = {id(school) for school in after}
    for school in after:
        if id(school) not in kept:
            intake.changes.add(through(**{name: row, "school": school}))
    for school in before:
        if id(school) not in wanted:
            intake.changes.drop_link(through, **{f"{name}_id": row.pk, "school_id": school.pk})
    return kept != wanted and not intake.changes.is_new(row)
