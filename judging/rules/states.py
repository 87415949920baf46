"""Which state follows which, and what still stands in the way of a freeze.

Source: "Freezing and prizes": missing or incomplete sheets of an approved entry's judges, conflicts,
quarantine, a discrepancy not settled. Equal totals never block.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from judging.rules.discrepancy import Gap
from judging.rules.policy import EntryKey, JudgeKey
from judging.rules.totals import entry_order

Moves = Mapping[str, Collection[str]]

PANEL_MOVES: Final[Moves] = {"open": ("closed",), "closed": ("open",)}

CONTEST_MOVES: Final[Moves] = {
    "open": ("closing", "frozen"),
    "closing": ("open", "frozen"),
    "frozen": ("certified", "open"),
    "certified": ("published", "open"),
    "published": ("open",),
}
"""Forward in order; from a frozen contest back only to `open`, which is reopening, with a reason."""

FROZEN: Final = frozenset({"frozen", "certified", "published"})
"""States in which a frozen run stands."""

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
    """Certifying wants another organiser than the freezer."""
    return frozen_by is None or frozen_by != by


def may_reopen(*, frozen_by: JudgeKey | None, certified_by: JudgeKey | None, by: JudgeKey) -> bool:
    """Reopening wants an organiser who neither froze nor certified."""
    return by not in (frozen_by, certified_by)


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """How far a judge's sheet of an approved entry is. `touched`: anything has been saved on it."""

    entry: EntryKey
    round: str
    judge: JudgeKey
    submitted: bool
    complete: bool
    touched: bool = True


@dataclass(frozen=True, slots=True)
class OpFacts:
    """A score op that waits for the office: a conflict or one in quarantine."""

    op: str
    entry: EntryKey | None = None
    round: str = ""
    judge: JudgeKey | None = None


@dataclass(frozen=True, slots=True)
class Blocker:
    """One thing that stands in the way of a freeze; a waiver names exactly it."""

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
    """What blocks a freeze, by kind, then entry, round and judge; what was waived with a reason is left out.

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
    """Why a sheet is not ready for a freeze: nothing on it, criteria not marked, or not submitted."""
    if sheet.submitted and sheet.complete:
        return None
    if not sheet.touched:
        return "sheet-missing"
    return "sheet-not-submitted" if sheet.complete else "sheet-incomplete"


def _place(blocker: Blocker) -> tuple[object, ...]:
    return (
        _ORDER.index(blocker.code),
        _key_order(blocker.entry),
        blocker.round,
        _key_order(blocker.judge),
        blocker.op,
    )


def _key_order(key: EntryKey | None) -> tuple[bool, tuple[bool, int, str]]:
    return (False, (False, 0, "")) if key is None else (True, entry_order(key))
