"""Import and export in the browser."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from desk.actions.files import (
    import_school_list,
    keep_upload,
    make_from_file,
    preview_import,
    start_export,
    start_import,
)
from desk.forms.files import BundleForm, TokenForm
from desk.pages.files import files_jobs, preview_of
from festival.access import festival_for_office, festival_for_organiser, may_make_festivals
from festival.forms.schools import TableForm
from festival.forms.tables import SCHOOL_LIST
from festival.models import Festival
from festival.refusals import RuleBroken
from festival.requests import UserRequest
from festival.responses import form_page


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def files(request: UserRequest, slug: str) -> HttpResponse:
    """Choose a file to preview, or export the festival."""
    festival = festival_for_organiser(request.user, slug)
    form = BundleForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return _preview_page(request, form, festival=festival)
    context = {"festival": festival, "form": form, "jobs": files_jobs(festival, by=request.user)}
    return render(request, "desk/files.html", context, status=422 if request.method == "POST" else 200)


def _preview_page(request: UserRequest, form: BundleForm, *, festival: Festival | None) -> HttpResponse:
    """The preview: every fault, or the changes with the button that starts the import."""
    upload = form.cleaned_data["file"]
    done = preview_import(upload, by=request.user, festival=festival)
    token = "" if done.fault_list else keep_upload(upload, by=request.user, festival=festival)
    context = {"festival": festival, "name": upload.name, "token": token, **preview_of(done)}
    return render(request, "desk/files_look.html", context, status=422 if done.fault_list else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def schools(request: UserRequest, slug: str) -> HttpResponse:
    """Paste or choose a list of schools, to preview; with faults the list stays in the form."""
    festival, by = festival_for_office(request.user, slug), request.user
    form = TableForm(request.POST or None, request.FILES or None)
    context = {"festival": festival, "columns": SCHOOL_LIST.columns.values(), "is_list": True}
    if form.is_valid():
        upload = form.table()
        done = preview_import(upload, by=by, festival=festival, is_list=True)
        context |= {"name": upload.name, **preview_of(done)}
        if not done.fault_list:
            context["token"] = keep_upload(upload, by=by, festival=festival, is_list=True)
            return render(request, "desk/files_look.html", context)
    return form_page(request, "desk/schools_import.html", form, **context)


@login_required
@require_POST
def import_schools(request: UserRequest, slug: str) -> HttpResponse:
    """Import the previewed list of schools."""
    festival = festival_for_office(request.user, slug)
    form = TokenForm(request.POST)
    try:
        token = form.cleaned_data["token"] if form.is_valid() else ""
        messages.success(request, import_school_list(token=token, by=request.user, festival=festival))
    except RuleBroken as refusal:
        messages.error(request, refusal.message)
        return redirect("desk:schools-import", slug)
    return redirect("festival:schools", slug)


@login_required
@require_POST
def import_files(request: UserRequest, slug: str) -> HttpResponse:
    """Import the previewed file."""
    festival = festival_for_organiser(request.user, slug)
    form = TokenForm(request.POST)
    try:
        token = form.cleaned_data["token"] if form.is_valid() else ""
        job = start_import(token=token, by=request.user, festival=festival)
    except RuleBroken as refusal:
        messages.error(request, refusal.message)
        return redirect("desk:files", slug)
    return redirect("festival:job", slug, job.pk)


@login_required
@require_POST
def export_files(request: UserRequest, slug: str, kind: str) -> HttpResponse:
    """Start the export as a ZIP or a workbook."""
    festival = festival_for_organiser(request.user, slug)
    if kind not in {"zip", "xlsx"}:
        raise Http404
    job = start_export(kind=kind, by=request.user, festival=festival)
    return redirect("festival:job", slug, job.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_from_file(request: UserRequest) -> HttpResponse:
    """Choose a file with a whole festival."""
    if not may_make_festivals(request.user):
        raise Http404
    form = BundleForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return _preview_page(request, form, festival=None)
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/files_new.html", {"form": form}, status=status)


@login_required
@require_POST
def make(request: UserRequest) -> HttpResponse:
    """Create the festival of the previewed file."""
    if not may_make_festivals(request.user):
        raise Http404
    form = TokenForm(request.POST)
    try:
        token = form.cleaned_data["token"] if form.is_valid() else ""
        festival = make_from_file(token=token, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, refusal.message)
        return redirect("desk:new-import")
    messages.success(request, _("The festival is created."))
    return redirect("desk:home", festival.slug)
