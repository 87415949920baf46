"""Reads of rubrics, judges, panels and assignments for the office."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from contests.models import Category, Contest, Entry, Round
from festival.models import Festival, SignInLink
from judging.models import Assignment, Criterion, Judge, Mark, Panel, ScoreSheet


def has_marks(contest: Contest) -> bool:
    """Whether a sheet of this contest holds marks."""
    return Mark.objects.filter(criterion__contest=contest, hundredths__isnull=False).exists()


def criterion_rows(contest: Contest) -> list[dict[str, Any]]:
    """The rubric as initial values of the formset."""
    return [
        {
            "criterion": row.pk,
            "name": row.name,
            "description": row.description,
            "maximum": row.maximum,
            "step": row.step,
            "weight": row.weight.normalize(),
            "round": row.round_id,
        }
        for row in Criterion.objects.filter(contest=contest)
    ]


def judges_of(festival: Festival) -> QuerySet[Judge]:
    """The judges by given name, with numbers of sheets and of submitted sheets, and the key of the badge."""
    badges = SignInLink.objects.filter(
        festival=festival, user=OuterRef("user"), purpose=SignInLink.Purpose.BADGE, revoked_at__isnull=True
    )
    return festival.judges.select_related("user", "school").annotate(
        badge=Subquery(badges.values("pk")[:1]),
        sheets=Count("assignments"),
        submitted=Count("assignments", filter=Q(assignments__sheet__state=ScoreSheet.State.SUBMITTED)),
    )


def judge_facts(judge: Judge) -> dict[str, object]:
    """A judge's facts as initial values of the form."""
    return {"full_name": judge.user.full_name, "school": judge.school_id, "position": judge.position}


@dataclass(slots=True)
class JudgeWorkload:
    """A judge in one round and panel: the entries, and how many sheets are submitted."""

    judge: Judge
    round: Round
    entries: list[Entry] = field(default_factory=list)
    submitted: int = 0


@dataclass(slots=True)
class PanelView:
    """A panel with its judges; `panel` None holds assignments without a panel."""

    panel: Panel | None
    workloads: list[JudgeWorkload] = field(default_factory=list)


def panels_of(contest: Contest) -> list[PanelView]:
    """Panels, judges and entries of a contest; two queries."""
    views: dict[int | None, PanelView] = {panel.pk: PanelView(panel) for panel in contest.panels.all()}
    workloads: dict[tuple[int | None, int, int], JudgeWorkload] = {}
    for row in _assignments(contest):
        if row.judge is None:
            continue
        view = views.setdefault(row.panel_id, PanelView(None))
        key = (row.panel_id, row.judge_id or 0, row.round_id)
        if key not in workloads:
            workloads[key] = JudgeWorkload(row.judge, row.round)
            view.workloads.append(workloads[key])
        workloads[key].entries.append(row.entry)
        workloads[key].submitted += row.sheet.state == ScoreSheet.State.SUBMITTED
    return list(views.values())


def _assignments(contest: Contest) -> QuerySet[Assignment]:
    return (
        Assignment.objects.filter(round__contest=contest)
        .select_related("judge__user", "round__contest", "entry__contest", "sheet")
        .order_by("judge__user__sort_key", "round__position", "entry__number_key", "entry_id")
    )


@dataclass(frozen=True, slots=True)
class Coverage:
    """The approved entries of a round: how many, and which have no judge."""

    round: Round
    approved: int
    without: tuple[Entry, ...]


def coverage_of(contest: Contest) -> list[Coverage]:
    """For each round, the approved entries without a judge; three queries."""
    approved = list(contest.entries.approved().select_related("school"))
    pairs = Assignment.objects.filter(round__contest=contest).values_list("round_id", "entry_id")
    assigned = set(pairs)
    return [
        Coverage(
            round,
            len(approved),
            tuple(entry for entry in approved if (round.pk, entry.pk) not in assigned),
        )
        for round in contest.rounds.all()
    ]


def approved_entries(contest: Contest, *, category: Category | None = None) -> QuerySet[Entry]:
    """The entries that can be assigned, by number."""
    entries = contest.entries.approved().select_related("school", "category")
    return entries if category is None else entries.filter(category=category)


def own_schools(entries: Iterable[Entry]) -> dict[int, set[int | None]]:
    """For each entry its school and its partners; one query."""
    found: dict[int, set[int | None]] = {entry.pk: {entry.school_id} for entry in entries}
    links = Entry.partners.through.objects.filter(entry__in=found)
    for entry, school in links.values_list("entry_id", "school_id"):
        found[entry].add(school)
    return found
