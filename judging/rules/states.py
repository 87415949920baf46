"""Transitions of panels and contests, and the blockers of a freeze.

Source: "Freezing and prizes": missing or incomplete sheets of an approved entry's judges, conflicts,
quarantine, a discrepancy not settled. Besides, nothing may leave the ranking without a decision: entries that
nobody marks, entries without a result, and entries with marks that are no longer approved. Equal totals never
block.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

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

CERTIFIED: Final = frozenset({"certified", "published"})
"""States of a contest whose results a second person has certified."""

BlockerCode = Literal[
    "no-entries",
    "no-criteria",
    "entry-out",
    "entry-unassigned",
    "machine-unmarked",
    "sheet-missing",
    "sheet-incomplete",
    "sheet-not-submitted",
    "conflict",
    "quarantine",
    "discrepancy",
    "no-result",
]
BLOCKER_CODES: Final[tuple[BlockerCode, ...]] = get_args(BlockerCode)
"""Every kind of blocker, in the order in which they are listed."""

OF_NO_ROUND: Final = frozenset({"no-entries", "entry-out", "no-result"})
"""Blockers that concern the whole contest or entry; their empty round is not the code of a lone round."""

_WITHOUT_RESULT: Final = frozenset({"entry-unassigned", "machine-unmarked"})
"""Blockers whose waiver says that the entry is not ranked."""


def is_too_early(state: str, to: str) -> bool:
    """Whether a step to `to` comes too early because the step before it is not taken yet."""
    order = tuple(CONTEST_MOVES)
    return to in ("certified", "published") and order.index(state) < order.index(to) - 1


def may_certify(*, frozen_by: JudgeKey | None, by: JudgeKey) -> bool:
    """Whether the organiser `by` may certify: anyone but the one who froze the results."""
    return frozen_by is None or frozen_by != by


def may_reopen(*, frozen_by: JudgeKey | None, certified_by: JudgeKey | None, by: JudgeKey) -> bool:
    """Whether the organiser `by` may reopen: anyone who neither froze nor certified the results."""
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

    @property
    def is_waivable(self) -> bool:
        """Whether people may let it pass: only what concerns one entry."""
        return self.entry is not None


def freeze_blockers(
    sheets: Iterable[SheetFacts],
    *,
    coverage: Iterable[Blocker] = (),
    removed: Iterable[EntryKey] = (),
    conflicts: Iterable[OpFacts] = (),
    quarantined: Iterable[OpFacts] = (),
    unsettled: Iterable[Gap] = (),
    unranked: Iterable[EntryKey] = (),
    waived: Collection[Blocker] = (),
) -> list[Blocker]:
    """The blockers of a freeze without the waived ones, sorted by code, entry, round, judge and op.

    sheets     of the judges of approved entries; a machine's sheet never blocks
    coverage   what the contest lacks before it can have a result (`coverage.coverage_blockers`)
    removed    entries with marks that are not approved now
    unsettled  gaps without a settlement (`discrepancy.unsettled`)
    unranked   approved entries without a total; each blocks unless another blocker explains it
    """
    found = [
        *coverage,
        *(Blocker("entry-out", entry) for entry in removed),
        *(Blocker(code, s.entry, s.round, s.judge) for s in sheets if (code := sheet_blocker(s))),
        *(Blocker("conflict", op.entry, op.round, op.judge, op.op) for op in conflicts),
        *(Blocker("quarantine", op.entry, op.round, op.judge, op.op) for op in quarantined),
        *(Blocker("discrepancy", gap.entry, gap.round) for gap in unsettled),
    ]
    open_now = [blocker for blocker in found if blocker not in waived]
    explained = {b.entry for b in open_now} | {b.entry for b in found if b.code in _WITHOUT_RESULT}
    lost = (Blocker("no-result", entry) for entry in unranked if entry not in explained)
    return sorted([*open_now, *(blocker for blocker in lost if blocker not in waived)], key=_place)


def sheet_blocker(sheet: SheetFacts) -> BlockerCode | None:
    """The code of the blocker that a sheet is: missing, incomplete or not submitted; None when ready."""
    if sheet.submitted and sheet.complete:
        return None
    if not sheet.touched:
        return "sheet-missing"
    return "sheet-not-submitted" if sheet.complete else "sheet-incomplete"


def _place(blocker: Blocker) -> tuple[object, ...]:
    return (
        BLOCKER_CODES.index(blocker.code),
        key_order(blocker.entry),
        blocker.round,
        key_order(blocker.judge),
        blocker.op,
    )
