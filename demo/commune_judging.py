"""Judging of the commune's festival, stopped half way: something is left for everybody."""

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
LEFT = {1: 2, 2: 1, 3: 1, 4: 2, 5: 0}  # sheets that a judge has not touched yet, at the end of his list
CONTRARY, TALKING = "02", "10"  # lessons whose judges lie above the upper threshold, and between the two


def judge_email(place: int) -> str:
    """The sign-in name of judge 1–5."""
    return f"gk{place}@{DOMAIN}"


def lesson_judges(row: Row) -> list[int]:
    """Judges 1 and 2 see the younger, 3 and 4 the older; judge 5 stands in where it is one's own school."""
    pair = (1, 2) if row["category"] == YOUNGER else (3, 4)
    return [5 if JUDGES[place - 1][0] == row["school_code"] else place for place in pair]


def assignment_rows(lessons: Sequence[Row]) -> list[Row]:
    """The teachers' contest entry by entry; the two others as a whole, by judges without a school."""
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
    """A draft: the first three criteria have points, the others are not marked."""
    points = {code: mark if place < 3 else None for place, (code, mark) in enumerate(sheet.points.items())}
    return replace(sheet, points=points, comment="", submitted="0")


def marked(number: str, place: int, *, quality: float, dice: Dice) -> Sheet:
    """A judge's full sheet of a lesson."""
    shift = {(CONTRARY, 0): 0.14, (CONTRARY, 1): -0.14, (TALKING, 0): 0.06, (TALKING, 1): -0.06}
    seat = 1 if place in {2, 4} else 0
    level = quality + shift.get((number, seat), 0.0)
    points = marks(LESSON_RUBRIC, quality=level, dice=dice, step=Decimal("0.5"))
    sheet = Sheet(LESSONS, "", judge_email(place), number, points)
    return replace(sheet, comment=comment(sheet.total, dice=dice))


def sheets(lessons: Sequence[Row], *, dice: Dice) -> list[Sheet]:
    """Judge by judge: submitted sheets, then one half-marked draft, then nothing."""
    quality = {str(lesson["number"]): dice.bell(0.76, 0.05) for lesson in lessons}
    found: list[Sheet] = []
    for place in LEFT:
        own = [str(lesson["number"]) for lesson in lessons if place in lesson_judges(lesson)]
        done = own[: len(own) - LEFT[place]]
        full = [marked(number, place, quality=quality[number], dice=dice) for number in done]
        found += full[:-1] + [half_marked(sheet) for sheet in full[-1:]]
    return found
