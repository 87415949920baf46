"""Sections of festival.toml that both demo festivals share."""

from collections.abc import Sequence

from demo.scores import Criterion


def quoted(text: str) -> str:
    """A TOML basic string."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def criteria(rubric: Sequence[Criterion], *, step: str, round_: str = "") -> str:
    """[[contest.criterion]] tables of the preceding [[contest]]."""
    blocks = []
    for one in rubric:
        lines = ["[[contest.criterion]]", f"code = {quoted(one.code)}", f"name = {quoted(one.name)}"]
        lines += [f"maximum = {one.maximum}", f"step = {step}"]
        if round_:
            lines.append(f"round = {quoted(round_)}")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def prizes(counts: Sequence[int], *, amounts: Sequence[int], boundary_tie: str) -> str:
    """[contest.prizes] and the four usual tiers with fixed counts."""
    tiers = (
        ("nhat", "Giải Nhất"),
        ("nhi", "Giải Nhì"),
        ("ba", "Giải Ba"),
        ("khuyen-khich", "Giải Khuyến khích"),
    )
    head = f'base = "scored"\nrounding = "down"\nat_least_one = true\nboundary_tie = "{boundary_tie}"'
    blocks = [f"[contest.prizes]\n{head}"]
    for (code, name), count, amount in zip(tiers, counts, amounts, strict=True):
        lines = [f"code = {quoted(code)}", f"name = {quoted(name)}", f"count = {count}", f"amount = {amount}"]
        blocks.append("\n".join(["[[contest.prize]]", *lines]))
    return "\n\n".join(blocks) + "\n"
