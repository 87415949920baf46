"""The organiser's pages of panels and assignments."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from contests.access import contest_for_office
from festival.forms import ConfirmForm, attempt, refuse
from festival.refusals import RuleBroken
from festival.requests import UserRequest, posted_keys, query_text
from festival.responses import ask, form_page, is_confirmed
from judging.access.office import judge_for_office, panel_for_office, round_of
from judging.actions.assign import close_panel, reopen_panel
from judging.actions.judges import distribute_entries, make_panel, remove_panel, unassign_entries
from judging.forms.judges import AssignForm, PanelForm
from judging.models import Panel
from judging.pages.assigning import Message, distribution_messages, removal_messages
from judging.pages.closing import closing_consequence, closing_lines
from judging.queries.office import approved_entries, coverage_of, judges_of, panels_of

PANEL_ACTIONS: Final[dict[str, tuple[Callable[..., object], Promise]]] = {
    "close": (close_panel, gettext_lazy("The panel is closed.")),
    "reopen": (reopen_panel, gettext_lazy("The panel is open again.")),
    "remove": (remove_panel, gettext_lazy("The panel is removed.")),
}


@login_required
def panels(request: UserRequest, slug: str, contest: str) -> HttpResponse:
    """Panels with their judges and entries, and the entries without a judge."""
    row = contest_for_office(request.user, slug, contest)
    form = PanelForm(request.POST or None)
    if attempt(form, make_panel, contest=row, by=request.user):
        return redirect("judging:panels", slug, row.slug)
    context = {
        "festival": row.festival,
        "contest": row,
        "panels": panels_of(row),
        "coverage": coverage_of(row),
        "judges": judges_of(row.festival).count(),
    }
    return form_page(request, "judging/panels.html", form, **context)


@login_required
def assign(request: UserRequest, slug: str, contest: str) -> HttpResponse:
    """Assign entries to judges. `panel`, `round` and `entries` in the query string are chosen already."""
    row = contest_for_office(request.user, slug, contest)
    entries = approved_entries(row)
    form = AssignForm(
        request.POST or None,
        contest=row,
        judges=judges_of(row.festival),
        entries=entries,
        initial={name: query_text(request, name) for name in ("panel", "round", "entries")},
    )
    if form.is_valid():
        try:
            result = distribute_entries(**form.distribution(entries), by=request.user)
            _add_messages(request, distribution_messages(result))
            return redirect("judging:panels", slug, row.slug)
        except RuleBroken as refusal:
            refuse(form, refusal)
    return form_page(request, "judging/assign.html", form, festival=row.festival, contest=row)


@login_required
@require_POST
def unassign(request: UserRequest, slug: str, contest: str, judge: int, round: int) -> HttpResponse:
    """Remove the ticked entries of a round from a judge."""
    row = contest_for_office(request.user, slug, contest)
    part, person = round_of(row, round), judge_for_office(request.user, slug, judge)
    wanted = posted_keys(request, "entry")
    try:
        result = unassign_entries(judge=person, round=part, entries=wanted, by=request.user)
        _add_messages(request, removal_messages(result))
    except RuleBroken as refusal:
        messages.error(request, refusal.message)
    return redirect("judging:panels", slug, contest)


def _add_messages(request: UserRequest, found: Iterable[Message]) -> None:
    for level, text in found:
        messages.add_message(request, level, text)


@login_required
@require_POST
def panel_action(request: UserRequest, slug: str, contest: str, pk: int, action: str) -> HttpResponse:
    """Close, reopen or remove a panel; closing asks first and names the open sheets."""
    panel = panel_for_office(request.user, slug, contest, pk)
    if action not in PANEL_ACTIONS:
        raise Http404
    if action == "close" and panel.state == panel.State.OPEN and not is_confirmed(request):
        return _ask_closing(request, panel)
    form = ConfirmForm(request.POST)
    act, done = PANEL_ACTIONS[action]
    if attempt(form, act, panel=panel, by=request.user):
        messages.success(request, str(done))
    else:
        messages.error(request, " ".join(map(str, form.non_field_errors())))
    return redirect("judging:panels", slug, contest)


def _ask_closing(request: UserRequest, panel: Panel) -> HttpResponse:
    """Ask before a panel is closed."""
    contest = panel.contest
    lines = closing_lines(contest, panel=panel)
    return ask(
        request,
        festival=contest.festival,
        question=_("Close the panel?"),
        name=f"{panel.name} · {contest.name}",
        consequence=closing_consequence(len(lines)),
        lines=lines,
        verb=_("Close the panel"),
        back=reverse("judging:panels", args=[contest.festival.slug, contest.slug]),
    )
