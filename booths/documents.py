"""Printed sheets for the booths, each with a QR code of the booth's page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from booths.models import Booth
from festival.models import Festival
from festival.printing import Paper, is_trial_run, qr_svg
from festival.typesetting import POSTER, POSTER_BOLD, size_for

WIDTH = 178.0
"""Of the poster's lines, in millimetres (`static/print/booth_qr.css`)."""
QR_SIDE = 100


@dataclass(frozen=True, slots=True)
class QrSheet:
    """One booth's sheet, A4."""

    title: str
    schools: str
    field: str
    stand: str
    summary: str
    qr: SafeString
    link: str

    @property
    def title_size(self) -> int:
        """The size of the title in points: three lines at most."""
        return size_for(self.title, sizes=(28, 24, 20, 17, 14), width=WIDTH, lines=3, font=POSTER_BOLD)

    @property
    def schools_size(self) -> int:
        """The size of the schools in points: two lines at most."""
        return size_for(self.schools, sizes=(15, 13, 11, 9, 8, 7), width=WIDTH, lines=2, font=POSTER)

    @property
    def summary_size(self) -> int:
        """The size of the summary in points: three lines at most."""
        return size_for(self.summary, sizes=(12, 11, 10, 9, 8), width=WIDTH, lines=3, font=POSTER)


@dataclass(frozen=True, slots=True)
class QrSheets:
    """The sheets of a festival, one per page."""

    festival: str
    body: str
    sheets: Sequence[QrSheet]


def booth_qr(festival: Festival, booths: Sequence[Booth], *, root: str) -> Paper:
    """Sheets of booths loaded with `school`, `stand` and `partners`; BẢN THỬ without a public address.

    `root` begins the addresses.
    """
    return Paper(
        template="print/booth_qr.html",
        styles=["booth_qr.css"],
        title=f"Mã QR gian hàng – {festival.name}",
        is_trial=is_trial_run(),
        data=QrSheets(festival.name, festival.issuing_body, [_sheet_of(booth, root) for booth in booths]),
    )


def _sheet_of(booth: Booth, root: str) -> QrSheet:
    link = f"{root}/b/{booth.code}"
    return QrSheet(
        title=booth.title,
        schools=", ".join(school.name for school in [booth.school, *booth.partners.all()]),
        field=booth.get_field_display(),
        stand=booth.stand.code if booth.stand else "",
        summary=booth.summary,
        qr=qr_svg(link, side=QR_SIDE),
        link=link,
    )
