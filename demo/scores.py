"""Plausible marks: judges are slightly strict or lenient, entries differ in quality."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from demo.dice import Dice
from demo.tables import Row

COLUMNS = ("contest", "round", "judge", "number", "criterion", "points", "comment", "submitted")


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion of festival.toml."""

    code: str
    name: str
    maximum: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One judge's sheet for one entry: points by criterion code, None where not marked yet."""

    contest: str
    round: str
    judge: str
    number: str
    points: dict[str, Decimal | None]
    comment: str = ""
    submitted: str = "1"

    @property
    def total(self) -> Decimal:
        return sum((mark for mark in self.points.values() if mark is not None), Decimal(0))

    def rows(self) -> list[Row]:
        """The rows of the sheet in scores.csv, the comment in the first."""
        return [
            {
                "contest": self.contest,
                "round": self.round,
                "judge": self.judge,
                "number": self.number,
                "criterion": code,
                "points": "" if mark is None else plain(mark),
                "comment": self.comment if place == 0 else "",
                "submitted": self.submitted,
            }
            for place, (code, mark) in enumerate(self.points.items())
        ]


def plain(mark: Decimal) -> str:
    """8.50 as 8.5 and 8.0 as 8."""
    return format(mark.normalize(), "f")


def marks(
    rubric: Sequence[Criterion], *, quality: float, dice: Dice, step: Decimal
) -> dict[str, Decimal | None]:
    """Points for an entry of `quality` 0–1, each a multiple of `step` from 0 to the maximum."""
    points: dict[str, Decimal | None] = {}
    for criterion in rubric:
        share = min(1.0, max(0.0, dice.bell(quality, 0.06)))
        points[criterion.code] = step * round(share * criterion.maximum / float(step))
    return points


def comment(total: Decimal, *, dice: Dice) -> str:
    """A comment that fits the total (of 100) for every fourth sheet, else empty."""
    if dice.fraction() > 0.25:
        return ""
    return dice.pick(PRAISE if total >= 85 else FAIR if total >= 70 else ADVICE)


PRAISE = (
    "Sản phẩm hoàn chỉnh, trình bày tự tin.",
    "Ý tưởng mới, áp dụng được ngay ở các trường khác.",
    "Trả lời câu hỏi rõ ràng, có số liệu minh chứng.",
)
FAIR = (
    "Nội dung tốt, cần gọn hơn ở phần mở đầu.",
    "Nên ghi rõ nguồn hình ảnh sử dụng.",
    "Thao tác chắc chắn, sáng tạo ở mức khá.",
)
ADVICE = (
    "Cần kiểm tra lại công thức và cách trình bày bảng.",
    "Ý tưởng tốt nhưng chưa hoàn thành trong thời gian quy định.",
    "Nên luyện thêm phần trình bày.",
)
