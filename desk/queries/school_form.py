"""Data of a school's registration form, in Vietnamese."""

from __future__ import annotations

from collections.abc import Sequence

from booths.models import Booth
from booths.queries.school import booths_of_school
from contests.models import Contest, Entry, Member
from contests.queries.school import entries_of_school
from desk.documents import (
    BoothSection,
    ContestSection,
    EntrantRow,
    Fact,
    ProductRow,
    SchoolForm,
    school_form,
)
from festival.documents import Letterhead, Signature
from festival.models import School
from festival.printing import Paper
from festival.text import format_school_year

State = Entry.State
MARKS = {State.DRAFT: "bản nháp, chưa nộp", State.RETURNED: "đang sửa"}
LEVELS = {
    School.Level.KINDERGARTEN: "Mầm non",
    School.Level.PRIMARY: "Tiểu học",
    School.Level.LOWER_SECONDARY: "THCS",
    School.Level.UPPER_SECONDARY: "THPT",
    School.Level.COMBINED: "Liên cấp",
}
FIELDS = {
    Booth.Field.ICT: "Công nghệ thông tin",
    Booth.Field.AI: "Trí tuệ nhân tạo (AI)",
    Booth.Field.STEM: "STEM",
    Booth.Field.STEAM: "STEAM",
    Booth.Field.RESOURCES: "Học liệu số",
}
LEFT_OUT = {State.WITHDRAWN, State.DECLINED}


def form_of_school(school: School) -> Paper:
    """The school's own registrations, without withdrawn and declined ones."""
    booths = [b for b in booths_of_school(school) if b.school_id == school.pk and b.state not in LEFT_OUT]
    entries = [e for e in entries_of_school(school) if e.school_id == school.pk and e.state not in LEFT_OUT]
    festival = school.festival
    year = f", năm học {format_school_year(festival.school_year)}" if festival.school_year else ""
    place = school.commune or festival.place
    day = "ngày … tháng … năm ……"
    text = SchoolForm(
        head=Letterhead("", school.name, place_day=f"{place}, {day}" if place else day),
        festival=f"{festival.name}{year}",
        to=f"Ban Tổ chức {festival.name}",
        facts=_school_facts(school),
        booths=[_booth(booth) for booth in booths],
        contests=_contests(entries),
        signature=Signature(title="Hiệu trưởng", name=school.head),
    )
    submitted = {State.SUBMITTED, State.APPROVED}
    states = {booth.state for booth in booths} | {entry.state for entry in entries}
    is_draft = not states & submitted
    return school_form(text, is_draft=is_draft)


def _school_facts(school: School) -> list[Fact]:
    delegation = ", ".join(filter(None, [school.delegation_head, school.delegation_phone]))
    size = f"{school.delegation_size} người" if school.delegation_size else ""
    facts = [
        Fact("Đơn vị", school.name),
        Fact("Cấp học", LEVELS[School.Level(school.level)]),
        Fact("Địa bàn", school.commune or school.commune_old),
        Fact("Hiệu trưởng", school.head),
        Fact("Điện thoại, thư điện tử", ", ".join(filter(None, [school.phone, school.email]))),
        Fact("Trưởng đoàn", delegation),
        Fact("Số người tham gia", size),
    ]
    return [fact for fact in facts if fact.text]


def _booth(booth: Booth) -> BoothSection:
    needs = [
        "điện" if booth.power else "",
        "mạng Internet" if booth.internet else "",
        f"{booth.tables} bàn" if booth.tables else "",
    ]
    facts = [
        Fact("Lĩnh vực", FIELDS[Booth.Field(booth.field)] if booth.field else ""),
        Fact("Dự thi", _contest_of(booth)),
        Fact("Đơn vị phối hợp", ", ".join(school.name for school in booth.partners.all())),
        Fact("Giới thiệu", f"{booth.summary}\n{booth.description}".strip()),
        Fact("Người phụ trách", ", ".join(filter(None, [booth.person, booth.phone]))),
        Fact("Nhu cầu", ", ".join(filter(None, needs))),
        Fact("Ghi chú", booth.note),
        Fact("Vị trí", str(booth.stand) if booth.stand else ""),
    ]
    products = [
        ProductRow(
            number,
            product.name,
            product.topic,
            f"{product.authors} ({product.class_name})" if product.class_name else product.authors,
            product.materials,
            product.purpose,
        )
        for number, product in enumerate(booth.products.all(), start=1)
    ]
    kept = [fact for fact in facts if fact.text]
    return BoothSection(booth.title, MARKS.get(State(booth.state), ""), kept, products)


def _contest_of(booth: Booth) -> str:
    if booth.entry is None:
        return ""
    parts = [booth.entry.contest.name, f"số {booth.entry.number}" if booth.entry.number else ""]
    return ", ".join(filter(None, parts))


def _contests(entries: Sequence[Entry]) -> list[ContestSection]:
    parts: dict[int, list[Entry]] = {}
    for entry in entries:
        parts.setdefault(entry.contest_id, []).append(entry)
    return [
        ContestSection(
            rows[0].contest.name,
            rows[0].contest.kind == Contest.Kind.PRODUCT,
            [_entrant(number, entry) for number, entry in enumerate(rows, start=1)],
        )
        for rows in parts.values()
    ]


def _entrant(number: int, entry: Entry) -> EntrantRow:
    people = list(entry.members.all())
    mark = MARKS.get(State(entry.state), "")
    category = entry.category.name if entry.category else ""
    if entry.contest.kind == Contest.Kind.PRODUCT:
        names = "; ".join(_with_class(person) for person in people)
        mentor = people[0].mentor if people else ""
        return EntrantRow(number, entry.number, entry.title, names, mentor, category, mark)
    person = people[0] if people else Member(full_name=entry.title)
    born = person.born_on.strftime("%d/%m/%Y") if person.born_on else ""
    position = person.position or person.class_name
    return EntrantRow(number, entry.number, person.full_name, born, position, category, mark)


def _with_class(person: Member) -> str:
    more = person.class_name or person.position
    return f"{person.full_name} ({more})" if more else person.full_name
