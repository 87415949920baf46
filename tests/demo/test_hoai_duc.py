"""The festival of 2024 holds what the issue and the article say, and is ready to be frozen."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from PIL import Image

from awards.rules import Scheme, Tier, award
from demo.make_hoai_duc import FOLDER, make
from judging.rules.discrepancy import gaps
from judging.rules.marks import is_counted
from judging.rules.ranking import Placing, rank
from judging.rules.totals import totals
from tests.demo.bundle import Bundle

SKILLS, BOOTHS = "ky-nang-cntt", "gian-hang"


def placings(bundle: Bundle, contest: str) -> list[Placing]:
    """The places of a contest, straight from its files."""
    return rank(totals(bundle.sheets(contest), bundle.rule(contest), entries=bundle.competing(contest)))


def prizes(bundle: Bundle, contest: str) -> dict[str, int]:
    """How many got which prize."""
    settings = bundle.contest(contest)
    tiers = tuple(Tier(one["code"], one["name"], count=one["count"]) for one in settings["prize"])
    scheme = Scheme(tiers, base="scored", boundary_tie=settings["prizes"]["boundary_tie"])
    allotment = award(placings(bundle, contest), scheme, registered=len(bundle.competing(contest)))
    assert allotment.unresolved == ()
    return dict(Counter(awarded.tier for awarded in allotment.awards))


def test_schools_are_54_of_20_communes_and_all_take_part(hoai_duc: Bundle) -> None:
    schools = hoai_duc.table("schools")
    assert len({school["code"] for school in schools}) == len({school["name"] for school in schools}) == 54
    assert Counter(school["level"] for school in schools).keys() == {"tieu-hoc", "thcs"}
    assert len({school["commune_old"] for school in schools}) == 20
    assert {school["commune"] for school in schools} == {
        "Xã Hoài Đức",
        "Xã Dương Hòa",
        "Xã Sơn Đồng",
        "Xã An Khánh",
    }
    assert Counter(school["participates"] for school in schools) == {"1": 54}


def test_digital_levels_are_those_of_the_article(hoai_duc: Bundle) -> None:
    schools = hoai_duc.table("schools")
    assert Counter(school["digital_teaching"] for school in schools) == {"3": 9, "2": 45}
    assert Counter(school["digital_management"] for school in schools) == {"3": 5, "2": 49}


def test_guests_are_two_organisers_a_secretary_and_every_school(hoai_duc: Bundle) -> None:
    guests = hoai_duc.table("guests")
    assert Counter(guest["role"] for guest in guests) == {"organiser": 2, "secretary": 1, "school": 54}
    homes = [guest["school_code"] for guest in guests if guest["role"] == "school"]
    assert sorted(homes) == sorted(school["code"] for school in hoai_duc.table("schools"))


def test_booths_are_20_over_all_fields_with_two_to_four_products(hoai_duc: Bundle) -> None:
    booths = hoai_duc.table("booths")
    assert len(booths) == len(hoai_duc.competing(BOOTHS)) == len({booth["stand"] for booth in booths}) == 20
    assert Counter(booth["field"] for booth in booths) == {
        "stem": 5,
        "ict": 4,
        "ai": 4,
        "steam": 4,
        "hoc-lieu": 3,
    }
    assert sum(bool(booth["partners"]) for booth in booths) == 12
    products = Counter((product["school_code"], product["booth"]) for product in hoai_duc.table("products"))
    assert products.keys() == {(booth["school_code"], booth["title"]) for booth in booths}
    assert set(products.values()) <= {2, 3, 4}


def test_nine_judges_sit_in_three_panels_of_three(hoai_duc: Bundle) -> None:
    assert len(hoai_duc.table("judges")) == 9
    seats = {
        (row["panel"], row["judge"]) for row in hoai_duc.table("assignments") if row["contest"] == SKILLS
    }
    assert Counter(panel for panel, _ in seats) == {"Tổ chấm 1": 3, "Tổ chấm 2": 3, "Tổ chấm 3": 3}
    assert len({judge for _, judge in seats}) == 9


def test_entrants_come_from_most_schools_in_every_role(hoai_duc: Bundle) -> None:
    assert len(hoai_duc.competing(SKILLS)) == 78
    assert len({entry["school_code"] for entry in hoai_duc.table("entries")}) == 48
    assert {member["role"] for member in hoai_duc.table("members")} == {"manager", "teacher", "staff"}


@pytest.mark.parametrize("contest", [SKILLS, BOOTHS])
def test_scores_are_complete_so_that_a_freeze_needs_nobody(hoai_duc: Bundle, contest: str) -> None:
    rule = hoai_duc.rule(contest)
    sheets = hoai_duc.sheets(contest)
    assert all(is_counted(sheet, rule.round(sheet.round)) for sheet in sheets)
    judged = Counter((sheet.entry, sheet.round) for sheet in sheets)
    expected = {
        (number, one.code): 1 if one.is_machine else 3
        for number in hoai_duc.competing(contest)
        for one in rule.rounds
    }
    assert judged == expected
    assert {gap.verdict for gap in gaps(sheets, rule)} == {"agree"}


def test_prizes_come_out_as_the_scheme_says(hoai_duc: Bundle) -> None:
    assert prizes(hoai_duc, SKILLS) == {"nhat": 1, "nhi": 3, "ba": 3, "khuyen-khich": 6}
    assert prizes(hoai_duc, BOOTHS) == {"nhat": 1, "nhi": 2, "ba": 3, "khuyen-khich": 4}


def test_equal_totals_stand_among_the_prizes_and_below(hoai_duc: Bundle) -> None:
    tied = [placing.rank for placing in placings(hoai_duc, SKILLS) if placing.tied]
    assert tied == [6, 6, 24, 24, 24]
    assert [placing.rank for placing in placings(hoai_duc, BOOTHS) if placing.tied] == [2, 2, 12, 12]


def test_the_script_writes_what_is_committed(made: Path) -> None:
    make(made)
    written = {path.relative_to(made) for path in made.rglob("*") if path.is_file()}
    committed = {path.relative_to(FOLDER) for path in FOLDER.rglob("*") if path.is_file()}
    assert written == committed - {Path("README.md")}
    for path in sorted(written):
        if path.suffix == ".png":  # the packed bytes may differ with the library, what one sees may not
            assert (
                Image.open(made / path).convert("RGB").tobytes()
                == Image.open(FOLDER / path).convert("RGB").tobytes()
            )
        else:
            assert (made / path).read_bytes() == (FOLDER / path).read_bytes(), path


def test_the_script_run_twice_gives_the_same_bytes(made: Path, tmp_path: Path) -> None:
    make(made)
    make(tmp_path / "again")
    for path in made.rglob("*"):
        if path.is_file():
            assert path.read_bytes() == (tmp_path / "again" / path.relative_to(made)).read_bytes(), path


def test_every_mark_counts_to_the_exact_total(hoai_duc: Bundle) -> None:
    first = placings(hoai_duc, SKILLS)[0]
    assert (first.entry, first.points, first.judges) == ("048", Decimal("95.35"), 1)
