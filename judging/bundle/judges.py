"""judges.csv and assignments.csv of a bundle."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from contests.bundle.contests import ContestBox, ContestPart, locked_reason
from contests.bundle.entries import EntryPart, number_named
from contests.models import Category, Entry, Round
from festival.bundle.changes import Outcome
from festival.bundle.intake import Intake
from festival.bundle.known import Known
from festival.models import Membership, School
from festival.tables import Row, Rows
from judging.models import Assignment, Judge, Panel, ScoreSheet

Key = tuple[int, int, int | None]


class JudgePart:
    """Judges by sign-in name."""

    def __init__(self, intake: Intake) -> None:
        self.intake = intake
        self.judges: Known[Judge] = Known()
        self.rows: dict[int, Row] = {}

    def load(self) -> None:
        """Read the judges that there are; one query."""
        schools = {school.pk: school for school in self.intake.schools}
        festival = self.intake.festival
        for judge in Judge.objects.filter(festival=festival).select_related("user") if festival.pk else ():
            judge.school = schools[judge.school_id] if judge.school_id else None
            self.judges.items[judge.user.login] = judge

    def read(self, rows: Rows | None) -> None:
        """Take every row."""
        self.judges.is_whole = rows is None or rows.is_whole
        self.intake.people.load(row["email"] for row in rows or ())
        seen: dict[Any, int] = {}
        for row in rows or ():
            school = self._school(row)
            if row["email"]:
                self.intake.twice(row, seen, row["email"], "email")
            if row.is_sound:
                self._settle(row, school)
            else:
                self.judges.spoil(None if "email" in row.broken else row["email"])

    def _school(self, row: Row) -> School | None:
        code = row["school_code"]
        if not code:
            return None
        words = _("there is no school “%(code)s”") % {"code": code}
        return self.intake.schools.named(code, row=row, column="school_code", reason=words)

    def _settle(self, row: Row, school: School | None) -> None:
        intake = self.intake
        user, columns = intake.people.person(row["email"], full_name=row["full_name"], phone=row["phone"])
        judge, outcome = intake.changes.settle(
            self.judges.get(row["email"]),
            partial(Judge, festival=intake.festival, user=user),
            {"school": school, "position": row["position"]},
        )
        if intake.people.part(user, Membership.Role.JUDGE) is None:
            intake.changes.add(Membership(user=user, festival=intake.festival, role=Membership.Role.JUDGE))
            outcome = Outcome.CREATED if outcome is Outcome.CREATED else Outcome.CHANGED
        if outcome is Outcome.UNCHANGED and columns:
            outcome = Outcome.CHANGED
        self.judges.items[row["email"]] = judge
        self.rows[id(judge)] = row
        intake.done(row, "judges", outcome, columns | intake.changes.changed_columns(judge))


@dataclass(frozen=True, slots=True)
class Pattern:
    """What a faulty row of assignments.csv might have covered; None is anything."""

    contest: str | None
    round: str | None
    judge: str | None
    number: str | None

    def covers(self, *, contest: str, round: str, judge: str, number: str) -> bool:
        """Whether the row might have made this assignment."""
        pairs = (
            (self.contest, contest),
            (self.round, round),
            (self.judge, judge),
            (self.number, number),
        )
        return all(mine is None or mine == asked for mine, asked in pairs)


class AssignmentPart:
    """Who judges what; every assignment has its sheet."""

    def __init__(self, intake: Intake, contests: ContestPart, entries: EntryPart, judges: JudgePart) -> None:
        self.intake = intake
        self.contests = contests
        self.entries = entries
        self.judges = judges
        self.assignments: dict[Key, Assignment] = {}
        self.sheets: dict[Key, ScoreSheet] = {}
        self.patterns: list[Pattern] = []
        self.is_whole = True
        self._panels: dict[tuple[int, str], Panel] = {}
        self._wanted: dict[Key, Panel | None] = {}
        self._standing: list[tuple[ContestBox, Entry, Judge]] = []

    def load(self) -> None:
        """Read what the edition has already; three queries."""
        festival = self.intake.festival
        if not festival.pk:
            return
        boxes = {box.contest.pk: box for box in self.contests.boxes if box.contest.pk}
        rounds = {round.pk: round for box in boxes.values() for round in box.rounds if round.pk}
        judges = {judge.pk: judge for judge in self.judges.judges}
        entries = {
            entry.pk: entry
            for box in boxes.values()
            for entry in (*box.entries.items.values(), *box.untitled.values())
        }
        panels = {panel.pk: panel for panel in Panel.objects.filter(contest__festival=festival)}
        for panel in panels.values():
            self._panels[id(boxes[panel.contest_id]), panel.name] = panel
        rows = ScoreSheet.objects.filter(assignment__entry__contest__festival=festival)
        for sheet in rows.select_related("assignment"):
            row = sheet.assignment
            judge = judges[row.judge_id] if row.judge_id else None
            row.panel = panels[row.panel_id] if row.panel_id else None
            key = key_of(rounds[row.round_id], entries[row.entry_id], judge)
            self.assignments[key], self.sheets[key] = row, sheet
            if judge is not None and judge.school is not None:
                self._standing.append((boxes[entries[row.entry_id].contest_id], entries[row.entry_id], judge))

    def read(self, rows: Rows | None) -> None:
        """Take every row; what several rows say of one assignment is brought together."""
        self.is_whole = rows is None or rows.is_whole
        seen: dict[Any, int] = {}
        taken: list[tuple[Row, ContestBox, list[tuple[Round, Entry, Judge]]]] = []
        for row in rows or ():
            taken += self._take(row, seen)
            if not row.is_sound:
                self._note_pattern(row)
        for row, box, wanted in taken:
            self._want(row, box, wanted)
        done: set[Key] = set()
        for row, box, wanted in taken:
            self._settle(row, box, wanted, done)

    def refuse_own_schools(self) -> None:
        """A school that changes may not turn an assignment that stands into one of the own school's."""
        changes = self.intake.changes
        for box, entry, judge in self._standing:
            moved = changes.changed_columns(entry) | changes.changed_columns(judge)
            if "school" not in moved and id(entry) not in box.regrouped:
                continue
            row = self.entries.row_of(entry) or self.judges.rows.get(id(judge))
            if judge.school is not None and id(judge.school) in box.school_pks(entry) and row is not None:
                words = {"judge": judge.user.full_name, "number": entry.number}
                reason = _("%(judge)s may not judge “%(number)s”: it is an entry of the own school") % words
                self.intake.report.add(row.fault("school_code", reason))

    def _take(
        self, row: Row, seen: dict[Any, int]
    ) -> list[tuple[Row, ContestBox, list[tuple[Round, Entry, Judge]]]]:
        box = self.contests.contest_named(row)
        judge = self._judge_named(row)
        if box is None:
            return []
        rounds = self._rounds_named(row, box)
        category = self.entries.category_named(row, box)
        entry = number_named(row, box) if row["number"] and "number" not in row.broken else None
        key = tuple(row[name] for name in ("contest", "round", "judge", "category", "number"))
        if not row.broken:
            self.intake.twice(row, seen, key, "judge")
        if judge is None or not row.is_sound:
            return []
        if entry is not None and self._is_refused(row, entry, box, judge, category):
            return []
        entries = [entry] if entry is not None else self._entries_for(box, judge, category)
        return [(row, box, [(round, each, judge) for round in rounds for each in entries])]

    def _judge_named(self, row: Row) -> Judge | None:
        if "judge" in row.broken:
            return None
        words = _("“%(judge)s” does not stand in judges.csv") % {"judge": row["judge"]}
        return self.judges.judges.named(row["judge"], row=row, column="judge", reason=words)

    def _rounds_named(self, row: Row, box: ContestBox) -> list[Round]:
        if "round" in row.broken:
            return []
        if not row["round"]:
            return box.judged_rounds
        round = round_named(row, box)
        if round is not None and round.marking == Round.Marking.MACHINE:
            words = _("round “%(code)s” is marked by machine and has no judge") % {"code": round.code}
            self.intake.report.add(row.fault("round", words))
        return [round] if round is not None else []

    def _is_refused(
        self, row: Row, entry: Entry, box: ContestBox, judge: Judge, category: Category | None
    ) -> bool:
        words = {"judge": judge.user.full_name, "number": row["number"]}
        if judge.school is not None and id(judge.school) in box.school_pks(entry):
            reason = _("%(judge)s may not judge “%(number)s”: it is an entry of the own school") % words
            self.intake.report.add(row.fault("number", reason))
        if category is not None and not is_in(entry, category):
            reason = _("“%(number)s” is not in this category") % words
            self.intake.report.add(row.fault("category", reason))
        return bool(row.broken)

    def _entries_for(self, box: ContestBox, judge: Judge, category: Category | None) -> list[Entry]:
        """The approved entries of the category (without one: of the contest), the own school's left out."""
        school = id(judge.school) if judge.school is not None else None
        return [
            entry
            for entry in (*box.entries.items.values(), *box.untitled.values())
            if entry.state == Entry.State.APPROVED
            and (category is None or is_in(entry, category))
            and (school is None or school not in box.school_pks(entry))
        ]

    def _want(self, row: Row, box: ContestBox, wanted: list[tuple[Round, Entry, Judge]]) -> None:
        panel = self._panel(box, row["panel"]) if row["panel"] else None
        for round, entry, judge in wanted:
            key = key_of(round, entry, judge)
            self._wanted[key] = self._wanted.get(key) or panel

    def _panel(self, box: ContestBox, name: str) -> Panel:
        key = (id(box), name)
        if key not in self._panels:
            self._panels[key] = Panel(contest=box.contest, name=name)
            self.intake.changes.add(self._panels[key])
        return self._panels[key]

    def _settle(
        self, row: Row, box: ContestBox, wanted: list[tuple[Round, Entry, Judge]], done: set[Key]
    ) -> None:
        outcomes: Counter[Outcome] = Counter()
        for round, entry, judge in wanted:
            key = key_of(round, entry, judge)
            if key not in done:
                done.add(key)
                outcomes[self._settle_one(key, round, entry, judge)] += 1
        order = (Outcome.CREATED, Outcome.CHANGED)
        outcome = next((outcome for outcome in order if outcomes[outcome]), Outcome.UNCHANGED)
        if outcome is not Outcome.UNCHANGED and box.is_locked:
            self.intake.report.add(row.fault("judge", locked_reason(box)))
        self.intake.done(row, "assignments", outcome, {"panel"})

    def _settle_one(self, key: Key, round: Round, entry: Entry, judge: Judge) -> Outcome:
        if key not in self.assignments:
            self.make(key, round, entry, judge).panel = self._wanted[key]
            return Outcome.CREATED
        _row, outcome = self.intake.changes.settle(
            self.assignments[key], Assignment, {"panel": self._wanted[key]}
        )
        return outcome

    def make(self, key: Key, round: Round, entry: Entry, judge: Judge | None) -> Assignment:
        """A new assignment with its sheet."""
        assignment = Assignment(round=round, entry=entry, judge=judge)
        sheet = ScoreSheet(assignment=assignment)
        self.intake.changes.add(assignment)
        self.intake.changes.add(sheet)
        self.assignments[key], self.sheets[key] = assignment, sheet
        return assignment

    def _note_pattern(self, row: Row) -> None:
        contest = row["contest"] if self.contests.boxes.get(row["contest"]) else None
        judge = row["judge"] if self.judges.judges.get(row["judge"]) else None
        is_odd = row.broken & {"number", "category", "round"}
        self.patterns.append(
            Pattern(
                contest=contest,
                round=None if is_odd or not row["round"] else row["round"],
                judge=judge or (row["judge"] if row["judge"] in self.judges.judges.broken else None),
                number=None if is_odd or not row["number"] else row["number"],
            )
        )


def key_of(round: Round, entry: Entry, judge: Judge | None) -> Key:
    """An assignment by the identity of its rows, which may not be saved yet."""
    return (id(round), id(entry), id(judge) if judge is not None else None)


def is_in(entry: Entry, category: Category) -> bool:
    """Whether the entry is in the category."""
    if entry.category_id is not None:
        return bool(entry.category_id == category.pk)
    return entry._state.fields_cache.get("category") is category


def round_named(row: Row, box: ContestBox) -> Round | None:
    """The round that a row names by its code."""
    words = _("“%(contest)s” has no round “%(code)s”") % {"contest": box.slug, "code": row["round"]}
    return box.rounds.named(row["round"], row=row, column="round", reason=words)
