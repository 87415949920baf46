"""Write a commune's festival of the current school year, half done, as a bundle.

`python -m demo.make_commune FOLDER` uses today's date and prints the festival's slug.
The same day gives the same bytes.
"""

import sys
from datetime import date
from pathlib import Path

from demo.booths import CLASSES, booth_sheet, texts, write_booths
from demo.commune_judging import DOMAIN, JUDGES, assignment_rows, judge_email, sheets
from demo.commune_toml import BOOTHS, LESSONS, OLDER, WORKS, YOUNGER, FestivalDates, festival_toml
from demo.contest import ENTRY_COLUMNS, MEMBER_COLUMNS
from demo.dice import Dice
from demo.names import People
from demo.papers import write_pdf
from demo.schools import COLUMNS as SCHOOL_COLUMNS
from demo.scores import COLUMNS as SCORE_COLUMNS
from demo.tables import Row, write_table, write_text

SEED = 2026
TEXTS = "commune"
LEVELS = {"MN": "mam-non", "TH": "tieu-hoc", "CS": "thcs", "LC": "lien-cap"}
SCHOOLS = (  # code, name, old commune, digital levels in teaching and management, takes part
    ("MN01", "Trường Mầm non Sơn Đồng", "Xã Sơn Đồng", 2, 2, "1"),
    ("MN02", "Trường Mầm non Lại Yên", "Xã Lại Yên", "", "", ""),
    ("MN03", "Trường Mầm non Vân Canh", "Xã Vân Canh", 1, 2, "1"),
    ("MN04", "Trường Mầm non Song Phương", "Xã Song Phương", 2, 1, "1"),
    ("MN05", "Trường Mầm non Hoa Sữa", "Xã Vân Canh", "", "", "0"),
    ("TH01", "Trường Tiểu học Sơn Đồng", "Xã Sơn Đồng", 3, 2, "1"),
    ("TH02", "Trường Tiểu học Lại Yên", "Xã Lại Yên", 2, 2, "1"),
    ("TH03", "Trường Tiểu học Vân Canh", "Xã Vân Canh", 2, 3, "1"),
    ("TH04", "Trường Tiểu học Tiền Yên", "Xã Tiền Yên", 2, 2, "1"),
    ("TH05", "Trường Tiểu học Song Phương", "Xã Song Phương", 2, 2, "1"),
    ("CS01", "Trường THCS Sơn Đồng", "Xã Sơn Đồng", 3, 3, "1"),
    ("CS02", "Trường THCS Lại Yên", "Xã Lại Yên", 2, 2, "1"),
    ("CS03", "Trường THCS Vân Canh", "Xã Vân Canh", 2, 2, "1"),
    ("CS04", "Trường THCS Song Phương", "Xã Song Phương", 2, 2, "1"),
    ("LC01", "Trường Tiểu học và THCS Ánh Dương", "Xã Vân Canh", 3, 2, "1"),
    ("LC02", "Trường Tiểu học và THCS Sao Khuê", "Xã An Khánh", "", "", ""),
)
GUEST_COLUMNS = ("email", "full_name", "role", "school_code", "phone")


def school_rows(people: People) -> list[Row]:
    """Rows of schools.csv."""
    rows: list[Row] = []
    for code, name, commune_old, teaching, management, participates in SCHOOLS:
        head = people.person()
        rows.append(
            {
                "code": code,
                "name": name,
                "level": LEVELS[code[:2]],
                "commune_old": commune_old,
                "commune": "Xã Sơn Đồng",
                "cluster": "Cụm chuyên môn 12",
                "head": head.full_name,
                "email": f"{code.lower()}@{DOMAIN}",
                "phone": head.phone,
                "digital_teaching": teaching,
                "digital_management": management,
                "participates": participates,
            }
        )
    return rows


def guest_rows(people: People) -> list[Row]:
    """Two organisers, a secretary, a contact of every school; kindergartens sign in by phone."""
    rows: list[Row] = []
    for name, role in (("btc", "organiser"), ("lanhdao", "organiser"), ("thuky", "secretary")):
        one = people.person()
        row = {"email": f"{name}@{DOMAIN}", "full_name": one.full_name, "role": role, "phone": one.phone}
        rows.append(row)
    for code, *_ in SCHOOLS:
        one = people.person()
        email = one.phone if code.startswith("MN") else f"{code.lower()}@{DOMAIN}"
        row = {"email": email, "full_name": one.full_name, "role": "school", "phone": one.phone}
        rows.append({**row, "school_code": code})
    return rows


def judge_rows(people: People) -> list[Row]:
    """Rows of judges.csv."""
    rows: list[Row] = []
    for index, (school, position) in enumerate(JUDGES):
        one = people.person()
        row = {"email": judge_email(index + 1), "full_name": one.full_name, "school_code": school}
        rows.append({**row, "phone": one.phone, "position": position})
    return rows


def entry_rows(contest: str, kind: str, *, prefix: str, dice: Dice) -> list[Row]:
    """Entries in every state; drafts have no number yet, approved lessons an anonymous code."""
    rows: list[Row] = []
    codes = iter(dice.shuffled(range(201, 260)))
    for index, text in enumerate(texts(TEXTS, kind)):
        state = text.get("state", "approved")
        school = text["school"]
        older = school.startswith(("CS", "LC"))
        rows.append(
            {
                "contest": contest,
                "number": "" if state == "draft" else f"{prefix}{index + 1:02}",
                "category": (OLDER if older else YOUNGER) if contest == LESSONS else "",
                "school_code": school,
                "title": text["title"],
                "code": f"B{next(codes)}" if contest == LESSONS and state == "approved" else "",
                "state": state,
            }
        )
    return rows


def teacher_row(entry: Row, *, people: People, dice: Dice) -> Row:
    """The teacher who enters a lesson."""
    one = people.person()
    return {
        "contest": entry["contest"],
        "number": entry["number"],
        "full_name": one.full_name,
        "salutation": one.salutation,
        "role": "teacher",
        "born_on": f"{dice.whole(1972, 2000)}-{dice.whole(1, 12):02}-{dice.whole(1, 28):02}",
        "position": dice.pick(("Giáo viên", "Giáo viên", "Tổ trưởng chuyên môn")),
        "phone": one.phone,
    }


def pupil_rows(entry: Row, *, people: People, dice: Dice, first_year: int) -> list[Row]:
    """Two or three pupils of one class, and the teacher who helped them."""
    mentor = people.person()
    class_name = dice.pick(CLASSES[str(entry["school_code"])[:2]])
    born = first_year - 5 - int(class_name[0])
    return [
        {
            "contest": entry["contest"],
            "number": entry["number"],
            "full_name": people.person().full_name,
            "salutation": "em",
            "role": "pupil",
            "born_on": f"{born}-{dice.whole(1, 12):02}-{dice.whole(1, 28):02}",
            "class": class_name,
            "mentor": f"{'cô' if mentor.is_woman else 'thầy'} {mentor.full_name}",
        }
        for _ in range(dice.whole(2, 3))
    ]


def write_entries(folder: Path, *, people: People, first_year: int) -> list[Row]:
    """Write entries.csv, members.csv and attachments.csv; return the approved lessons."""
    dice = Dice(SEED + 1)
    lessons = entry_rows(LESSONS, "lesson", prefix="", dice=dice)
    works = entry_rows(WORKS, "work", prefix="SP", dice=dice)
    write_table(folder, "entries.csv", ENTRY_COLUMNS, [*lessons, *works])
    members = [teacher_row(one, people=people, dice=dice) for one in lessons if one["number"]]
    for work in works:
        if work["number"]:
            members += pupil_rows(work, people=people, dice=dice, first_year=first_year)
    write_table(folder, "members.csv", MEMBER_COLUMNS, members)
    approved = [one for one in lessons if one["state"] == "approved"]
    files: list[Row] = []
    for index, lesson in enumerate(approved):
        file = f"bai-day-{lesson['number']}.pdf"
        write_pdf(folder / "files" / file, blocks=2 + index % 4)
        row = {"contest": LESSONS, "number": lesson["number"], "file": file, "title": "Kế hoạch bài dạy"}
        files.append(row)
    write_table(folder, "attachments.csv", ("contest", "number", "file", "title"), files)
    return approved


def make(folder: Path, *, today: date) -> str:
    """Write the bundle of a festival with windows around `today` into `folder`; return its slug."""
    people, dates = People(Dice(SEED), phones="0400001"), FestivalDates(today)
    signer, chairman = people.person().full_name, people.person().full_name
    write_text(folder / "festival.toml", festival_toml(dates, signer=signer, chairman=chairman))
    write_table(folder, "schools.csv", SCHOOL_COLUMNS, school_rows(people))
    write_table(folder, "guests.csv", GUEST_COLUMNS, guest_rows(people))
    judge_columns = ("email", "full_name", "school_code", "phone", "position")
    write_table(folder, "judges.csv", judge_columns, judge_rows(people))
    booths = booth_sheet(TEXTS, folder=folder, people=people, dice=Dice(SEED + 2), contest=BOOTHS)
    write_booths(folder, booths)
    lessons = write_entries(folder, people=people, first_year=dates.first_year)
    assignment_columns = ("contest", "round", "judge", "category", "number", "panel")
    write_table(folder, "assignments.csv", assignment_columns, assignment_rows(lessons))
    rows = [row for sheet in sheets(lessons, dice=Dice(SEED + 3)) for row in sheet.rows()]
    write_table(folder, "scores.csv", SCORE_COLUMNS, rows)
    return dates.slug


if __name__ == "__main__":
    print(make(Path(sys.argv[1]), today=date.today()))  # noqa: DTZ011
