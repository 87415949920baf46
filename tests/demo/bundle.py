"""A bundle read as plainly as can be, without the project's own reader."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from judging.rules.marks import SheetMarks
from judging.rules.policy import ContestRule, CriterionRule, DiscrepancyThreshold, Policy, RoundRule

Row = dict[str, str]


@dataclass(frozen=True)
class Bundle:
    """The files of one folder."""

    folder: Path

    def table(self, name: str) -> list[Row]:
        """The rows of NAME.csv; none when the file is missing."""
        path = self.folder / f"{name}.csv"
        if not path.exists():
            return []
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    @cached_property
    def settings(self) -> dict[str, Any]:
        """festival.toml with exact decimals."""
        return tomllib.loads((self.folder / "festival.toml").read_text(encoding="utf-8"), parse_float=Decimal)

    def contest(self, slug: str) -> dict[str, Any]:
        """The [[contest]] of that slug."""
        (found,) = [contest for contest in self.settings["contest"] if contest["slug"] == slug]
        return dict(found)

    def criteria(self, contest: str, round_: str) -> dict[str, CriterionRule]:
        """The criteria of a round by code, those of every round included."""
        return {
            one["code"]: CriterionRule(one["code"], Decimal(one["maximum"]), Decimal(one["step"]))
            for one in self.contest(contest)["criterion"]
            if one.get("round", round_) == round_
        }

    def rule(self, slug: str) -> ContestRule:
        """How a contest is scored, from festival.toml alone."""
        contest = self.contest(slug)
        scoring = contest["scoring"]
        policy = Policy(
            combine=scoring["combine"],
            method=scoring["method"],
            decimals=scoring["decimals"],
            rounding=scoring["rounding"],
            min_judges=scoring["min_judges"],
        )
        rounds = tuple(
            RoundRule(
                code=one.get("code", ""),
                criteria=tuple(self.criteria(slug, one.get("code", "")).values()),
                weight=Decimal(one.get("weight", 1)),
                marking=one.get("marking", "judges"),
                policy=policy,
            )
            for one in contest.get("round", [{}])
        )
        threshold = DiscrepancyThreshold(**scoring["discrepancy"])
        return ContestRule(rounds, threshold=threshold, decimals=scoring["decimals"])

    def sheets(self, contest: str) -> list[SheetMarks]:
        """The score sheets of a contest."""
        marks: dict[tuple[str, str, str], dict[str, Decimal | None]] = {}
        drafts = set()
        for row in self.table("scores"):
            if row["contest"] == contest:
                key = row["number"], row["round"], row["judge"]
                marks.setdefault(key, {})[row["criterion"]] = (
                    Decimal(row["points"]) if row["points"] else None
                )
                if row["submitted"] == "0":
                    drafts.add(key)
        return [
            SheetMarks(key[0], key[1], key[2] or None, points, submitted=key not in drafts)
            for key, points in marks.items()
        ]

    def competing(self, contest: str) -> dict[str, set[str]]:
        """Number → the schools that take part, of every approved entry."""
        found = {
            row["number"]: {row["school_code"]}
            for row in self.table("entries")
            if row["contest"] == contest and row["state"] in {"", "approved"}
        }
        for row in self.table("booths"):
            if row["contest"] == contest and row["state"] in {"", "approved"}:
                found[row["number"]] = {row["school_code"], *filter(None, row["partners"].split(";"))}
        return found
