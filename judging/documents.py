"""Score sheets, the summary of scores and judges' badges: their data and their templates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from contests.models import Contest
from festival.documents import Letterhead, Signature, letterhead_of, signature_of
from festival.letters import link_address, typed_address
from festival.models import Festival, SignInLink
from festival.printing import Paper, is_trial_run, qr_svg
from festival.typesetting import POSTER, POSTER_BOLD, size_for

HEAD_MARK = "*"
BADGE = 81.0
"""The width of a badge's lines in millimetres (`static/print/cards.css`)."""
BADGE_QR = 42
FIGURES = 6
DENSE_FIGURES = 10
HEAD_NOTE = "* Điểm do Trưởng ban giám khảo quyết định."
"""The mark after points that the head of the jury decided, in printed tables and in the note below them."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One criterion of a printed sheet; `points` is empty on a blank one."""

    number: int
    name: str
    maximum: str
    points: str = ""


@dataclass(frozen=True, slots=True)
class SheetText:
    """One judge's sheet of one entry. `total` and `in_words` are empty while it is not complete."""

    round: str
    code_label: str
    code: str
    title: str
    unit: str
    judge: str
    lines: Sequence[SheetRow]
    maximum: str
    comment: str = ""
    total: str = ""
    in_words: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class ScoreSheets:
    """Sheets to print, one a page."""

    head: Letterhead
    contest: str
    festival: str
    place_day: str
    sheets: Sequence[SheetText]


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One entry of the summary; `judges` holds the judges' totals in the order of the panel."""

    number: int
    code: str
    anonymous_code: str
    name: str
    unit: str
    judges: Sequence[str]
    rounds: Sequence[str]
    total: str
    rank: str
    prize: str


@dataclass(frozen=True, slots=True)
class SummaryGroup:
    """The rows of one category."""

    title: str
    rows: Sequence[SummaryRow]


@dataclass(frozen=True, slots=True)
class ScoreSummary:
    """Bảng tổng hợp điểm of one contest."""

    head: Letterhead
    contest: str
    festival: str
    code_label: str
    is_anonymous: bool
    judge_columns: Sequence[str]
    round_columns: Sequence[str]
    groups: Sequence[SummaryGroup]
    notes: Sequence[str]
    digest: str
    signature: Signature

    @property
    def columns(self) -> int:
        """The number of columns of the table."""
        return 7 + self.is_anonymous + len(self.judge_columns) + len(self.round_columns)

    @property
    def density(self) -> str:
        """The class of the table: with many judges and rounds it has smaller type."""
        figures = self.is_anonymous + len(self.judge_columns) + len(self.round_columns)
        return "" if figures <= FIGURES else "dense" if figures <= DENSE_FIGURES else "dense denser"


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One entry of the key: its anonymous code, its candidate number, and whose it is."""

    code: str
    number: str
    name: str
    unit: str
    category: str


@dataclass(frozen=True, slots=True)
class AnonymousKey:
    """Bảng đối chiếu số phách of one contest, for the office alone."""

    head: Letterhead
    contest: str
    festival: str
    code_label: str
    rows: Sequence[KeyRow]
    signature: Signature

    @property
    def has_categories(self) -> bool:
        """Whether the entries are divided into categories."""
        return any(row.category for row in self.rows)


@dataclass(frozen=True, slots=True)
class Badge:
    """A judge's badge: name, panels and the code that signs in. `link` is the address as typed from paper."""

    name: str
    position: str
    panels: str
    qr: SafeString
    link: str

    @property
    def name_size(self) -> int:
        """The size of the name in points: two lines at most."""
        return size_for(self.name, sizes=(16, 14, 12, 11, 10), width=BADGE, lines=2, font=POSTER_BOLD)

    @property
    def position_size(self) -> int:
        """The size of the position in points: one line if possible."""
        return size_for(self.position, sizes=(9, 8, 7, 6), width=BADGE, font=POSTER)

    @property
    def panels_size(self) -> int:
        """The size of the panels in points: three lines at most."""
        return size_for(self.panels, sizes=(9, 8, 7, 6, 5), width=BADGE, lines=3, font=POSTER_BOLD)


@dataclass(frozen=True, slots=True)
class Badges:
    """The badges of a festival, six a page."""

    festival: str
    body: str
    days: str
    badges: Sequence[Badge]


def number_label(contest: Contest) -> str:
    """What papers call the candidate numbers of the contest."""
    return "Số báo danh" if contest.kind == Contest.Kind.INDIVIDUAL else "Mã số"


def score_sheets(contest: Contest, sheets: Sequence[SheetText], *, title: str, is_draft: bool) -> Paper:
    """Sheets with marks, or blank ones to be filled in by hand."""
    festival = contest.festival
    return Paper(
        template="print/score_sheets.html",
        styles=["letter.css", "score_sheet.css"],
        title=f"{title} – {contest.name}",
        is_draft=is_draft,
        data=ScoreSheets(
            head=letterhead_of(festival),
            contest=contest.name,
            festival=festival.name,
            place_day=letterhead_of(festival).place_day,
            sheets=sheets,
        ),
    )


def score_summary(
    contest: Contest,
    groups: Sequence[SummaryGroup],
    *,
    judge_columns: Sequence[str],
    round_columns: Sequence[str],
    notes: Sequence[str],
    digest: str,
    is_draft: bool,
) -> Paper:
    """The summary of scores for the jury's signatures, A4 landscape."""
    festival = contest.festival
    return Paper(
        template="print/score_summary.html",
        styles=["letter.css", "summary.css"],
        title=f"Bảng tổng hợp điểm – {contest.name}",
        is_draft=is_draft,
        data=ScoreSummary(
            head=letterhead_of(festival),
            contest=contest.name,
            festival=festival.name,
            code_label=number_label(contest),
            is_anonymous=contest.anonymous,
            judge_columns=judge_columns,
            round_columns=round_columns,
            groups=groups,
            notes=notes,
            digest=digest,
            signature=signature_of(festival, "score-summary"),
        ),
    )


def anonymous_key(contest: Contest, rows: Sequence[KeyRow]) -> Paper:
    """Which code is whose, by code; for the office alone."""
    festival = contest.festival
    return Paper(
        template="print/anonymous_key.html",
        styles=["letter.css", "anonymous_key.css"],
        title=f"Bảng đối chiếu số phách – {contest.name}",
        data=AnonymousKey(
            head=letterhead_of(festival),
            contest=contest.name,
            festival=festival.name,
            code_label=number_label(contest),
            rows=rows,
            signature=signature_of(festival, "anonymous-key"),
        ),
    )


def judge_badges(festival: Festival, badges: Sequence[Badge], *, days: str) -> Paper:
    """Badges to cut out; marked BẢN THỬ while no public address is set."""
    return Paper(
        template="print/judge_badges.html",
        styles=["cards.css"],
        title=f"Thẻ giám khảo – {festival.name}",
        is_trial=is_trial_run(),
        data=Badges(festival=festival.name, body=festival.issuing_body, days=days, badges=badges),
    )


def badge_document(*, name: str, position: str, panels: str, link: SignInLink, root: str) -> Badge:
    """The badge with the judge's sign-in link."""
    return Badge(
        name=name,
        position=position,
        panels=panels,
        qr=qr_svg(link_address(link, root=root), side=BADGE_QR),
        link=typed_address(link, root=root),
    )
