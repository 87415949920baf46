"""The schools of a festival."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from festival.access import festival_for_office, school_for_office
from festival.actions.schools import add_school, change_school, remove_school
from festival.forms import ConfirmForm, attempt
from festival.forms.schools import SchoolFilterForm, SchoolForm
from festival.letters import reminder_text
from festival.models import School
from festival.queries.schools import areas_of, participation_of, schools_of, schools_without_answer
from festival.requests import UserRequest, query_text
from festival.responses import address_of, form_page, is_confirmed

PER_PAGE = 100


@login_required
def schools(request: UserRequest, slug: str) -> HttpResponse:
    """The list of schools, with search and filters."""
    festival = festival_for_office(request.user, slug)
    chosen = SchoolFilterForm(request.GET).chosen()
    page = Paginator(schools_of(festival, chosen=chosen), PER_PAGE).get_page(query_text(request, "page"))
    context = {
        "festival": festival,
        "page_obj": page,
        "chosen": chosen,
        "counts": participation_of(festival),
        "levels": School.Level.choices,
        **areas_of(festival),
    }
    return render(request, "festival/schools.html", context)


@login_required
def school_new(request: UserRequest, slug: str) -> HttpResponse:
    """Add one school."""
    festival = festival_for_office(request.user, slug)
    form = SchoolForm(request.POST or None)
    if attempt(form, add_school, festival=festival, by=request.user):
        messages.success(request, _("Added: %(name)s.") % {"name": form.cleaned_data["name"]})
        return redirect("festival:schools", festival.slug)
    return form_page(request, "festival/school_form.html", form, festival=festival)


@login_required
def school(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    """Change one school."""
    row = school_for_office(request.user, slug, pk)
    form = SchoolForm(request.POST or None, of=row)
    if attempt(form, change_school, school=row, by=request.user):
        messages.success(request, _("Saved."))
        return redirect("festival:schools", slug)
    return form_page(request, "festival/school_form.html", form, festival=row.festival, school=row)


@login_required
def school_delete(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    """Remove a school after a confirmation."""
    row = school_for_office(request.user, slug, pk)
    form = ConfirmForm(request.POST if is_confirmed(request) else None)
    if attempt(form, remove_school, school=row, by=request.user):
        messages.success(request, _("Removed: %(name)s.") % {"name": row.name})
        return redirect("festival:schools", slug)
    return form_page(
        request,
        "_confirm.html",
        form,
        festival=row.festival,
        question=_("Remove this school from the festival?"),
        name=row.name,
        consequence=_("Its users lose their access. A school with registrations cannot be removed."),
        verb=_("Remove"),
        back=reverse("festival:school", args=[slug, row.pk]),
        danger=True,
    )


@login_required
def missing(request: UserRequest, slug: str) -> HttpResponse:
    """Schools that have not answered, and the text of a reminder."""
    festival = festival_for_office(request.user, slug)
    found = list(schools_without_answer(festival))
    text = reminder_text(festival, found, address=address_of(request, f"/{festival.slug}/"))
    return render(request, "festival/missing.html", {"festival": festival, "schools": found, "text": text})
