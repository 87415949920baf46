"""Data of the page of a prize scheme: its rows, presets and a preview."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.forms.models import model_to_dict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from awards.models import Prize, PrizeScheme
from awards.rules import Scheme, Tier, award, scheme_faults
from contests.models import Contest
from contests.steps import ContestStep
from festival.text import format_points

USUAL_ENTRIES: Final = 60
TIERS: Final = ("Giải Nhất", "Giải Nhì", "Giải Ba", "Giải Khuyến khích")
SCHEMES: Final[Mapping[str, Sequence[Mapping[str, Any]]]] = {
    "1-3-3-6": [{"name": name, "count": count} for name, count in zip(TIERS, (1, 3, 3, 6), strict=True)],
    "2-4-10-20": [{"name": name, "count": count} for name, count in zip(TIERS, (2, 4, 10, 20), strict=True)],
    "10-20-30 %": [
        {"name": name, "share_of_entrants": Decimal(share) / 100}
        for name, share in zip(TIERS[:3], (10, 20, 30), strict=True)
    ],
}


SIZES: Final = ("count", "share_of_entrants", "share_of_prizes")


@dataclass(frozen=True, slots=True)
class SchemePreview:
    """The number of prizes of each tier for a number of entries."""

    entries: int
    prizes: tuple[tuple[str, int], ...]
    cap: int | None
    has_minimum: bool

    @property
    def total(self) -> int:
        """The number of all prizes."""
        return sum(number for _name, number in self.prizes)


@dataclass(frozen=True, slots=True)
class PreviewEntry:
    """An invented entry for the preview."""

    entry: int
    rank: int
    points: Decimal


def scheme_initial(contest: Contest) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The scheme and its tiers as initial values of the forms; empty when there is none yet."""
    row = PrizeScheme.objects.filter(contest=contest).first()
    if row is None:
        return {}, []
    fields = ["name", "count", "share_of_entrants", "share_of_prizes", "cumulative", "minimum", "amount"]
    tiers = [{"prize": prize.pk, **model_to_dict(prize, fields=fields)} for prize in row.prizes.all()]
    return model_to_dict(row, exclude=["id", "contest"]), tiers


def rows_with_preset(
    typed: Sequence[Mapping[str, Any]], preset: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """The tiers of a preset as they would be typed, filled in where nothing was typed.

    A size that some preset offers for a tier counts as not typed. Other tiers stay: before those of the
    preset when they were before all of them, else behind.
    """
    rest = [{**row, "name": str(row["name"]).strip()} for row in typed]
    place = next((n for n, row in enumerate(rest) if row["name"] in TIERS), 0)
    first, rest = rest[:place], [_without_offer(row) for row in rest[place:]]
    filled = []
    for tier in preset:
        shown = next((row for row in rest if row["name"] == tier["name"]), {})
        rest = [row for row in rest if row is not shown]
        filled.append({**shown, **({} if _size_of(shown) else _typed_tier(tier)), "name": tier["name"]})
    return [*first, *filled, *(row for row in rest if row["name"] not in TIERS or any(_beside_name(row)))]


def _without_offer(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row without the sizes that a preset offers for its tier, and without empty values."""
    offers = [tier for tiers in SCHEMES.values() for tier in tiers if tier["name"] == row["name"]]
    offered = {pair for tier in offers for pair in _typed_tier(tier).items() if pair[0] in SIZES}
    return {key: value for key, value in row.items() if value and (key, str(value).strip()) not in offered}


def _typed_tier(tier: Mapping[str, Any]) -> dict[str, str]:
    """The tier of a preset as the organiser would type it; shares in per cent."""
    texts = {}
    for key, value in tier.items():
        texts[key] = format_points(value * 100) if isinstance(value, Decimal) else str(value)
    return texts


def _beside_name(row: Mapping[str, Any]) -> list[Any]:
    return [value for key, value in row.items() if key != "name"]


def scheme_step(contest: Contest) -> ContestStep:
    """Whether the contest has prizes, for its checklist."""
    count = Prize.objects.filter(scheme__contest=contest).count()
    return ContestStep(
        count > 0,
        _("Prizes"),
        ngettext("%(n)d tier", "%(n)d tiers", count) % {"n": count},
        reverse("awards:scheme", args=[contest.festival.slug, contest.slug]),
    )


def entries_for_preview(contest: Contest) -> int:
    """The number of approved entries; an example while there is none."""
    return contest.entries.approved().count() or USUAL_ENTRIES


def scheme_preview(
    facts: Mapping[str, Any], tiers: Sequence[Mapping[str, Any]], *, entries: int
) -> SchemePreview | None:
    """The prizes for that many entries, all with different points, all above every minimum.

    None for an invalid scheme.
    """
    rows = tuple(
        Tier(
            code=str(place),
            count=tier.get("count"),
            share_of_entrants=tier.get("share_of_entrants"),
            share_of_prizes=tier.get("share_of_prizes"),
            cumulative=bool(tier.get("cumulative")),
            minimum=None if _size_of(tier) is not None else tier.get("minimum"),
        )
        for place, tier in enumerate(tiers)
    )
    scheme = Scheme(
        rows,
        base=facts.get("base") or "scored",
        max_share_of_entrants=facts.get("max_share_of_entrants"),
        rounding=facts.get("rounding") or "down",
        at_least_one=facts.get("at_least_one", True),
    )
    if scheme_faults(scheme):
        return None
    placings = [PreviewEntry(n, n, Decimal(1_000_000 - n)) for n in range(1, entries + 1)]
    allotment = award(placings, scheme, registered=entries)
    given = Counter(awarded.tier for awarded in allotment.awards)
    prizes = tuple((str(tier["name"]), given[str(place)]) for place, tier in enumerate(tiers))
    has_minimum = any(tier.get("minimum") is not None for tier in tiers)
    return SchemePreview(entries, prizes, allotment.cap, has_minimum)


def _size_of(tier: Mapping[str, Any]) -> object:
    for key in SIZES:
        if tier.get(key) is not None:
            return tier[key]
    return None
