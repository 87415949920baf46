"""festival.toml of the commune's festival, with all windows around today."""

from dataclasses import dataclass
from datetime import date, timedelta

from demo.festival_toml import criteria, prizes
from demo.scores import Criterion

LESSONS, WORKS, BOOTHS = "giao-vien-ai", "san-pham-stem", "gian-hang"
YOUNGER, OLDER = "Mầm non - Tiểu học", "THCS"
LESSON_RUBRIC = (
    Criterion("muc-tieu", "Đúng mục tiêu bài học", 20),
    Criterion("hieu-qua", "Hiệu quả của việc ứng dụng AI", 25),
    Criterion("sang-tao", "Tính sáng tạo", 20),
    Criterion("an-toan", "An toàn, bản quyền, đạo đức", 15),
    Criterion("nhan-rong", "Khả năng nhân rộng", 20),
)
WORK_RUBRIC = (
    Criterion("van-de", "Xuất phát từ vấn đề thực tiễn", 20),
    Criterion("khoa-hoc", "Kiến thức khoa học trong sản phẩm", 25),
    Criterion("sang-tao", "Tính sáng tạo", 25),
    Criterion("thuyet-minh", "Thuyết minh, trả lời câu hỏi", 30),
)
BOOTH_RUBRIC = (
    Criterion("noi-dung", "Nội dung, ý nghĩa giáo dục", 30),
    Criterion("cong-nghe", "Ứng dụng công nghệ", 30),
    Criterion("trung-bay", "Trưng bày, thẩm mỹ", 20),
    Criterion("thuyet-minh", "Thuyết minh", 20),
)
FESTIVAL = """\
[festival]
slug = "{slug}"
name = "Ngày hội STEM và Chuyển đổi số các trường học xã Sơn Đồng"
school_year = "{school_year}"
level = "cấp xã"
parent_body = "UBND XÃ SƠN ĐỒNG"
issuing_body = "PHÒNG VĂN HÓA - XÃ HỘI"
body_name = "Phòng Văn hóa - Xã hội xã Sơn Đồng"
issuer = "Ủy ban nhân dân xã Sơn Đồng"
place = "Sơn Đồng"
venue = "Nhà văn hóa xã Sơn Đồng"
starts_on = {starts}
ends_on = {ends}
registration_opens_at = {opened}T08:00:00+07:00
registration_closes_at = {closes}T17:00:00+07:00
booths_per_school = 1
signer = {{ authority = "", title = "TRƯỞNG PHÒNG", name = "{signer}" }}

[festival.signers.certificates]
authority = "TM. ỦY BAN NHÂN DÂN"
title = "CHỦ TỊCH"
name = "{chairman}"
"""
SCORING = """
[contest.scoring]
combine = "sheet"
method = "mean"
decimals = 2
rounding = "half_up"
min_judges = 2
{tie_break}discrepancy = {{ agree = 0.10, discuss = 0.15 }}

"""
LESSON_CONTEST = """
[[contest]]
slug = "giao-vien-ai"
name = "Cuộc thi Giáo viên ứng dụng trí tuệ nhân tạo trong dạy học"
kind = "individual"
quota_per_school = 3
anonymous = true
categories = ["Mầm non - Tiểu học", "THCS"]
opens_at = {opened}T08:00:00+07:00
closes_at = {closed}T17:00:00+07:00
"""
WORK_CONTEST = """
[[contest]]
slug = "san-pham-stem"
name = "Sản phẩm STEM của học sinh"
kind = "product"
quota_per_school = 2
anonymous = false
"""
BOOTH_CONTEST = """
[[contest]]
slug = "gian-hang"
name = "Gian hàng ngày hội"
kind = "booth"
quota_per_school = 1
anonymous = false
"""
LESSON_PRIZES = """\
[contest.prizes]
base = "scored"
max_share_of_entrants = 0.60
rounding = "down"
at_least_one = true
boundary_tie = "chair"

[[contest.prize]]
code = "nhat"
name = "Giải Nhất"
share_of_entrants = 0.10
minimum = 80

[[contest.prize]]
code = "nhi"
name = "Giải Nhì"
share_of_entrants = 0.20
minimum = 70

[[contest.prize]]
code = "ba"
name = "Giải Ba"
share_of_entrants = 0.30
minimum = 60
"""


@dataclass(frozen=True, slots=True)
class FestivalDates:
    """Values of the festival that depend on the day on which it is made."""

    today: date

    @property
    def first_year(self) -> int:
        """First year of the current school year, which begins in August."""
        return self.today.year if self.today.month >= 8 else self.today.year - 1

    @property
    def slug(self) -> str:
        return f"son-dong-{self.first_year}"

    def day(self, distance: int) -> str:
        """The day `distance` days from today, as TOML writes it."""
        return (self.today + timedelta(days=distance)).isoformat()

    def head(self, *, signer: str, chairman: str) -> str:
        """[festival]: registration has been open for three weeks and closes in five days."""
        return FESTIVAL.format(
            slug=self.slug,
            school_year=f"{self.first_year}-{self.first_year + 1}",
            starts=self.day(9),
            ends=self.day(10),
            opened=self.day(-21),
            closes=self.day(5),
            signer=signer,
            chairman=chairman,
        )


def festival_toml(dates: FestivalDates, *, signer: str, chairman: str) -> str:
    """The whole file; registration of the teachers' contest closed 3 days ago, the others are open."""
    lessons = LESSON_CONTEST.format(opened=dates.day(-21), closed=dates.day(-3))
    tie_break = 'tie_break = ["criterion:hieu-qua"]\n'
    return "\n".join(
        [
            dates.head(signer=signer, chairman=chairman)
            + lessons
            + SCORING.format(tie_break=tie_break)
            + criteria(LESSON_RUBRIC, step="0.5"),
            LESSON_PRIZES + WORK_CONTEST + SCORING.format(tie_break="") + criteria(WORK_RUBRIC, step="0.5"),
            prizes((1, 1, 2, 2), amounts=(500_000, 300_000, 200_000, 100_000), boundary_tie="higher")
            + BOOTH_CONTEST
            + SCORING.format(tie_break="")
            + criteria(BOOTH_RUBRIC, step="0.5"),
            prizes((1, 1, 1, 3), amounts=(800_000, 500_000, 300_000, 200_000), boundary_tie="higher"),
        ]
    )
