"""The scoring page: its rows as initial values, and the worked example that explains them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from contests.models import Contest, Round
from judging.models import Criterion, Scoring
from judging.queries.settings import POLICY_KEYS
from judging.rules.discrepancy import Gap, gap_of
from judging.rules.marks import SheetMarks, sheet_total
from judging.rules.policy import CriterionRule, DiscrepancyThreshold, Policy, RoundRule
from judging.rules.totals import RoundResult, round_result, rounded

DEFAULTS: Final = Policy()
EXAMPLE: Final = (("48", "30.5"), ("52.5", "35"), ("50", "24.25"))
"""Three judges, two criteria out of 60 and 40."""
CRITERIA: Final = (CriterionRule("a", Decimal(60)), CriterionRule("b", Decimal(40)))


@dataclass(frozen=True, slots=True)
class Example:
    """The result of three judges' marks under the settings."""

    marks: tuple[tuple[str, str], ...]
    totals: tuple[Decimal, ...]
    result: RoundResult
    gap: Gap | None
    sentence: str

    @property
    def lines(self) -> list[tuple[str, str, Decimal]]:
        """For each judge: both marks and the total."""
        pairs = zip(self.marks, self.totals, strict=True)
        return [(first, second, total) for (first, second), total in pairs]

    @property
    def percent(self) -> Decimal | None:
        """The gap in per cent of the maximum, one decimal."""
        return rounded(self.gap.share * 100, 1, "half_up") if self.gap else None


def scoring_initial(contest: Contest, round: Round | None) -> dict[str, Any]:
    """Initial values of the form; those of a contest include the defaults."""
    row = Scoring.objects.filter(contest=contest, round=round).first() or Scoring()
    values: dict[str, Any] = {key: getattr(row, key) for key in POLICY_KEYS}
    if round is None:
        for key in POLICY_KEYS:
            if values[key] in (None, ""):
                values[key] = getattr(DEFAULTS, key)
    elif values["round_marks"] is not None:
        values["round_marks"] = str(int(values["round_marks"]))
    ties = {f"tie_{place}": text for place, text in enumerate(row.tie_break, start=1)}
    return {
        **values,
        "rounds": row.rounds,
        "discrepancy_agree": row.discrepancy_agree,
        "discrepancy_discuss": row.discrepancy_discuss,
        **ties,
    }


def criterion_names(contest: Contest) -> list[tuple[str, str]]:
    """Code and name of each criterion."""
    return list(Criterion.objects.filter(contest=contest).values_list("code", "name"))


def example_of(settings: Mapping[str, Any]) -> Example:
    """The worked example, computed by the same rules as the results."""
    policy = Policy(
        **{
            key: settings[key] if settings.get(key) not in (None, "") else getattr(DEFAULTS, key)
            for key in POLICY_KEYS
        }
    )
    rule = RoundRule("", CRITERIA, policy=policy)
    sheets = [
        SheetMarks("bai", "", judge, {"a": Decimal(first), "b": Decimal(second)})
        for judge, (first, second) in enumerate(EXAMPLE, start=1)
    ]
    agree, discuss = settings.get("discrepancy_agree"), settings.get("discrepancy_discuss")
    threshold = DiscrepancyThreshold(agree, discuss) if agree is not None and discuss is not None else None
    return Example(
        marks=EXAMPLE,
        totals=tuple(sheet_total(sheet, rule) for sheet in sheets),
        result=round_result(sheets, rule),
        gap=gap_of(sheets, rule, threshold=threshold) if threshold else None,
        sentence=_sentence(policy),
    )


def _sentence(policy: Policy) -> str:
    """The method as a sentence."""
    how = {
        "mean": _("Add the judges and divide by their number."),
        "median": _(
            "Put the judges in order and take the middle one; of an even number the mean of the two."
        ),
        "trimmed_mean": _("Leave out the highest and lowest as set, then take the mean of the rest."),
        "clipped_mean": _(
            "Move marks that are too far from the mean to the set distance, then take the mean."
        ),
        "sum": _("Add the judges."),
    }[policy.method]
    if policy.combine == "criterion":
        return _("For each criterion by itself: %(how)s Then add the criteria.") % {"how": how}
    return _("Add each judge's criteria first. %(how)s") % {"how": how}
