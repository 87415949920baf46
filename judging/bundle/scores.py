"""scores.csv of a bundle: read into whole sheets, which then go through the tablets' verdict."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from contests.bundle.contests import ContestBox, ContestPart
from contests.bundle.entries import number_named
from contests.models import Entry, Round
from festival.bundle.intake import Intake
from festival.tables import Row, Rows
from festival.text import format_points
from judging.bundle.judges import AssignmentPart, JudgePart, Key, key_of, round_named
from judging.bundle.scoring import ScoringPart, is_in_round
from judging.models import Criterion, Judge
from judging.queries.settings import criterion_rule
from judging.rules.marks import mark_fault


@dataclass(slots=True)
class SheetRows:
    """What the rows of one sheet say together."""

    key: Key
    box: ContestBox
    round: Round
    entry: Entry
    judge: Judge | None
    rows: list[Row] = field(default_factory=list)
    comment: str = ""
    submitted: bool | None = None
    commented_by: Row | None = None
    submitted_by: Row | None = None
    is_broken: bool = False


class ScoreRows:
    """Reads scores.csv row by row; `sheets` holds what belongs together."""

    def __init__(
        self,
        intake: Intake,
        contests: ContestPart,
        scoring: ScoringPart,
        judges: JudgePart,
        assignments: AssignmentPart,
    ) -> None:
        self.intake = intake
        self.contests = contests
        self.scoring = scoring
        self.judges = judges
        self.assignments = assignments
        self.sheets: dict[Key, SheetRows] = {}

    def read(self, rows: Rows | None) -> None:
        """Take every row."""
        seen: dict[Any, int] = {}
        for row in rows or ():
            self._take(row, seen)

    def _take(self, row: Row, seen: dict[Any, int]) -> None:
        box = self.contests.contest_named(row)
        if box is None:
            return
        round = self._round_named(row, box)
        entry = number_named(row, box) if "number" not in row.broken and row["number"] else None
        judge = self._judge_named(row, round)
        criterion = self._criterion_named(row, box, round)
        if criterion is not None and row["points"] is not None and "points" not in row.broken:
            self._refuse_points(row, row["points"], criterion)
        key = tuple(row[name] for name in ("contest", "round", "judge", "number", "criterion"))
        if not row.broken:
            self.intake.twice(row, seen, key, "criterion")
        if entry is None or round is None or (judge is None and round.marking == Round.Marking.JUDGES):
            return
        if row.broken & {"contest", "round", "judge", "number"}:
            return
        self._keep(row, box, round, entry, judge)

    def _keep(self, row: Row, box: ContestBox, round: Round, entry: Entry, judge: Judge | None) -> None:
        key = key_of(round, entry, judge)
        if judge is not None and key not in self.assignments.assignments:
            self._refuse_unassigned(row, round, judge)
            return
        sheet = self.sheets.setdefault(key, SheetRows(key, box, round, entry, judge))
        sheet.rows.append(row)
        if not row.is_sound:
            sheet.is_broken = True
            return
        self._say_once(row, sheet)

    def _say_once(self, row: Row, sheet: SheetRows) -> None:
        """A sheet has one comment and is submitted or not: two rows may not say different things."""
        if row["comment"] and sheet.comment and row["comment"] != sheet.comment and sheet.commented_by:
            words = _("another comment on the same sheet stands in row %(row)d")
            self.intake.report.add(row.fault("comment", words % {"row": sheet.commented_by.number}))
        elif row["comment"] and not sheet.comment:
            sheet.comment, sheet.commented_by = row["comment"], row
        if row["submitted"] is None:
            return
        if sheet.submitted_by and sheet.submitted != row["submitted"]:
            words = _("row %(row)d says the opposite of the same sheet")
            self.intake.report.add(row.fault("submitted", words % {"row": sheet.submitted_by.number}))
        elif not sheet.submitted_by:
            sheet.submitted, sheet.submitted_by = row["submitted"], row
        sheet.is_broken = sheet.is_broken or not row.is_sound

    def _round_named(self, row: Row, box: ContestBox) -> Round | None:
        if "round" in row.broken:
            return None
        if row["round"] or "" in box.rounds.items:
            return round_named(row, box)
        rounds = list(box.rounds)
        if len(rounds) == 1:
            return rounds[0]
        if box.rounds.unnamed:
            row.is_leaning = True
        else:
            words = _("“%(contest)s” has several rounds; say which") % {"contest": box.slug}
            self.intake.report.add(row.fault("round", words))
        return None

    def _judge_named(self, row: Row, round: Round | None) -> Judge | None:
        if "judge" in row.broken or round is None:
            return None
        if round.marking == Round.Marking.MACHINE:
            if row["judge"]:
                words = _("round “%(code)s” is marked by machine and has no judge") % {"code": round.code}
                self.intake.report.add(row.fault("judge", words))
            return None
        if not row["judge"]:
            self.intake.report.add(row.fault("judge", _("this cell may not be empty")))
            return None
        words = _("“%(judge)s” does not stand in judges.csv") % {"judge": row["judge"]}
        return self.judges.judges.named(row["judge"], row=row, column="judge", reason=words)

    def _criterion_named(self, row: Row, box: ContestBox, round: Round | None) -> Criterion | None:
        code = row["criterion"]
        if "criterion" in row.broken or not code:
            return None
        words = _("“%(contest)s” has no criterion “%(code)s”") % {"contest": box.slug, "code": code}
        criteria = self.scoring.rubric(box).criteria
        found = criteria.named(code, row=row, column="criterion", reason=words)
        if found is not None and round is not None and not is_in_round(found, round):
            words = _("“%(code)s” is not marked in round “%(round)s”") % {"code": code, "round": round.code}
            self.intake.report.add(row.fault("criterion", words))
            return None
        return found

    def _refuse_points(self, row: Row, points: Decimal, criterion: Criterion) -> None:
        code = mark_fault(points, criterion_rule(criterion))
        if code is None:
            return
        sentences = {
            "not-a-number": _("“%(points)s” is not a number"),
            "below-zero": _("%(points)s is below 0"),
            "above-maximum": _("%(points)s is more than the maximum %(maximum)s of “%(criterion)s”"),
            "not-a-step": _("%(points)s is no multiple of the step %(step)s of “%(criterion)s”"),
        }
        words = {
            "points": format_points(points),
            "maximum": format_points(criterion.maximum),
            "step": format_points(criterion.step),
            "criterion": criterion.code,
        }
        self.intake.report.add(row.fault("points", sentences[code] % words))

    def _refuse_unassigned(self, row: Row, round: Round, judge: Judge) -> None:
        """A score without an assignment is a fault, unless a faulty row may have been the assignment."""
        asked = {
            "contest": row["contest"],
            "round": round.code,
            "judge": judge.user.login,
            "number": row["number"],
        }
        if not self.assignments.is_whole or any(p.covers(**asked) for p in self.assignments.patterns):
            row.is_leaning = True
            return
        words = _("%(judge)s is not assigned to “%(number)s” in this round")
        reason = words % {"judge": judge.user.login, "number": row["number"]}
        self.intake.report.add(row.fault("judge", reason))
