"""Transitions of panels and contests, and the blockers of a freeze.

Source: "Freezing and prizes": missing or incomplete sheets of an approved entry's judges, conflicts,
quarantine, a discrepancy not settled. Equal totals never block.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from judging.rules.discrepancy import Gap
from judging.rules.policy import EntryKey, JudgeKey, key_order

Moves = Mapping[str, Collection[str]]

PANEL_MOVES: Final[Moves] = {"open": ("closed",), "closed": ("open",)}

CONTEST_MOVES: Final[Moves] = {
    "open": ("closing", "frozen"),
    "closing": ("open", "frozen"),
    "frozen": ("certified", "open"),
    "certified": ("published", "open"),
    "published": ("open",),
}
"""Forward in this order. The only way back from a frozen contest is to `open`: a reopening, with a reason."""

FROZEN: Final = frozenset({"frozen", "certified", "published"})
"""States in which the contest has a frozen run in force."""

BlockerCode = Literal[
    "sheet-missing", "sheet-incomplete", "sheet-not-submitted", "conflict", "quarantine", "discrepancy"
]
_ORDER: Final[tuple[BlockerCode, ...]] = (
    "sheet-missing",
    "sheet-incomplete",
    "sheet-not-submitted",
    "conflict",
    "quarantine",
    "discrepancy",
)


def may_certify(*, frozen_by: JudgeKey | None, by: JudgeKey) -> bool:
    """Whether the organiser `by` may certify: anyone but the one who froze the results."""
    return frozen_by is None or frozen_by != by


def may_reopen(*, frozen_by: JudgeKey | None, certified_by: JudgeKey | None, by: JudgeKey) -> bool:
    """Reopening wants an organiser who neither froze nor certified."""
    return by not in (frozen_by, certified_by)


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """The progress of a judge's sheet of an approved entry. `touched`: something was saved on it."""

    entry: EntryKey
    round: str
    judge: JudgeKey
    submitted: bool
    complete: bool
    touched: bool = True


@dataclass(frozen=True, slots=True)
class OpFacts:
    """A score op that the office has to decide: a conflict or a quarantined op."""

    op: str
    entry: EntryKey | None = None
    round: str = ""
    judge: JudgeKey | None = None


@dataclass(frozen=True, slots=True)
class Blocker:
    """One reason why a contest cannot be frozen; a waiver applies to exactly one blocker."""

    code: BlockerCode
    entry: EntryKey | None = None
    round: str = ""
    judge: JudgeKey | None = None
    op: str = ""


def freeze_blockers(
    sheets: Iterable[SheetFacts],
    *,
    conflicts: Iterable[OpFacts] = (),
    quarantined: Iterable[OpFacts] = (),
    unsettled: Iterable[Gap] = (),
    waived: Collection[Blocker] = (),
) -> list[Blocker]:
    """The blockers of a freeze without the waived ones, sorted by code, entry, round, judge and op.

    sheets     of the judges of approved entries; a machine's sheet never blocks
    unsettled  gaps without a settlement (`discrepancy.unsettled`)
    """
    found = [
        *(Blocker(code, s.entry, s.round, s.judge) for s in sheets if (code := sheet_blocker(s))),
        *(Blocker("conflict", op.entry, op.round, op.judge, op.op) for op in conflicts),
        *(Blocker("quarantine", op.entry, op.round, op.judge, op.op) for op in quarantined),
        *(Blocker("discrepancy", gap.entry, gap.round) for gap in unsettled),
    ]
    return sorted((blocker for blocker in found if blocker not in waived), key=_place)


def sheet_blocker(sheet: SheetFacts) -> BlockerCode | None:
    """The code of the blocker that a sheet is: missing, incomplete or not submitted; None when ready."""
    if sheet.submitted and sheet.complete:
        return None
    if not sheet.touched:
        return "sheet-missing"
    return "sheet-not-submitted" if sheet.complete else "sheet-incomplete"


def _place(blocker: Blocker) -> tuple[object, ...]:
    return (
        _ORDER.index(blocker.code),
        key_order(blocker.entry),
        blocker.round,
        key_order(blocker.judge),
        blocker.op,
    )
