"""Which certificates stay valid when a table is certified again: the table of cases."""

from __future__ import annotations

from dataclasses import replace

import pytest

from awards.rules import PaperText, RegisterPlan, register_plan

AN = PaperText((1, 11, 5), "prize", "Bà Lê An", "Trường A", "Đạt giải Nhất Hội thi")
BE = PaperText((2, 12, 5), "prize", "Bà Vũ Be", "Trường A", "Đạt giải Nhì Hội thi")
AN_SECOND = replace(AN, achievement=BE.achievement)
AN_PARTAKES = replace(AN, kind="participation", achievement="Đã tham gia Hội thi")
AN_NAMESAKE = replace(AN, holder=(1, 13, 5))
AN_AGAIN = replace(AN, holder=(1, 21, 5))
AN_GONE = replace(AN, holder=(1, None, 5))


@pytest.mark.parametrize(
    ("standing", "wanted", "plan"),
    [
        pytest.param([], [AN], RegisterPlan({}, {}, [], [0]), id="first issue"),
        pytest.param([AN, BE], [BE, AN], RegisterPlan({1: 0, 0: 1}, {}, [], []), id="nothing changed"),
        pytest.param([AN, BE], [AN_SECOND, BE], RegisterPlan({1: 1}, {0: 0}, [], []), id="another prize"),
        pytest.param([AN], [AN_PARTAKES], RegisterPlan({}, {0: 0}, [], []), id="prize lost"),
        pytest.param([AN_PARTAKES], [AN], RegisterPlan({}, {0: 0}, [], []), id="prize won"),
        pytest.param(
            [AN], [replace(AN, name="Bà Lê Ân")], RegisterPlan({}, {0: 0}, [], []), id="name mended"
        ),
        pytest.param(
            [AN], [replace(AN, unit="Trường B")], RegisterPlan({}, {0: 0}, [], []), id="unit mended"
        ),
        pytest.param(
            [replace(AN, achievement="Đạt Giải Nhất Hội thi")],
            [AN],
            RegisterPlan({0: 0}, {}, [], []),
            id="only a capital inside the sentence",
        ),
        pytest.param([AN], [], RegisterPlan({}, {}, [0], []), id="entry withdrawn"),
        pytest.param([AN], [BE], RegisterPlan({}, {}, [0], [0]), id="another entry wins"),
        pytest.param([AN_GONE], [AN_AGAIN], RegisterPlan({0: 0}, {}, [], []), id="person typed again"),
        pytest.param(
            [AN, AN_NAMESAKE],
            [AN_NAMESAKE, AN_AGAIN],
            RegisterPlan({1: 0, 0: 1}, {}, [], []),
            id="namesakes: each keeps one",
        ),
        pytest.param(
            [AN, AN_NAMESAKE],
            [AN_NAMESAKE, AN_SECOND],
            RegisterPlan({1: 0}, {0: 1}, [], []),
            id="namesakes: the holder decides",
        ),
    ],
)
def test_register_plan_keeps_what_says_the_same(
    standing: list[PaperText], wanted: list[PaperText], plan: RegisterPlan
) -> None:
    assert register_plan(standing, wanted) == plan
