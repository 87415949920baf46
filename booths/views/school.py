"""Pages of a school's booths."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from booths.access import booth_for_school
from booths.actions.kind import BOOTHS
from booths.actions.photos import add_photos
from booths.actions.registration import require_complete, save_booth, start_booth
from booths.forms.editor import BoothEditor
from booths.forms.school import NewBoothForm
from booths.models import Booth
from booths.pages.checklist import checklist_of, complete_sections
from booths.queries.public import public_partners
from booths.queries.school import choices_for, may_change, may_edit, may_move
from contests.actions.registrations import SCHOOL_ACTIONS
from contests.responses import TARGETS, ask_move
from festival.forms import refusal_of, refuse, status_of_refusal
from festival.refusals import RuleBroken
from festival.requests import UserRequest, current_school, is_posted, query_text
from festival.responses import form_page, is_confirmed, report_saved

State = Booth.State
QUESTIONS: Final = {
    "withdraw": gettext_lazy("Withdraw this booth?"),
    "restore": gettext_lazy("Restore this booth?"),
}


@login_required
def new(request: UserRequest, slug: str) -> HttpResponse:
    """Create the draft of a booth from its title."""
    school = current_school(request, slug)
    form = NewBoothForm(request.POST or None, initial={"title": query_text(request, "title")})
    if request.method == "POST" and form.is_valid():
        try:
            booth = start_booth(school=school, by=request.user, now=timezone.now(), **form.cleaned_data)
            report_saved(request, _("Draft “%(title)s” saved.") % {"title": booth.title})
            return redirect("booths:school-booth", slug, booth.pk)
        except RuleBroken as refusal:
            refuse(form, refusal)
    labels: dict[str, Any] = {"question": _("Register a booth"), "verb": _("Continue")}
    where = {"festival": school.festival, "school": school}
    return form_page(request, "_school_question.html", form, **where, **labels)


@login_required
def edit(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    """The registration of one booth: edit, save or show; submitting saves and shows a summary first."""
    row = booth_for_school(request.user, slug, pk)
    posted = request.method == "POST"
    editor = BoothEditor(row, choices_for(row), *((request.POST, request.FILES) if posted else ()))
    if posted and is_posted(request, "autosave"):
        return _keep_typing(request, row, editor)
    if posted and _save(request, row, editor):
        page = "school-submit" if is_posted(request, "submit") else "school-booth"
        return redirect(f"booths:{page}", slug, pk)
    return _page(request, row, editor, status=editor.status if posted else 200)


@login_required
@require_POST
def move(request: UserRequest, slug: str, pk: int, action: str) -> HttpResponse:
    """Recall, withdraw or restore a booth; the last two need a confirmation."""
    row = booth_for_school(request.user, slug, pk)
    to = TARGETS.get(action, "")
    if to and not is_confirmed(request) and may_move(row, to=to, now=timezone.now()):
        return _ask(request, row, action)
    refusal = refusal_of(SCHOOL_ACTIONS[action], kind=BOOTHS, row=row, by=request.user, now=timezone.now())
    if refusal is not None:
        messages.error(request, refusal.message)
        status = status_of_refusal(refusal)
        return _page(request, row, BoothEditor(row, choices_for(row)), status=status)
    messages.success(request, _state_message(row, _("“%(title)s” is a draft again.")))
    return redirect("booths:school-booth", slug, pk)


def _save(request: UserRequest, row: Booth, editor: BoothEditor) -> bool:
    """Store the valid pictures in any case; then save everything, or show the errors.

    False also when the saved booth is to be submitted and incomplete.
    """
    is_valid = editor.is_valid()
    context: dict[str, Any] = {"booth": row, "by": request.user, "now": timezone.now()}
    try:
        if editor.form.valid_pictures:
            add_photos(pictures=editor.form.valid_pictures, **context)
        if not is_valid:
            return False
        save_booth(photos=editor.photos.rows(), **editor.arguments(), **context)
        report_saved(request, _("Draft “%(title)s” saved.") % {"title": row.title})
        if is_posted(request, "submit"):
            editor.show_version(row.version)
            require_complete(row)
    except RuleBroken as refusal:
        row.refresh_from_db()
        editor.refuse(refusal, version=row.version)
        return False
    return True


def _keep_typing(request: UserRequest, row: Booth, editor: BoothEditor) -> JsonResponse:
    """Save the valid fields of a draft, sent by the page while the user types.

    The response has the new version, and whether everything was valid.
    """
    is_complete = editor.is_valid()
    try:
        save_booth(booth=row, by=request.user, now=timezone.now(), is_draft_only=True, **editor.arguments())
    except RuleBroken as refusal:
        return JsonResponse({"error": refusal.message}, status=status_of_refusal(refusal))
    return JsonResponse({"version": row.version, "complete": is_complete})


def _page(request: UserRequest, row: Booth, editor: BoothEditor, *, status: int) -> HttpResponse:
    now = timezone.now()
    context = {
        "festival": row.festival,
        "booth": row,
        "editor": editor,
        "form": editor.form,
        "may_edit": may_edit(row, now=now) or editor.form.is_bound,
        "may_change": may_change(row, now=now),
        "checklist": checklist_of(row),
        "folds": complete_sections(row),
        "shared": public_partners(row),
        "products": row.products.all(),
        "photos": row.photos.all(),
    }
    return render(request, "booths/school_booth.html", context, status=status)


def _ask(request: UserRequest, row: Booth, action: str) -> HttpResponse:
    return ask_move(
        request,
        action,
        questions=QUESTIONS,
        gone=_("It is removed from the list and loses its stand."),
        entry=row.entry,
        is_restorable=may_change(row, now=timezone.now()),
        festival=row.festival,
        name=row.title,
        back=reverse("booths:school-booth", args=[row.festival.slug, row.pk]),
    )


def _state_message(row: Booth, draft: str) -> str:
    """The message about the booth's new state; `draft` is the text for one that may be changed."""
    texts = {
        State.SUBMITTED: _("“%(title)s” submitted."),
        State.WITHDRAWN: _("“%(title)s” withdrawn."),
    }
    return texts.get(State(row.state), draft) % {"title": row.title}
