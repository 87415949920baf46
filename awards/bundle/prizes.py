"""[contest.prizes] and [[contest.prize]] of festival.toml."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from awards.messages import fault_message
from awards.models import Prize, PrizeScheme
from awards.rules import Scheme, Tier, scheme_faults
from contests.bundle.contests import ContestBox, ContestPart
from festival.bundle.intake import Intake
from festival.bundle.toml import Section
from festival.tables import Report


@dataclass(slots=True)
class Prizes:
    """The scheme of a contest and its tiers by code."""

    scheme: PrizeScheme | None = None
    tiers: dict[str, Prize] = field(default_factory=dict)


class PrizePart:
    """How prizes are given."""

    def __init__(self, intake: Intake, contests: ContestPart) -> None:
        self.intake = intake
        self.contests = contests
        self._prizes: dict[int, Prizes] = {}

    def load(self) -> None:
        """Read what the edition has already; two queries."""
        festival = self.intake.festival
        if not festival.pk:
            return
        boxes = {box.contest.pk: box for box in self.contests.boxes if box.contest.pk}
        by_scheme = {}
        for scheme in PrizeScheme.objects.filter(contest__festival=festival):
            by_scheme[scheme.pk] = self._prizes[id(boxes[scheme.contest_id])] = Prizes(scheme)
        for prize in Prize.objects.filter(scheme__contest__festival=festival):
            by_scheme[prize.scheme_id].tiers[prize.code] = prize

    def read(self, section: Section, box: ContestBox) -> None:
        """The contest's prizes; a contest that says nothing of them keeps what it has."""
        part = section.part("prizes", f"{section.where}: prizes")
        tiers = list(section.parts("prize", "prize"))
        if part is None and not tiers:
            return
        known = self._prizes.setdefault(id(box), Prizes())
        known.scheme, outcome = self.intake.changes.settle(
            known.scheme, partial(PrizeScheme, contest=box.contest), _scheme_values(part)
        )
        self.contests.count(part or section, box, "prizes", outcome, known.scheme)
        seen: set[str] = set()
        for position, one in enumerate(tiers):
            self._read_tier(one, box, known, position=position, seen=seen)
        others = [row for code, row in known.tiers.items() if code not in seen]
        self.contests.keep_behind(box, others, named=len(tiers))
        if all(each.is_sound for each in (*([part] if part else []), *tiers)):
            for fault in scheme_faults(_rule(known)):
                section.fault("", fault_message(fault))

    def _read_tier(
        self, section: Section, box: ContestBox, known: Prizes, *, position: int, seen: set[str]
    ) -> None:
        code = section.code("code", limit=40)
        if code and code in seen:
            section.fault("code", _("stands here twice"))
        seen.add(code)
        values = {
            "name": section.text("name", limit=80, required=True),
            "count": section.whole("count", None, most=1_000_000),
            "share_of_entrants": section.number("share_of_entrants", None, digits=8),
            "share_of_prizes": section.number("share_of_prizes", None, digits=8),
            "cumulative": section.flag("cumulative", default=False),
            "minimum": section.number("minimum", None),
            "amount": section.whole("amount", None, most=10**15),
            "position": position,
        }
        section.rest()
        scheme = known.scheme
        row, outcome = self.intake.changes.settle(
            known.tiers.get(code), partial(Prize, scheme=scheme, code=code), values
        )
        known.tiers[code] = row
        self.contests.count(section, box, "prizes", outcome, row)


def _scheme_values(part: Section | None) -> dict[str, Any]:
    section = part or Section(Report(), "", {})
    values = {
        "base": section.choice("base", PrizeScheme.Base, PrizeScheme.Base.SCORED),
        "max_share_of_entrants": section.number("max_share_of_entrants", None, digits=8),
        "rounding": section.choice("rounding", PrizeScheme.Rounding, PrizeScheme.Rounding.DOWN),
        "at_least_one": section.flag("at_least_one", default=True),
        "boundary_tie": section.choice(
            "boundary_tie", PrizeScheme.BoundaryTie, PrizeScheme.BoundaryTie.HIGHER
        ),
    }
    section.rest()
    return values


def _rule(known: Prizes) -> Scheme:
    scheme = known.scheme
    assert scheme is not None
    tiers = sorted(known.tiers.values(), key=lambda prize: (prize.position, prize.pk or 0))
    return Scheme(
        tiers=tuple(
            Tier(
                code=prize.code,
                name=prize.name,
                count=prize.count,
                share_of_entrants=prize.share_of_entrants,
                share_of_prizes=prize.share_of_prizes,
                cumulative=prize.cumulative,
                minimum=prize.minimum,
                amount=prize.amount or 0,
            )
            for prize in tiers
        ),
        base=scheme.base,  # type: ignore[arg-type]
        max_share_of_entrants=scheme.max_share_of_entrants,
        rounding=scheme.rounding,  # type: ignore[arg-type]
        at_least_one=scheme.at_least_one,
        boundary_tie=scheme.boundary_tie,  # type: ignore[arg-type]
    )
