"""Frozen results and the corrections of their names. Triggers forbid changes of all of them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from contests.models import Contest, Entry
from festival.models import User


class ResultRun(models.Model):
    """The frozen results of a contest; triggers forbid changes. The newest run is the one in force."""

    contest = models.ForeignKey(Contest, models.PROTECT, related_name="runs")
    frozen_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    frozen_at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    digest_version = models.PositiveSmallIntegerField(default=1)
    rules = models.JSONField()
    registered = models.PositiveIntegerField()
    audit_head = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-pk"]


class ResultRow(models.Model):
    """The result of one entry in a frozen run."""

    run = models.ForeignKey(ResultRun, models.PROTECT, related_name="rows")
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="result_rows")
    position = models.PositiveIntegerField()
    category = models.CharField(max_length=120, blank=True)
    rank = models.PositiveIntegerField(null=True, blank=True)
    tied = models.BooleanField(default=False)
    points = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    judges = models.PositiveSmallIntegerField(default=0)
    number = models.CharField(max_length=40, blank=True)
    school_code = models.CharField(max_length=40)
    title = models.CharField(max_length=200, blank=True)
    name = models.TextField(blank=True)
    school = models.TextField(blank=True)
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ["run_id", "position"]
        constraints = [models.UniqueConstraint(fields=["run", "entry"], name="entry_once_a_run")]

    @property
    def is_ruled(self) -> bool:
        """Whether the head of the jury decided points of this entry."""
        return bool(self.detail.get("ruled"))


class NameCorrection(models.Model):
    """A name of a frozen run that was corrected; triggers forbid changes. The run itself stays as it was.

    `judging.queries.names.printed_names` applies them; of several about one name the newest counts.
    """

    class Field(models.TextChoices):
        TITLE = "title", _("Title")
        PERSON = "person", _("Person")
        SCHOOL = "school", _("School")

    run = models.ForeignKey(ResultRun, models.PROTECT, related_name="corrections")
    field = models.CharField(max_length=10, choices=Field.choices)
    entry = models.ForeignKey(Entry, models.PROTECT, null=True, blank=True, related_name="name_corrections")
    school_code = models.CharField(max_length=40, blank=True)
    place = models.PositiveSmallIntegerField(default=0)
    old = models.CharField(max_length=200)
    new = models.CharField(max_length=200)
    reason = models.TextField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="correction_of_an_entry_or_a_school",
                condition=Q(field="school", entry__isnull=True) & ~Q(school_code="")
                | ~Q(field="school") & Q(entry__isnull=False, school_code=""),
            ),
            models.CheckConstraint(
                name="correction_changes_the_name",
                condition=~Q(old="") & ~Q(new="") & ~Q(old=F("new")) & ~Q(reason=""),
            ),
        ]
