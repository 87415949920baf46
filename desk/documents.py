"""Papers with rows of several apps: their data and their templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contests.models import Contest
from festival.documents import Letterhead, Signature
from festival.printing import Paper


@dataclass(frozen=True, slots=True)
class Fact:
    """A label with its value."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class ProductRow:
    """One product of a booth."""

    number: int
    name: str
    topic: str
    authors: str
    materials: str
    purpose: str


@dataclass(frozen=True, slots=True)
class BoothSection:
    """One booth; `mark` names the state of a registration that is not submitted yet."""

    title: str
    mark: str
    facts: Sequence[Fact]
    products: Sequence[ProductRow]


@dataclass(frozen=True, slots=True)
class EntrantRow:
    """One person or product in a contest."""

    number: int
    code: str
    name: str
    born_on: str
    position: str
    more: str
    mark: str


@dataclass(frozen=True, slots=True)
class ContestSection:
    """A school's entries in one contest; `is_product` changes the columns."""

    name: str
    is_product: bool
    rows: Sequence[EntrantRow]


@dataclass(frozen=True, slots=True)
class SchoolForm:
    """The registration form (phiếu đăng ký) of a school, for the head's signature and the seal."""

    head: Letterhead
    festival: str
    to: str
    facts: Sequence[Fact]
    booths: Sequence[BoothSection]
    contests: Sequence[ContestSection]
    signature: Signature


def school_form(text: SchoolForm, *, is_draft: bool) -> Paper:
    """The registration form as a document; `is_draft` while nothing has been submitted."""
    return Paper(
        template="print/school_form.html",
        data=text,
        styles=("letter.css", "school_form.css"),
        title=f"Phiếu đăng ký - {text.head.issuing_body}",
        is_draft=is_draft,
    )


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of paper.

    per           "contest" or "festival"
    is_secret     it contains sign-in codes, so that organisers alone print it
    is_anonymous  it exists for anonymous contests alone
    """

    name: Promise
    note: Promise
    per: str = "contest"
    wants_freeze: bool = False
    is_secret: bool = False
    is_anonymous: bool = False

    def fits(self, contest: Contest) -> bool:
        """Whether this kind can be printed for the contest now."""
        is_ready = contest.is_frozen or not self.wants_freeze
        return self.per == "contest" and is_ready and (contest.anonymous or not self.is_anonymous)


KINDS: Mapping[str, Kind] = {
    "certificates": Kind(
        name=_("Certificates of the prizes"),
        note=_(
            "A4 landscape, one per page, in calling order: the first prize comes last. Printing again "
            "prints all of them; for a few, choose their pages when printing."
        ),
        wants_freeze=True,
    ),
    "participation": Kind(
        name=_("Certificates of participation"),
        note=_(
            "For everyone without a prize. Printing again prints all of them; for a few, choose their pages "
            "when printing."
        ),
        wants_freeze=True,
    ),
    "prize-table": Kind(
        name=_("Prize table"),
        note=_("The annex of the decision, by Nghị định 30/2020."),
        wants_freeze=True,
    ),
    "score-summary": Kind(
        name=_("Summary of scores"),
        note=_("Each judge's total, the result, the rank and the proposed prize; signed by the jury."),
    ),
    "score-sheets": Kind(
        name=_("Score sheets"),
        note=_("Every judge's sheet with its current marks, for the signature."),
    ),
    "blank-score-sheets": Kind(
        name=_("Blank score sheets"),
        note=_("One for each judge and entry, for use without a network."),
    ),
    "anonymous-key": Kind(
        name=_("Key of the anonymous codes"),
        note=_("Which code is whose, for the office alone: never show it to judges. Printing is logged."),
        is_anonymous=True,
    ),
    "booth-qr": Kind(
        name=_("QR sheets of the booths"),
        note=_("One A4 sheet per booth, with its stand and its QR code."),
        per="festival",
    ),
    "judge-badges": Kind(
        name=_("Judges' badges"),
        note=_("A badge with a QR code that signs the judge in; keep it safe."),
        per="festival",
        is_secret=True,
    ),
}
"""Every kind that can be printed; `desk.actions.paper_kinds` composes them."""
