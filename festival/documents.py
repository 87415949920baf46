"""Parts that every administrative paper has: its head and its signature (Nghị định 30/2020/NĐ-CP)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from festival.models import Festival
from festival.text import day_in_words


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Both columns on top of a paper; `number` and `place_day` may be left for the clerk to write by hand."""

    parent_body: str
    issuing_body: str
    number: str = ""
    place_day: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs: TM./KT./TL. line, title, name."""

    authority: str = ""
    title: str = ""
    name: str = ""


def letterhead_of(festival: Festival, *, number: str = "", on: date | None = None) -> Letterhead:
    """The issuing body's head; without a day a dotted place for it."""
    day = day_in_words(on) if on else "ngày … tháng … năm ……"
    return Letterhead(
        parent_body=festival.parent_body,
        issuing_body=festival.issuing_body,
        number=number,
        place_day=f"{festival.place}, {day}" if festival.place else day,
    )


def signature_of(festival: Festival, kind: str = "") -> Signature:
    """The signer of this kind of paper, else the festival's default; one query."""
    signers = {signer.kind: signer for signer in festival.signers.all()}
    signer = signers.get(kind) or signers.get("")
    return Signature() if signer is None else Signature(signer.authority, signer.title, signer.name)
