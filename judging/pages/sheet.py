"""Data of one sheet for its page, its form and the tablets' endpoints."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse

from judging.models import Criterion, Judge, Mark, ScoreOp, ScoreSheet
from judging.pages.sheet_list import SheetList, is_open, is_out, sheet_list, sheets_of
from judging.queries.entry_summaries import (
    FOR_SHEET,
    EntryDetail,
    EntrySummary,
    entry_detail_of,
    entry_summary_of,
)
from judging.queries.rubric import criteria_of, rule_of_criteria
from judging.rules.policy import CriterionRule
from judging.rules.sync import Payload, points_of, schema_of


@dataclass(frozen=True, slots=True)
class SheetPage:
    """The data of a sheet's page."""

    sheet: ScoreSheet
    criteria: Sequence[Criterion]
    rules: Sequence[CriterionRule]
    payload: Payload
    schema: str
    is_open: bool
    summary: EntrySummary
    detail: EntryDetail
    list: SheetList
    slug: str

    @property
    def is_panel_closed(self) -> bool:
        """Whether the panel is closed, while others of the contest may still mark."""
        assignment = self.sheet.assignment
        panel, contest = assignment.panel, assignment.round.contest
        return panel is not None and panel.state == panel.State.CLOSED and contest.takes_scores

    @property
    def maximum(self) -> Decimal:
        """The weighted maximum."""
        return sum((rule.maximum * rule.weight for rule in self.rules), Decimal(0))

    @property
    def next_url(self) -> str:
        """The page after submitting: the next sheet that is not submitted, else the judge's totals."""
        following = self.list.next_after(self.sheet.pk)
        url = (
            reverse("judging:sheet", args=[self.slug, following])
            if following
            else reverse("judging:my-totals", args=[self.slug])
        )
        return f"{url}?from={self.sheet.pk}"

    @property
    def neighbours(self) -> tuple[int | None, int | None]:
        """The previous and the next sheet; None where there is none."""
        return self.list.neighbours_of(self.sheet.pk)

    @property
    def total(self) -> Decimal:
        """The weighted sum of the marks."""
        return total_of(self.payload, self.rules)

    @property
    def payload_json(self) -> str:
        """The stored sheet as JSON, from which the script computes what is not saved yet."""
        return json.dumps(self.payload.as_json())

    @property
    def is_out(self) -> bool:
        """Whether the entry left the contest."""
        return is_out(self.sheet)

    @property
    def is_submitted(self) -> bool:
        """Whether the sheet is submitted, and therefore read-only until it is reopened."""
        return self.sheet.state == ScoreSheet.State.SUBMITTED


def sheet_page(judge: Judge, sheet: ScoreSheet) -> SheetPage:
    """Read a sheet for its page; the number of queries does not grow with its content."""
    detail = sheets_of(judge).prefetch_related(*FOR_SHEET).get(pk=sheet.pk)
    criteria = criteria_of(sheet.assignment.round)
    rules = rule_of_criteria(criteria)
    return SheetPage(
        sheet=detail,
        criteria=criteria,
        rules=rules,
        payload=payload_of_sheet(detail, criteria),
        schema=schema_of(rules),
        is_open=is_open(detail, judge.festival),
        summary=entry_summary_of(detail.assignment.entry),
        detail=entry_detail_of(detail),
        list=sheet_list(judge),
        slug=judge.festival.slug,
    )


def total_of(payload: Payload, rules: Iterable[CriterionRule]) -> Decimal:
    """The weighted sum of the payload's marks; marks of other criteria add nothing."""
    marks = ((rule, payload.marks.get(rule.code)) for rule in rules)
    return sum((points_of(mark) * rule.weight for rule, mark in marks if mark is not None), Decimal(0))


def payload_of_sheet(
    sheet: ScoreSheet, criteria: Sequence[Criterion], marks: dict[int, int | None] | None = None
) -> Payload:
    """The live sheet as the payload of an op; `marks` by criterion when they are read already."""
    if marks is None:
        marks = dict(Mark.objects.filter(sheet=sheet).values_list("criterion_id", "hundredths"))
    return Payload(
        {row.code: marks.get(row.pk) for row in criteria},
        sheet.comment,
        sheet.state == ScoreSheet.State.SUBMITTED,
    )


def conflict_payload(op: ScoreOp, criteria: Sequence[Criterion]) -> Payload:
    """The payload of a conflicting op, for the criteria of the current rubric."""
    marks = op.payload["marks"]
    return Payload(
        {row.code: marks.get(row.code) for row in criteria}, op.payload["comment"], op.payload["submitted"]
    )
