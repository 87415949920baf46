"""Certificates and the prize table: their data and their templates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.safestring import SafeString

from awards.fitting import Fit, Foot, fit
from awards.models import Certificate
from awards.queries.recipients import Recipient, day_of_papers
from contests.models import Contest
from festival.codes import grouped
from festival.documents import Letterhead, Signature, festival_line, letterhead_of, signature_of
from festival.models import Festival
from festival.printing import Paper, is_trial_run, qr_svg
from festival.text import day_in_words
from festival.typesetting import BOLD, REGULAR, whole_end
from judging.documents import HEAD_NOTE


@dataclass(frozen=True, slots=True)
class CertificateText:
    """One certificate. `register`, `qr` and `link` are empty on a draft, which is not in the register."""

    issuer: str
    name: str
    unit: str
    achievement: str
    festival: str
    decision: str
    place_day: str
    signature: Signature
    register: str = ""
    qr: SafeString | str = ""
    link: str = ""

    @property
    def fit(self) -> Fit:
        """The sizes in which the text ends above the signature."""
        lines = [(f"{self.issuer} chứng nhận", BOLD), (self.unit, REGULAR)]
        lines += [(self.achievement, BOLD), (self.festival, REGULAR)]
        kept = [(whole_end(text), font) for text, font in lines if text]
        return fit(whole_end(self.name), kept, self._foot)

    @property
    def _foot(self) -> Foot:
        left = [line for line in (self.decision, f"Số vào sổ: {self.register}") if line]
        titles = [self.place_day, self.signature.authority, self.signature.title]
        return Foot(left, [line for line in titles if line], self.signature.name, has_code=bool(self.qr))


@dataclass(frozen=True, slots=True)
class Certificates:
    """Certificates to print, one a page."""

    papers: Sequence[CertificateText]


@dataclass(frozen=True, slots=True)
class PrizeRow:
    """One line of the prize table."""

    number: int
    name: str
    position: str
    unit: str
    points: str
    prize: str
    is_ruled: bool = False


@dataclass(frozen=True, slots=True)
class PrizeGroup:
    """The prizes of one contest, or of one of its categories."""

    title: str
    rows: Sequence[PrizeRow]


@dataclass(frozen=True, slots=True)
class PrizeTable:
    """Danh sách đạt giải, the annex of the decision."""

    head: Letterhead
    annex: str
    title: str
    festival: str
    enclosed: str
    groups: Sequence[PrizeGroup]
    total: int
    note: str
    signature: Signature


def issued_certificates(festival: Festival, papers: Sequence[Certificate], *, root: str) -> Paper:
    """Registered certificates; marked BẢN THỬ while no public address is set. `root` begins the addresses."""
    frame = _frame(festival)
    texts = [
        replace(
            frame,
            name=paper.recipient,
            unit=paper.unit,
            achievement=paper.achievement,
            place_day=_place_day(festival, paper.dated_on),
            register=f"{paper.register_number:03d}",
            qr=qr_svg(f"{root}/c/{paper.check_code}", side=24),
            link=f"{root}/c/{grouped(paper.check_code)}",
        )
        for paper in papers
    ]
    return _stack(festival, texts, is_draft=False)


def draft_certificates(festival: Festival, recipients: Sequence[Recipient]) -> Paper:
    """Certificates before certifying, marked DỰ THẢO, without number and code."""
    frame = _frame(festival)
    texts = [replace(frame, name=one.name, unit=one.unit, achievement=one.achievement) for one in recipients]
    return _stack(festival, texts, is_draft=True)


def prize_table(
    festival: Festival, groups: Sequence[PrizeGroup], *, is_draft: bool, contest: Contest | None
) -> Paper:
    """The prize table, an annex of the decision."""
    decision = decision_line(festival)
    return Paper(
        template="print/prize_table.html",
        styles=["letter.css"],
        title=f"Danh sách đạt giải – {festival.name}",
        is_draft=is_draft,
        data=PrizeTable(
            head=letterhead_of(festival, number=festival.decision_number, on=festival.decision_on),
            annex="Phụ lục",
            title="DANH SÁCH ĐẠT GIẢI",
            festival=contest.name if contest else festival_line(festival),
            enclosed=f"(Kèm theo {decision})"
            if decision
            else "(Kèm theo Quyết định số: …………, ngày … tháng … năm ……)",
            groups=groups,
            total=sum(len(group.rows) for group in groups),
            note=HEAD_NOTE if any(row.is_ruled for group in groups for row in group.rows) else "",
            signature=signature_of(festival, "prize-table"),
        ),
    )


def decision_line(festival: Festival) -> str:
    """ "Quyết định số 12/QĐ-PGDĐT, ngày …"; empty while it has no number."""
    if not festival.decision_number:
        return ""
    day = f", {day_in_words(festival.decision_on)}" if festival.decision_on else ""
    return f"Quyết định số {festival.decision_number}{day}"


def _stack(festival: Festival, texts: Sequence[CertificateText], *, is_draft: bool) -> Paper:
    return Paper(
        template="print/certificates.html",
        styles=["certificate.css"],
        title=f"Giấy chứng nhận – {festival.name}",
        data=Certificates(texts),
        is_draft=is_draft,
        is_trial=not is_draft and is_trial_run(),
    )


def _frame(festival: Festival) -> CertificateText:
    """The values that all certificates of a festival share."""
    signature = signature_of(festival, "certificates")
    return CertificateText(
        issuer=festival.certificate_issuer,
        name="",
        unit="",
        achievement="",
        festival=festival_line(festival),
        decision=decision_line(festival),
        place_day=_place_day(festival, day_of_papers(festival)),
        signature=signature,
    )


def _place_day(festival: Festival, on: date | None) -> str:
    """Place and date; dots for a date that is not known yet."""
    day = day_in_words(on) if on else "ngày … tháng … năm ……"
    return f"{festival.place}, {day}" if festival.place else day
