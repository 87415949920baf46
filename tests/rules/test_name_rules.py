"""Names of a frozen table with corrections laid over them."""

from __future__ import annotations

import pytest

from judging.rules.names import Correction, NameField, PrintedNames, corrected, corrected_person

FROZEN = PrintedNames("Robot tưới cây", "Robot tưới cây", "Trường Tiểu học Vân Canh")


def change(field: NameField, old: str, new: str, place: int = 0) -> Correction:
    return Correction(field, old, new, place=place)


def people(line: str) -> PrintedNames:
    return PrintedNames("", line, "Trường A")


@pytest.mark.parametrize(
    ("frozen", "corrections", "printed"),
    [
        (FROZEN, [], FROZEN),
        (
            FROZEN,
            [change("title", "Robot tưới cây", "Robot tưới rau")],
            PrintedNames("Robot tưới rau", "Robot tưới rau", "Trường Tiểu học Vân Canh"),
        ),
        (
            PrintedNames("Robot", "Hoà", "A"),
            [change("title", "Robot", "Rô bốt")],
            PrintedNames("Rô bốt", "Hoà", "A"),
        ),
        (
            FROZEN,
            [change("school", "Trường Tiểu học Vân Canh", "Trường Tiểu học Vân Côn")],
            PrintedNames("Robot tưới cây", "Robot tưới cây", "Trường Tiểu học Vân Côn"),
        ),
        (people("Hoà, Lan"), [change("person", "Lan", "Loan", 1)], people("Hoà, Loan")),
        (people("Hoà, Hoà"), [change("person", "Hoà", "Hoè", 1)], people("Hoà, Hoè")),
        (people("Hoà"), [change("person", "Hoà", "Hoè"), change("person", "Hoè", "Huệ")], people("Huệ")),
        (people("Hoà"), [change("person", "Hoà", "Hoè"), change("person", "Hoè", "Hoà")], people("Hoà")),
        (people("Hoà, Jr., Lan"), [change("person", "Lan", "Loan", 1)], people("Hoà, Jr., Loan")),
        (people("Hoà, Jr., Lan"), [change("person", "Hoà, Jr.", "Hoè")], people("Hoè, Lan")),
        (people("Lan Anh, Lan"), [change("person", "Anh", "Ánh")], people("Lan Anh, Lan")),
        (
            PrintedNames("Hoa, Lá", "Hoa, Lá", "A", is_of_people=False),
            [change("person", "Hoa", "Hoà")],
            PrintedNames("Hoa, Lá", "Hoa, Lá", "A", is_of_people=False),
        ),
        (people("A+"), [change("person", "A+", r"\1")], people(r"\1")),
        (PrintedNames("Hoà", "Hoà", "A"), [change("person", "Hoà", "Hoè")], PrintedNames("Hoè", "Hoè", "A")),
        (PrintedNames("", "", ""), [change("school", "A", "B")], PrintedNames("", "", "")),
        (people("Hoà"), [change("person", "Hoa", "Hoè"), change("title", "Hoa", "Huệ")], people("Hoà")),
    ],
)
def test_corrections_replace_the_names_that_stand_there(
    frozen: PrintedNames, corrections: list[Correction], printed: PrintedNames
) -> None:
    assert corrected(frozen, corrections) == printed


@pytest.mark.parametrize(
    ("name", "place", "printed"),
    [("Hoà", 0, "Huệ"), ("Hoà", 1, "Hoà"), ("Hoè", 0, "Huệ"), ("Huệ", 0, "Huệ"), ("Lan", 0, "Lan")],
)
def test_person_has_the_last_correction_of_the_own_place(name: str, place: int, printed: str) -> None:
    corrections = [
        change("person", "Hoà", "Hoè"),
        change("title", "Hoè", "Bài"),
        change("person", "Hoè", "Huệ"),
    ]
    assert corrected_person(name, place, corrections) == printed
