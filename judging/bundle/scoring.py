"""[contest.scoring] and [[contest.criterion]] of festival.toml."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import Any, Final

from django.utils.translation import gettext as _

from contests.bundle.contests import ContestBox, ContestPart
from contests.models import Round
from festival.bundle.intake import Intake
from festival.bundle.known import Known
from festival.bundle.toml import FILE, Section
from festival.tables import Report
from judging.messages import fault_message
from judging.models import Criterion, Scoring
from judging.queries.settings import POLICY_KEYS, criterion_rule, policy_of, threshold_of
from judging.rules.policy import (
    ContestRule,
    Policy,
    RoundRule,
    scoring_cautions,
    scoring_faults,
    tie_break_of,
)

DEFAULTS: Final = Policy()


@dataclass(slots=True)
class Rubric:
    """The criteria of a contest and its settings, own and of rounds (by identity of the round's row)."""

    criteria: Known[Criterion] = field(default_factory=Known)
    own: Scoring | None = None
    of_round: dict[int, Scoring] = field(default_factory=dict)

    def in_round(self, round: Round) -> list[Criterion]:
        """Criteria that are marked in the round, in the order of the rubric."""
        rows = [row for row in self.criteria if is_in_round(row, round)]
        return sorted(rows, key=lambda row: (row.position, row.pk or 0))


def is_in_round(criterion: Criterion, round: Round) -> bool:
    """Whether the criterion is marked in the round; one without a round is marked in all."""
    if criterion.round_id is not None:
        return bool(criterion.round_id == round.pk)
    named = criterion.round if "round" in criterion._state.fields_cache else None
    return named is None or named is round


class ScoringPart:
    """How contests are scored."""

    def __init__(self, intake: Intake, contests: ContestPart) -> None:
        self.intake = intake
        self.contests = contests
        self.rubrics: dict[int, Rubric] = defaultdict(Rubric)

    def load(self) -> None:
        """Read what the edition has already; two queries."""
        festival = self.intake.festival
        if not festival.pk:
            return
        boxes = {box.contest.pk: box for box in self.contests.boxes if box.contest.pk}
        rounds = {round.pk: round for box in boxes.values() for round in box.rounds if round.pk}
        for criterion in Criterion.objects.filter(contest__festival=festival):
            rubric = self.rubrics[id(boxes[criterion.contest_id])]
            rubric.criteria.items[criterion.code] = criterion
        for scoring in Scoring.objects.filter(contest__festival=festival):
            rubric = self.rubrics[id(boxes[scoring.contest_id])]
            if scoring.round_id is None:
                rubric.own = scoring
                _spell_out(scoring)
            else:
                rubric.of_round[id(rounds[scoring.round_id])] = scoring

    def rubric(self, box: ContestBox) -> Rubric:
        """The rubric of a contest."""
        return self.rubrics[id(box)]

    def read(self, section: Section, box: ContestBox) -> None:
        """The contest's settings, those of its rounds, and its criteria; nonsense is faulted here."""
        was_sound = section.is_sound
        rubric = self.rubric(box)
        part = section.part("scoring", section.where + ": scoring")
        values = _own_values(part)
        if rubric.own or values != _own_values(None) or self.intake.changes.is_new(box.contest):
            rubric.own = self._settle(section, box, rubric.own, values)
        for round_section in section.parts("round", "round"):
            self._read_round(round_section, box, rubric)
        criteria = list(section.parts("criterion", "criterion"))
        seen: set[str] = set()
        for position, one in enumerate(criteria):
            self._read_criterion(one, box, rubric, position=position, seen=seen)
        others = [row for row in rubric.criteria if row.code not in seen]
        self.contests.keep_behind(box, others, named=len(criteria))
        sections = [section, *([part] if part else []), *criteria]
        if was_sound and all(each.is_sound for each in sections):
            self._judge(section, box, rubric)

    def _read_round(self, section: Section, box: ContestBox, rubric: Rubric) -> None:
        code = section.data.get("code", "")
        row = box.rounds.get(code) if isinstance(code, str) else None
        values = _policy_values(section)
        section.skip("code", "weight", "marking", "name")
        section.rest()
        if row is None:
            return
        if not section.is_sound:
            box.rounds.spoil(row.code)
        found = rubric.of_round.get(id(row))
        if found is None and all(value is None for value in values.values()):
            return
        rubric.of_round[id(row)] = self._settle(section, box, found, values, round=row)

    def _settle(
        self,
        section: Section,
        box: ContestBox,
        found: Scoring | None,
        values: dict[str, Any],
        *,
        round: Round | None = None,
    ) -> Scoring:
        row, outcome = self.intake.changes.settle(
            found, partial(Scoring, contest=box.contest, round=round), values
        )
        self.contests.count(section, box, "scoring", outcome, row)
        return row

    def _read_criterion(
        self, section: Section, box: ContestBox, rubric: Rubric, *, position: int, seen: set[str]
    ) -> None:
        code = section.code("code")
        if code in seen and code:
            section.fault("code", _("stands here twice"))
        seen.add(code)
        round = self._round_named(section, box)
        values = {
            "name": section.text("name", limit=300, required=True),
            "maximum": section.number("maximum", None, places=2, digits=8),
            "step": section.number("step", Decimal("0.25"), places=2, digits=6),
            "weight": section.number("weight", Decimal(1)),
            "position": position,
            "round": round,
        }
        if not section.has("maximum"):
            section.fault("maximum", _("is missing"))
        if section.has("description"):
            values["description"] = section.text("description", limit=4000, lines=True)
        section.rest()
        if not section.is_sound:
            rubric.criteria.spoil(None if section.is_at_fault("code") else code)
        row, outcome = self.intake.changes.settle(
            rubric.criteria.get(code), partial(Criterion, contest=box.contest, code=code), values
        )
        rubric.criteria.items[code] = row
        self.contests.count(section, box, "criteria", outcome, row)

    def _round_named(self, section: Section, box: ContestBox) -> Round | None:
        code = section.text("round", limit=60)
        if not code:
            return None
        row = box.rounds.get(code)
        if row is None and not box.rounds.unnamed:
            section.fault("round", _("there is no round “%(code)s”") % {"code": code})
        elif row is None or code in box.rounds.broken:
            section.is_sound = False
        return row

    def _judge(self, section: Section, box: ContestBox, rubric: Rubric) -> None:
        """Settings that make no sense together, in the words of `judging.messages`."""
        if box.rounds.broken or box.rounds.unnamed:
            return
        rule = self.rule(box)
        for fault in scoring_faults(rule):
            if fault.code == "round-without-criterion":  # a rubric may be written later
                self.intake.report.warn(FILE, f"{section.where}: {fault_message(fault)}")
                continue
            section.fault("", fault_message(fault))
            kind, _colon, code = fault.where.partition(":")
            if kind == "criterion":
                rubric.criteria.spoil(code)
            elif kind == "round":
                box.rounds.spoil(code)
        for caution in scoring_cautions(rule):
            self.intake.report.warn(FILE, f"{section.where}: {fault_message(caution)}")

    def rule(self, box: ContestBox) -> ContestRule:
        """The contest's rule, from rows that may not be saved yet."""
        rubric = self.rubric(box)
        own = rubric.own or Scoring()
        policy = policy_of(own, DEFAULTS)
        rounds = sorted(box.rounds, key=lambda row: (row.position, row.pk or 0))
        return ContestRule(
            rounds=tuple(self._round_rule(rubric, row, policy) for row in rounds),
            combine_rounds=own.rounds,  # type: ignore[arg-type]
            tie_break=tuple(tie_break_of(text) for text in own.tie_break),
            threshold=threshold_of(own),
            decimals=policy.decimals,
            rounding=policy.rounding,
        )

    def _round_rule(self, rubric: Rubric, row: Round, policy: Policy) -> RoundRule:
        scoring = rubric.of_round.get(id(row))
        return RoundRule(
            code=row.code,
            criteria=tuple(criterion_rule(criterion) for criterion in rubric.in_round(row)),
            weight=row.weight,
            marking=row.marking,  # type: ignore[arg-type]
            policy=policy_of(scoring, policy) if scoring else policy,
            threshold=threshold_of(scoring) if scoring else None,
        )


def _spell_out(scoring: Scoring) -> None:
    """Where the row is silent it means the default; said in memory, so that saying it is no change."""
    for key in POLICY_KEYS:
        if getattr(scoring, key) in (None, ""):
            setattr(scoring, key, getattr(DEFAULTS, key))


def _own_values(part: Section | None) -> dict[str, Any]:
    """The contest's settings; what is absent has the default of the format."""
    section = part or Section(Report(), "", {})
    values = {
        key: getattr(DEFAULTS, key) if value is None and hasattr(DEFAULTS, key) else value
        for key, value in _policy_values(section).items()
    }
    values["rounds"] = section.choice("rounds", Scoring.Rounds, Scoring.Rounds.WEIGHTED_SUM)
    values["tie_break"] = _tie_break(section)
    section.rest()
    return values


def _policy_values(section: Section) -> dict[str, Any]:
    """The settings that stand in the section; None for the others."""
    values: dict[str, Any] = {
        "combine": section.choice("combine", Scoring.Combine, "") or None,
        "method": section.choice("method", Scoring.Method, "") or None,
        "drop_high": section.whole("drop_high", None, most=100),
        "drop_low": section.whole("drop_low", None, most=100),
        "clip": section.number("clip", None),
        "round_marks": section.flag("round_marks", default=False) if section.has("round_marks") else None,
        "decimals": section.whole("decimals", None, most=6),
        "rounding": section.choice("rounding", Scoring.Rounding, "") or None,
        "min_judges": section.whole("min_judges", None),
        "discrepancy_agree": None,
        "discrepancy_discuss": None,
    }
    threshold = section.part("discrepancy", f"{section.where}: discrepancy")
    if threshold is not None:
        for key in ("agree", "discuss"):
            values[f"discrepancy_{key}"] = threshold.number(key, None, places=6, digits=8)
            if not threshold.has(key):
                threshold.fault(key, _("is missing"))
        threshold.rest()
        section.is_sound = section.is_sound and threshold.is_sound
    return values


def _tie_break(section: Section) -> list[str]:
    found = []
    for text in section.texts("tie_break", limit=80):
        try:
            tie = tie_break_of(text)
        except ValueError:
            section.fault(
                "tie_break",
                _("“%(typed)s” is neither “criterion:CODE” nor “round:CODE”") % {"typed": text},
            )
        else:
            found.append(f"{tie.kind}:{tie.code}")
    return found
