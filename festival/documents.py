"""Letterhead and signature of administrative papers (Nghị định 30/2020/NĐ-CP)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from festival.models import Festival
from festival.text import day_in_words, format_school_year


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Both columns at the top of a paper; `number` and `place_day` may be left to be written by hand."""

    parent_body: str
    issuing_body: str
    number: str = ""
    place_day: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature: the TM./KT./TL. line, title, name."""

    authority: str = ""
    title: str = ""
    name: str = ""


def letterhead_of(festival: Festival, *, number: str = "", on: date | None = None) -> Letterhead:
    """The letterhead of the issuing body; without `on` the date is a dotted line."""
    day = day_in_words(on) if on else "ngày … tháng … năm ……"
    return Letterhead(
        parent_body=festival.parent_body,
        issuing_body=festival.issuing_body,
        number=number,
        place_day=f"{festival.place}, {day}" if festival.place else day,
    )


def festival_line(festival: Festival) -> str:
    """The festival's name as printed, with its level and school year."""
    is_named = not festival.level or festival.level.casefold() in festival.name.casefold()
    name = festival.name if is_named else f"{festival.name} {festival.level}"
    return f"{name}, năm học {format_school_year(festival.school_year)}" if festival.school_year else name


def days_line(festival: Festival) -> str:
    """The days of the festival, such as "từ ngày 10/01/2025 đến ngày 11/01/2025"; empty while unknown."""
    first, last = festival.starts_on, festival.ends_on
    if first is None:
        return ""
    if last is None or last == first:
        return f"ngày {first:%d/%m/%Y}"
    return f"từ ngày {first:%d/%m/%Y} đến ngày {last:%d/%m/%Y}"


def signature_of(festival: Festival, kind: str = "") -> Signature:
    """The signer of this kind of paper, else the festival's default; one query."""
    signers = {signer.kind: signer for signer in festival.signers.all()}
    signer = signers.get(kind) or signers.get("")
    return Signature() if signer is None else Signature(signer.authority, signer.title, signer.name)
