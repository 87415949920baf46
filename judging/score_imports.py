"""scores.csv of a bundle: rows gathered into whole sheets, which go through the one writer of scores."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from contests.imports import frozen_reason
from contests.models import Contest, Round
from festival.forms.table import Row, Rows
from festival.models import Festival
from festival.tables.report import CHANGED, CREATED, UNCHANGED
from festival.text import format_points
from judging.actions.sheets import Sender, receive_sheets
from judging.imports import JudgingContext, Key, add_sheets, machine_reason
from judging.models import Assignment, Criterion, Judge, Mark, Panel, ScoreOp, ScoreSheet
from judging.queries.rubric import criteria_by_round
from judging.queries.settings import criterion_rule
from judging.rules.marks import mark_fault
from judging.rules.sync import Payload, hundredths_of, payload_hash


@dataclass(slots=True)
class SheetRows:
    """The rows of one sheet.

    given_by  the row that gives the comment, and the one that says whether the sheet is submitted
    stored    the sheet, and `old` its marks in hundredths, before the import
    payload   its new content; None when nothing changes
    """

    contest: Contest
    round: Round
    rows: list[Row] = field(default_factory=list)
    given_by: dict[str, Row] = field(default_factory=dict)
    stored: ScoreSheet | None = None
    old: dict[str, int | None] = field(default_factory=dict)
    payload: Payload | None = None


class ScoreImport:
    """Reads scores.csv; `write` sends the sheets that change to the one writer."""

    def __init__(self, context: JudgingContext) -> None:
        self.context = context
        self.sheets: dict[Key, SheetRows] = {}

    def read(self, rows: Rows | None) -> None:
        """Read every row, then decide the new content of each sheet, and count the rows."""
        seen: dict[Hashable, Row] = {}
        for row in rows or ():
            self._take(row, seen)
        sound = {key: sheet for key, sheet in self.sheets.items() if all(row.is_sound for row in sheet.rows)}
        machine = [key for key in sound if key not in self.context.assigned]
        add_sheets(self.context, [Assignment(round_id=r, entry_id=e, judge_id=j) for r, e, j in machine])
        self._load({self.context.assigned[key].pk: sheet for key, sheet in sound.items()})
        for sheet in sound.values():
            if sheet.stored and not self.context.criteria.has_faulty(sheet.contest.pk):
                self._settle(sheet, sheet.stored)

    def write(self, receipt: str) -> None:
        """Write the sheets. `receipt`: the hash of the import's event in the audit log."""
        context = self.context
        new = [sheet for sheet in self.sheets.values() if sheet.payload is not None]
        source = ScoreOp.Source.IMPORT
        sender = Sender(context.festival, context.by, context.now, source=source, receipt=receipt)
        payloads = [(sheet.stored, sheet.payload) for sheet in new if sheet.stored and sheet.payload]
        receipts = receive_sheets(payloads, sender)
        for one, sheet in zip(receipts, new, strict=True):
            if one.outcome != "applied":
                words = _("these scores are not possible (%(reason)s)") % {"reason": one.reason}
                sheet.rows[0].fault("points", words)

    def _take(self, row: Row, seen: dict[Hashable, Row]) -> None:
        contest = self.context.contests.named(row, "contest")
        if contest is None:
            return
        round = self._round_of(row, contest)
        entry = self.context.entries.named(row, "number", contest)
        is_judged = round is not None and round.marking == Round.Marking.JUDGES
        judge = self.context.judge(row) if is_judged else None
        if round is not None and not is_judged and row["judge"]:
            row.fault("judge", machine_reason(round))
        criterion = self._criterion_of(row, contest, round)
        if criterion is not None and row["points"] is not None:
            _refuse_points(row, row["points"], criterion)
        if round is None or entry is None or (judge is None and is_judged):
            return
        key = (round.pk, entry.pk, judge.pk if judge else None)
        if criterion is not None:
            row.values["criterion"] = criterion.code
            if not row.broken:
                row.is_twice(seen, (key, criterion.pk), "criterion")
        if row.broken & {"contest", "round", "judge", "number"}:
            return
        if not is_judged and row.is_sound and _is_empty(row):
            row.count("scores", UNCHANGED, ["points"])
            return
        if judge is not None and key not in self.context.assigned:
            self._refuse_unassigned(row, contest, round, judge)
            return
        sheet = self.sheets.setdefault(key, SheetRows(contest, round))
        sheet.rows.append(row)
        if row.is_sound:
            _note(row, sheet)

    def _round_of(self, row: Row, contest: Contest) -> Round | None:
        rounds = list(self.context.rounds.of(contest.pk).values())
        if not row["round"] and "round" not in row.broken:
            if len(rounds) == 1:
                return rounds[0]
            if rounds:
                words = _("“%(contest)s” has several rounds; say which") % {"contest": contest.slug}
                row.fault("round", words)
        return self.context.rounds.named(row, "round", contest)

    def _criterion_of(self, row: Row, contest: Contest, round: Round | None) -> Criterion | None:
        found = self.context.criteria.named(row, "criterion", contest)
        if found is not None and round is not None and found.round_id not in (None, round.pk):
            words = {"code": row["criterion"], "round": round.code}
            row.fault("criterion", _("“%(code)s” is not marked in round “%(round)s”") % words)
            return None
        return found

    def _refuse_unassigned(self, row: Row, contest: Contest, round: Round, judge: Judge) -> None:
        """A score without an assignment is a fault, unless a faulty row may have been the assignment."""
        asked = (contest.pk, round.code, judge.pk, row["number"])
        guesses = self.context.guesses
        if not self.context.are_whole or any(
            all(mine is None or mine == one for mine, one in zip(guess, asked, strict=True))
            for guess in guesses
        ):
            row.names_faulty = True
            return
        words = {"judge": judge.user.login, "number": row["number"]}
        row.fault("judge", _("%(judge)s is not assigned to “%(number)s” in this round") % words)

    def _load(self, sheets: dict[int, SheetRows]) -> None:
        """Read the sheets, by assignment, with their marks."""
        marks: dict[int, dict[str, int | None]] = defaultdict(dict)
        of_festival = {"assignment__entry__contest__festival": self.context.festival}
        rows = Mark.objects.filter(**{f"sheet__{path}": value for path, value in of_festival.items()})
        for sheet_pk, code, hundredths in rows.values_list("sheet_id", "criterion__code", "hundredths"):
            marks[sheet_pk][code] = hundredths
        criteria = criteria_by_round({sheet.round for sheet in sheets.values()})
        for stored in ScoreSheet.objects.for_scoring().filter(**of_festival) if sheets else ():
            sheet = sheets.get(stored.assignment_id)
            if sheet is not None:
                sheet.stored = stored
                codes = [row.code for row in criteria[sheet.round.pk]]
                sheet.old = {code: marks[stored.pk].get(code) for code in codes}

    def _settle(self, sheet: SheetRows, stored: ScoreSheet) -> None:
        """Merge the sheet's content with that of the rows, and count the rows.

        A row counts as created when it adds a mark, as changed when it alters one, the comment or the state.
        """
        marks = {row["criterion"]: _hundredths(row) for row in sheet.rows}
        if sheet.round.marking == Round.Marking.MACHINE:  # an empty cell is one that is not filled in yet
            marks = {code: value for code, value in marks.items() if value is not None}
        new = {**sheet.old, **marks}
        payload = _payload(sheet, stored, new, is_whole=set(marks) == set(new))
        if payload is None:
            return
        is_new = payload_hash(payload) != stored.payload_hash
        if stored.version == 0:  # a sheet that was never saved has no content
            is_new = payload.submitted or bool(payload.comment) or any(v is not None for v in new.values())
        if is_new and (closed := self._closed_reason(sheet, stored)):
            sheet.rows[0].fault("points", closed)
            return
        sheet.payload = payload if is_new else None
        outcomes = [_outcome(row, sheet.old) for row in sheet.rows]
        if is_new and set(outcomes) == {UNCHANGED}:
            first = sheet.given_by.get("comment") or sheet.given_by.get("submitted") or sheet.rows[0]
            outcomes[sheet.rows.index(first)] = CHANGED
        for row, outcome in zip(sheet.rows, outcomes, strict=True):
            row.count("scores", outcome, ["points"])

    def _closed_reason(self, sheet: SheetRows, stored: ScoreSheet) -> str:
        """Why the sheet takes no scores; empty when it does."""
        panel = stored.assignment.panel
        if frozen_reason(sheet.contest):
            return frozen_reason(sheet.contest)
        if self.context.festival.state == Festival.State.CLOSED:
            return _("the festival is closed")
        if panel is not None and panel.state == Panel.State.CLOSED:
            return _("the panel “%(panel)s” is closed") % {"panel": panel.name}
        return ""


def _is_empty(row: Row) -> bool:
    """Whether the row has no content: a mark of a machine that is yet to be filled in."""
    return row["points"] is None and not row["comment"] and row["submitted"] is None


def _refuse_points(row: Row, points: Decimal, criterion: Criterion) -> None:
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
    row.fault("points", sentences[code] % words)


def _note(row: Row, sheet: SheetRows) -> None:
    """Report two rows that give one sheet different comments, or disagree on whether it is submitted."""
    reasons = {
        "comment": _("another comment on the same sheet stands in row %(row)d"),
        "submitted": _("row %(row)d says the opposite of the same sheet"),
    }
    for name, reason in reasons.items():
        first = sheet.given_by.setdefault(name, row) if row[name] not in ("", None) else row
        if first[name] != row[name]:
            row.fault(name, reason % {"row": first.number})


def _payload(
    sheet: SheetRows, stored: ScoreSheet, marks: dict[str, int | None], *, is_whole: bool
) -> Payload | None:
    """The new content of the whole sheet; None with a fault when it is submitted with criteria not marked."""
    unmarked = [code for code, value in marks.items() if value is None]
    decided, commented = sheet.given_by.get("submitted"), sheet.given_by.get("comment")
    submitted = decided["submitted"] if decided else not unmarked
    if decided and submitted and unmarked:
        words = _("the sheet lacks points for %(criteria)s") % {"criteria": ", ".join(unmarked)}
        decided.fault("submitted", words)
        return None
    comment = commented["comment"] if commented else "" if is_whole else stored.comment
    return Payload(marks, comment, submitted)


def _hundredths(row: Row) -> int | None:
    points: Decimal | None = row["points"]
    return None if points is None else hundredths_of(points)


def _outcome(row: Row, old: dict[str, int | None]) -> str:
    before, after = old.get(row["criterion"]), _hundredths(row)
    if before == after:
        return UNCHANGED
    return CREATED if before is None else CHANGED
