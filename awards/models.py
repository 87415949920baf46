"""Prize schemes, awards and certificates."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contests.models import Contest, Entry, Member
from festival.models import Festival, School, User
from judging.models import ResultRow, ResultRun


class PrizeScheme(models.Model):
    """The settings for a contest's prizes; `awards/rules.py` explains them."""

    class Base(models.TextChoices):
        REGISTERED = "registered", _("Registered entries")
        SCORED = "scored", _("Ranked entries")

    class Rounding(models.TextChoices):
        DOWN = "down", _("Down")
        NEAREST = "nearest", _("Nearest")
        UP = "up", _("Up")

    class BoundaryTie(models.TextChoices):
        HIGHER = "higher", _("All get the higher prize")
        LOWER = "lower", _("All get the lower prize")
        CHAIR = "chair", _("The chair decides")

    contest = models.OneToOneField(Contest, models.CASCADE, related_name="prize_scheme")
    base = models.CharField(max_length=10, choices=Base.choices, default=Base.SCORED)
    max_share_of_entrants = models.DecimalField(max_digits=8, decimal_places=6, null=True, blank=True)
    rounding = models.CharField(max_length=10, choices=Rounding.choices, default=Rounding.DOWN)
    at_least_one = models.BooleanField(default=True)
    boundary_tie = models.CharField(max_length=10, choices=BoundaryTie.choices, default=BoundaryTie.HIGHER)


class Prize(models.Model):
    """One tier, from the highest to the lowest."""

    scheme = models.ForeignKey(PrizeScheme, models.CASCADE, related_name="prizes")
    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("prize"), max_length=80)
    count = models.PositiveIntegerField(_("count"), null=True, blank=True)
    share_of_entrants = models.DecimalField(max_digits=8, decimal_places=6, null=True, blank=True)
    share_of_prizes = models.DecimalField(max_digits=8, decimal_places=6, null=True, blank=True)
    cumulative = models.BooleanField(default=False)
    minimum = models.DecimalField(_("minimum points"), max_digits=12, decimal_places=6, null=True, blank=True)
    amount = models.PositiveBigIntegerField(_("money of the prize"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["scheme", "code"], name="prize_code_once_a_scheme")]

    def __str__(self) -> str:
        return self.name


class TieDecision(models.Model):
    """The chair's decision on a tie at a tier's boundary: of the `tied` entries, the `given` get the tier."""

    run = models.ForeignKey(ResultRun, models.CASCADE, related_name="tie_decisions")
    category = models.CharField(max_length=120, blank=True)
    prize = models.ForeignKey(Prize, models.PROTECT, related_name="+")
    tied = models.JSONField(default=list)
    given = models.JSONField(default=list)
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]


class Award(models.Model):
    """An entry's prize in a frozen run."""

    run = models.ForeignKey(ResultRun, models.PROTECT, related_name="awards")
    row = models.OneToOneField(ResultRow, models.PROTECT, related_name="award")
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="awards")
    prize = models.ForeignKey(Prize, models.PROTECT, related_name="awards")

    class Meta:
        ordering = ["run_id", "row__position"]


class Certificate(models.Model):
    """An issued certificate: number in the register, check code, text, and the printed date."""

    class Kind(models.TextChoices):
        PRIZE = "prize", _("Prize")
        PARTICIPATION = "participation", _("Participation")

    class State(models.TextChoices):
        ISSUED = "issued", _("Issued")
        REVOKED = "revoked", _("Revoked")
        SUPERSEDED = "superseded", _("Replaced by a newer one")

    festival = models.ForeignKey(Festival, models.PROTECT, related_name="certificates")
    contest = models.ForeignKey(Contest, models.PROTECT, null=True, blank=True, related_name="certificates")
    kind = models.CharField(max_length=15, choices=Kind.choices)
    entry = models.ForeignKey(Entry, models.PROTECT, null=True, blank=True, related_name="certificates")
    member = models.ForeignKey(Member, models.SET_NULL, null=True, blank=True, related_name="certificates")
    school = models.ForeignKey(School, models.PROTECT, related_name="certificates")
    award = models.ForeignKey(Award, models.PROTECT, null=True, blank=True, related_name="certificates")
    register_number = models.PositiveIntegerField()
    check_code = models.CharField(max_length=32, unique=True)
    recipient = models.TextField()
    unit = models.TextField(blank=True)
    achievement = models.TextField()
    text_hash = models.CharField(max_length=64)
    dated_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ISSUED)
    superseded_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors"
    )
    issued_at = models.DateTimeField(default=timezone.now)
    issued_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["register_number"]
        constraints = [
            models.UniqueConstraint(fields=["festival", "register_number"], name="register_number_once"),
            models.UniqueConstraint(
                fields=["kind", "entry", "member"],
                condition=Q(state="issued", member__isnull=False),
                name="one_paper_per_entry_and_member",
            ),
            models.UniqueConstraint(
                fields=["kind", "entry", "school"],
                condition=Q(state="issued", member__isnull=True, entry__isnull=False),
                name="one_paper_per_entry_and_school",
            ),
            models.UniqueConstraint(
                fields=["kind", "school"],
                condition=Q(state="issued", entry__isnull=True),
                name="one_paper_per_school",
            ),
        ]
