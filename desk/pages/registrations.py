"""Data of the page of one registration."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from booths.models import AnyRegistration, Booth
from contests.models import Contest, Entry, RegistrationState
from contests.steps import ContestStep
from desk.messages import marks_message, removal_message, return_message
from judging.pages.blockers import BlockerLine, blocker_lines
from judging.queries.blockers import judging_state
from judging.queries.standing import marked_sheets


@dataclass(frozen=True, slots=True)
class Removal:
    """A registration that left its contest with marks. `blocker`: None when it blocks no freeze."""

    message: str
    blocker: BlockerLine | None


@dataclass(frozen=True, slots=True)
class Question:
    """The question before a decision that changes the ranking, and the contest whose ranking it is."""

    text: str
    verb: str
    consequence: str
    contest: Contest


def ask_about(registration: AnyRegistration, decision: str) -> Question:
    """The question about an entry with marks, before `decision`: approve, send-back or decline."""
    entry = registration.entry if isinstance(registration, Booth) else registration
    assert entry is not None  # only entries have marks
    if decision == "approve":
        consequence = f"{return_message(registration)} {_('It enters the ranking again.')}"
        return Question(_("Approve this entry?"), _("Approve"), consequence, entry.contest)
    leaves = _(
        "Its sheets are kept, but it leaves the ranking. The scores cannot be frozen until it is "
        "approved again, or an organiser confirms with a reason that it is out."
    )
    consequence = f"{marks_message(registration)} {leaves}"
    if decision == "decline":
        return Question(_("Decline this entry?"), _("Decline"), consequence, entry.contest)
    return Question(_("Send this entry back?"), _("Send back"), consequence, entry.contest)


def entries_step(contest: Contest) -> ContestStep:
    """Whether the contest has approved entries, for its checklist."""
    count = contest.entries.approved().count()
    return ContestStep(
        count > 0,
        _("Approve the registrations"),
        ngettext("%(n)d entry approved", "%(n)d entries approved", count) % {"n": count},
        f"{reverse('desk:registrations', args=[contest.festival.slug])}?contest={contest.slug}",
    )


def removal_of(registration: AnyRegistration) -> Removal | None:
    """The removal of a registration with marks that is not approved, else None. One query without marks."""
    entry = registration.entry if isinstance(registration, Booth) else registration
    if entry is None or registration.state == RegistrationState.APPROVED:
        return None
    sheets = marked_sheets(entry)
    if not sheets:
        return None
    blocker = None if entry.contest.is_frozen else _blocker_of(entry)
    return Removal(removal_message(sheets, is_blocking=blocker is not None), blocker)


def _blocker_of(entry: Entry) -> BlockerLine | None:
    blockers = judging_state(entry.contest).blockers
    own = [one for one in blockers if one.code == "entry-out" and one.entry == entry.pk]
    return next(iter(blocker_lines(entry.contest, own)), None)
