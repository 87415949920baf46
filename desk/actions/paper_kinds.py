"""Composes each kind of paper in `desk.documents.KINDS`; certificates are entered in the register.

Each function yields documents of a few pages, so that a job can show its progress.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.utils.translation import gettext as _

from awards.actions.certificates import issue_certificates, recipients_of
from awards.documents import draft_certificates, issued_certificates
from awards.documents import prize_table as prize_table_paper
from awards.models import Certificate
from awards.queries.prize_table import prize_groups
from booths.documents import booth_qr as booth_qr_paper
from booths.queries.printed import booths_to_print
from contests.models import Contest
from desk.queries.summary import summary_paper
from festival.documents import days_line
from festival.glyphs import refuse_missing_letters
from festival.models import Festival, User
from festival.printing import Paper
from festival.refusals import RuleBroken
from judging.actions.anonymous import log_printed_key
from judging.actions.badges import badges_of
from judging.documents import anonymous_key as anonymous_key_paper
from judging.documents import judge_badges as judge_badges_paper
from judging.documents import score_sheets as score_sheets_paper
from judging.queries.papers import key_rows, sheet_texts
from judging.rules.states import CERTIFIED

Item = TypeVar("Item")
A_PART = 20


@dataclass(frozen=True, slots=True)
class PrintOrder:
    """What is printed, and for whom: one contest, or all contests of the festival.

    `root` begins the printed addresses.
    """

    festival: Festival
    contests: Sequence[Contest]
    by: User
    root: str

    @property
    def contest(self) -> Contest | None:
        """The contest, when there is exactly one."""
        return self.contests[0] if len(self.contests) == 1 else None

    @property
    def frozen(self) -> list[Contest]:
        """The contests with frozen results. RuleBroken when there is none."""
        found = [contest for contest in self.contests if contest.is_frozen]
        if not found:
            raise RuleBroken("paper-needs-freeze", _("This paper can be printed once the scores are frozen."))
        return found


def certificates(order: PrintOrder) -> Iterator[Paper]:
    """Certificates of the prizes, in calling order."""
    yield from _certificates(order, Certificate.Kind.PRIZE)


def participation(order: PrintOrder) -> Iterator[Paper]:
    """Certificates of participation, for recipients without a prize."""
    yield from _certificates(order, Certificate.Kind.PARTICIPATION)


def prize_table(order: PrintOrder) -> Iterator[Paper]:
    """The prize table, an annex of the decision."""
    contests = order.frozen
    groups = prize_groups(contests)
    if not groups:
        raise RuleBroken("no-prizes-yet", _("Award the prizes first."))
    is_draft = any(contest.state not in CERTIFIED for contest in contests)
    yield prize_table_paper(order.festival, groups, is_draft=is_draft, contest=order.contest)


def score_summary(order: PrintOrder) -> Iterator[Paper]:
    """The summary of scores for the jury's signatures, one document a contest."""
    for contest in order.contests:
        yield summary_paper(contest)


def score_sheets(order: PrintOrder) -> Iterator[Paper]:
    """Every judge's sheet with its current marks."""
    yield from _sheets(order, blank=False, title="Phiếu chấm điểm")


def blank_score_sheets(order: PrintOrder) -> Iterator[Paper]:
    """Blank sheets to be filled in by hand."""
    yield from _sheets(order, blank=True, title="Phiếu chấm điểm (để trống)")


def anonymous_key(order: PrintOrder) -> Iterator[Paper]:
    """The key of each anonymous contest; an event records who printed it."""
    contests = [contest for contest in order.contests if contest.anonymous]
    if not contests:
        raise RuleBroken("not-anonymous", _("Judges see names and schools in this contest: it has no key."))
    for contest in contests:
        rows = key_rows(contest)
        log_printed_key(contest=contest, entries=len(rows), by=order.by)
        yield anonymous_key_paper(contest, rows)


def booth_qr(order: PrintOrder) -> Iterator[Paper]:
    """A page with the QR code of each approved booth."""
    for part in _in_parts(booths_to_print(order.festival), none=_("No booth is approved yet.")):
        yield booth_qr_paper(order.festival, part, root=order.root)


def judge_badges(order: PrintOrder) -> Iterator[Paper]:
    """A badge for each judge."""
    badges = badges_of(order.festival, by=order.by, root=order.root)
    for part in _in_parts(badges, none=_("There is no judge yet.")):
        yield judge_badges_paper(order.festival, part, days=days_line(order.festival))


def _certificates(order: PrintOrder, kind: str) -> Iterator[Paper]:
    found, certified = False, [contest for contest in order.frozen if contest.state in CERTIFIED]
    for contest in certified:  # all of them before the first one enters the register
        refuse_missing_letters(draft_certificates(order.festival, recipients_of(contest, kind)).data)
    for contest in order.frozen:
        if contest in certified:
            papers = issue_certificates(contest=contest, kind=kind, by=order.by)
            for part in _cut(papers):
                found = True
                yield issued_certificates(order.festival, part, root=order.root)
        else:
            for drafts in _cut(recipients_of(contest, kind)):
                found = True
                yield draft_certificates(order.festival, drafts)
    if not found:
        raise RuleBroken("nobody", _("This paper has no recipients yet. Award the prizes first."))


def _sheets(order: PrintOrder, *, blank: bool, title: str) -> Iterator[Paper]:
    found = False
    for contest in order.contests:
        is_draft = not blank and contest.state not in CERTIFIED
        for part in _cut(sheet_texts(contest, blank=blank)):
            found = True
            yield score_sheets_paper(contest, part, title=title, is_draft=is_draft)
    if not found:
        raise RuleBroken("no-sheets", _("No judge has an entry yet."))


def _in_parts(items: Sequence[Item], *, none: str) -> Iterator[Sequence[Item]]:
    if not items:
        raise RuleBroken("nothing", none)
    return _cut(items)


def _cut(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    return (items[start : start + A_PART] for start in range(0, len(items), A_PART))


PARTS: dict[str, Callable[[PrintOrder], Iterator[Paper]]] = {
    "certificates": certificates,
    "participation": participation,
    "prize-table": prize_table,
    "score-summary": score_summary,
    "score-sheets": score_sheets,
    "blank-score-sheets": blank_score_sheets,
    "anonymous-key": anonymous_key,
    "booth-qr": booth_qr,
    "judge-badges": judge_badges,
}
"""The function that composes each of `desk.documents.KINDS`."""
