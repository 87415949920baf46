"""Contests, categories, rounds; entries, their members and files."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple, Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from festival.models import Festival, School, User


class RegistrationState(models.TextChoices):
    """State of a registration, booth or entry."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Sent back")
    APPROVED = "approved", _("Approved")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Contest(models.Model):
    """One contest of a festival: what competes, who may enter, and its state."""

    class Kind(models.TextChoices):
        INDIVIDUAL = "individual", _("People")
        PRODUCT = "product", _("Products")
        BOOTH = "booth", _("Booths")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        CLOSING = "closing", _("Closing")
        FROZEN = "frozen", _("Frozen")
        CERTIFIED = "certified", _("Certified")
        PUBLISHED = "published", _("Published")

    festival = models.ForeignKey(Festival, models.CASCADE, related_name="contests")
    slug = models.SlugField(max_length=60)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    quota_per_school = models.PositiveSmallIntegerField(_("entries per school"), null=True, blank=True)
    anonymous = models.BooleanField(_("anonymous"), default=False)
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    frozen_at = models.DateTimeField(null=True, blank=True)
    frozen_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    certified_at = models.DateTimeField(null=True, blank=True)
    certified_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["festival", "slug"], name="contest_slug_once_a_festival")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def takes_scores(self) -> bool:
        """Whether score sheets may still change."""
        return self.state == self.State.OPEN

    @property
    def is_frozen(self) -> bool:
        """Whether the results are frozen."""
        return self.state in {self.State.FROZEN, self.State.CERTIFIED, self.State.PUBLISHED}


class Category(models.Model):
    """A group that is ranked and awarded separately."""

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="categories")
    name = models.CharField(_("name"), max_length=120)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["contest", "name"], name="category_name_once_a_contest")
        ]

    def __str__(self) -> str:
        return self.name


class Round(models.Model):
    """A part of the contest that is marked by judges or by machine. The only round has an empty code."""

    class Marking(models.TextChoices):
        JUDGES = "judges", _("Judges")
        MACHINE = "machine", _("Machine")

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="rounds")
    code = models.CharField(_("code"), max_length=60, blank=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    weight = models.DecimalField(_("weight"), max_digits=12, decimal_places=6, default=1)
    marking = models.CharField(_("marked by"), max_length=10, choices=Marking.choices, default=Marking.JUDGES)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["contest", "code"], name="round_code_once_a_contest"),
            models.CheckConstraint(name="round_weight_not_negative", condition=Q(weight__gte=0)),
        ]

    def __str__(self) -> str:
        return self.name or self.code or self.contest.name


class DatedRemark(NamedTuple):
    """A remark of the office, and when it was written."""

    at: datetime
    text: str


class Registration(models.Model):
    """What a school registers and the office decides about: a contest entry, or a booth."""

    State = RegistrationState

    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    remark = models.TextField(_("remark"), blank=True)
    earlier_remarks = models.JSONField(default=list, blank=True, editable=False)
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def earlier(self) -> list[DatedRemark]:
        """The remarks before the present one, the newest first."""
        return [DatedRemark(datetime.fromisoformat(at), text) for at, text in reversed(self.earlier_remarks)]


Row = TypeVar("Row", bound=Registration)


class RegistrationQuerySet(models.QuerySet[Row]):
    def approved(self) -> Self:
        return self.filter(state=RegistrationState.APPROVED)

    def counted_in_quota(self) -> Self:
        """Registrations that count towards the quota: all but drafts, declined and withdrawn ones."""
        return self.exclude(
            state__in=[RegistrationState.DRAFT, RegistrationState.DECLINED, RegistrationState.WITHDRAWN]
        )


class EntryQuerySet(RegistrationQuerySet["Entry"]):
    pass


class Entry(Registration):
    """The one kind of thing that is judged: a contestant, a product or a booth in a contest."""

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="entries")
    school = models.ForeignKey(School, models.PROTECT, related_name="entries")
    partners = models.ManyToManyField(School, blank=True, related_name="partner_entries")
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, blank=True, related_name="entries", verbose_name=_("category")
    )
    title = models.CharField(_("title"), max_length=200, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    number = models.CharField(_("candidate number"), max_length=40, blank=True)
    number_key = models.CharField(max_length=200, blank=True, editable=False)
    code = models.CharField(_("anonymous code"), max_length=40, blank=True)
    place = models.CharField(_("place"), max_length=80, blank=True)
    walk_order = models.PositiveIntegerField(null=True, blank=True)
    search_key = models.CharField(max_length=600, blank=True, editable=False)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["contest_id", "number_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contest", "number"], condition=~Q(number=""), name="entry_number_once_a_contest"
            ),
            models.UniqueConstraint(
                fields=["contest", "code"], condition=~Q(code=""), name="entry_code_once_a_contest"
            ),
        ]
        indexes = [models.Index(fields=["contest", "state"]), models.Index(fields=["school", "state"])]

    def __str__(self) -> str:
        return self.title or self.number or str(self.pk)

    @property
    def numbers(self) -> str:
        """Candidate number and, in an anonymous contest, the code: for the office, never for judges.

        Reads `contest`. The code is kept when the contest is no longer anonymous, and then not shown.
        """
        return number_and_code(self.number, self.code if self.contest.anonymous else "")


def number_and_code(number: str, code: str) -> str:
    """A candidate number with the anonymous code as the office reads them; "" without both."""
    if not code:
        return number
    coded = gettext("code %(code)s") % {"code": code}
    return f"{number} ({coded})" if number else coded


class Member(models.Model):
    """A person on an entry. Never public without recorded consent."""

    class Role(models.TextChoices):
        TEACHER = "teacher", _("Teacher")
        STAFF = "staff", _("Staff member")
        MANAGER = "manager", _("Manager")
        PUPIL = "pupil", _("Pupil")

    class Salutation(models.TextChoices):
        MR = "ông", _("Mr")
        MS = "bà", _("Ms")
        CHILD = "em", _("Pupil (em)")

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="members")
    full_name = models.CharField(_("full name"), max_length=120)
    sort_key = models.CharField(max_length=400, blank=True, editable=False)
    salutation = models.CharField(_("salutation"), max_length=5, choices=Salutation.choices, blank=True)
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, blank=True)
    born_on = models.DateField(_("date of birth"), null=True, blank=True)
    position = models.CharField(_("position"), max_length=120, blank=True)
    class_name = models.CharField(_("class"), max_length=40, blank=True)
    mentor = models.CharField(_("mentor"), max_length=200, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "full_name", "class_name", "born_on"], name="member_once_an_entry"
            ),
            models.UniqueConstraint(
                fields=["entry", "full_name", "class_name"],
                condition=Q(born_on__isnull=True),
                name="member_without_birth_date_once_an_entry",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name


class Attachment(models.Model):
    """A file of an entry, stored under a random name outside the web root."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="attachments")
    name = models.CharField(_("file name"), max_length=200)
    title = models.CharField(_("title"), max_length=200, blank=True)
    file = models.FileField(upload_to="attachments/%Y/", max_length=200)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64)
    content_type = models.CharField(max_length=100, blank=True)
    uploaded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["entry", "name"], name="file_name_once_an_entry")]

    def __str__(self) -> str:
        return self.title or self.name
