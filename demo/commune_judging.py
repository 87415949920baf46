"""Judging of the commune's festival, half done, so that every judge has something left to mark."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from demo.commune_toml import BOOTHS, LESSON_RUBRIC, LESSONS, WORKS, YOUNGER
from demo.dice import Dice
from demo.scores import Sheet, comment, marks
from demo.tables import Row

DOMAIN = "sondong.example.com"
JUDGES = (  # school (conflict of interest), position
    ("", "Chuyên viên Phòng Văn hóa - Xã hội"),
    ("TH01", "Giáo viên cốt cán"),
    ("", "Giáo viên Tin học ngoài xã"),
    ("CS01", "Giáo viên cốt cán"),
    ("", "Chuyên viên chuyển đổi số"),
)
LEFT = {1: 2, 2: 1, 3: 1, 4: 2, 5: 0}  # sheets at the end of each judge's list that are not begun
CONTRARY, TALKING = (
    "02",
    "10",
)  # lessons whose discrepancy lies above the upper threshold, and between the two


def judge_email(place: int) -> str:
    """The sign-in name of judge 1–5."""
    return f"gk{place}@{DOMAIN}"


def lesson_judges(row: Row) -> list[int]:
    """Judges 1 and 2 mark the lower levels, 3 and 4 the upper; judge 5 replaces a judge of the own school."""
    pair = (1, 2) if row["category"] == YOUNGER else (3, 4)
    return [5 if JUDGES[place - 1][0] == row["school_code"] else place for place in pair]


def assignment_rows(lessons: Sequence[Row]) -> list[Row]:
    """Assignments: the teachers' contest by entry; the two others as a whole, by judges without a school."""
    rows: list[Row] = []
    for lesson in lessons:
        panel = "Tổ chấm 1" if lesson["category"] == YOUNGER else "Tổ chấm 2"
        for place in lesson_judges(lesson):
            row = {
                "contest": LESSONS,
                "judge": judge_email(place),
                "number": lesson["number"],
                "panel": panel,
            }
            rows.append(row)
    for contest, places in ((WORKS, (3, 5)), (BOOTHS, (1, 3, 5))):
        rows += [
            {"contest": contest, "judge": judge_email(place), "panel": "Tổ chấm chung"} for place in places
        ]
    return rows


def half_marked(sheet: Sheet) -> Sheet:
    """A draft with points of the first three criteria only."""
    points = {code: mark if place < 3 else None for place, (code, mark) in enumerate(sheet.points.items())}
    return replace(sheet, points=points, comment="", submitted="0")


def marked(number: str, place: int, *, quality: float, dice: Dice) -> Sheet:
    """A judge's complete sheet of a lesson."""
    shift = {(CONTRARY, 0): 0.14, (CONTRARY, 1): -0.14, (TALKING, 0): 0.06, (TALKING, 1): -0.06}
    seat = 1 if place in {2, 4} else 0
    level = quality + shift.get((number, seat), 0.0)
    points = marks(LESSON_RUBRIC, quality=level, dice=dice, step=Decimal("0.5"))
    sheet = Sheet(LESSONS, "", judge_email(place), number, points)
    return replace(sheet, comment=comment(sheet.total, dice=dice))


def sheets(lessons: Sequence[Row], *, dice: Dice) -> list[Sheet]:
    """The sheets of each judge: submitted ones, then one incomplete draft; the rest is not begun."""
    quality = {str(lesson["number"]): dice.bell(0.76, 0.05) for lesson in lessons}
    found: list[Sheet] = []
    for place in LEFT:
        own = [str(lesson["number"]) for lesson in lessons if place in lesson_judges(lesson)]
        done = own[: len(own) - LEFT[place]]
        full = [marked(number, place, quality=quality[number], dice=dice) for number in done]
        found += full[:-1] + [half_marked(sheet) for sheet in full[-1:]]
    return found
