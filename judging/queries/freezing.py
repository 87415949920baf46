"""What is kept with a frozen run: its rules and a digest of the whole table."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from decimal import Decimal
from hashlib import sha256
from typing import Any

from festival.rules import canonical_json
from judging.queries.results import ResultLine
from judging.rules.policy import ContestRule


def digest_of(rules: dict[str, Any], lines: Sequence[ResultLine]) -> str:
    """SHA-256 of the rules and the whole table, in one spelling."""
    table = [
        [
            line.entry,
            line.category,
            line.rank,
            line.tied,
            None if line.points is None else str(line.points.normalize()),
            line.judges,
            line.detail,
        ]
        for line in lines
    ]
    return sha256(canonical_json([rules, table]).encode()).hexdigest()


def rules_as_json(rule: ContestRule) -> dict[str, Any]:
    """The rules of a contest as they are kept with its run; decimals as texts."""
    plain: dict[str, Any] = _plain(dataclasses.asdict(rule))
    return plain


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value.normalize())
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value
