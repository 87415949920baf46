"""The festival, its people and schools, the audit log, jobs. Imports no other app."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from festival.office_names import sentence_name


class UserManager(BaseUserManager["User"]):
    """Creates users; `login` is a normalised e-mail address or phone number."""

    def create_user(self, login: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(login=login, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, login: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(login, password, **{**fields, "is_staff": True, "is_superuser": True})


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in by e-mail address or phone number."""

    login = models.CharField(_("e-mail or phone number"), max_length=254, unique=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    full_name = models.CharField(_("full name"), max_length=120)
    search_key = models.CharField(max_length=400, blank=True, editable=False)
    sort_key = models.CharField(max_length=400, blank=True, editable=False)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    is_demo = models.BooleanField(default=False)
    date_joined = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "login"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]
    objects = UserManager()

    class Meta:
        ordering = ["sort_key", "pk"]

    def __str__(self) -> str:
        return self.full_name or self.login


class FestivalQuerySet(models.QuerySet["Festival"]):
    def seen_by_public(self) -> Self:
        return self.exclude(state=Festival.State.DRAFT)


class Festival(models.Model):
    """One year of a festival: who holds it, when, and who signs its papers."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Being prepared")
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    school_year = models.CharField(_("school year"), max_length=9, blank=True)
    level = models.CharField(_("level"), max_length=40, blank=True)
    parent_body = models.CharField(_("parent body"), max_length=200, blank=True)
    issuing_body = models.CharField(_("issuing body"), max_length=200, blank=True)
    body_name = models.CharField(_("issuing body inside a sentence"), max_length=200, blank=True)
    issuer = models.CharField(_("issuer of certificates"), max_length=200, blank=True)
    place = models.CharField(_("place name"), max_length=80, blank=True)
    venue = models.CharField(_("venue"), max_length=200, blank=True)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    registration_opens_at = models.DateTimeField(_("registration opens"), null=True, blank=True)
    registration_closes_at = models.DateTimeField(_("registration closes"), null=True, blank=True)
    booths_per_school = models.PositiveSmallIntegerField(_("booths per school"), null=True, blank=True)
    booth_word = models.CharField(_("word for a booth"), max_length=40, blank=True)
    decision_number = models.CharField(_("decision number"), max_length=60, blank=True)
    decision_on = models.DateField(_("date of the decision"), null=True, blank=True)
    invitation_number = models.CharField(_("number of the invitation"), max_length=60, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects = FestivalQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="festival_days_in_order",
                condition=Q(ends_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(ends_on__gte=models.F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def body_in_sentence(self) -> str:
        """The issuing body as it is named inside a sentence."""
        return self.body_name or sentence_name(self.issuing_body) or "Ban Tổ chức"

    @property
    def certificate_issuer(self) -> str:
        """The issuer's line on certificates, which the word “chứng nhận” follows."""
        return self.issuer or self.body_in_sentence


class Signer(models.Model):
    """The signer of papers: the festival's default (empty kind), or that of one kind of paper."""

    festival = models.ForeignKey(Festival, models.CASCADE, related_name="signers")
    kind = models.CharField(_("kind of paper"), max_length=40, blank=True)
    authority = models.CharField(_("authority line"), max_length=120, blank=True)
    title = models.CharField(_("signer's title"), max_length=120, blank=True)
    name = models.CharField(_("signer's name"), max_length=120, blank=True)

    class Meta:
        ordering = ["kind"]
        constraints = [models.UniqueConstraint(fields=["festival", "kind"], name="one_signer_per_kind")]


class School(models.Model):
    """A school in this festival; copying a festival copies its schools."""

    class Level(models.TextChoices):
        KINDERGARTEN = "mam-non", _("Kindergarten")
        PRIMARY = "tieu-hoc", _("Primary")
        LOWER_SECONDARY = "thcs", _("Lower secondary")
        UPPER_SECONDARY = "thpt", _("Upper secondary")
        COMBINED = "lien-cap", _("Combined levels")

    class Participation(models.TextChoices):
        INVITED = "invited", _("Not answered")
        CONFIRMED = "confirmed", _("Takes part")
        DECLINED = "declined", _("Does not take part")

    festival = models.ForeignKey(Festival, models.CASCADE, related_name="schools")
    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=160)
    level = models.CharField(_("level of schooling"), max_length=10, choices=Level.choices)
    commune_old = models.CharField(_("commune before July 2025"), max_length=80, blank=True)
    commune = models.CharField(_("commune"), max_length=80, blank=True)
    cluster = models.CharField(_("cluster"), max_length=80, blank=True)
    head = models.CharField(_("head of school"), max_length=120, blank=True)
    email = models.CharField(_("e-mail"), max_length=254, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    digital_teaching = models.PositiveSmallIntegerField(_("digital level, teaching"), null=True, blank=True)
    digital_management = models.PositiveSmallIntegerField(
        _("digital level, management"), null=True, blank=True
    )
    participation = models.CharField(
        max_length=10, choices=Participation.choices, default=Participation.INVITED
    )
    participation_at = models.DateTimeField(null=True, blank=True)
    delegation_head = models.CharField(_("head of the delegation"), max_length=120, blank=True)
    delegation_phone = models.CharField(_("phone of the delegation"), max_length=20, blank=True)
    delegation_size = models.PositiveSmallIntegerField(_("size of the delegation"), null=True, blank=True)
    search_key = models.CharField(max_length=500, blank=True, editable=False)
    sort_key = models.CharField(max_length=500, blank=True, editable=False)

    class Meta:
        ordering = ["sort_key", "code"]
        constraints = [
            models.UniqueConstraint(fields=["festival", "code"], name="school_code_once_a_festival"),
            models.CheckConstraint(
                name="digital_levels_1_to_3",
                condition=(Q(digital_teaching__isnull=True) | Q(digital_teaching__range=(1, 3)))
                & (Q(digital_management__isnull=True) | Q(digital_management__range=(1, 3))),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A role of a user in a festival."""

    class Role(models.TextChoices):
        ORGANISER = "organiser", _("Organiser")
        SECRETARY = "secretary", _("Secretary")
        JUDGE = "judge", _("Judge")
        SCHOOL = "school", _("School")

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    festival = models.ForeignKey(Festival, models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=Role.choices)
    school = models.ForeignKey(School, models.CASCADE, null=True, blank=True, related_name="memberships")

    class Meta:
        ordering = ["festival_id", "role", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "festival", "role"],
                condition=Q(school__isnull=True),
                name="membership_once",
            ),
            models.UniqueConstraint(
                fields=["user", "festival", "school"],
                condition=Q(school__isnull=False),
                name="school_membership_once",
            ),
            models.CheckConstraint(
                name="school_role_has_school",
                condition=Q(role="school", school__isnull=False)
                | (~Q(role="school") & Q(school__isnull=True)),
            ),
        ]


class SignInLink(models.Model):
    """A link or QR code that signs one person in: an invitation (sets a password) or a judge's badge.

    The token is derived from `nonce` and the server's secret and only its hash is compared, so the
    same link can be shown and printed again, while a copy of the database gives no access.
    """

    class Purpose(models.TextChoices):
        INVITATION = "invitation", _("Invitation")
        BADGE = "badge", _("Badge")

    festival = models.ForeignKey(Festival, models.CASCADE, related_name="links")
    user = models.ForeignKey(User, models.CASCADE, related_name="links")
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    nonce = models.CharField(max_length=32)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    first_used_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["festival", "user", "purpose"],
                condition=Q(revoked_at__isnull=True),
                name="one_live_link_per_person_and_purpose",
            ),
        ]


class ChainHead(models.Model):
    """The last event of each chain; locked by UPDATE, so that writers queue."""

    chain = models.CharField(max_length=20, primary_key=True)
    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)


class AuditEvent(models.Model):
    """One event of the audit log; triggers refuse UPDATE and DELETE."""

    chain = models.CharField(max_length=20)
    seq = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    festival = models.ForeignKey(Festival, models.PROTECT, null=True, blank=True, related_name="events")
    actor = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="events")
    action = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60, blank=True)
    object_id = models.CharField(max_length=60, blank=True)
    body_hash = models.CharField(max_length=64)
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["chain", "seq"]
        constraints = [models.UniqueConstraint(fields=["chain", "seq"], name="one_line_per_place_in_chain")]


class AuditBody(models.Model):
    """The details of an event, salted and in a table of its own, so that personal data can be erased."""

    event = models.OneToOneField(AuditEvent, models.PROTECT, related_name="body", primary_key=True)
    salt = models.CharField(max_length=32)
    body = models.JSONField(default=dict)
    erased_at = models.DateTimeField(null=True, blank=True)


class Job(models.Model):
    """Background work that is watched on a page: its function, progress and result."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    festival = models.ForeignKey(Festival, models.CASCADE, related_name="jobs")
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    task = models.CharField(max_length=120)
    params = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.TextField(blank=True)
    file = models.CharField(max_length=200, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="jobs")
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    @property
    def share(self) -> Decimal:
        """Share of the work that is done, 0 to 1."""
        return Decimal(self.done) / self.total if self.total else Decimal(0)

    @property
    def is_running(self) -> bool:
        """Whether the job is waiting or running."""
        return self.state in {self.State.QUEUED, self.State.RUNNING}
