"""Levels of a criterion as steps: a table of cases."""

from __future__ import annotations

import pytest

from judging.rules.levels import levels_of


@pytest.mark.parametrize(
    ("description", "levels"),
    [
        ("", []),
        ("Rõ ràng, tự tin, trả lời được câu hỏi.", []),
        ("Tốt: 9–10 điểm; Khá: 7–8 điểm; Đạt: 5–6", [("9–10", "Tốt"), ("7–8", "Khá"), ("5–6", "Đạt")]),
        ("0 - 4: chưa đạt\n5 - 10: đạt", [("0–4", "chưa đạt"), ("5–10", "đạt")]),
        (
            "- Tốt (8,5 đến 10 điểm): chạy ổn định, an toàn\n- Đạt (5-8 đ): chạy được",
            [("8,5–10", "Tốt: chạy ổn định, an toàn"), ("5–8", "Đạt: chạy được")],
        ),
        ("Mức 1 (2 điểm)\nMức 2 (4 điểm)", [("2", "Mức 1"), ("4", "Mức 2")]),
        ("Tốt: 9–10", []),  # one level is no scale
        ("Có bản thuyết minh: 2 điểm; trình bày đẹp", []),  # a part without points
        ("Sản phẩm của năm 2024; chạy được", []),
    ],
)
def test_levels_are_read_from_the_description(description: str, levels: list[tuple[str, str]]) -> None:
    assert [(level.points, level.text) for level in levels_of(description)] == levels
