"""Data of the page that leads from judging to published results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from awards.models import Prize, TieDecision
from awards.queries.allotting import allotments, prizes_by_entry
from awards.rules import Allotment
from contests.models import Contest, Entry, number_and_code
from desk.queries.results import total_text
from judging.models import NameCorrection
from judging.pages.blockers import BlockerLine, blocker_lines
from judging.queries.blockers import JudgingState, judging_state
from judging.queries.late_sheets import count_late_sheets
from judging.queries.names import corrections_listed
from judging.queries.papers import name_in_table
from judging.queries.results import ResultLine, current_run, frozen_lines, live_lines

State = Contest.State


@dataclass(frozen=True, slots=True)
class ResultStep:
    """One step: its name, whether it is done, and whether it is the next one."""

    code: str
    name: str
    is_done: bool
    is_next: bool


@dataclass(frozen=True, slots=True)
class PageRow:
    """A line of the table with its entry and prize; `tier` is the prize's place, 1 the highest."""

    line: ResultLine
    entry: Entry
    name: str
    school: str
    total: str
    prize: str
    tier: int

    @property
    def numbers(self) -> str:
        """The candidate number of the table, with the anonymous code."""
        return number_and_code(self.line.number, self.entry.code if self.entry.contest.anonymous else "")


@dataclass(frozen=True, slots=True)
class TieQuestion:
    """A tie that the chair has to decide: the tied entries, and the number of places."""

    category: str
    tier: str
    prize: str
    entries: Sequence[Entry]
    places: int
    most: int


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """The data of the page. Before the prizes are awarded, `rows` contain the proposed ones.

    run  primary key of the frozen run that the table is of
    """

    run: int | None
    steps: Sequence[ResultStep]
    rows: Sequence[PageRow]
    blockers: Sequence[BlockerLine]
    ties: Sequence[TieQuestion]
    decisions: Sequence[TieDecision]
    corrections: Sequence[NameCorrection]
    is_awarded: bool
    has_scheme: bool
    submitted: int
    sheets: int
    late: int


def results_page(contest: Contest) -> ResultsPage:
    """The page of one contest; a fixed number of queries whatever its size."""
    run = current_run(contest)
    judged = judging_state(contest)
    lines = frozen_lines(run) if run else live_lines(contest, judged.rule, judged.sheets)
    given = prizes_by_entry(run) if run else {}
    found = allotments(contest, lines, run=run)
    names = dict(Prize.objects.filter(scheme__contest=contest).values_list("code", "name"))
    prizes = given or proposed_names(found, names)
    readings = Entry.objects.select_related("school", "contest").prefetch_related("members")
    entries = readings.in_bulk([line.entry for line in lines])
    decimals = int(run.rules["decimals"]) if run else judged.rule.decimals
    order = {name: place for place, name in enumerate(names.values(), start=1)}
    return ResultsPage(
        run=run.pk if run else None,
        steps=result_steps(contest, is_awarded=bool(given), has_scheme=bool(names)),
        rows=[
            PageRow(
                line,
                entries[line.entry],
                line.name or name_in_table(contest, entries[line.entry]),
                line.school or entries[line.entry].school.name,
                total_text(line, decimals),
                prizes.get(line.entry, ""),
                order.get(prizes.get(line.entry, ""), 0),
            )
            for line in lines
        ],
        blockers=[] if run else blocker_lines(contest, list(judged.blockers)),
        ties=_ties(found, names, entries) if run and not given else [],
        decisions=list(TieDecision.objects.filter(run=run).select_related("prize", "by")) if run else [],
        corrections=corrections_listed(run) if run else [],
        is_awarded=bool(given),
        has_scheme=bool(names),
        submitted=_submitted(judged),
        sheets=_by_judges(judged),
        late=count_late_sheets(contest),
    )


def proposed_names(found: dict[str, Allotment], names: dict[str, str]) -> dict[int, str]:
    """The name of the proposed prize by entry."""
    return {int(won.entry): names[won.tier] for part in found.values() for won in part.awards}


def result_steps(contest: Contest, *, is_awarded: bool, has_scheme: bool) -> list[ResultStep]:
    """The steps of a contest, with those done and the next one."""
    done = {
        "freeze": contest.is_frozen,
        "award": is_awarded,
        "certify": contest.state in {State.CERTIFIED, State.PUBLISHED},
        "publish": contest.state == State.PUBLISHED,
    }
    names = {
        "freeze": _("Freeze the scores"),
        "award": _("Award the prizes"),
        "certify": _("Certify"),
        "publish": _("Publish"),
    }
    if not has_scheme:
        del done["award"]
    following = next((code for code, is_done in done.items() if not is_done), "")
    return [ResultStep(code, names[code], is_done, code == following) for code, is_done in done.items()]


def _ties(found: dict[str, Allotment], names: dict[str, str], entries: dict[int, Entry]) -> list[TieQuestion]:
    return [
        TieQuestion(
            category,
            tie.tier,
            names[tie.tier],
            [entries[int(entry)] for entry in tie.entries],
            tie.places,
            tie.most,
        )
        for category, part in found.items()
        for tie in part.unresolved
    ]


def _by_judges(judged: JudgingState) -> int:
    return sum(1 for sheet in judged.sheets if sheet.judge is not None)


def _submitted(judged: JudgingState) -> int:
    return sum(1 for sheet in judged.sheets if sheet.judge is not None and sheet.submitted)
