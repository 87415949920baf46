"""Invite schools: links to send, print and renew."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from festival.access import festival_for_office, school_for_office, school_membership_for_office
from festival.actions.invitations import (
    invite_school,
    mark_sent,
    prepare_invitations,
    renew_invitation,
    revoke_invitation,
)
from festival.actions.jobs import start_job
from festival.forms import attempt
from festival.forms.schools import ContactForm
from festival.letters import LETTERS_AT_ONCE, invitation_text, letters_of, link_path
from festival.models import Festival, School, SignInLink
from festival.pages.invitations import Invitation, counts_of, invitations_of
from festival.printing import is_trial_run, pdf_of
from festival.queries.schools import schools_of
from festival.refusals import RuleBroken
from festival.requests import UserRequest, query_text
from festival.responses import address_of, form_page, root_of


@login_required
def invitations(request: UserRequest, slug: str) -> HttpResponse:
    """Every school and the state of its invitation."""
    festival = festival_for_office(request.user, slug)
    query, state = query_text(request, "q"), query_text(request, "state")
    found = invitations_of(festival, schools=schools_of(festival, chosen={"q": query} if query else {}))
    context = {
        "festival": festival,
        "counts": counts_of(found),
        "all": len(found),
        "invitations": [one for one in found if state in ("", one.state)],
        "state": state,
    }
    return render(request, "festival/invitations.html", context)


@login_required
@require_POST
def invitations_prepare(request: UserRequest, slug: str) -> HttpResponse:
    """Make links for all schools that have a contact but no link."""
    festival = festival_for_office(request.user, slug)
    done = prepare_invitations(festival=festival, by=request.user)
    text = ngettext("%(n)d link made.", "%(n)d links made.", done.made) % {"n": done.made}
    messages.success(request, text)
    if done.without_contact:
        names = ", ".join(school.name for school in done.without_contact)
        messages.warning(
            request, _("No link could be made; check the contacts of: %(names)s.") % {"names": names}
        )
    return redirect("festival:invitations", festival.slug)


@login_required
def invitation(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    """One school: its contacts, their links, the text to copy."""
    school = school_for_office(request.user, slug, pk)
    form = ContactForm(request.POST or None, initial={"full_name": school.head})
    if attempt(form, invite_school, school=school, by=request.user):
        messages.success(request, _("The link is ready to be sent."))
        return redirect("festival:invitation", slug, pk)
    found = invitations_of(school.festival, schools=[school])
    texts = [(one, _text(request, school, one.link)) for one in found if one.link]
    context = {
        "festival": school.festival,
        "school": school,
        "invitations": texts,
        "without_link": [one.membership for one in found if one.membership and not one.link],
    }
    return form_page(request, "festival/invitation.html", form, **context)


@login_required
@require_POST
def invitation_action(request: UserRequest, slug: str, pk: int, action: str) -> HttpResponse:
    """Renew or revoke the link of a school contact, or mark it as sent."""
    membership = school_membership_for_office(request.user, slug, pk)
    try:
        if action == "renew":
            renew_invitation(membership=membership, by=request.user)
        elif action == "revoke":
            revoke_invitation(membership=membership, by=request.user)
        else:
            links = [link.pk for link in membership.user.links.all()]
            mark_sent(festival=membership.festival, links=links, how="copied", by=request.user)
        messages.success(request, _("Done."))
    except RuleBroken as refusal:
        messages.error(request, refusal.message)
    return redirect("festival:invitation", slug, membership.school_id)


@login_required
@require_POST
def letters(request: UserRequest, slug: str) -> HttpResponse:
    """The printed letters: as a response when few, else as a job. A trial print counts as not sent."""
    festival = festival_for_office(request.user, slug)
    found = [one for one in invitations_of(festival, schools=schools_of(festival)) if one.link and one.school]
    if not found:
        messages.warning(request, _("Make the links first."))
        return redirect("festival:invitations", festival.slug)
    if len(found) > LETTERS_AT_ONCE:
        return _job(request, festival, found, kind="letters", task="festival.tasks.print_letters")
    paper = letters_of(festival, found, root=root_of(request))
    response = HttpResponse(pdf_of(paper), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="giay-moi-{festival.slug}.pdf"'
    if not is_trial_run():
        links = [one.link.pk for one in found if one.link]
        mark_sent(festival=festival, links=links, how="printed", by=request.user)
    return response


@login_required
@require_POST
def invitations_mail(request: UserRequest, slug: str) -> HttpResponse:
    """Mail the invitations that were not sent yet; only where the installation sends mail."""
    festival = festival_for_office(request.user, slug)
    found = [one for one in invitations_of(festival, schools=schools_of(festival)) if one.state == "made"]
    if not settings.FESTIVAL_MAILS or not found:
        messages.warning(request, _("Nothing to send by e-mail."))
        return redirect("festival:invitations", festival.slug)
    return _job(request, festival, found, kind="mail", task="festival.tasks.mail_invitations")


def _text(request: UserRequest, school: School, link: SignInLink) -> str:
    return invitation_text(school.festival, school, address=address_of(request, link_path(link)))


def _job(
    request: UserRequest, festival: Festival, found: list[Invitation], *, kind: str, task: str
) -> HttpResponse:
    schools = [one.school.pk for one in found if one.school]
    title = _("Letters of invitation")
    params = {"schools": schools, "root": root_of(request)}
    job = start_job(festival=festival, kind=kind, title=title, task=task, params=params, by=request.user)
    return redirect("festival:job", festival.slug, job.pk)
