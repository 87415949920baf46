"""[[contest]] of festival.toml: contests, their categories and rounds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from contests.bundle.naming import own_titles, people_without_number
from contests.models import Category, Contest, Entry, Round
from festival.bundle.changes import Outcome
from festival.bundle.intake import Intake
from festival.bundle.known import Known
from festival.bundle.toml import Section
from festival.models import School
from festival.tables import Row
from festival.text import search_key


@dataclass(slots=True)
class ContestBox:
    """A contest under way: its row and everything that other rows may name."""

    contest: Contest
    categories: Known[Category] = field(default_factory=Known)
    rounds: Known[Round] = field(default_factory=Known)
    entries: Known[Entry] = field(default_factory=Known)
    untitled: dict[tuple[str, str], Entry] = field(default_factory=dict)
    aliases: dict[int, str] = field(default_factory=dict)
    partners: dict[int, list[School]] = field(default_factory=dict)
    regrouped: set[int] = field(default_factory=set)
    has_kind: bool = True

    @property
    def slug(self) -> str:
        return self.contest.slug

    @property
    def is_locked(self) -> bool:
        """Whether nothing of it may change any more."""
        return self.contest.state != Contest.State.OPEN

    @property
    def judged_rounds(self) -> list[Round]:
        """Rounds that judges mark."""
        return [round for round in self.rounds if round.marking == Round.Marking.JUDGES]

    def category_named(self, words: str) -> Category | None:
        """The category of this name, capitals and marks aside."""
        key = search_key(words)
        return next((row for row in self.categories if search_key(row.name) == key), None)

    def school_pks(self, entry: Entry) -> set[int]:
        """Identities of the schools behind an entry, partners included."""
        return {id(entry.school), *(id(school) for school in self.partners.get(id(entry), ()))}


def locked_reason(box: ContestBox) -> str:
    """Why a row of the contest may not change."""
    return _("the results of “%(contest)s” are frozen; nothing of it can change") % {"contest": box.slug}


class ContestPart:
    """Reads contests; entries and what hangs on them are read by `contests.bundle.entries`."""

    def __init__(self, intake: Intake) -> None:
        self.intake = intake
        self.boxes: Known[ContestBox] = Known()

    def load(self) -> None:
        """Read what the edition has already; a fixed number of queries."""
        festival = self.intake.festival
        if not festival.pk:
            return
        contests = {row.pk: ContestBox(row) for row in Contest.objects.filter(festival=festival)}
        self.boxes.items = {box.slug: box for box in contests.values()}
        for category in Category.objects.filter(contest__festival=festival):
            contests[category.contest_id].categories.items[category.name] = category
        for round in Round.objects.filter(contest__festival=festival):
            contests[round.contest_id].rounds.items[round.code] = round
        self._load_entries(contests)

    def _load_entries(self, contests: dict[int, ContestBox]) -> None:
        schools = {school.pk: school for school in self.intake.schools}
        partners: dict[int, list[School]] = defaultdict(list)
        links = Entry.partners.through.objects.filter(entry__contest__festival=self.intake.festival)
        for entry_pk, school_pk in links.order_by("pk").values_list("entry_id", "school_id"):
            partners[entry_pk].append(schools[school_pk])
        entries = list(Entry.objects.filter(contest__festival=self.intake.festival))
        for entry in entries:
            entry.contest, entry.school = contests[entry.contest_id].contest, schools[entry.school_id]
        titles = own_titles(entries, people_without_number(self.intake.festival))
        for entry in entries:
            box = contests[entry.contest_id]
            if titles.get(entry.pk, entry.title) != entry.title:
                box.aliases[id(entry)] = titles[entry.pk]
            self.keep(box, entry, partners.get(entry.pk, []))

    def keep(self, box: ContestBox, entry: Entry, partners: list[School]) -> None:
        """Make an entry findable."""
        if entry.number:
            box.entries.items[entry.number] = entry
        else:
            box.untitled[entry.school.code, box.aliases.get(id(entry), entry.title)] = entry
        box.partners[id(entry)] = partners

    def read_contest(self, section: Section, *, position: int, seen: set[str]) -> ContestBox:
        """Find or make one contest with its categories and rounds."""
        slug = section.slug("slug")
        if slug in seen:
            section.fault("slug", _("stands here twice"))
        seen.add(slug)
        values = self._values(section, position=position)
        box = self.boxes.get(slug) if slug else None
        if box is None:
            box = ContestBox(Contest(festival=self.intake.festival, slug=slug))
            self.intake.changes.add(box.contest)
            for name, value in values.items():
                setattr(box.contest, name, value)
            outcome = Outcome.CREATED
        else:
            _row, outcome = self.intake.changes.settle(box.contest, Contest, values)
        box.has_kind = bool(values["kind"])
        self.boxes.items[slug] = box
        if not slug or section.is_at_fault("slug"):
            self.boxes.spoil(None)
        self.count(section, box, "contests", outcome, box.contest)
        self._read_categories(section, box)
        self._read_rounds(section, box)
        return box

    def finish(self, *, named: set[str]) -> None:
        """Contests that festival.toml does not name stay, behind those it names."""
        others = [box.contest for box in self.boxes if box.slug not in named]
        self.intake.changes.keep_behind(others, named=len(named))

    def keep_behind(self, box: ContestBox, rows: Iterable[Any], *, named: int) -> None:
        """The same for what belongs to a contest; a locked one keeps its order."""
        if not box.is_locked and named:
            self.intake.changes.keep_behind(rows, named=named)

    def count(self, section: Section, box: ContestBox, table: str, outcome: Outcome, row: Any) -> None:
        """A row of the contest's settings came to this; a locked contest takes none."""
        if outcome is not Outcome.UNCHANGED and box.is_locked:
            section.fault("", locked_reason(box))
        self.intake.changes.count(table, outcome, self.intake.changes.changed_columns(row))

    def _values(self, section: Section, *, position: int) -> dict[str, Any]:
        values = {
            "name": section.text("name", limit=200, required=True),
            "kind": section.choice("kind", Contest.Kind, ""),
            "quota_per_school": section.whole("quota_per_school", None),
            "anonymous": section.flag("anonymous", default=False),
            "opens_at": section.instant("opens_at"),
            "closes_at": section.instant("closes_at"),
            "position": position,
        }
        if not section.has("kind"):
            section.fault("kind", _("is missing"))
        opens, closes = values["opens_at"], values["closes_at"]
        if opens and closes and closes < opens:  # type: ignore[operator]
            section.fault("closes_at", _("lies before %(first)s") % {"first": "opens_at"})
        return values

    def _read_categories(self, section: Section, box: ContestBox) -> None:
        names = section.texts("categories", limit=120)
        if len({search_key(name) for name in names}) < len(names):
            section.fault("categories", _("stands here twice"))
        if not all(names):
            section.fault("categories", _("is missing"))
        box.categories.is_whole = section.is_sound
        for position, name in enumerate(names):
            row, outcome = self.intake.changes.settle(
                box.categories.get(name),
                partial(Category, contest=box.contest, name=name),
                {"position": position},
            )
            box.categories.items[name] = row
            self.count(section, box, "categories", outcome, row)
        others = [row for row in box.categories if row.name not in names]
        self.keep_behind(box, others, named=len(names))

    def _read_rounds(self, section: Section, box: ContestBox) -> None:
        parts = list(section.parts("round", "round"))
        if not parts and not box.rounds.items:
            box.rounds.items[""] = Round(contest=box.contest, weight=Decimal(1))
            self.intake.changes.add(box.rounds.items[""])
        self._take_over_only_round(parts, box)
        seen: set[str] = set()
        codes = {part.data.get("code", "") for part in parts if isinstance(part.data.get("code", ""), str)}
        self.keep_behind(box, [row for row in box.rounds if row.code not in codes], named=len(parts))
        for position, part in enumerate(parts):
            code = part.code("code", required=len(parts) > 1)
            if code in seen and (code or len(parts) == 1):
                part.fault("code", _("stands here twice"))
            seen.add(code)
            self._settle_round(part, box, code, _round_values(part, position))
            if not part.is_sound:
                box.rounds.spoil(None if part.is_at_fault("code") else code)

    def _take_over_only_round(self, parts: list[Section], box: ContestBox) -> None:
        """A contest that had its one nameless round and now names rounds: the nameless becomes the first."""
        nameless = box.rounds.get("")
        codes = [str(part.data.get("code", "")) for part in parts]
        if nameless is None or not codes or "" in codes or len(box.rounds.items) > 1:
            return
        first = codes[0]
        self.intake.changes.settle(nameless, Round, {"code": first})
        box.rounds.items = {first: nameless}

    def _settle_round(self, section: Section, box: ContestBox, code: str, values: dict[str, Any]) -> None:
        changes = self.intake.changes
        row, outcome = changes.settle(
            box.rounds.get(code), partial(Round, contest=box.contest, code=code), values
        )
        if outcome is Outcome.UNCHANGED and changes.changed_columns(row):
            outcome = Outcome.CHANGED
        box.rounds.items[code] = row
        self.count(section, box, "rounds", outcome, row)

    def contest_named(self, row: Row) -> ContestBox | None:
        """The contest that a row names; None when the row cannot stand."""
        if "contest" in row.broken:
            return None
        reason = _("there is no contest “%(slug)s”") % {"slug": row["contest"]}
        box = self.boxes.named(row["contest"], row=row, column="contest", reason=reason)
        if box is not None:
            row.values["contest"] = box.slug
        return box

    def spoil_entry(self, row: Row, boxes: Iterable[ContestBox] = ()) -> None:
        """A row with a fault would have made this entry: who names its number is not blamed."""
        box = self.boxes.get(row["contest"])
        for each in [box] if box else list(self.boxes):
            if row["number"] not in each.entries.items or box:
                each.entries.spoil(None if "number" in row.broken else row["number"])


def _round_values(part: Section, position: int) -> dict[str, Any]:
    values = {
        "weight": part.number("weight", Decimal(1)),
        "marking": part.choice("marking", Round.Marking, Round.Marking.JUDGES),
        "position": position,
    }
    if part.has("name"):
        values["name"] = part.text("name", limit=120)
    return values
