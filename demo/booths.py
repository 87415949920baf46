"""Rows of booths.csv, products.csv and photos.csv from the texts of a festival."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from demo.dice import Dice
from demo.names import People
from demo.pictures import draw
from demo.tables import Row, write_table

BOOTH_COLUMNS = (
    "school_code", "title", "partners", "field", "summary", "description", "person", "phone", "power",
    "tables", "internet", "note", "state", "stand", "contest", "number",
)  # fmt: skip
PRODUCT_COLUMNS = (
    "school_code", "booth", "name", "topic", "authors", "class", "materials", "purpose", "link",
)  # fmt: skip
PHOTO_COLUMNS = ("school_code", "booth", "file", "caption", "shows_pupils")
CLASSES = {
    "MN": ("Lớn A", "Lớn B", "Nhỡ A"),
    "TH": ("3A", "4A1", "4B", "5A2", "5C"),
    "CS": ("6A", "7B", "8A1", "8C", "9A"),
}
CLASSES["LC"] = (*CLASSES["TH"], *CLASSES["CS"])


@dataclass(frozen=True, slots=True)
class Sheet:
    """The three tables of a festival's booths."""

    booths: list[Row]
    products: list[Row]
    photos: list[Row]


def texts(name: str, kind: str) -> list[dict[str, Any]]:
    """The tables of one kind in texts/`name`.toml: [[booth]], [[work]] or [[lesson]]."""
    path = Path(__file__).parent / "texts" / f"{name}.toml"
    found: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))[kind]
    return found


def booth_row(text: dict[str, Any], *, index: int, people: People, contest: str) -> Row:
    """One row of booths.csv; stands run A1 … A10, B1 …; only an approved booth has a stand and competes."""
    person = people.person()
    state = text.get("state", "approved")
    competes = state == "approved"
    placed = competes and text.get("stand", True)
    return {
        "school_code": text["school"],
        "title": text["title"],
        "partners": ";".join(text["partners"]),
        "field": text["field"],
        "summary": text["summary"],
        "description": text["description"],
        "person": person.full_name,
        "phone": person.phone,
        "power": int(text.get("power", True)),
        "tables": text["tables"],
        "internet": int(text["internet"]),
        "note": text.get("note", ""),
        "state": state,
        "stand": f"{'AB'[index // 10]}{index % 10 + 1}" if placed else "",
        "contest": contest if competes else "",
        "number": f"GH{index + 1:02}" if competes else "",
    }


def product_rows(text: dict[str, Any], *, people: People, dice: Dice) -> list[Row]:
    """The products of one booth, with invented pupils as authors."""
    return [
        {
            "school_code": text["school"],
            "booth": text["title"],
            "name": product["name"],
            "topic": product["topic"],
            "authors": people.names(dice.whole(2, 3)),
            "class": dice.pick(CLASSES[text["school"][:2]]),
            "materials": product["materials"],
            "purpose": product["purpose"],
            "link": product.get("link", ""),
        }
        for product in text["product"]
    ]


def photo_row(text: dict[str, Any], *, folder: Path) -> Row:
    """Draw the booth's picture in files/ and return its row of photos.csv."""
    file = f"{text['school'].lower()}-{text['motif']}.png"
    draw(folder / "files" / file, motif=text["motif"], field=text["field"])
    return {
        "school_code": text["school"],
        "booth": text["title"],
        "file": file,
        "caption": f"Tranh giới thiệu gian hàng {text['title']}",
        "shows_pupils": 0,
    }


def booth_sheet(name: str, *, folder: Path, people: People, dice: Dice, contest: str) -> Sheet:
    """The tables of the booths in texts/`name`.toml, approved ones first; draws their pictures."""
    sheet = Sheet([], [], [])
    for index, text in enumerate(texts(name, "booth")):
        sheet.booths.append(booth_row(text, index=index, people=people, contest=contest))
        sheet.products.extend(product_rows(text, people=people, dice=dice))
        if text.get("motif"):
            sheet.photos.append(photo_row(text, folder=folder))
    return sheet


def write_booths(folder: Path, sheet: Sheet) -> None:
    """Write the three tables."""
    write_table(folder, "booths.csv", BOOTH_COLUMNS, sheet.booths)
    write_table(folder, "products.csv", PRODUCT_COLUMNS, sheet.products)
    write_table(folder, "photos.csv", PHOTO_COLUMNS, sheet.photos)
