"""The users of the office: organisers and secretaries."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from festival.access import festival_for_organiser, membership_for_organiser
from festival.actions.invitations import renew_invitation
from festival.actions.people import add_member, remove_member
from festival.forms import ConfirmForm, attempt
from festival.forms.schools import PersonForm
from festival.letters import link_path
from festival.pages.invitations import office_people
from festival.requests import UserRequest
from festival.responses import address_of, form_page, is_confirmed


@login_required
def people(request: UserRequest, slug: str) -> HttpResponse:
    """Organisers and secretaries, and the form that adds one."""
    festival = festival_for_organiser(request.user, slug)
    form = PersonForm(request.POST or None)
    if attempt(form, add_member, festival=festival, by=request.user):
        messages.success(request, _("Added: %(name)s.") % {"name": form.cleaned_data["full_name"]})
        return redirect("festival:people", festival.slug)
    return form_page(request, "festival/people.html", form, festival=festival, people=office_people(festival))


@login_required
def person_link(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    """Renew the link of one user after a confirmation; the old link is revoked."""
    membership = membership_for_organiser(request.user, slug, pk)
    address = ""
    if request.method == "POST":
        link = renew_invitation(membership=membership, by=request.user)
        address = address_of(request, link_path(link))
    context = {"festival": membership.festival, "membership": membership, "address": address}
    return render(request, "festival/person_link.html", context)


@login_required
def person_remove(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    """Remove a membership after a confirmation."""
    membership = membership_for_organiser(request.user, slug, pk)
    form = ConfirmForm(request.POST if is_confirmed(request) else None)
    if attempt(form, remove_member, membership=membership, by=request.user):
        messages.success(request, _("Removed: %(name)s.") % {"name": membership.user.full_name})
        return redirect("festival:people", slug)
    return form_page(
        request,
        "_confirm.html",
        form,
        festival=membership.festival,
        question=_("Remove this person from the festival?"),
        name=f"{membership.user.full_name} · {membership.get_role_display()}",
        consequence=_(
            "This person no longer has access to this festival. Past actions remain in the audit log."
        ),
        verb=_("Remove"),
        back=reverse("festival:people", args=[slug]),
        danger=True,
    )
