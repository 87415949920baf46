"""Data stored with a frozen run: its rules, the printed names and a digest of the whole table."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from decimal import Decimal
from hashlib import sha256
from typing import Any, Final

from contests.models import Entry
from festival.rules import canonical_json
from judging.models import ResultRun
from judging.queries.papers import name_in_table
from judging.queries.results import ResultLine
from judging.rules.policy import ContestRule

DIGEST_VERSION: Final = 2
STORED_KEYS: Final = {"threshold": "gate"}
"""Keys of stored rules whose names in code have changed. Stored JSON keeps its spelling."""


def digest_of(rules: dict[str, Any], lines: Sequence[ResultLine], *, version: int = DIGEST_VERSION) -> str:
    """SHA-256 of the rules and the table as canonical JSON.

    Version 1 covers the figures alone, version 2 also the printed number, title, school and name of a row.
    A run is verified with the version that it was frozen with.
    """
    if version == 1:
        return _sha256([rules, [_figures(line) for line in lines]])
    return _sha256([version, rules, [_figures(line) + _text(line) for line in lines]])


def is_digest_right(run: ResultRun, lines: Sequence[ResultLine]) -> bool:
    """Whether the digest of a run's frozen lines equals the stored one."""
    return digest_of(run.rules, lines, version=run.digest_version) == run.digest


def with_printed_text(lines: Iterable[ResultLine]) -> list[ResultLine]:
    """The lines, with the printed name and school filled in where they are empty.

    They are empty on live lines and on rows frozen before version 2. Two queries.
    """
    lines = list(lines)
    bare = [line.entry for line in lines if not line.school]
    entries = Entry.objects.select_related("school", "contest").prefetch_related("members").in_bulk(bare)
    return [
        dataclasses.replace(line, name=name_in_table(entry.contest, entry), school=entry.school.name)
        if (entry := entries.get(line.entry))
        else line
        for line in lines
    ]


def _figures(line: ResultLine) -> list[Any]:
    points = None if line.points is None else str(line.points.normalize())
    return [line.entry, line.category, line.rank, line.tied, points, line.judges, line.detail]


def _text(line: ResultLine) -> list[str]:
    return [line.number, line.title, line.school_code, line.school, line.name]


def _sha256(value: list[Any]) -> str:
    return sha256(canonical_json(value).encode()).hexdigest()


def rules_as_json(rule: ContestRule) -> dict[str, Any]:
    """The rules of a contest as stored with its run; decimals as strings."""
    plain: dict[str, Any] = _plain(dataclasses.asdict(rule))
    return plain


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value.normalize())
    if isinstance(value, dict):
        return {STORED_KEYS.get(key, key): _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value
