"""The organiser's pages of judges."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from festival.access import festival_for_office
from festival.forms import ConfirmForm, attempt
from festival.letters import link_path
from festival.requests import UserRequest, posted_keys
from festival.responses import address_of, form_page, is_confirmed, root_of
from judging.access.office import judge_for_office, judge_for_organiser
from judging.actions.badges import badge_of, replace_badge
from judging.actions.judges import add_judge, change_judge, remove_judge
from judging.forms.judges import JudgeForm
from judging.models import Judge
from judging.queries.office import judge_facts, judges_of


@login_required
def judges(request: UserRequest, slug: str) -> HttpResponse:
    """The judges of the festival, and the form that adds one."""
    festival = festival_for_office(request.user, slug)
    form = JudgeForm(request.POST or None, festival=festival)
    if attempt(form, add_judge, festival=festival, by=request.user):
        messages.success(request, _("Added: %(name)s.") % {"name": form.cleaned_data["full_name"]})
        return redirect("judging:judges", festival.slug)
    return form_page(
        request, "judging/judges.html", form, festival=festival, judges=list(judges_of(festival))
    )


@login_required
def judge(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    """Correct a judge's details."""
    row = judge_for_office(request.user, slug, pk)
    facts = judge_facts(row)
    form = JudgeForm(request.POST or None, festival=row.festival, known=True, initial=facts)
    form.set_fingerprint(row, shown=facts, read=judge_facts)
    if attempt(form, change_judge, judge=row, by=request.user):
        messages.success(request, _("Saved."))
        return redirect("judging:judges", slug)
    return form_page(request, "judging/judge_form.html", form, festival=row.festival, judge=row)


@login_required
@require_POST
def badge(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    """The judge's badge with its QR code, the same as the printed one."""
    return _badge_page(request, judge_for_organiser(request.user, slug, pk))


@login_required
@require_POST
def badge_replace(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    """Withdraw a lost badge, and show the new one."""
    row = judge_for_organiser(request.user, slug, pk)
    if any(replace_badge(judge=row, lost=key, by=request.user) for key in posted_keys(request, "badge")):
        messages.success(request, _("The lost badge is withdrawn and signs nobody in. This is the new one."))
    else:
        messages.info(request, _("That badge was withdrawn before. This is the valid one."))
    return _badge_page(request, row)


def _badge_page(request: UserRequest, row: Judge) -> HttpResponse:
    link, shown = badge_of(row, by=request.user, root=root_of(request))
    address = address_of(request, link_path(link))
    context = {"festival": row.festival, "judge": row, "badge": shown, "link": link, "address": address}
    return render(request, "judging/badge.html", context)


@login_required
def judge_remove(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    """Remove a judge after confirmation."""
    row = judge_for_office(request.user, slug, pk)
    form = ConfirmForm(request.POST if is_confirmed(request) else None)
    if attempt(form, remove_judge, judge=row, by=request.user):
        messages.success(request, _("Removed: %(name)s.") % {"name": row.user.full_name})
        return redirect("judging:judges", slug)
    return form_page(
        request,
        "_confirm.html",
        form,
        festival=row.festival,
        question=_("Remove this judge from the festival?"),
        name=row.user.full_name,
        consequence=_("Possible only for a judge without entries."),
        verb=_("Remove"),
        back=reverse("judging:judge", args=[slug, row.pk]),
        danger=True,
    )
