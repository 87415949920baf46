"""Pages of a school's contest entries."""

from __future__ import annotations

from collections.abc import Sequence
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

from contests.access import contest_for_school, entry_for_school
from contests.actions.attachments import add_attachments
from contests.actions.entries import ENTRIES, EntryInput, require_complete, save_entries
from contests.actions.registrations import SCHOOL_ACTIONS
from contests.forms.editor import EntryEditor, PeopleEditor
from contests.forms.entries import NewEntryForm
from contests.models import Contest, Entry
from contests.pages.checklist import checklist_of, closed_text
from contests.queries import school as reads
from contests.responses import TARGETS, ask_move
from festival.forms import refusal_of, refuse, status_of_refusal
from festival.models import School
from festival.refusals import RuleBroken
from festival.requests import UserRequest, current_school, is_posted
from festival.responses import form_page, is_confirmed, report_saved

QUESTIONS: Final = {
    "withdraw": gettext_lazy("Withdraw this entry?"),
    "restore": gettext_lazy("Restore this entry?"),
}


@login_required
def entries(request: UserRequest, slug: str, contest: str) -> HttpResponse:
    """All entries of the school in a contest: people in rows, products as a list."""
    school = current_school(request, slug)
    row = contest_for_school(school, contest)
    rows = list(reads.entries_of_school(school, row))
    if row.kind == Contest.Kind.PRODUCT:
        return _products(request, school, row, rows)
    editor = _people_editor(request, school, row, rows)
    if request.method == "POST":
        if _save_people(request, school, row, editor):
            page = "school-submit-all" if is_posted(request, "submit") else "school-entries"
            return redirect(f"contests:{page}", slug, contest)
        rows = list(reads.entries_of_school(school, row))
    return _people(request, school, row, rows, editor)


@login_required
def new(request: UserRequest, slug: str, contest: str) -> HttpResponse:
    """Create the draft of a product from its title; the list of the contest says why that is not possible."""
    school = current_school(request, slug)
    row = contest_for_school(school, contest)
    may_start = row.kind == Contest.Kind.PRODUCT and reads.may_change(row, now=timezone.now())
    if request.method != "POST" and not may_start:
        return redirect("contests:school-entries", slug, contest)
    form = NewEntryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        inputs = EntryInput(title=form.cleaned_data["title"], category=_guess(school, row))
        try:
            (entry,) = save_entries(
                contest=row, school=school, rows=[inputs], by=request.user, now=timezone.now()
            )
            report_saved(request, _saved_message(entry))
            return redirect("contests:school-entry", slug, contest, entry.pk)
        except RuleBroken as refusal:
            refuse(form, refusal)
    labels: dict[str, Any] = {"question": _("Register a product"), "verb": _("Continue"), "contest": row}
    where = {"festival": school.festival, "school": school}
    return form_page(request, "_school_question.html", form, **where, **labels)


@login_required
def entry(request: UserRequest, slug: str, contest: str, pk: int) -> HttpResponse:
    """One product: edit, save or show; submitting saves and shows a summary first.

    An entry of a person redirects to the rows of its contest.
    """
    row = entry_for_school(request.user, slug, contest, pk)
    if row.contest.kind == Contest.Kind.INDIVIDUAL:
        return redirect("contests:school-entries", slug, contest)
    editor = _entry_editor(request, row)
    if request.method == "POST" and is_posted(request, "autosave"):
        return _keep_typing(request, row, editor)
    if request.method == "POST" and _save_entry(request, row, editor):
        page = "school-submit" if is_posted(request, "submit") else "school-entry"
        return redirect(f"contests:{page}", slug, contest, pk)
    return _entry_page(request, row, editor, status=editor.status if request.method == "POST" else 200)


@login_required
@require_POST
def move(request: UserRequest, slug: str, contest: str, pk: int, action: str) -> HttpResponse:
    """Recall, withdraw or restore an entry; the last two need a confirmation."""
    row = entry_for_school(request.user, slug, contest, pk)
    to = TARGETS.get(action, "")
    if to and not is_confirmed(request) and reads.may_move(row, to=to, now=timezone.now()):
        return _ask(request, row, action)
    refusal = refusal_of(SCHOOL_ACTIONS[action], kind=ENTRIES, row=row, by=request.user, now=timezone.now())
    if refusal is not None:
        context = {"festival": row.contest.festival, "entry": row, "message": refusal.message}
        status = status_of_refusal(refusal)
        return render(request, "contests/school_refused.html", context, status=status)
    messages.success(request, _moved_message(row))
    return redirect(_back(row))


def _people_editor(
    request: UserRequest, school: School, contest: Contest, rows: Sequence[Entry]
) -> PeopleEditor:
    now = timezone.now()
    own = [row for row in rows if row.school_id == school.pk]
    categories = reads.categories_of(contest)
    drafts = sum(row.state == Entry.State.DRAFT for row in own)
    left = reads.quota_of(contest, school, own).left
    return PeopleEditor(
        [row for row in own if reads.may_edit(row, now=now)],
        categories=categories,
        suggested=reads.suggested_category(school, categories),
        left=None if left is None else max(0, left - drafts),
        data=request.POST if request.method == "POST" else None,
    )


def _save_people(request: UserRequest, school: School, contest: Contest, editor: PeopleEditor) -> bool:
    if not editor.is_valid():
        return False
    where = {"contest": contest, "school": school, "by": request.user}
    refusal = refusal_of(save_entries, rows=editor.inputs(), now=timezone.now(), **where)
    if refusal is not None:
        editor.refuse(refusal)
        return False
    report_saved(request, _("%(contest)s: saved as drafts.") % {"contest": contest.name})
    return True


def _people(
    request: UserRequest, school: School, contest: Contest, rows: Sequence[Entry], editor: PeopleEditor
) -> HttpResponse:
    now, posted = timezone.now(), request.method == "POST"
    is_open = reads.may_change(contest, now=now)
    context = {
        "festival": school.festival,
        "school": school,
        "contest": contest,
        "editor": editor,
        "form": editor.form,
        "settled": [row for row in rows if not reads.may_edit(row, now=now) or row.school_id != school.pk],
        "returned": [row for row in rows if row.state == Entry.State.RETURNED],
        "remarked": [row for row in rows if row.earlier_remarks and row.school_id == school.pk],
        "quota": reads.quota_of(contest, school, rows),
        "may_change": is_open,
        "closed_text": closed_text(contest, now=now),
        "may_type": posted or editor.is_offered(is_open=is_open),
    }
    return render(request, "contests/school_people.html", context, status=editor.status if posted else 200)


def _products(request: UserRequest, school: School, contest: Contest, rows: Sequence[Entry]) -> HttpResponse:
    context = {
        "festival": school.festival,
        "school": school,
        "contest": contest,
        "entries": rows,
        "quota": reads.quota_of(contest, school, rows),
        "may_change": reads.may_change(contest, now=timezone.now()),
        "closed_text": closed_text(contest, now=timezone.now()),
    }
    return render(request, "contests/school_products.html", context)


def _entry_editor(request: UserRequest, row: Entry) -> EntryEditor:
    posted = request.method == "POST"
    categories = reads.categories_of(row.contest)
    return EntryEditor(
        row,
        members=reads.members_of(row),
        categories=categories,
        suggested=reads.suggested_category(row.school, categories),
        data=request.POST if posted else None,
        files=request.FILES if posted else None,
    )


def _save_entry(request: UserRequest, row: Entry, editor: EntryEditor) -> bool:
    """Store the valid files in any case; then save everything, or show the errors.

    False also when the saved entry is to be submitted and incomplete.
    """
    is_valid = editor.is_valid()
    by, now = request.user, timezone.now()
    try:
        if editor.form.valid_files:
            add_attachments(entry=row, files=editor.form.valid_files, by=by, now=now)
        if not is_valid:
            return False
        save_entries(contest=row.contest, school=row.school, rows=[editor.inputs()], by=by, now=now)
        row.refresh_from_db()
        report_saved(request, _saved_message(row))
        if is_posted(request, "submit"):
            editor.show_version(row.version)
            require_complete(row)
    except RuleBroken as refusal:
        row.refresh_from_db()
        editor.refuse(refusal, version=row.version)
        return False
    return True


def _keep_typing(request: UserRequest, row: Entry, editor: EntryEditor) -> JsonResponse:
    """Save the valid fields of a draft, sent by the page while the user types.

    The response has the new version, and whether everything was valid.
    """
    is_complete = editor.is_valid()
    inputs: dict[str, Any] = {"contest": row.contest, "school": row.school, "rows": [editor.inputs()]}
    try:
        (saved,) = save_entries(by=request.user, now=timezone.now(), is_draft_only=True, **inputs)
    except RuleBroken as refusal:
        return JsonResponse({"error": refusal.message}, status=status_of_refusal(refusal))
    return JsonResponse({"version": saved.version, "complete": is_complete})


def _entry_page(request: UserRequest, row: Entry, editor: EntryEditor, *, status: int) -> HttpResponse:
    now = timezone.now()
    has_categories = "category" in editor.form.fields
    context = {
        "festival": row.contest.festival,
        "entry": row,
        "contest": row.contest,
        "editor": editor,
        "form": editor.form,
        "members": reads.members_of(row),
        "attachments": reads.attachments_of(row),
        "checklist": checklist_of(row, has_categories=has_categories),
        "may_edit": reads.may_edit(row, now=now) or editor.form.is_bound,
        "may_change": reads.may_change(row.contest, now=now),
    }
    return render(request, "contests/school_entry.html", context, status=status)


def _ask(request: UserRequest, row: Entry, action: str) -> HttpResponse:
    return ask_move(
        request,
        action,
        questions=QUESTIONS,
        gone=_("It no longer takes part."),
        entry=row,
        is_restorable=reads.may_change(row.contest, now=timezone.now()),
        festival=row.contest.festival,
        name=_name_of(row),
        back=_back(row),
    )


def _guess(school: School, contest: Contest) -> int | None:
    return reads.suggested_category(school, reads.categories_of(contest))


def _back(row: Entry) -> str:
    where = [row.contest.festival.slug, row.contest.slug]
    if row.contest.kind == Contest.Kind.INDIVIDUAL:
        return reverse("contests:school-entries", args=where)
    return reverse("contests:school-entry", args=[*where, row.pk])


def _saved_message(row: Entry) -> str:
    return _("Draft “%(title)s” saved.") % {"title": row.title}


def _moved_message(row: Entry) -> str:
    is_out = row.state == Entry.State.WITHDRAWN
    text = _("“%(title)s” withdrawn.") if is_out else _("“%(title)s” is a draft again.")
    return text % {"title": _name_of(row)}


def _name_of(row: Entry) -> str:
    return row.title or ", ".join(str(member) for member in reads.members_of(row))
