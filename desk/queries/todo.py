"""What has to be done, by whom and by when; and the way from an empty festival to an open one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contests.models import Contest
from desk.queries.home import Home
from festival.models import Festival


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: what, who does it, until which day, where."""

    text: str
    who: str
    by: date | None
    url: str
    is_urgent: bool = False
    for_organiser: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the checklist of a new festival."""

    done: bool
    text: str
    hint: str
    url: str


def tasks_of(home: Home) -> list[Task]:
    """What waits, the urgent first."""
    return sorted(_tasks(home), key=lambda task: not task.is_urgent)


def _tasks(home: Home) -> Iterator[Task]:
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
            "%(n)d registration was sent back and not mended",
            "%(n)d registrations were sent back and not mended",
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
        yield from _tasks_of_contest(contest, festival)


def _tasks_of_contest(contest: Contest, festival: Festival) -> Iterator[Task]:
    args = [festival.slug, contest.slug]
    unjudged, waiting = contest.unjudged, contest.open_sheets  # type: ignore[attr-defined]
    if not contest.has_criteria:  # type: ignore[attr-defined]
        text = _("%(contest)s: no criteria yet") % {"contest": contest.name}
        yield Task(
            text, _("organiser"), festival.starts_on, reverse("judging:rubric", args=args), for_organiser=True
        )
    if unjudged:
        text = ngettext("nobody marks %(n)d entry", "nobody marks %(n)d entries", unjudged) % {"n": unjudged}
        url = reverse("judging:panels", args=args)
        yield Task(f"{contest.name}: {text}", _("the office"), festival.starts_on, url)
    if unresolved_ops := contest.unresolved_ops:  # type: ignore[attr-defined]
        text = ngettext("%(n)d sheet to be looked at", "%(n)d sheets to be looked at", unresolved_ops) % {
            "n": unresolved_ops
        }
        url = reverse("judging:progress", args=args)
        yield Task(f"{contest.name}: {text}", _("the office"), festival.ends_on, url, is_urgent=True)
    if waiting and contest.state == Contest.State.OPEN:
        text = ngettext("%(n)d sheet not submitted", "%(n)d sheets not submitted", waiting) % {"n": waiting}
        url = reverse("judging:progress", args=args)
        yield Task(f"{contest.name}: {text}", _("the judges"), festival.ends_on, url)


def steps_of(home: Home) -> list[Step]:
    """The way from an empty festival to an open one."""
    festival, numbers, slug = home.festival, home.numbers, home.festival.slug
    contest = next((c for c in home.contests if not c.has_criteria), None)  # type: ignore[attr-defined]
    prizeless = next((c for c in home.contests if not c.has_prizes), None)  # type: ignore[attr-defined]
    contests = reverse("contests:office-list", args=[slug])
    return [
        Step(
            bool(festival.issuing_body and festival.starts_on and festival.registration_closes_at),
            _("Facts: who holds it, days, registration"),
            "",
            reverse("festival:settings", args=[slug]),
        ),
        Step(
            numbers.schools > 0,
            _("Schools"),
            _("Paste the table you have."),
            reverse("festival:schools-import", args=[slug]),
        ),
        Step(bool(home.contests), _("Contests"), "", reverse("contests:office-new", args=[slug])),
        Step(
            bool(home.contests) and contest is None,
            _("Criteria"),
            contest.name if contest else "",
            reverse("judging:rubric", args=[slug, contest.slug]) if contest else contests,
        ),
        Step(
            bool(home.contests) and prizeless is None,
            _("Prizes"),
            prizeless.name if prizeless else "",
            reverse("awards:scheme", args=[slug, prizeless.slug]) if prizeless else contests,
        ),
        Step(numbers.links > 0, _("Invite the schools"), "", reverse("festival:invitations", args=[slug])),
        Step(numbers.judges > 0, _("Judges"), "", reverse("judging:judges", args=[slug])),
        Step(
            festival.state != Festival.State.DRAFT,
            _("Open the festival"),
            _("Schools can register from then on."),
            reverse("festival:move", args=[slug, "open"]),
        ),
    ]


def _day(instant: datetime | None) -> date | None:
    return timezone.localtime(instant).date() if instant else None
