"""Write demo/hoai-duc-2024, a finished district festival: `python -m demo.make_hoai_duc [FOLDER]`."""

import sys
from pathlib import Path

from demo import contest as skills
from demo.booths import booth_sheet, write_booths
from demo.contest import BOOTH_RUBRIC, BOOTHS, PRACTICE, PRACTICE_RUBRIC, SKILLS, THEORY, Entrant, Judge
from demo.dice import Dice
from demo.festival_toml import criteria, prizes
from demo.names import People
from demo.papers import write_pdf
from demo.schools import COLUMNS as SCHOOL_COLUMNS
from demo.schools import School, district_schools, school_rows
from demo.scores import COLUMNS as SCORE_COLUMNS
from demo.scores import Criterion, Sheet
from demo.tables import Row, write_table, write_text

FOLDER = Path(__file__).parent / "hoai-duc-2024"
SEED = 2024
SCORES = 146  # chosen so that there are ties, but none at the boundary of a prize
DOMAIN = "hoaiduc.example.com"
BY_PHONE = ("TH06", "TH16", "TH23", "CS05", "CS11", "CS22")  # contacts without an e-mail address
FESTIVAL = """\
[festival]
slug = "hoai-duc-2024"
name = "Ngày hội Văn hóa, Thể thao, Công nghệ thông tin và STEM-STEAM"
school_year = "2024-2025"
level = "cấp huyện"
parent_body = "UBND HUYỆN HOÀI ĐỨC"
issuing_body = "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO"
body_name = "Phòng Giáo dục và Đào tạo huyện Hoài Đức"
place = "Hoài Đức"
venue = "Nhà thi đấu Trung tâm Văn hóa - Thông tin và Thể thao huyện"
starts_on = 2025-01-10
ends_on = 2025-01-11
registration_opens_at = 2024-11-01T00:00:00+07:00
registration_closes_at = 2024-12-20T17:00:00+07:00
booths_per_school = 1
signer = {{ authority = "", title = "TRƯỞNG PHÒNG", name = "{signer}" }}
decision = {{ number = "27/QĐ-PGDĐT", date = 2025-01-15 }}
"""
SKILLS_CONTEST = """
[[contest]]
slug = "ky-nang-cntt"
name = "Cuộc thi Kỹ năng công nghệ thông tin giáo viên, nhân viên"
kind = "individual"
quota_per_school = 2
anonymous = true

[contest.scoring]
combine = "sheet"
method = "mean"
decimals = 2
rounding = "half_up"
min_judges = 3
rounds = "weighted_sum"
discrepancy = { agree = 0.10, discuss = 0.15 }

[[contest.round]]
code = "ly-thuyet"
name = "Lý thuyết"
weight = 0.3
marking = "machine"

[[contest.round]]
code = "thuc-hanh"
name = "Thực hành"
weight = 0.7
marking = "judges"

"""
BOOTH_CONTEST = """
[[contest]]
slug = "gian-hang"
name = "Gian hàng trưng bày sản phẩm CNTT, AI, STEM, STEAM"
kind = "booth"
quota_per_school = 1
anonymous = false

[contest.scoring]
combine = "sheet"
method = "mean"
decimals = 2
rounding = "half_up"
min_judges = 3
discrepancy = { agree = 0.10, discuss = 0.15 }

"""


def festival_toml(signer: str) -> str:
    """The whole festival.toml."""
    theory = (Criterion("trac-nghiem", "Bài trắc nghiệm trên máy (40 câu)", 100),)
    return (
        FESTIVAL.format(signer=signer)
        + SKILLS_CONTEST
        + criteria(theory, step="2.5", round_=THEORY)
        + "\n"
        + criteria(PRACTICE_RUBRIC, step="0.5", round_=PRACTICE)
        + "\n"
        + prizes((1, 3, 3, 6), amounts=(1_000_000, 700_000, 500_000, 300_000), boundary_tie="chair")
        + BOOTH_CONTEST
        + criteria(BOOTH_RUBRIC, step="0.5")
        + "\n"
        + prizes((1, 2, 3, 4), amounts=(1_500_000, 1_000_000, 800_000, 500_000), boundary_tie="chair")
    )


def guest_rows(schools: list[School], *, people: People) -> list[Row]:
    """Two organisers, a secretary, and a contact of every school."""
    rows: list[Row] = []
    for name, role in (("btc", "organiser"), ("lanhdao", "organiser"), ("thuky", "secretary")):
        one = people.person()
        rows.append(
            {"email": f"{name}@{DOMAIN}", "full_name": one.full_name, "role": role, "phone": one.phone}
        )
    for school in schools:
        one = people.person()
        email = one.phone if school.code in BY_PHONE else f"{school.code.lower()}@{DOMAIN}"
        row = {
            "email": email,
            "full_name": one.full_name,
            "role": "school",
            "school_code": school.code,
            "phone": one.phone,
        }
        rows.append(row)
    return rows


def judge_rows(jury: list[Judge]) -> list[Row]:
    """Rows of judges.csv."""
    return [
        {
            "email": judge.email,
            "full_name": judge.person.full_name,
            "school_code": judge.school,
            "phone": judge.person.phone,
            "position": judge.position,
        }
        for judge in jury
    ]


def skill_pairs(entries: list[Entrant], *, jury: list[Judge]) -> list[tuple[Judge, str]]:
    """Pairs of each judge of a panel with each of the panel's entries."""
    panel = skills.panel_of(entries, jury=jury)
    return [
        (judge, entry.number) for judge in jury for entry in entries if panel[entry.number] == judge.panel
    ]


def assignment_rows(pairs: list[tuple[Judge, str]], *, contest: str, round_: str) -> list[Row]:
    """Rows of assignments.csv."""
    return [
        {
            "contest": contest,
            "round": round_,
            "judge": judge.email,
            "number": number,
            "panel": f"Tổ chấm {judge.panel}",
        }
        for judge, number in pairs
    ]


def booth_pairs(rows: list[Row], *, jury: list[Judge]) -> list[tuple[Judge, str]]:
    """Booths divided among the panels in walking order; no judge has a booth of the own school."""
    pairs: list[tuple[Judge, str]] = []
    load = {1: 0, 2: 0, 3: 0}
    for row in rows:
        homes = {str(row["school_code"]), *str(row["partners"]).split(";")}
        barred = {judge.panel for judge in jury if judge.school in homes and judge.school}
        panel = min((panel for panel in load if panel not in barred), key=lambda panel: (load[panel], panel))
        load[panel] += 1
        pairs += [(judge, str(row["number"])) for judge in jury if judge.panel == panel]
    return pairs


def all_sheets(
    entries: list[Entrant], *, pairs: list[tuple[Judge, str]], booths: list[tuple[Judge, str]]
) -> list[Sheet]:
    """Sheets of theory, practice and booths, each with its own seed, so that they are independent."""
    quality = skills.qualities(
        [entry.number for entry in entries], middle=0.76, spread=0.09, dice=Dice(10 * SCORES + 1)
    )
    numbers = sorted({number for _, number in booths})
    shine = skills.qualities(numbers, middle=0.83, spread=0.06, dice=Dice(10 * SCORES + 2))
    return [
        *skills.theory_sheets(entries, quality=quality, dice=Dice(10 * SCORES + 3)),
        *skills.panel_sheets(
            SKILLS, PRACTICE, PRACTICE_RUBRIC, pairs=pairs, quality=quality, dice=Dice(10 * SCORES + 4)
        ),
        *skills.panel_sheets(
            BOOTHS, "", BOOTH_RUBRIC, pairs=booths, quality=shine, dice=Dice(10 * SCORES + 5)
        ),
    ]


def write_attachments(folder: Path, entries: list[Entrant]) -> None:
    """Write small files of three entrants and attachments.csv."""
    rows: list[Row] = []
    for index, entry in enumerate(entries[4::25][:3]):
        file = f"bai-thi-{entry.number}.pdf"
        write_pdf(folder / "files" / file, blocks=3 + index)
        rows.append({"contest": SKILLS, "number": entry.number, "file": file, "title": "Sản phẩm dự thi"})
    write_table(folder, "attachments.csv", ("contest", "number", "file", "title"), rows)


def make(folder: Path) -> None:
    """Write the bundle into `folder`; every run gives the same bytes."""
    people = People(Dice(SEED), phones="0400000")
    schools = district_schools()
    signer = people.person()
    write_text(folder / "festival.toml", festival_toml(signer.full_name))
    write_table(folder, "schools.csv", SCHOOL_COLUMNS, school_rows(schools, people=people))
    guest_columns = ("email", "full_name", "role", "school_code", "phone")
    write_table(folder, "guests.csv", guest_columns, guest_rows(schools, people=people))
    jury = skills.judges(people)
    write_table(
        folder, "judges.csv", ("email", "full_name", "school_code", "phone", "position"), judge_rows(jury)
    )
    entries = skills.entrants(schools, people=people, dice=Dice(SEED + 6))
    write_table(folder, "entries.csv", skills.ENTRY_COLUMNS, skills.entry_rows(entries))
    write_table(folder, "members.csv", skills.MEMBER_COLUMNS, skills.member_rows(entries))
    sheet = booth_sheet("hoai_duc_booths", folder=folder, people=people, dice=Dice(SEED + 7), contest=BOOTHS)
    write_booths(folder, sheet)
    pairs, booths = skill_pairs(entries, jury=jury), booth_pairs(sheet.booths, jury=jury)
    rows = [
        *assignment_rows(pairs, contest=SKILLS, round_=PRACTICE),
        *assignment_rows(booths, contest=BOOTHS, round_=""),
    ]
    write_table(folder, "assignments.csv", ("contest", "round", "judge", "category", "number", "panel"), rows)
    scores = [row for one in all_sheets(entries, pairs=pairs, booths=booths) for row in one.rows()]
    write_table(folder, "scores.csv", SCORE_COLUMNS, scores)
    write_attachments(folder, entries)


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
