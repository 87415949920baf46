"""Writes random contests of the oracle as the files of a bundle."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from tests.rules.random_contests import Case, cases, schemes

Row = dict[str, Any]
CATEGORIES = ("Tiểu học", "THCS")


@dataclass(frozen=True)
class Sent:
    """One contest of a bundle. `category` of each entry ("" without categories); `absent` have no sheets."""

    slug: str
    contest: Row
    sheets: list[Row]
    scheme: Row
    category: dict[str, str]

    def names(self) -> list[str]:
        """The groups that are ranked apart."""
        return [name for name in CATEGORIES if name in self.category.values()] or [""]


@st.composite
def contests_sent(draw: st.DrawFn, *, slug: str, complete: bool = False) -> Sent:
    """A contest that can be written down as festival.toml; `complete`: every sheet submitted."""
    case: Case = draw(cases())
    contest, sheets = _with_round_names(case)
    for part in contest["round"]:
        part["weight"] = part["weight"] if part["weight"] != "0" or len(contest["round"]) > 1 else "1"
        if contest["scoring"]["rounds"] == "best":
            part.pop("decimals", None)
    if all(part["weight"] == "0" for part in contest["round"]):
        contest["round"][0]["weight"] = "1"
    entries = ["1", "2", "10", "A3", "B"]
    has_categories = draw(st.booleans())
    category = {entry: draw(st.sampled_from(CATEGORIES)) if has_categories else "" for entry in entries}
    names = dict(zip("ABCDE", entries, strict=True))
    sheets = [{**sheet, "entry": names[sheet["entry"]]} for sheet in sheets]
    if complete:
        sheets = [{**sheet, "submitted": True} for sheet in sheets]
    return Sent(slug, contest, sheets, draw(schemes()), category)


def write_bundle(folder: Path, slug: str, sent: Sequence[Sent]) -> None:
    """The files of a festival with these contests."""
    folder.mkdir(parents=True, exist_ok=True)
    text = [f'[festival]\nslug = "{slug}"\nname = "Ngày hội"\n']
    text += [line for one in sent for line in _toml(one)]
    (folder / "festival.toml").write_text("\n".join(text), encoding="utf-8")
    _table(folder / "schools.csv", [{"code": "TH1", "name": "Trường Tiểu học Một", "level": "tieu-hoc"}])
    people = [("btc", "organiser"), ("lanhdao", "organiser")]
    _table(
        folder / "guests.csv",
        [{"email": f"{n}@{slug}.vn", "full_name": f"Người {n}", "role": role} for n, role in people],
    )
    judges = [{"email": f"g{n}@{slug}.vn", "full_name": f"Giám khảo {n}"} for n in range(1, 5)]
    _table(folder / "judges.csv", judges)
    _table(folder / "entries.csv", [row for one in sent for row in _entries(one)])
    _table(folder / "assignments.csv", [row for one in sent for row in _assignments(one, slug)])
    _table(folder / "scores.csv", [row for one in sent for row in _scores(one, slug)])


def _with_round_names(case: Case) -> tuple[Row, list[Row]]:
    """A round with settings of its own needs a code in festival.toml."""
    contest = {**case.contest, "round": [dict(part) for part in case.contest["round"]]}
    for part in contest["round"]:
        part["code"] = part["code"] or "r0"
    return contest, [{**sheet, "round": sheet["round"] or "r0"} for sheet in case.sheets]


def _toml(one: Sent) -> Iterable[str]:
    yield f'[[contest]]\nslug = "{one.slug}"\nname = "Cuộc thi {one.slug}"\nkind = "product"'
    if any(one.category.values()):
        yield f"categories = [{', '.join(_value(name) for name in CATEGORIES)}]"
    yield "[contest.scoring]"
    yield from _lines(one.contest["scoring"])
    for name, rows in (("round", one.contest["round"]), ("criterion", one.contest["criterion"])):
        for row in rows:
            yield f"[[contest.{name}]]"
            yield from _lines({"name": row["code"], **row} if name == "criterion" else row)
    yield "[contest.prizes]"
    yield from _lines(
        {key: value for key, value in one.scheme.items() if key != "prize" and value is not None}
    )
    for tier in one.scheme["prize"]:
        yield "[[contest.prize]]"
        yield from _lines({"name": f"Giải {tier['code']}", **tier})


TEXTS = {
    "code",
    "name",
    "combine",
    "method",
    "rounding",
    "rounds",
    "marking",
    "round",
    "base",
    "boundary_tie",
}


def _lines(table: Row) -> Iterable[str]:
    for key, value in table.items():
        is_number = isinstance(value, str) and key not in TEXTS
        yield f"{key} = {value if is_number else _value(value)}"


def _value(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(_value(one) for one in value)}]"
    return f'"{value}"' if isinstance(value, str) else str(value)


def _entries(one: Sent) -> Iterable[Row]:
    for number, category in one.category.items():
        line = {"contest": one.slug, "number": number, "category": category, "school_code": "TH1"}
        yield {**line, "title": f"Sản phẩm {number}", "state": ""}
        yield {**line, "title": "Không được duyệt", "number": f"X{number}", "state": "declined"}


def _assignments(one: Sent, slug: str) -> Iterable[Row]:
    for sheet in one.sheets:
        if sheet["judge"]:
            place = {"contest": one.slug, "round": sheet["round"], "number": sheet["entry"]}
            yield {**place, "judge": f"{sheet['judge']}@{slug}.vn"}


def _scores(one: Sent, slug: str) -> Iterable[Row]:
    for sheet in one.sheets:
        judge = f"{sheet['judge']}@{slug}.vn" if sheet["judge"] else ""
        for code, points in sheet["points"].items():
            yield {
                "contest": one.slug,
                "round": sheet["round"],
                "judge": judge,
                "number": sheet["entry"],
                "criterion": code,
                "points": f"{float(points):g}",
                "submitted": "" if sheet["submitted"] else "0",
            }


def _table(path: Path, rows: Iterable[Row]) -> None:
    rows = list(rows)
    if not rows:
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
