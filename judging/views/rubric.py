"""The organiser's pages of criteria and scoring."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from contests.access import contest_for_organiser
from contests.models import Contest, Round
from contests.responses import ask_ranking
from festival.forms import attempt, status_of
from festival.forms.stale_check import StaleCheckForm
from festival.requests import UserRequest, posted_text
from festival.responses import form_page
from festival.text import format_points
from judging.access.office import round_of
from judging.actions.rubric import set_criteria
from judging.actions.settings import set_scoring
from judging.forms.rubric import RubricFormSet, ScoringForm, rows_with_preset, tie_choices
from judging.pages.scoring import criterion_names, example_of, scoring_initial
from judging.presets import RUBRICS
from judging.queries.office import criterion_rows, has_marks
from judging.queries.rubric import round_sums

USUAL_TOTAL = 100


@login_required
def rubric(request: UserRequest, slug: str, contest: str) -> HttpResponse:
    """The criteria as rows, with the running sum of each round."""
    row = contest_for_organiser(request.user, slug, contest)
    standing = criterion_rows(row)
    rows = _rubric_rows(request, row, standing)
    form = StaleCheckForm(request.POST or None, row=row, shown=standing, read=criterion_rows)
    is_sound = rows.is_bound and rows.is_valid()
    if is_sound and attempt(form, set_criteria, contest=row, rows=rows.rows(), by=request.user):
        _add_message(request, row)
        return redirect("judging:rubric", slug, row.slug)
    context = {"formset": rows, "form": form, "sums": round_sums(row), "is_locked": has_marks(row)}
    context |= {"festival": row.festival, "contest": row, "presets": {} if standing else RUBRICS}
    return render(request, "judging/rubric.html", context, status=status_of(form) if rows.is_bound else 200)


def _add_message(request: UserRequest, contest: Contest) -> None:
    """Add the message after saving; it names rounds whose criteria do not add up to 100."""
    messages.success(request, _("Saved."))
    for part, total in round_sums(contest):
        if total != USUAL_TOTAL:
            params = {"round": part, "sum": format_points(total)}
            messages.warning(request, _("%(round)s: %(sum)s points in all, not 100. Is that meant?") % params)


def _rubric_rows(request: UserRequest, contest: Contest, initial: list[dict[str, Any]]) -> Any:
    """The rows of the page; `preset` adds its criteria to what is typed."""
    rounds = [(part.pk, str(part)) for part in contest.rounds.all()]
    kind = partial(RubricFormSet, prefix="criteria", form_kwargs={"rounds": rounds})
    rows = kind(request.POST or None, initial=initial)
    preset = RUBRICS.get(posted_text(request, "preset"))
    return kind(initial=rows_with_preset(rows.typed_rows(), preset)) if preset else rows


@login_required
def scoring(request: UserRequest, slug: str, contest: str, round: int | None = None) -> HttpResponse:
    """How marks become a result, with a worked example."""
    row = contest_for_organiser(request.user, slug, contest)
    part = round_of(row, round) if round else None
    form = _scoring_form(request.POST or None, row, part)
    form.set_fingerprint(row, shown=form.initial, read=partial(scoring_initial, round=part))
    if form.is_valid():
        change = partial(set_scoring, contest=row, round=part, by=request.user, **form.cleaned_data)
        question, back = _("Change the scoring?"), request.path
        if asked := ask_ranking(request, change, contest=row, question=question, back=back):
            return asked
    if attempt(form, set_scoring, contest=row, round=part, by=request.user):
        messages.success(request, _("Saved."))
        return redirect(request.path)
    example = example_of(form.initial if not form.is_bound else form.cleaned_data)
    context = {"festival": row.festival, "contest": row, "part": part, "rounds": row.rounds.all()}
    return form_page(request, "judging/scoring.html", form, example=example, **context)


@login_required
def example(request: UserRequest, slug: str, contest: str) -> HttpResponse:
    """The worked example for the values in the form."""
    row = contest_for_organiser(request.user, slug, contest)
    form = _scoring_form(request.GET, row)
    form.is_valid()
    return render(request, "judging/_example.html", {"example": example_of(form.cleaned_data)})


def _scoring_form(data: QueryDict | None, contest: Contest, part: Round | None = None) -> ScoringForm:
    return ScoringForm(
        data,
        initial=scoring_initial(contest, part),
        ties=tie_choices(contest, criterion_names(contest)),
        is_exception=part is not None,
    )
