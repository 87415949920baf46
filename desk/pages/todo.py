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

_JUDGES = (gettext_lazy("Judges"), "judging:progress")
_PANELS = (gettext_lazy("Office"), "judging:panels")
_REGISTRATIONS = (gettext_lazy("Office"), "desk:registrations")
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
    slug, office, closes = festival.slug, _("Office"), _day(festival.registration_closes_at)
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
        yield Task(text, _("Schools"), closes, f"{registrations}?state=returned")
    if numbers.unanswered and festival.state == Festival.State.OPEN:
        text = ngettext(
            "%(n)d school has not answered", "%(n)d schools have not answered", numbers.unanswered
        ) % {"n": numbers.unanswered}
        yield Task(text, _("Schools"), closes, reverse("festival:missing", args=[slug]))
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
    who, page = _MENDED_BY.get(code, (_("Office"), "judging:progress"))
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
    """The checklist from an empty festival to an open one; none once all is done or a result is certified."""
    if home.certified or home.festival.state == Festival.State.CLOSED:
        return []
    steps = list(_setup_steps(home))
    return [] if all(step.done for step in steps) else steps


def _setup_steps(home: DeskPage) -> Iterator[SetupStep]:
    festival, numbers, slug = home.festival, home.numbers, home.festival.slug
    missing = _missing_settings(festival)
    hint = _("missing: %(names)s") % {"names": ", ".join(missing)} if missing else ""
    text = _("Settings: issuing body, dates, registration")
    yield SetupStep(not missing, text, _url("festival:settings", slug), hint)
    schools = ngettext("%(n)d school", "%(n)d schools", numbers.schools) % {"n": numbers.schools}
    hint = schools if numbers.schools else _("Paste the table you have.")
    page = "festival:schools" if numbers.schools else "desk:schools-import"
    yield SetupStep(numbers.schools > 0, _("Schools"), _url(page, slug), hint)
    count = len(home.contests)
    page = "contests:office-list" if count else "contests:office-new"
    hint = ngettext("%(n)d contest", "%(n)d contests", count) % {"n": count} if count else ""
    yield SetupStep(count > 0, _("Contests"), _url(page, slug), hint)
    yield _contest_step(home, "has_criteria", _("Criteria"), "judging:rubric")
    yield _contest_step(home, "has_prizes", _("Prizes"), "awards:scheme")
    hint = _("%(n)d/%(all)d schools have a link") % {"n": numbers.links, "all": numbers.schools}
    is_invited = numbers.links > 0 or numbers.confirmed > 0
    yield SetupStep(is_invited, _("Invite the schools"), _url("festival:invitations", slug), hint)
    judges = ngettext("%(n)d judge", "%(n)d judges", numbers.judges) % {"n": numbers.judges}
    hint = judges if numbers.judges else ""
    yield SetupStep(numbers.judges > 0, _("Judges"), _url("judging:judges", slug), hint)
    is_open = festival.state != Festival.State.DRAFT
    url = "" if is_open else _url("festival:move", slug, "open")
    yield SetupStep(is_open, _("Open the festival"), url, _("Schools can register from then on."))


def _missing_settings(festival: Festival) -> list[str]:
    """Names of the settings without which the festival cannot begin."""
    needed = {
        _("issuing body"): festival.issuing_body,
        _("starts on"): festival.starts_on,
        _("registration closes"): festival.registration_closes_at,
    }
    return [name for name, value in needed.items() if not value]


def _contest_step(home: DeskPage, mark: str, text: str, page: str) -> SetupStep:
    """A step that every contest needs; leads to the first contest without it."""
    slug, lacking = home.festival.slug, [row for row in home.contests if not getattr(row, mark)]
    words = {"n": len(home.contests) - len(lacking), "all": len(home.contests)}
    hint = _("%(n)d/%(all)d contests") % words if home.contests else ""
    if lacking:
        hint, url = f"{hint}; {lacking[0].name}", _url(page, slug, lacking[0].slug)
    else:
        url = _url("contests:office-list", slug)
    return SetupStep(bool(home.contests) and not lacking, text, url, hint)


def _url(name: str, *words: str) -> str:
    return reverse(name, args=words)


def _day(instant: datetime | None) -> date | None:
    return timezone.localtime(instant).date() if instant else None
