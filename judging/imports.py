"""The part of judging in an import: how contests are scored, judges, assignments."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contests.imports import ContestContext, ContestUpsert, Pairs, frozen_reason
from contests.models import Category, Contest, Entry, Round
from festival.forms.section import Section
from festival.forms.table import Row, Rows
from festival.imports import PERSON, People
from festival.models import Membership
from festival.phones import phone_number
from festival.signin import normalise_login
from festival.tables.report import CHANGED, CREATED, UNCHANGED
from festival.text import search_key
from festival.upsert import Upsert
from judging.forms.tables import ScoringSection, ThresholdSection
from judging.messages import fault_message
from judging.models import Assignment, Criterion, Judge, Panel, ScoreSheet, Scoring
from judging.queries.settings import POLICY_KEYS, rule_of
from judging.rules.policy import Policy, scoring_cautions, scoring_faults, tie_break_of

DEFAULTS: Final = Policy()
Key = tuple[int, int, int | None]
"""Primary keys of the round, the entry and the judge (None: the machine)."""
Codes = Mapping[str, Mapping[str, Criterion | Round]]
"""Criteria and rounds by code."""


class Criteria(ContestUpsert[Criterion]):
    """[[contest.criterion]] by code."""

    table, model, key, name, scope = "criteria", Criterion, "code", "name", "contest_id"
    reason = gettext_lazy("“%(scope)s” has no criterion “%(key)s”")
    plain, optional = ("code", "name", "maximum", "step", "weight", "round"), ("description",)
    alike_column = "code"


class Settings(ContestUpsert[Scoring]):
    """How contests and their rounds are scored."""

    table, model, key, scope = "scoring", Scoring, "round_id", "contest_id"


class Judges(Upsert[Judge]):
    """Judges by sign-in name."""

    table, model, key, name, shown = "judges", Judge, "user.login", "user.full_name", PERSON
    reason = gettext_lazy("“%(key)s” does not stand in judges.csv")
    plain, column, alike_column = ("position",), "login", "full_name"


@dataclass(eq=False)
class JudgingContext(ContestContext):
    """What rows of judging may name.

    guesses    what faulty rows of assignments.csv might cover: (contest, round, judge, number), None is any
    are_whole  whether assignments.csv was read to its end
    """

    criteria: Criteria = field(default_factory=Criteria)
    judges: Judges = field(default_factory=Judges)
    assigned: dict[Key, Assignment] = field(default_factory=dict)
    guesses: list[tuple[Any, ...]] = field(default_factory=list)
    are_whole: bool = True

    def judge(self, row: Row) -> Judge | None:
        """The judge that a row names, by sign-in name or by a name that only one has."""
        return self.judges.named(row, "judge", key=login_key(row["judge"]), required=True)


def login_key(typed: str) -> str:
    """The stored spelling of a sign-in name; a person's name stays as it is."""
    try:
        return normalise_login(typed if "@" in typed else phone_number(typed))
    except ValueError:
        return typed


def import_scoring(context: JudgingContext, pairs: Pairs) -> None:
    """How each contest is scored: its settings, those of its rounds, its criteria."""
    festival = context.festival
    settings = Settings()
    settings.load(Scoring.objects.filter(contest__festival=festival))
    criteria = context.criteria
    criteria.load(Criterion.objects.filter(contest__festival=festival))
    for section, contest in pairs:
        listed = section.children["criterion"]
        for part in listed:
            part.values["round"] = context.rounds.named(part, "round", contest)
        done = criteria.put_list(listed, contest.pk, {"contest": contest})
        rows = criteria.of(contest.pk) | {change.item.code: change.item for change in done}
        codes: Codes = {"criterion": rows, "round": context.rounds.of(contest.pk)}
        own = _put_settings(settings, section, contest, codes)
        of_rounds = _put_rounds(context, settings, section, contest)
        parts = [section, *chain.from_iterable(section.children.values())]
        if all(part.is_sound for part in parts):
            _refuse_nonsense(context, section, contest, {None: own, **of_rounds}, list(rows.values()))
    settings.write()
    criteria.write()
    criteria.warn_alike()


def _put_settings(settings: Upsert[Scoring], section: Section, contest: Contest, codes: Codes) -> Scoring:
    """The contest's settings; what is absent has the default of the format."""
    where, known = f"{section.where}: scoring", settings.get(None, contest.pk)
    part = next(iter(section.children["scoring"]), Section(section.report, where, {}, ScoringSection))
    values = _settings(part)
    for key in POLICY_KEYS:
        values[key] = getattr(DEFAULTS, key) if values[key] is None else values[key]
        if known and getattr(known, key) in (None, ""):
            setattr(known, key, getattr(DEFAULTS, key))
    values |= {**part.pick("rounds"), "tie_break": _tie_break(part, codes)}
    return settings.put(part, known, {"contest": contest}, values).item


def _settings(part: Section) -> dict[str, Any]:
    values = part.pick(*POLICY_KEYS)
    threshold = part.part("discrepancy", ThresholdSection)
    if threshold:
        threshold.warn_unknown()
        part.names_faulty = part.names_faulty or not threshold.is_sound
    for key in ("agree", "discuss"):
        values[f"discrepancy_{key}"] = threshold[key] if threshold else None
    return values


def _tie_break(part: Section, codes: Codes) -> list[str]:
    """Tie-breaks with codes in place of names that only one criterion or round has."""
    ties = []
    for text in part["tie_break"]:
        try:
            tie = tie_break_of(text)
        except ValueError:
            words = _("“%(typed)s” is neither “criterion:CODE” nor “round:CODE”") % {"typed": text}
            part.fault("tie_break", words)
            continue
        known, key = codes[tie.kind], search_key(tie.code)
        named = [code for code, item in known.items() if search_key(item.name) == key]
        is_name = tie.code not in known and len(named) == 1
        ties.append(f"{tie.kind}:{named[0] if is_name else tie.code}")
    return ties


def _put_rounds(
    context: JudgingContext, settings: Upsert[Scoring], section: Section, contest: Contest
) -> dict[int | None, Scoring]:
    own: dict[int | None, Scoring] = {}
    for part in section.children["round"]:
        values = _settings(part)
        round = context.rounds.get(part["code"], contest.pk)
        if not part.is_sound:
            context.rounds.note_faulty(part["code"], scope=contest.pk)
        known = settings.get(round.pk, contest.pk) if round else None
        if round and (known or any(value is not None for value in values.values())):
            new = {"contest": contest, "round": round}
            own[round.pk] = settings.put(part, known, new, values).item
    return own


def _refuse_nonsense(
    context: JudgingContext,
    section: Section,
    contest: Contest,
    scorings: dict[int | None, Scoring],
    criteria: list[Criterion],
) -> None:
    """Settings that make no sense together."""
    rounds = sorted(context.rounds.of(contest.pk).values(), key=lambda round: (round.position, round.pk))
    parts = {part["code"]: part for part in section.children["criterion"]}
    rule = rule_of(scorings, rounds, sorted(criteria, key=lambda row: row.position))
    for fault in scoring_faults(rule):
        if fault.code == "round-without-criterion":  # a rubric may be written later
            section.warn("", fault_message(fault))
            continue
        section.fault("", fault_message(fault))
        kind, _colon, code = fault.where.partition(":")
        if kind == "criterion":
            context.criteria.note_faulty(code, scope=contest.pk)
            if code in parts:
                parts[code].names_faulty = True
        elif kind == "round":
            context.rounds.note_faulty(code, scope=contest.pk)
    for caution in scoring_cautions(rule):
        section.warn("", fault_message(caution))


def import_judges(context: JudgingContext, rows: Rows | None) -> None:
    """Judges by sign-in name."""
    judges = context.judges
    judges.load(Judge.objects.filter(festival=context.festival).select_related("user"))
    judges.is_whole = rows is None or rows.is_whole
    people = People(context, rows)
    parts: list[Membership] = []
    for row in rows or ():
        school = context.schools.named(row, "school")
        if row["login"]:
            judges.is_twice(row, row["login"])
        if not row.is_sound:
            judges.note_faulty(None if "login" in row.broken else row["login"], row["full_name"])
            continue
        user, columns = people.put(row)
        new = {"festival": context.festival, "user": user}
        change = judges.put(row, judges.get(user.login), new, {"school": school})
        change.columns |= columns
        if not people.parts.get((user.pk, Membership.Role.JUDGE, None)):
            parts.append(Membership(user=user, festival=context.festival, role=Membership.Role.JUDGE))
            change.columns.add("role")
    people.write()
    Membership.objects.bulk_create(parts)
    for change in judges.write():
        context.rows[change.item] = change.row
        if "school" in change.columns:
            context.moved.add(change.item)
    judges.warn_alike()


class _Wanted(NamedTuple):
    row: Row
    contest: Contest
    keys: list[Key]


def import_assignments(context: JudgingContext, rows: Rows | None) -> None:
    """Who judges what; every assignment has its sheet. Several rows about one assignment count as one."""
    festival = context.festival
    context.assigned = {
        (row.round_id, row.entry_id, row.judge_id): row
        for row in Assignment.objects.filter(entry__contest__festival=festival).select_related("panel")
    }
    context.are_whole = rows is None or rows.is_whole
    standing = list(context.assigned.values())
    seen: dict[Hashable, Row] = {}
    wanted = [one for row in rows or () if (one := _take(context, seen, row))]
    for row in (row for row in rows or () if not row.is_sound):
        _guess(context, row)
    _assign(context, wanted)
    _refuse_own_schools(context, standing)


def _take(context: JudgingContext, seen: dict[Hashable, Row], row: Row) -> _Wanted | None:
    contest = context.contests.named(row, "contest")
    judge = context.judge(row)
    if contest is None:
        return None
    rounds = _rounds_of(context, row, contest)
    category = context.categories.named(row, "category", contest)
    entry = context.entries.named(row, "number", contest)
    if not row.broken:
        key = (contest.pk, judge and judge.pk, row["round"], row["category"], row["number"])
        row.is_twice(seen, key, "judge")
    if judge is None or not row.is_sound:
        return None
    if entry is not None:
        if judge.school_id in context.schools_of(entry):
            row.fault("number", _own_reason(judge, entry))
        if category is not None and entry.category_id != category.pk:
            row.fault("category", _("“%(number)s” is not in this category") % {"number": entry.number})
    entries = [entry] if entry is not None else _entries_for(context, contest, judge, category)
    return _Wanted(row, contest, [(round.pk, each.pk, judge.pk) for round in rounds for each in entries])


def _rounds_of(context: JudgingContext, row: Row, contest: Contest) -> list[Round]:
    if not row["round"] and "round" not in row.broken:
        rounds = context.rounds.of(contest.pk).values()
        return [round for round in rounds if round.marking == Round.Marking.JUDGES]
    round = context.rounds.named(row, "round", contest)
    if round is not None and round.marking == Round.Marking.MACHINE:
        row.fault("round", machine_reason(round))
    return [round] if round is not None else []


def machine_reason(round: Round) -> str:
    """Why a row of the round may not name a judge."""
    return _("round “%(code)s” is marked by machine and has no judge") % {"code": round.code}


def _own_reason(judge: Judge, entry: Entry) -> str:
    words = {"judge": judge.user.full_name, "number": entry.number}
    return _("%(judge)s may not judge “%(number)s”: it is an entry of the own school") % words


def _entries_for(
    context: JudgingContext, contest: Contest, judge: Judge, category: Category | None
) -> list[Entry]:
    """The approved entries of the category (without one: of the contest), the own school's left out."""
    return [
        entry
        for entry in context.entries.of(contest.pk).values()
        if entry.state == Entry.State.APPROVED
        and (category is None or entry.category_id == category.pk)
        and judge.school_id not in context.schools_of(entry)
    ]


def _panels(context: JudgingContext, wanted: Sequence[_Wanted]) -> dict[Key, Panel]:
    """The panel of each assignment, the first that a row names; panels that there are not are made."""
    panels = {(p.contest_id, p.name): p for p in Panel.objects.filter(contest__festival=context.festival)}
    names = dict.fromkeys((one.contest, one.row["panel"]) for one in wanted if one.row["panel"])
    new = [Panel(contest=c, name=name) for c, name in names if (c.pk, name) not in panels]
    panels |= {(panel.contest_id, panel.name): panel for panel in Panel.objects.bulk_create(new)}
    named = [one for one in reversed(wanted) if one.row["panel"]]
    return {key: panels[one.contest.pk, one.row["panel"]] for one in named for key in one.keys}


def _assign(context: JudgingContext, wanted: Sequence[_Wanted]) -> None:
    panels, done = _panels(context, wanted), set()
    new, moved = [], []
    for one in wanted:
        outcomes = [UNCHANGED]
        for key in (key for key in one.keys if key not in done and one.row.is_sound):
            done.add(key)
            panel, item = panels.get(key), context.assigned.get(key)
            if item is None:
                round, entry, judge = key
                new.append(Assignment(round_id=round, entry_id=entry, judge_id=judge, panel=panel))
                outcomes.append(CREATED)
            elif item.panel_id != (panel.pk if panel else None):
                item.panel = panel
                moved.append(item)
                outcomes.append(CHANGED)
        outcome = min(outcomes, key=(CREATED, CHANGED, UNCHANGED).index)
        if outcome != UNCHANGED and frozen_reason(one.contest):
            one.row.fault("judge", frozen_reason(one.contest))
        one.row.count("assignments", outcome, ["panel"])
    Assignment.objects.bulk_update(moved, ["panel"], batch_size=500)
    add_sheets(context, new)


def add_sheets(context: JudgingContext, new: Sequence[Assignment]) -> None:
    """Write new assignments, each with its sheet."""
    Assignment.objects.bulk_create(new)
    ScoreSheet.objects.bulk_create(ScoreSheet(assignment=item) for item in new)
    context.assigned |= {(item.round_id, item.entry_id, item.judge_id): item for item in new}


def _refuse_own_schools(context: JudgingContext, standing: Sequence[Assignment]) -> None:
    """Refuse a change of school that makes an existing assignment one of the judge's own school."""
    judges = {judge.pk: judge for judge in context.judges}
    entries = {entry.pk: entry for entry in context.entries}
    for item in standing:
        judge, entry = judges.get(item.judge_id or 0), entries.get(item.entry_id)
        if (
            judge
            and entry
            and {judge, entry} & context.moved
            and judge.school_id in context.schools_of(entry)
        ):
            row = context.rows.get(entry) or context.rows.get(judge)
            if row:
                row.fault("school", _own_reason(judge, entry))


def _guess(context: JudgingContext, row: Row) -> None:
    """Note what a faulty row might have assigned, so that its scores get no fault of their own."""
    is_odd = row.broken & {"number", "category", "round"}
    contest, judge = context.contests.find(row["contest"]), context.judges.find(login_key(row["judge"]))
    round, number = (None if is_odd else row[name] or None for name in ("round", "number"))
    context.guesses.append((contest.pk if contest else None, round, judge.pk if judge else None, number))
