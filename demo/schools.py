"""Fifty-four schools with generic names in the twenty communes of the former district."""

from dataclasses import dataclass

from demo.names import People
from demo.tables import Row


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune of the former district, its successor since 2025, and its number of schools."""

    old: str
    new: str
    primary: int
    secondary: int


COMMUNES = (
    Commune("Thị trấn Trạm Trôi", "Xã Hoài Đức", 1, 1),
    Commune("Xã Đức Thượng", "Xã Hoài Đức", 2, 1),
    Commune("Xã Minh Khai", "Xã Dương Hòa", 1, 1),
    Commune("Xã Dương Liễu", "Xã Dương Hòa", 2, 2),
    Commune("Xã Di Trạch", "Xã Hoài Đức", 1, 1),
    Commune("Xã Đức Giang", "Xã Hoài Đức", 2, 1),
    Commune("Xã Cát Quế", "Xã Dương Hòa", 2, 2),
    Commune("Xã Kim Chung", "Xã Hoài Đức", 2, 2),
    Commune("Xã Yên Sở", "Xã Dương Hòa", 1, 1),
    Commune("Xã Sơn Đồng", "Xã Sơn Đồng", 1, 1),
    Commune("Xã Vân Canh", "Xã Sơn Đồng", 1, 1),
    Commune("Xã Đắc Sở", "Xã Dương Hòa", 1, 1),
    Commune("Xã Lại Yên", "Xã Sơn Đồng", 1, 1),
    Commune("Xã Tiền Yên", "Xã Sơn Đồng", 1, 1),
    Commune("Xã Song Phương", "Xã Sơn Đồng", 1, 1),
    Commune("Xã An Khánh", "Xã An Khánh", 2, 2),
    Commune("Xã An Thượng", "Xã An Khánh", 2, 1),
    Commune("Xã Vân Côn", "Xã An Khánh", 2, 1),
    Commune("Xã La Phù", "Xã An Khánh", 2, 1),
    Commune("Xã Đông La", "Xã An Khánh", 2, 1),
)
LEVELS = {"tieu-hoc": ("TH", "Trường Tiểu học"), "thcs": ("CS", "Trường THCS")}
TEACHING_LEVEL_3 = ("TH01", "TH03", "TH13", "TH20", "TH26", "CS02", "CS08", "CS13", "CS19")
MANAGEMENT_LEVEL_3 = ("TH01", "TH13", "CS02", "CS10", "CS19")
COLUMNS = (
    "code", "name", "level", "commune_old", "commune", "cluster", "head", "email", "phone",
    "digital_teaching", "digital_management", "participates",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class School:
    """A school before it has people."""

    code: str
    name: str
    level: str
    commune_old: str
    commune: str
    cluster: str


def district_schools() -> list[School]:
    """All fifty-four, primary schools first, in the order of the communes."""
    schools: list[School] = []
    for level, (prefix, kind) in LEVELS.items():
        count = 0
        for index, commune in enumerate(COMMUNES):
            place = commune.old.removeprefix("Thị trấn ").removeprefix("Xã ")
            many = commune.primary if level == "tieu-hoc" else commune.secondary
            for letter in ("A", "B") if many == 2 else ("",):
                count += 1
                name = f"{kind} {place} {letter}".strip()
                cluster = f"Cụm {index // 5 + 1}"
                schools.append(School(f"{prefix}{count:02}", name, level, commune.old, commune.new, cluster))
    return schools


def school_rows(schools: list[School], *, people: People) -> list[Row]:
    """The rows of schools.csv, each with an invented head."""
    rows: list[Row] = []
    for school in schools:
        head = people.person()
        rows.append(
            {
                "code": school.code,
                "name": school.name,
                "level": school.level,
                "commune_old": school.commune_old,
                "commune": school.commune,
                "cluster": school.cluster,
                "head": head.full_name,
                "email": f"{school.code.lower()}@hoaiduc.example.com",
                "phone": head.phone,
                "digital_teaching": 3 if school.code in TEACHING_LEVEL_3 else 2,
                "digital_management": 3 if school.code in MANAGEMENT_LEVEL_3 else 2,
                "participates": 1,
            }
        )
    return rows
