"""The contest of ICT skills in the 2024 demo: entrants, judges, assignments and marks."""

from dataclasses import dataclass
from decimal import Decimal

from demo.dice import Dice
from demo.names import People, Person, by_given_name
from demo.schools import School
from demo.scores import Criterion, Sheet, comment, marks
from demo.tables import Row

SKILLS, BOOTHS = "ky-nang-cntt", "gian-hang"
THEORY, PRACTICE = "ly-thuyet", "thuc-hanh"
PRACTICE_RUBRIC = (
    Criterion("soan-thao", "Soạn thảo và trình bày văn bản", 10),
    Criterion("bang-tinh", "Xử lý bảng tính, biểu đồ", 15),
    Criterion("trinh-chieu", "Thiết kế bài trình chiếu", 15),
    Criterion("hoc-lieu-so", "Xây dựng học liệu số", 15),
    Criterion("ung-dung-ai", "Ứng dụng trí tuệ nhân tạo trong công việc", 15),
    Criterion("an-toan", "An toàn thông tin và bản quyền", 10),
    Criterion("sang-tao", "Tính sáng tạo", 10),
    Criterion("trinh-bay", "Trình bày, trả lời câu hỏi", 10),
)
BOOTH_RUBRIC = (
    Criterion("noi-dung", "Nội dung đúng chủ đề, có ý nghĩa giáo dục", 20),
    Criterion("sang-tao", "Tính mới, sáng tạo", 20),
    Criterion("cong-nghe", "Ứng dụng công nghệ, tích hợp STEM-STEAM", 20),
    Criterion("nhan-rong", "Khả năng áp dụng, nhân rộng", 15),
    Criterion("trung-bay", "Trưng bày khoa học, thẩm mỹ", 15),
    Criterion("thuyet-minh", "Thuyết minh và trả lời câu hỏi", 10),
)
TITLES = {
    "manager": (
        "Số hóa hồ sơ quản lý chuyên môn của nhà trường",
        "Bảng điều khiển theo dõi chuyển đổi số",
        "Quản lý lịch công tác bằng công cụ trực tuyến",
        "Tổng hợp kết quả kiểm tra nội bộ bằng bảng tính",
    ),
    "teacher": (
        "Bài giảng tương tác môn Toán",
        "Học liệu số môn Tiếng Việt - Ngữ văn",
        "Thí nghiệm ảo môn Khoa học tự nhiên",
        "Trò chơi học tập môn Tiếng Anh",
        "Kho bài tập trực tuyến môn Tin học",
        "Bài giảng STEM: ngôi nhà tiết kiệm điện",
        "Bản đồ số môn Lịch sử và Địa lí",
        "Sổ theo dõi sự tiến bộ của học sinh",
        "Sử dụng trợ lý AI khi soạn kế hoạch bài dạy",
    ),
}
POSITIONS = {
    "manager": ("Phó Hiệu trưởng", "Phó Hiệu trưởng", "Hiệu trưởng"),
    "teacher": ("Giáo viên", "Tổ trưởng chuyên môn", "Giáo viên Tin học", "Tổng phụ trách Đội"),
}
DUTIES = {  # what a member of staff enters → position
    "Số hóa sổ đăng ký thư viện": "Nhân viên thư viện",
    "Theo dõi thu chi bán trú bằng bảng tính": "Nhân viên kế toán",
    "Quản lý thiết bị dạy học bằng mã QR": "Nhân viên thiết bị",
    "Sổ theo dõi sức khỏe học sinh điện tử": "Nhân viên y tế",
    "Quản lý văn bản đến, văn bản đi": "Nhân viên văn thư",
}
TITLES["staff"] = tuple(DUTIES)
ENTRY_COLUMNS = ("contest", "number", "category", "school_code", "title", "code", "state")
MEMBER_COLUMNS = (
    "contest", "number", "full_name", "salutation", "role", "born_on", "position", "class", "mentor", "phone",
)  # fmt: skip
JUDGE_SCHOOLS = (
    "",
    "TH05",
    "CS14",
    "",
    "TH17",
    "CS03",
    "",
    "TH30",
    "CS24",
)  # three per panel; the first is its head


@dataclass(frozen=True, slots=True)
class Entrant:
    """A person who enters the contest."""

    number: str
    school: str
    title: str
    code: str
    person: Person
    role: str
    position: str
    born_on: str


@dataclass(frozen=True, slots=True)
class Judge:
    """A judge, with panel (1–3) and school, which is empty for the office's staff."""

    email: str
    person: Person
    school: str
    panel: int
    position: str


def entrants(schools: list[School], *, people: People, dice: Dice) -> list[Entrant]:
    """Seventy-eight people of forty-eight schools, numbered in the order of their given names."""
    taking_part = sorted(dice.shuffled(schools)[:48], key=lambda school: school.code)
    sending_two = {school.code for school in dice.shuffled(taking_part)[:30]}
    found: list[tuple[School, Person, str]] = []
    for school in taking_part:
        roles = ("manager", "staff") if dice.fraction() < 0.4 else ("teacher", "staff")
        chosen = (
            roles if school.code in sending_two else (dice.pick(("teacher", "teacher", "manager", "staff")),)
        )
        found += [(school, people.person(), dice.pick((role, "teacher", role))) for role in chosen]
    found.sort(key=lambda one: by_given_name(one[1].full_name))
    codes = dice.shuffled([f"P{code}" for code in range(101, 101 + len(found))])
    return [entrant(f"{index + 1:03}", *one, code=codes[index], dice=dice) for index, one in enumerate(found)]


def entrant(number: str, school: School, person: Person, role: str, *, code: str, dice: Dice) -> Entrant:
    """One entrant; what a person enters depends on the position."""
    title = dice.pick(TITLES[role])
    return Entrant(
        number=number,
        school=school.code,
        title=title,
        code=code,
        person=person,
        role=role,
        position=DUTIES.get(title) or dice.pick(POSITIONS[role]),
        born_on=f"{dice.whole(1968, 1999)}-{dice.whole(1, 12):02}-{dice.whole(1, 28):02}",
    )


def judges(people: People) -> list[Judge]:
    """Nine judges in three panels; two of each come from schools, the head from the office."""
    return [
        Judge(
            email=f"gk{index + 1}@hoaiduc.example.com",
            person=people.person(),
            school=school,
            panel=index // 3 + 1,
            position="Giáo viên cốt cán" if school else "Chuyên viên Phòng Giáo dục và Đào tạo",
        )
        for index, school in enumerate(JUDGE_SCHOOLS)
    ]


def panel_of(entries: list[Entrant], *, jury: list[Judge]) -> dict[str, int]:
    """Candidate number → panel: equal shares, and no entry of a judge's own school."""
    load = {1: 0, 2: 0, 3: 0}
    placed: dict[str, int] = {}
    for entry in entries:
        barred = {judge.panel for judge in jury if judge.school == entry.school}
        panel = min((panel for panel in load if panel not in barred), key=lambda panel: (load[panel], panel))
        load[panel] += 1
        placed[entry.number] = panel
    return placed


def theory_sheets(entries: list[Entrant], *, quality: dict[str, float], dice: Dice) -> list[Sheet]:
    """Forty questions of two and a half points each, marked by machine."""
    sheets = []
    for entry in entries:
        right = min(40, max(12, round(dice.bell(quality[entry.number], 0.06) * 40)))
        points: dict[str, Decimal | None] = {"trac-nghiem": right * Decimal("2.5")}
        sheets.append(Sheet(SKILLS, THEORY, "", entry.number, points, submitted=""))
    return sheets


def panel_sheets(
    contest: str,
    round_: str,
    rubric: tuple[Criterion, ...],
    *,
    pairs: list[tuple[Judge, str]],
    quality: dict[str, float],
    dice: Dice,
) -> list[Sheet]:
    """A complete sheet for every pair of judge and entry; each judge has a small bias."""
    bias = {email: dice.bell(0.0, 0.012) for email in sorted({judge.email for judge, _ in pairs})}
    sheets = []
    for judge, number in pairs:
        points = marks(rubric, quality=quality[number] + bias[judge.email], dice=dice, step=Decimal("0.5"))
        sheet = Sheet(contest, round_, judge.email, number, points)
        sheets.append(Sheet(contest, round_, judge.email, number, points, comment(sheet.total, dice=dice)))
    return sheets


def qualities(numbers: list[str], *, middle: float, spread: float, dice: Dice) -> dict[str, float]:
    """The quality of each entry, 0–1."""
    return {number: min(0.97, max(0.45, dice.bell(middle, spread))) for number in numbers}


def entry_rows(entries: list[Entrant]) -> list[Row]:
    """Rows of entries.csv."""
    return [
        {
            "contest": SKILLS,
            "number": entry.number,
            "school_code": entry.school,
            "title": entry.title,
            "code": entry.code,
            "state": "approved",
        }
        for entry in entries
    ]


def member_rows(entries: list[Entrant]) -> list[Row]:
    """Rows of members.csv."""
    return [
        {
            "contest": SKILLS,
            "number": entry.number,
            "full_name": entry.person.full_name,
            "salutation": entry.person.salutation,
            "role": entry.role,
            "born_on": entry.born_on,
            "position": entry.position,
            "phone": entry.person.phone,
        }
        for entry in entries
    ]
