"""The part of judging in an import: how contests are scored, judges, assignments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contests.imports import Contests, frozen_reason
from contests.models import Category, Contest, Entry, Round
from festival.forms.section import FILE, Section
from festival.forms.table import Row, Rows
from festival.imports import People
from festival.models import Membership
from festival.signin import normalise_login
from festival.text import phone_number
from festival.upsert import CHANGED, CREATED, UNCHANGED, Lookup, Upsert
from judging.forms.tables import ScoringSection, ThresholdSection
from judging.messages import fault_message
from judging.models import Assignment, Criterion, Judge, Panel, ScoreSheet, Scoring
from judging.queries.settings import POLICY_KEYS, rule_of
from judging.rules.policy import Policy, scoring_cautions, scoring_faults, tie_break_of

DEFAULTS: Final = Policy()
Key = tuple[int, int, int | None]
"""Primary keys of the round, the entry and the judge (None: the machine)."""


class Judging:
    """What rows of judging may name.

    guesses  what faulty rows of assignments.csv might cover: (contest, round, judge, number), None is any
    """

    def __init__(self, contests: Contests) -> None:
        self.contests = contests
        self.criteria: Lookup[Criterion] = Lookup(gettext_lazy("“%(scope)s” has no criterion “%(key)s”"))
        self.judges: Lookup[Judge] = Lookup(gettext_lazy("“%(key)s” does not stand in judges.csv"))
        self.rows: dict[int, Row] = {}
        self.moved: set[int] = set()
        self.assigned: dict[Key, Assignment] = {}
        self.guesses: list[tuple[Any, ...]] = []
        self.is_whole: bool = True

    def judge(self, row: Row) -> Judge | None:
        """The judge that a row names, by sign-in name or by a name that only one has."""
        return self.judges.named(row, "judge", key=login_key(row["judge"]), required=True)


def login_key(typed: str) -> str:
    """The stored spelling of a sign-in name; a person's name stays as it is."""
    try:
        return normalise_login(typed if "@" in typed else phone_number(typed))
    except ValueError:
        return typed


def import_scoring(found: Judging, pairs: Sequence[tuple[Section, Contest]]) -> None:
    """How each contest is scored: its settings, those of its rounds, its criteria."""
    festival, counts = found.contests.context.festival, found.contests.context.counts
    scorings = {
        (row.contest_id, row.round_id): row for row in Scoring.objects.filter(contest__festival=festival)
    }
    for row in Criterion.objects.filter(contest__festival=festival):
        found.criteria.add(row.code, row, row.name, scope=row.contest_id)
    settings = Upsert(counts, "scoring", Scoring)
    criteria = Upsert(counts, "criteria", Criterion)
    for section, contest in pairs:
        own = _put_settings(settings, section, contest, scorings.get((contest.pk, None)))
        of_rounds = _put_rounds(found, settings, section, contest, scorings)
        rows = _put_criteria(found, criteria, section, contest)
        parts = [section, *(part for parts in section.children.values() for part in parts)]
        if all(part.is_sound for part in parts):
            _refuse_nonsense(found, section, contest, {None: own, **of_rounds}, rows)
    settings.write()
    standing = list(found.criteria)
    for change in criteria.write():
        row = change.item
        found.criteria.add(row.code, row, row.name, scope=row.contest_id)
    criteria.warn_alike(standing, name=lambda row: row.name, scope=lambda row: row.contest_id, column="code")


def _put_settings(
    upsert: Upsert[Scoring], section: Section, contest: Contest, known: Scoring | None
) -> Scoring:
    """The contest's settings; what is absent has the default of the format, as has a silent column."""
    where = f"{section.where}: scoring"
    part = next(iter(section.children["scoring"]), Section(section.report, where, {}, ScoringSection))
    values = _settings(part)
    for key in POLICY_KEYS:
        values[key] = getattr(DEFAULTS, key) if values[key] is None else values[key]
        if known and getattr(known, key) in (None, ""):
            setattr(known, key, getattr(DEFAULTS, key))
    values |= {**part.pick("rounds"), "tie_break": _tie_break(part)}
    return upsert.put(part, known, values, new={"contest": contest}, frozen=frozen_reason(contest)).item


def _settings(part: Section) -> dict[str, Any]:
    values = part.pick(*POLICY_KEYS)
    threshold = part.part("discrepancy", ThresholdSection)
    if threshold:
        threshold.warn_unknown()
        part.is_leaning = part.is_leaning or not threshold.is_sound
    for key in ("agree", "discuss"):
        values[f"discrepancy_{key}"] = threshold[key] if threshold else None
    return values


def _tie_break(part: Section) -> list[str]:
    ties = []
    for text in part["tie_break"]:
        try:
            tie = tie_break_of(text)
        except ValueError:
            words = _("“%(typed)s” is neither “criterion:CODE” nor “round:CODE”") % {"typed": text}
            part.fault("tie_break", words)
        else:
            ties.append(f"{tie.kind}:{tie.code}")
    return ties


def _put_rounds(
    found: Judging,
    upsert: Upsert[Scoring],
    section: Section,
    contest: Contest,
    scorings: Mapping[tuple[int, int | None], Scoring],
) -> dict[int | None, Scoring]:
    own: dict[int | None, Scoring] = {}
    for part in section.children["round"]:
        values = _settings(part)
        round = found.contests.rounds.items.get((contest.pk, part["code"]))
        if not part.is_sound:
            found.contests.rounds.spoil(part["code"], scope=contest.pk)
        known = scorings.get((contest.pk, round.pk)) if round else None
        if round and (known or any(value is not None for value in values.values())):
            new = {"contest": contest, "round": round}
            own[round.pk] = upsert.put(part, known, values, new=new, frozen=frozen_reason(contest)).item
    return own


def _put_criteria(
    found: Judging, upsert: Upsert[Criterion], section: Section, contest: Contest
) -> list[Criterion]:
    """The criteria of the contest, those that the file does not name behind the others."""
    parts, frozen = section.children["criterion"], frozen_reason(contest)
    rows, codes = [], {part["code"] for part in parts}
    for position, part in enumerate(parts):
        code = part["code"]
        if code and upsert.is_twice(part, (contest.pk, code), "code"):
            continue
        values = part.pick("name", "maximum", "step", "weight") | {"position": position}
        values |= part.pick("description") if part.has("description") else {}
        values["round"] = found.contests.rounds.named(part, "round", contest)
        if not part.is_sound:
            found.criteria.spoil(None if "code" in part.broken else code, part["name"], scope=contest.pk)
        known, new = found.criteria.items.get((contest.pk, code)), {"contest": contest, "code": code}
        rows.append(upsert.put(part, known, values, new=new, frozen=frozen).item)
    others = [row for row in found.criteria.of(contest.pk) if row.code not in codes]
    if parts and not frozen:
        upsert.keep_behind(others, named=len(parts))
    return rows + others


def _refuse_nonsense(
    found: Judging,
    section: Section,
    contest: Contest,
    scorings: dict[int | None, Scoring],
    criteria: list[Criterion],
) -> None:
    """Settings that make no sense together."""
    rounds = sorted(found.contests.rounds.of(contest.pk), key=lambda round: (round.position, round.pk))
    parts = {part["code"]: part for part in section.children["criterion"]}
    rule = rule_of(scorings, rounds, sorted(criteria, key=lambda row: row.position))
    for fault in scoring_faults(rule):
        if fault.code == "round-without-criterion":  # a rubric may be written later
            section.report.warn(FILE, f"{section.where}: {fault_message(fault)}")
            continue
        section.fault("", fault_message(fault))
        kind, _colon, code = fault.where.partition(":")
        if kind == "criterion":
            found.criteria.spoil(code, scope=contest.pk)
            if code in parts:
                parts[code].is_leaning = True
        elif kind == "round":
            found.contests.rounds.spoil(code, scope=contest.pk)
    for caution in scoring_cautions(rule):
        section.report.warn(FILE, f"{section.where}: {fault_message(caution)}")


def _known_judges(found: Judging) -> dict[str, Judge]:
    """The judges that there are, by sign-in name."""
    rows = Judge.objects.filter(festival=found.contests.context.festival).select_related("user")
    for judge in rows:
        found.judges.add(judge.user.login, judge, judge.user.full_name)
    return {judge.user.login: judge for judge in rows}


def import_judges(found: Judging, rows: Rows | None) -> None:
    """Judges by sign-in name."""
    context, known = found.contests.context, _known_judges(found)
    found.judges.is_whole = rows is None or rows.is_whole
    people = People(context, rows)
    upsert = Upsert(context.counts, "judges", Judge)
    parts: list[Membership] = []
    ready = []
    for row in rows or ():
        school = context.schools.named(row, "school")
        if row["login"]:
            upsert.is_twice(row, row["login"], "login")
        if row.is_sound:
            ready.append((row, school, *people.put(row)))
        else:
            found.judges.spoil(None if "login" in row.broken else row["login"], row["full_name"])
    people.write()
    for row, school, user, columns in ready:
        item = known.get(row["login"])
        new = {"festival": context.festival, "user": user}
        values = {"school": school, "position": row["position"]}
        change = upsert.put(row, item, values, new=new, column="login")
        change.columns |= columns
        if (user.pk, Membership.Role.JUDGE, None) not in people.memberships:
            parts.append(Membership(user=user, festival=context.festival, role=Membership.Role.JUDGE))
            change.columns.add("role")
    Membership.objects.bulk_create(parts)
    for change in upsert.write():
        judge = change.item
        found.judges.add(change.row["login"], judge, judge.user.full_name)
        found.rows[judge.pk] = change.row
        if "school" in change.columns:
            found.moved.add(judge.pk)
    upsert.warn_alike(
        known.values(),
        name=lambda judge: judge.user.full_name,
        shown=lambda judge: f"{judge.user.full_name} ({judge.user.login})",
        column="full_name",
    )


class _Wanted(NamedTuple):
    row: Row
    contest: Contest
    keys: list[Key]


def import_assignments(found: Judging, rows: Rows | None) -> None:
    """Who judges what; every assignment has its sheet. What several rows say of one is one."""
    festival = found.contests.context.festival
    found.assigned = {
        (row.round_id, row.entry_id, row.judge_id): row
        for row in Assignment.objects.filter(entry__contest__festival=festival).select_related("panel")
    }
    found.is_whole = rows is None or rows.is_whole
    standing = set(found.assigned)
    upsert: Upsert[Panel] = Upsert(found.contests.context.counts, "assignments", Panel)
    wanted = []
    for row in rows or ():
        one = _take(found, upsert, row)
        if one is not None:
            wanted.append(one)
        if not row.is_sound:
            _guess(found, row)
    panels = _panels(festival.pk, wanted)
    panel_of: dict[Key, Panel | None] = {}
    for one in wanted:
        for key in one.keys:
            panel_of[key] = panel_of.get(key) or panels.get((one.contest.pk, one.row["panel"]))
    _assign(found, wanted, panel_of)
    _refuse_own_schools(found, standing)


def _take(found: Judging, upsert: Upsert[Panel], row: Row) -> _Wanted | None:
    contest = found.contests.contests.named(row, "contest")
    judge = found.judge(row)
    if contest is None:
        return None
    rounds = _rounds_of(found, row, contest)
    category = found.contests.categories.named(row, "category", contest)
    entry = found.contests.entries.named(row, "number", contest)
    if not row.broken:
        names = ("round", "category", "number")
        upsert.is_twice(row, (contest.pk, judge and judge.pk, *(row[name] for name in names)), "judge")
    if judge is None or not row.is_sound:
        return None
    if entry is not None:
        _refuse_entry(found, row, entry, judge, category)
    entries = [entry] if entry is not None else _entries_for(found, contest, judge, category)
    return _Wanted(row, contest, [(round.pk, each.pk, judge.pk) for round in rounds for each in entries])


def _rounds_of(found: Judging, row: Row, contest: Contest) -> list[Round]:
    if not row["round"] and "round" not in row.broken:
        rounds = found.contests.rounds.of(contest.pk)
        return [round for round in rounds if round.marking == Round.Marking.JUDGES]
    round = found.contests.rounds.named(row, "round", contest)
    if round is not None and round.marking == Round.Marking.MACHINE:
        words = _("round “%(code)s” is marked by machine and has no judge") % {"code": round.code}
        row.fault("round", words)
    return [round] if round is not None else []


def _refuse_entry(found: Judging, row: Row, entry: Entry, judge: Judge, category: Category | None) -> None:
    words = {"judge": judge.user.full_name, "number": row["number"]}
    if judge.school_id in found.contests.schools_of(entry):
        row.fault(
            "number", _("%(judge)s may not judge “%(number)s”: it is an entry of the own school") % words
        )
    if category is not None and entry.category_id != category.pk:
        row.fault("category", _("“%(number)s” is not in this category") % words)


def _entries_for(found: Judging, contest: Contest, judge: Judge, category: Category | None) -> list[Entry]:
    """The approved entries of the category (without one: of the contest), the own school's left out."""
    return [
        entry
        for entry in found.contests.all_entries()
        if entry.contest_id == contest.pk
        and entry.state == Entry.State.APPROVED
        and (category is None or entry.category_id == category.pk)
        and judge.school_id not in found.contests.schools_of(entry)
    ]


def _panels(festival: int, wanted: Sequence[_Wanted]) -> dict[tuple[int, str], Panel]:
    """The panels that there are, and those that the rows name."""
    panels = {(p.contest_id, p.name): p for p in Panel.objects.filter(contest__festival=festival)}
    names = dict.fromkeys((one.contest, one.row["panel"]) for one in wanted if one.row["panel"])
    new = [Panel(contest=c, name=name) for c, name in names if (c.pk, name) not in panels]
    return panels | {(panel.contest_id, panel.name): panel for panel in Panel.objects.bulk_create(new)}


def _assign(found: Judging, wanted: Sequence[_Wanted], panel_of: Mapping[Key, Panel | None]) -> None:
    new: list[Assignment] = []
    moved: list[Assignment] = []
    done: set[Key] = set()
    for one in wanted:
        outcomes = set()
        for key in (key for key in one.keys if key not in done and one.row.is_sound):
            done.add(key)
            panel, item = panel_of[key], found.assigned.get(key)
            if item is None:
                round, entry, judge = key
                item = Assignment(round_id=round, entry_id=entry, judge_id=judge, panel=panel)
                new.append(item)
                outcomes.add(CREATED)
            elif item.panel_id != (panel.pk if panel else None):
                item.panel = panel
                moved.append(item)
                outcomes.add(CHANGED)
        outcome = CREATED if CREATED in outcomes else CHANGED if CHANGED in outcomes else UNCHANGED
        if outcome != UNCHANGED and frozen_reason(one.contest):
            one.row.fault("judge", frozen_reason(one.contest))
        found.contests.context.counts.add("assignments", one.row, outcome, ["panel"])
    Assignment.objects.bulk_update(moved, ["panel"], batch_size=500)
    add_sheets(found, new)


def add_sheets(found: Judging, new: Sequence[Assignment]) -> None:
    """Write new assignments, each with its sheet."""
    Assignment.objects.bulk_create(new)
    ScoreSheet.objects.bulk_create(ScoreSheet(assignment=item) for item in new)
    found.assigned |= {(item.round_id, item.entry_id, item.judge_id): item for item in new}


def _refuse_own_schools(found: Judging, standing: set[Key]) -> None:
    """A school that changes may not turn an assignment that stands into one of the own school's."""
    contests = found.contests
    judges = {judge.pk: judge for judge in found.judges}
    entries = {entry.pk: entry for entry in contests.all_entries()}
    for _round, entry_pk, judge_pk in sorted(standing, key=str):
        if entry_pk not in contests.moved and judge_pk not in found.moved:
            continue
        row = contests.rows.get(entry_pk) or found.rows.get(judge_pk or 0)
        judge, entry = judges.get(judge_pk or 0), entries.get(entry_pk)
        if row and judge and entry and judge.school_id in contests.schools_of(entry):
            words = {"judge": judge.user.full_name, "number": entry.number}
            reason = _("%(judge)s may not judge “%(number)s”: it is an entry of the own school") % words
            row.fault("school", reason)


def _guess(found: Judging, row: Row) -> None:
    """Note what a faulty row might have assigned, so that its scores are not blamed."""
    is_odd = row.broken & {"number", "category", "round"}
    contest = found.contests.contests.find(row["contest"])
    judge = found.judges.find(login_key(row["judge"]))
    found.guesses.append(
        (
            contest.pk if contest else None,
            None if is_odd or not row["round"] else row["round"],
            judge.pk if judge else None,
            None if is_odd or not row["number"] else row["number"],
        )
    )
