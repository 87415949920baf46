"""Import and export in the browser."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from desk.actions.files import keep_upload, make_from_file, preview_import, start_export, start_import
from desk.forms.files import BundleForm, TokenForm
from desk.pages.files import count_lines, emptied_columns, files_jobs
from festival.access import festival_for_organiser, may_make_festivals
from festival.models import Festival
from festival.refusals import RuleBroken
from festival.requests import UserRequest


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
    done = preview_import(upload, name=upload.name, by=request.user, festival=festival)
    is_good = not done.fault_list
    context = {
        "festival": festival,
        "name": upload.name,
        "done": done,
        "lines": count_lines(done),
        "emptied": emptied_columns(done),
        "token": keep_upload(upload, by=request.user, festival=festival) if is_good else "",
    }
    return render(request, "desk/files_look.html", context, status=200 if is_good else 422)


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
