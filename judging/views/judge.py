"""Pages of a judge: the list of sheets, one sheet, a conflict, all totals."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from festival.badges import badges_allowed
from festival.forms import refuse, status_of
from festival.refusals import RuleBroken
from festival.requests import UserRequest, query_text
from judging.access.judge import attachment_for_judge, conflict_for_judge, judge_for, sheet_for_judge
from judging.actions.devices import register_device
from judging.actions.scoring import SheetConflict, reopen_sheet, send_sheet
from judging.forms.sheet import ConflictForm, SheetForm
from judging.models import Device, Judge, ScoreOp
from judging.pages.sheet import SheetPage, conflict_payload, sheet_page, total_of
from judging.pages.sheet_list import sheet_totals
from judging.pages.sheet_order import in_order, order_links
from judging.queries.entry_summaries import file_name_of, is_picture
from judging.queries.own_ops import uncounted_ops
from judging.views.device import browser_id, label_of, remember


@badges_allowed
@login_required
@never_cache
@require_GET
def my_entries(request: UserRequest, slug: str) -> HttpResponse:
    """The judge's sheets, and how many are not submitted."""
    judge, order = judge_for(request.user, slug), query_text(request, "order")
    sheets = sheet_totals(judge)
    context = {
        "festival": judge.festival,
        "judge": judge,
        "list": in_order(sheets, order),
        "next": sheets.next,
        "orders": order_links(order),
    }
    return render(request, "judging/judge_list.html", context)


@badges_allowed
@login_required
@never_cache
@require_GET
def my_totals(request: UserRequest, slug: str) -> HttpResponse:
    """All marks of the judge, in a table for each round."""
    judge, order = judge_for(request.user, slug), query_text(request, "order")
    totals = sheet_totals(judge)
    context = {
        "festival": judge.festival,
        "judge": judge,
        "list": in_order(totals, order),
        "next": totals.next,
        "orders": order_links(order),
        "done": totals.submitted(query_text(request, "from")),
    }
    return render(request, "judging/judge_totals.html", context)


@badges_allowed
@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    """One sheet; POST saves it in a browser without script."""
    judge = judge_for(request.user, slug)
    page = sheet_page(judge, sheet_for_judge(judge, pk))
    if request.method == "POST":
        return _save(request, judge, page)
    return _page_response(request, judge, page, SheetForm(page=page))


def _save(request: UserRequest, judge: Judge, page: SheetPage) -> HttpResponse:
    form, now = SheetForm(request.POST, page=page), timezone.now()
    values = form.cleaned_data if form.is_valid() else form.valid_part
    if values is None:
        return _page_response(request, judge, page, form, status=status_of(form))
    device = _device_of(request, judge, now=now)
    try:
        receipt = send_sheet(sheet=page.sheet, judge=judge, device=device, now=now, **values)
    except SheetConflict as conflict:
        return redirect("judging:compare", judge.festival.slug, page.sheet.pk, conflict.op_id)
    except RuleBroken as refusal:
        refuse(form, refusal)
        return _refused_page(request, judge.festival.slug, page.sheet.pk, form)
    if form.is_valid():
        return _redirect_after_save(request, judge, page, is_submitted=form.is_submitting)
    if receipt.version is not None:
        form.follow(receipt.version)
    messages.success(request, _("The other criteria are saved as a draft."))
    return _refused_page(request, judge.festival.slug, page.sheet.pk, form)


def _device_of(request: UserRequest, judge: Judge, *, now: datetime) -> Device:
    return register_device(
        festival=judge.festival,
        device_id=browser_id(request),
        user=judge.user,
        label=label_of(request),
        now=now,
    )


def _refused_page(request: UserRequest, slug: str, pk: int, form: SheetForm) -> HttpResponse:
    """The page with the refusal, from rows read after it."""
    judge = judge_for(request.user, slug)
    page = sheet_page(judge, sheet_for_judge(judge, pk))
    return _page_response(request, judge, page, form, status=status_of(form))


def _redirect_after_save(
    request: UserRequest, judge: Judge, page: SheetPage, *, is_submitted: bool
) -> HttpResponse:
    slug, pk = judge.festival.slug, page.sheet.pk
    if not is_submitted:
        messages.success(request, _("The draft is saved."))
        return redirect("judging:sheet", slug, pk)
    return redirect(page.next_url)


def _page_response(
    request: UserRequest, judge: Judge, page: SheetPage, form: SheetForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "festival": judge.festival,
        "judge": judge,
        "page": page,
        "form": form,
        "op": uncounted_ops(judge).get(page.sheet.pk),
        "done": page.list.submitted(query_text(request, "from")),
    }
    response = render(request, "judging/judge_sheet.html", context, status=status)
    return remember(response, browser_id(request))


@badges_allowed
@login_required
@require_POST
def reopen(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    """Reopen a submitted sheet."""
    judge = judge_for(request.user, slug)
    row = sheet_for_judge(judge, pk)
    try:
        reopen_sheet(sheet=row, judge=judge, now=timezone.now())
    except RuleBroken as refusal:
        messages.error(request, refusal.message)
    return redirect("judging:sheet", slug, pk)


@badges_allowed
@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: UserRequest, slug: str, pk: int, op: uuid.UUID) -> HttpResponse:
    """Both versions of a conflict side by side; the judge's choice becomes a new op."""
    judge = judge_for(request.user, slug)
    row = sheet_for_judge(judge, pk)
    conflict = conflict_for_judge(judge, row, op)
    page = sheet_page(judge, row)
    form = _conflict_form(request, page, conflict)
    if request.method == "POST" and form.is_valid():
        return _settle(request, judge, page, conflict, form)
    totals = {"mine": total_of(form.mine, page.rules), "theirs": page.total}
    context = {"festival": judge.festival, "page": page, "form": form, "conflict": conflict, "totals": totals}
    status = 422 if form.is_bound else 200
    return render(request, "judging/judge_compare.html", context, status=status)


def _conflict_form(request: UserRequest, page: SheetPage, conflict: ScoreOp) -> ConflictForm:
    return ConflictForm(
        request.POST if request.method == "POST" else None,
        mine=conflict_payload(conflict, page.criteria),
        theirs=page.payload,
        names={row.code: row.name for row in page.criteria},
        version=page.sheet.version,
    )


def _settle(
    request: UserRequest, judge: Judge, page: SheetPage, conflict: ScoreOp, form: ConflictForm
) -> HttpResponse:
    try:
        send_sheet(
            sheet=page.sheet,
            judge=judge,
            schema=page.schema,
            nonce=conflict.pk,
            settles=conflict,
            now=timezone.now(),
            **form.cleaned_data,
        )
    except SheetConflict as again:
        return redirect("judging:compare", judge.festival.slug, page.sheet.pk, again.op_id)
    except RuleBroken as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Your choice is saved."))
    return redirect("judging:sheet", judge.festival.slug, page.sheet.pk)


@badges_allowed
@login_required
@require_GET
def attachment(request: UserRequest, slug: str, pk: int, file: int) -> FileResponse:
    """A file of the entry; in an anonymous contest under a neutral name. Pictures are shown in the page."""
    row = sheet_for_judge(judge_for(request.user, slug), pk)
    found = attachment_for_judge(row, file)
    name = file_name_of(row, found)
    response = FileResponse(found.file.open("rb"), as_attachment=not is_picture(name), filename=name)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
