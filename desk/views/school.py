"""Pages of a school: home, participation, registration form, results."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from awards.documents import issued_certificates
from awards.queries.school_papers import papers_of_school
from desk.actions.participation import answer_participation
from desk.forms.participation import ParticipationForm
from desk.pages.school_home import school_home
from desk.queries.school_form import form_of_school
from desk.queries.school_results import own_results
from festival.access import school_membership
from festival.forms import attempt
from festival.glyphs import missing_in, missing_message
from festival.models import School
from festival.printing import Paper, pdf_of
from festival.queries.schools import schools_of_person
from festival.requests import UserRequest, current_school, posted_text
from festival.responses import form_page, report_saved, root_of


@login_required
@require_safe
def home(request: UserRequest, slug: str) -> HttpResponse:
    """The school's registrations, and what they still lack."""
    school = current_school(request, slug)
    context = {
        **_place(request, school),
        "home": school_home(school, now=timezone.now()),
        "results": own_results(school),
    }
    return render(request, "desk/school_home.html", context)


@login_required
@require_POST
def choose(request: UserRequest, slug: str) -> HttpResponse:
    """Change to another school of the user."""
    part = school_membership(request.user, slug, posted_text(request, "school"))
    assert part.school is not None
    request.session[f"school:{slug}"] = part.school.code
    return redirect("desk:school-home", slug)


@login_required
def participation(request: UserRequest, slug: str) -> HttpResponse:
    """Answer whether the school takes part."""
    school = current_school(request, slug)
    form = ParticipationForm(request.POST or None, of=school)
    context: dict[str, Any] = {"school": school, "by": request.user, "now": timezone.now()}
    if request.method == "POST" and attempt(form, answer_participation, **context):
        report_saved(request, _("Thank you, your answer is noted."))
        return redirect("desk:school-home", slug)
    labels = {
        "question": _("Does your school take part?"),
        "crumb": _("Participation"),
        "verb": _("Send the answer"),
    }
    return form_page(request, "_school_question.html", form, **_place(request, school), **labels)


@login_required
@require_safe
def form_pdf(request: UserRequest, slug: str) -> HttpResponse:
    """The registration form as a PDF, for signature and seal."""
    school = current_school(request, slug)
    return _pdf(form_of_school(school), f"phieu-dang-ky-{school.code}")


@login_required
@require_safe
def certificates(request: UserRequest, slug: str) -> HttpResponse:
    """The school's certificates of published contests, in one file; 404 while there are none."""
    school = current_school(request, slug)
    papers = papers_of_school(school)
    if not papers:
        raise Http404
    paper = issued_certificates(school.festival, papers, root=root_of(request))
    return _pdf(paper, f"giay-chung-nhan-{school.code}")


@login_required
@require_safe
def papers(request: UserRequest, slug: str) -> HttpResponse:
    """The school's own results once they are published, and what can be printed."""
    school = current_school(request, slug)
    context = {
        **_place(request, school),
        "results": own_results(school),
        "missing": missing_message(missing_in(form_of_school(school).data)),
        "has_certificates": bool(papers_of_school(school)),
    }
    return render(request, "desk/school_papers.html", context)


def _pdf(paper: Paper, name: str) -> HttpResponse:
    response = HttpResponse(pdf_of(paper), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def _place(request: UserRequest, school: School) -> dict[str, Any]:
    others = schools_of_person(request.user, school.festival)
    return {"festival": school.festival, "school": school, "schools": others}
