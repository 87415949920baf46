"""The tasks of a festival's office, and the checklist of a new festival."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from contests.models import Contest
from contests.queries.windows import contest_window
from contests.rules import window_state
from desk.pages.home import DeskPage
from festival.models import Festival
from judging.blocker_labels import blocker_count
from judging.rules.states import BLOCKER_CODES

_JUDGES = (gettext_lazy("the judges"), "judging:progress")
_PANELS = (gettext_lazy("the office"), "judging:panels")
_REGISTRATIONS = (gettext_lazy("the office"), "desk:registrations")
_MENDED_BY: Final[Mapping[str, tuple[Promise, str]]] = {
    "no-entries": _REGISTRATIONS,
    "no-criteria": (gettext_lazy("organiser"), "judging:rubric"),
    "entry-out": _REGISTRATIONS,
    "entry-unassigned": _PANELS,
    "machine-unmarked": _PANELS,
    "sheet-missing": _JUDGES,
    "sheet-incomplete": _JUDGES,
    "sheet-not-submitted": _JUDGES,
    "no-result": _PANELS,
}
"""Who removes a kind of blocker, and on which page; for other kinds the office, on the progress page."""


@dataclass(frozen=True, slots=True)
class Task:
    """A task: its text, who does it, the last day, and the URL."""

    text: str
    who: str
    by: date | None
    url: str
    is_urgent: bool = False
    for_organiser: bool = False


@dataclass(frozen=True, slots=True)
class SetupStep:
    """One line of the checklist of a new festival."""

    done: bool
    text: str
    url: str
    hint: str = ""


def tasks_of(home: DeskPage) -> list[Task]:
    """The tasks, urgent ones first."""
    return sorted(_tasks(home), key=lambda task: not task.is_urgent)


def _tasks(home: DeskPage) -> Iterator[Task]:
    festival, numbers = home.festival, home.numbers
    slug, office, closes = festival.slug, _("the office"), _day(festival.registration_closes_at)
    registrations = reverse("desk:registrations", args=[slug])
    if home.waiting:
        text = ngettext(
            "%(n)d registration waits for approval", "%(n)d registrations wait for approval", home.waiting
        ) % {"n": home.waiting}
        yield Task(text, office, festival.starts_on, f"{registrations}?state=submitted", is_urgent=True)
    if home.states["returned"]:
        text = ngettext(
            "%(n)d registration was sent back and not corrected",
            "%(n)d registrations were sent back and not corrected",
            home.states["returned"],
        ) % {"n": home.states["returned"]}
        yield Task(text, _("the schools"), closes, f"{registrations}?state=returned")
    if numbers.unanswered and festival.state == Festival.State.OPEN:
        text = ngettext(
            "%(n)d school has not answered", "%(n)d schools have not answered", numbers.unanswered
        ) % {"n": numbers.unanswered}
        yield Task(text, _("the schools"), closes, reverse("festival:missing", args=[slug]))
    if numbers.unplaced:
        text = ngettext("%(n)d booth has no stand", "%(n)d booths have no stand", numbers.unplaced) % {
            "n": numbers.unplaced
        }
        yield Task(text, office, festival.starts_on, reverse("booths:office-stands", args=[slug]))
    for contest in home.contests:
        yield from _tasks_of_contest(contest, home)


def _tasks_of_contest(contest: Contest, home: DeskPage) -> Iterator[Task]:
    """A task for each kind of blocker of one contest's freeze."""
    counts = home.blockers.get(contest.pk, Counter())
    for code in BLOCKER_CODES:
        if code in counts and not (code == "no-entries" and _is_registering(contest)):
            yield _task_of_blocker(contest, home.festival, code, counts[code])


def _task_of_blocker(contest: Contest, festival: Festival, code: str, count: int) -> Task:
    who, page = _MENDED_BY.get(code, (_("the office"), "judging:progress"))
    is_early = code in {"no-entries", "no-criteria", "entry-unassigned"}
    if page == "desk:registrations":
        url = f"{reverse(page, args=[festival.slug])}?contest={contest.slug}"
    else:
        url = reverse(page, args=[festival.slug, contest.slug])
    return Task(
        f"{contest.name}: {blocker_count(code, count)}",
        str(who),
        festival.starts_on if is_early else festival.ends_on,
        url,
        is_urgent=code in {"entry-out", "conflict", "quarantine", "discrepancy"},
        for_organiser=page == "judging:rubric",
    )


def _is_registering(contest: Contest) -> bool:
    """Whether entries may still be registered."""
    return window_state(contest_window(contest), now=timezone.now()) != "closed"


def setup_steps(home: DeskPage) -> list[SetupStep]:
    """The checklist from an empty festival to an open one."""
    festival, numbers, slug = home.festival, home.numbers, home.festival.slug
    contest = next((c for c in home.contests if not c.has_criteria), None)  # type: ignore[attr-defined]
    prizeless = next((c for c in home.contests if not c.has_prizes), None)  # type: ignore[attr-defined]
    contests = reverse("contests:office-list", args=[slug])
    return [
        SetupStep(
            bool(festival.issuing_body and festival.starts_on and festival.registration_closes_at),
            _("Settings: issuing body, dates, registration"),
            reverse("festival:settings", args=[slug]),
        ),
        SetupStep(
            numbers.schools > 0,
            _("Schools"),
            reverse("desk:schools-import", args=[slug]),
            _("Paste the table you have."),
        ),
        SetupStep(bool(home.contests), _("Contests"), reverse("contests:office-new", args=[slug])),
        SetupStep(
            bool(home.contests) and contest is None,
            _("Criteria"),
            reverse("judging:rubric", args=[slug, contest.slug]) if contest else contests,
            contest.name if contest else "",
        ),
        SetupStep(
            bool(home.contests) and prizeless is None,
            _("Prizes"),
            reverse("awards:scheme", args=[slug, prizeless.slug]) if prizeless else contests,
            prizeless.name if prizeless else "",
        ),
        SetupStep(numbers.links > 0, _("Invite the schools"), reverse("festival:invitations", args=[slug])),
        SetupStep(numbers.judges > 0, _("Judges"), reverse("judging:judges", args=[slug])),
        SetupStep(
            festival.state != Festival.State.DRAFT,
            _("Open the festival"),
            reverse("festival:move", args=[slug, "open"]),
            _("Schools can register from then on."),
        ),
    ]


def _day(instant: datetime | None) -> date | None:
    return timezone.localtime(instant).date() if instant else None
