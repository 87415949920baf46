"""The organiser's pages of panels and assignments."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from contests.access import contest_for_office
from festival.forms import ConfirmForm, attempt, refuse
from festival.refusals import RuleBroken
from festival.requests import UserRequest, posted_keys, query_text
from festival.responses import form_page
from judging.access.office import judge_for_office, panel_for_office, round_of
from judging.actions.assign import close_panel, reopen_panel
from judging.actions.judges import (
    Distribution,
    distribute_entries,
    make_panel,
    remove_panel,
    unassign_entries,
)
from judging.forms.judges import AssignForm, PanelForm
from judging.queries.office import approved_entries, coverage_of, judges_of, panels_of


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
    """Assign entries to judges."""
    row = contest_for_office(request.user, slug, contest)
    entries = approved_entries(row)
    form = AssignForm(
        request.POST or None,
        contest=row,
        judges=judges_of(row.festival),
        entries=entries,
        initial={"panel": query_text(request, "panel")},
    )
    if form.is_valid():
        try:
            _add_messages(request, distribute_entries(**form.distribution(entries), by=request.user))
            return redirect("judging:panels", slug, row.slug)
        except RuleBroken as refusal:
            refuse(form, refusal)
    return form_page(request, "judging/assign.html", form, festival=row.festival, contest=row)


def _add_messages(request: UserRequest, result: Distribution) -> None:
    """The number of new sheets, and the pairs left out (own school)."""
    text = ngettext("%(n)d sheet made.", "%(n)d sheets made.", result.sheets) % {"n": result.sheets}
    messages.success(request, text)
    if result.own_school:
        pairs = "; ".join(
            f"{judge.user.full_name} – {entry.number or entry}" for judge, entry in result.own_school
        )
        messages.warning(request, _("Left out, own school: %(pairs)s.") % {"pairs": pairs})


@login_required
@require_POST
def unassign(request: UserRequest, slug: str, contest: str, judge: int, round: int) -> HttpResponse:
    """Remove entries of a round from a judge, all or the ticked ones."""
    row = contest_for_office(request.user, slug, contest)
    part, person = round_of(row, round), judge_for_office(request.user, slug, judge)
    wanted = posted_keys(request, "entry")
    try:
        number = unassign_entries(judge=person, round=part, entries=wanted, by=request.user)
        messages.success(
            request, ngettext("%(n)d entry removed.", "%(n)d entries removed.", number) % {"n": number}
        )
    except RuleBroken as refusal:
        messages.error(request, refusal.message)
    return redirect("judging:panels", slug, contest)


@login_required
@require_POST
def panel_action(request: UserRequest, slug: str, contest: str, pk: int, action: str) -> HttpResponse:
    """Close, reopen or remove a panel."""
    panel = panel_for_office(request.user, slug, contest, pk)
    actions = {"close": close_panel, "reopen": reopen_panel, "remove": remove_panel}
    form = ConfirmForm(request.POST)
    if action in actions and attempt(form, actions[action], panel=panel, by=request.user):
        messages.success(request, _("Done."))
    else:
        messages.error(
            request, " ".join(map(str, form.non_field_errors())) or _("This can no longer be changed.")
        )
    return redirect("judging:panels", slug, contest)
