"""Papers that speak of several rooms at once: what they say, and where their templates lie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from festival.documents import Letterhead, Signature
from festival.printing import Paper


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and what is written behind it."""

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
class BoothPart:
    """One booth; `mark` says what is no submitted registration yet."""

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
class ContestPart:
    """A school's entries in one contest; `is_product` changes the columns."""

    name: str
    is_product: bool
    rows: Sequence[EntrantRow]


@dataclass(frozen=True, slots=True)
class SchoolForm:
    """Phiếu đăng ký of a school, for its head's signature and seal."""

    head: Letterhead
    festival: str
    to: str
    facts: Sequence[Fact]
    booths: Sequence[BoothPart]
    contests: Sequence[ContestPart]
    signature: Signature


def school_form(text: SchoolForm, *, is_draft: bool) -> Paper:
    """The paper; `is_draft` while nothing has been submitted."""
    return Paper(
        template="print/school_form.html",
        data=text,
        styles=("letter.css", "school_form.css"),
        title=f"Phiếu đăng ký - {text.head.issuing_body}",
        is_draft=is_draft,
    )
