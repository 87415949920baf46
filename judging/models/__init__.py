"""Rubrics, judges and assignments; score sheets, marks, ops; settlements; frozen results (`results.py`)."""

from __future__ import annotations

from datetime import UTC
from decimal import Decimal
from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contests.models import Contest, Entry, Round
from festival.models import Festival, School, User
from judging.models.results import NameCorrection as NameCorrection
from judging.models.results import ResultRow as ResultRow
from judging.models.results import ResultRun as ResultRun


class Scoring(models.Model):
    """How marks become a result: the contest's row (no round) and a round's own exceptions.

    In a round's row an empty column means "as the contest". `judging/rules/policy.py` explains the values.
    """

    class Combine(models.TextChoices):
        SHEET = "sheet", _("The judges' totals")
        CRITERION = "criterion", _("Each criterion over the judges")

    class Method(models.TextChoices):
        MEAN = "mean", _("Mean")
        MEDIAN = "median", _("Median")
        TRIMMED_MEAN = "trimmed_mean", _("Trimmed mean")
        CLIPPED_MEAN = "clipped_mean", _("Clipped mean")
        SUM = "sum", _("Sum of the judges")

    class Rounding(models.TextChoices):
        HALF_UP = "half_up", _("Half up")
        HALF_EVEN = "half_even", _("Half to even")

    class Rounds(models.TextChoices):
        WEIGHTED_SUM = "weighted_sum", _("Weighted sum")
        BEST = "best", _("Best round")

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="scorings")
    round = models.OneToOneField(Round, models.CASCADE, null=True, blank=True, related_name="scoring")
    combine = models.CharField(max_length=10, choices=Combine.choices, null=True, blank=True)
    method = models.CharField(max_length=15, choices=Method.choices, null=True, blank=True)
    drop_high = models.PositiveSmallIntegerField(null=True, blank=True)
    drop_low = models.PositiveSmallIntegerField(null=True, blank=True)
    clip = models.DecimalField(max_digits=12, decimal_places=6, null=True, blank=True)
    round_marks = models.BooleanField(null=True, blank=True)
    decimals = models.PositiveSmallIntegerField(null=True, blank=True)
    rounding = models.CharField(max_length=10, choices=Rounding.choices, null=True, blank=True)
    min_judges = models.PositiveSmallIntegerField(null=True, blank=True)
    discrepancy_agree = models.DecimalField(max_digits=8, decimal_places=6, null=True, blank=True)
    discrepancy_discuss = models.DecimalField(max_digits=8, decimal_places=6, null=True, blank=True)
    rounds = models.CharField(max_length=15, choices=Rounds.choices, default=Rounds.WEIGHTED_SUM)
    tie_break = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contest"], condition=Q(round__isnull=True), name="one_scoring_per_contest"
            ),
        ]


class Criterion(models.Model):
    """One criterion of the rubric. Without a round it belongs to every round."""

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="criteria")
    round = models.ForeignKey(Round, models.CASCADE, null=True, blank=True, related_name="criteria")
    code = models.CharField(_("code"), max_length=60)
    name = models.CharField(_("criterion"), max_length=300)
    description = models.TextField(_("levels"), blank=True)
    maximum = models.DecimalField(_("maximum"), max_digits=8, decimal_places=2)
    step = models.DecimalField(_("step"), max_digits=6, decimal_places=2, default=Decimal("0.25"))
    weight = models.DecimalField(_("weight"), max_digits=12, decimal_places=6, default=1)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["contest", "code"], name="criterion_code_once_a_contest"),
            models.CheckConstraint(
                name="criterion_numbers_positive", condition=Q(maximum__gt=0, step__gt=0, weight__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Panel(models.Model):
    """Judges who work together; its judges may reopen sheets until it closes."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="panels")
    name = models.CharField(_("panel"), max_length=120)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["contest", "name"], name="panel_name_once_a_contest")]

    def __str__(self) -> str:
        return self.name


class Judge(models.Model):
    """A judge of this festival, who never judges entries of `school`, the judge's own."""

    festival = models.ForeignKey(Festival, models.CASCADE, related_name="judges")
    user = models.ForeignKey(User, models.PROTECT, related_name="judgeships")
    school = models.ForeignKey(School, models.PROTECT, null=True, blank=True, related_name="judges")
    position = models.CharField(_("position"), max_length=120, blank=True)

    class Meta:
        ordering = ["user__sort_key", "pk"]
        constraints = [models.UniqueConstraint(fields=["festival", "user"], name="judge_once_a_festival")]

    def __str__(self) -> str:
        return self.user.full_name


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def by_judges(self) -> Self:
        return self.filter(judge__isnull=False)


class Assignment(models.Model):
    """A judge marks an entry in a round. Without a judge, the entry has the machine's marks."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="assignments")
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="assignments")
    judge = models.ForeignKey(Judge, models.PROTECT, null=True, blank=True, related_name="assignments")
    panel = models.ForeignKey(Panel, models.SET_NULL, null=True, blank=True, related_name="assignments")

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "entry", "judge"],
                condition=Q(judge__isnull=False),
                name="judge_once_an_entry_and_round",
            ),
            models.UniqueConstraint(
                fields=["round", "entry"],
                condition=Q(judge__isnull=True),
                name="machine_once_an_entry_and_round",
            ),
        ]


class ScoreSheetQuerySet(models.QuerySet["ScoreSheet"]):
    def for_scoring(self) -> Self:
        return self.select_related(
            "assignment__entry__school",
            "assignment__entry__contest__festival",
            "assignment__entry__category",
            "assignment__judge__user",
            "assignment__round",
            "assignment__panel",
        )

    def for_writing(self) -> Self:
        return self.select_related("assignment__judge", "assignment__round", "assignment__panel")

    def counting(self) -> Self:
        return self.filter(state=ScoreSheet.State.SUBMITTED)

    def marked(self) -> Self:
        """Sheets with points for at least one criterion, submitted or not."""
        return self.filter(Exists(Mark.objects.filter(sheet=OuterRef("pk"), hundredths__isnull=False)))


class ScoreSheet(models.Model):
    """The live sheet of an assignment, created by the server; `version` 0 means never saved."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Being marked")
        SUBMITTED = "submitted", _("Submitted")

    assignment = models.OneToOneField(Assignment, models.CASCADE, related_name="sheet")
    version = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    comment = models.TextField(blank=True)
    payload_hash = models.CharField(max_length=64, blank=True)
    updated_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)

    objects = ScoreSheetQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]


class Mark(models.Model):
    """Points of one criterion in integer hundredths; no row or an empty value means not marked."""

    sheet = models.ForeignKey(ScoreSheet, models.CASCADE, related_name="marks")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="marks")
    hundredths = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sheet", "criterion"], name="one_mark_per_criterion")]

    @property
    def points(self) -> Decimal | None:
        """The mark in points."""
        return None if self.hundredths is None else Decimal(self.hundredths).scaleb(-2)


class Device(models.Model):
    """A tablet or browser that sends scores."""

    festival = models.ForeignKey(Festival, models.CASCADE, related_name="devices")
    device_id = models.UUIDField()
    user = models.ForeignKey(User, models.PROTECT, related_name="devices")
    label = models.CharField(max_length=200, blank=True)
    first_seen_at = models.DateTimeField(default=timezone.now)
    last_seen_at = models.DateTimeField(default=timezone.now)
    last_seq = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["festival", "device_id"], name="device_once_a_festival")
        ]


class ScoreOp(models.Model):
    """A received score op and its outcome, never deleted; triggers forbid changes."""

    class Outcome(models.TextChoices):
        APPLIED = "applied", _("Applied")
        NOOP = "noop", _("Nothing new")
        CONFLICT = "conflict", _("Conflict")
        LATE = "late", _("Late")
        QUARANTINED = "quarantined", _("To be looked at")

    class Source(models.TextChoices):
        TABLET = "tablet", _("Tablet")
        IMPORT = "import", _("Import")
        OFFICE = "office", _("Office")

    op_id = models.UUIDField(primary_key=True)
    festival = models.ForeignKey(Festival, models.PROTECT, related_name="score_ops")
    sheet = models.ForeignKey(ScoreSheet, models.PROTECT, null=True, blank=True, related_name="ops")
    sheet_ref = models.CharField(max_length=40, blank=True)
    author = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="score_ops")
    device = models.ForeignKey(Device, models.PROTECT, null=True, blank=True, related_name="ops")
    device_seq = models.PositiveBigIntegerField(default=0)
    base_version = models.PositiveIntegerField()
    schema = models.CharField(max_length=64)
    payload = models.JSONField()
    payload_hash = models.CharField(max_length=64)
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.TABLET)
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    reason = models.CharField(max_length=60, blank=True)
    version = models.PositiveIntegerField(null=True, blank=True)
    received_at = models.DateTimeField(default=timezone.now)
    receipt = models.CharField(max_length=64, blank=True)
    settles = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="settled_by")

    class Meta:
        ordering = ["received_at", "op_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "version"],
                condition=Q(version__isnull=False),
                name="one_op_per_sheet_version",
            ),
        ]
        indexes = [models.Index(fields=["festival", "outcome"])]

    def facts(self) -> dict[str, object]:
        """What the op's audit event covers by a hash: all but its outcome, which the event names itself."""
        return {
            "sheet": self.sheet_id,
            "sheet_ref": self.sheet_ref,
            "author": self.author_id,
            "device": self.device_id,
            "device_seq": self.device_seq,
            "base_version": self.base_version,
            "schema": self.schema,
            "payload": self.payload,
            "source": str(self.source),
            "settles": str(self.settles_id or ""),
            "received_at": self.received_at.astimezone(UTC).isoformat(timespec="microseconds"),
        }


class SettlementQuerySet(models.QuerySet["Settlement"]):
    def live(self) -> Self:
        """Settlements in force: not superseded by a newer one about the same discrepancy or blocker."""
        return self.filter(superseded_at__isnull=True)


def _or_zero(column: str) -> Coalesce:
    """The column for a unique constraint in which two empty values are equal."""
    return Coalesce(F(column), Value(0), output_field=models.BigIntegerField())


class Settlement(models.Model):
    """How a discrepancy was settled, or a blocker waived with a reason.

    One settlement is in force for each (contest, blocker, entry, round, judge, op). A newer one supersedes it
    (`superseded_at`); the older row is kept.
    """

    class Kind(models.TextChoices):
        AGREED = "agreed", _("The judges agreed")
        THIRD_JUDGE = "third-judge", _("A third judge marked")
        HEAD = "head", _("The head of the jury decided")
        WAIVED = "waived", _("Waived with a reason")

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="settlements")
    round = models.ForeignKey(Round, models.CASCADE, null=True, blank=True, related_name="settlements")
    entry = models.ForeignKey(Entry, models.PROTECT, null=True, blank=True, related_name="settlements")
    judge = models.ForeignKey(Judge, models.PROTECT, null=True, blank=True, related_name="settlements")
    op = models.ForeignKey(ScoreOp, models.PROTECT, null=True, blank=True, related_name="settlements")
    blocker = models.CharField(max_length=40)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    points = models.DecimalField(_("points decided"), max_digits=18, decimal_places=6, null=True, blank=True)
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(User, models.PROTECT, related_name="settlements")
    at = models.DateTimeField(default=timezone.now)
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects = SettlementQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                F("contest"),
                F("blocker"),
                _or_zero("entry"),
                _or_zero("round"),
                _or_zero("judge"),
                Coalesce(F("op"), Value(UUID(int=0)), output_field=models.UUIDField()),
                condition=Q(superseded_at__isnull=True),
                name="one_live_settlement_per_matter",
            ),
        ]
