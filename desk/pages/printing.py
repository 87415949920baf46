"""Data of the page of papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet, TextField
from django.db.models.functions import Cast

from awards.models import Prize
from booths.models import Booth
from contests.models import Category, Contest, Entry, Member, Round
from desk.documents import KINDS
from festival.glyphs import MissingLetters, missing_message, missing_of
from festival.models import Festival, Job, School, Signer, User
from judging.models import Criterion, Judge


@dataclass(frozen=True, slots=True)
class KindRow:
    """A kind of paper with the contests for which it can be printed; `waits` while none of them is frozen."""

    code: str
    name: object
    note: object
    contests: Sequence[Contest]
    per_festival: bool
    is_secret: bool
    waits: bool


@dataclass(frozen=True, slots=True)
class PrintingPage:
    """The kinds, a text with letters that cannot be printed ("" without any), and the user's latest jobs."""

    kinds: Sequence[KindRow]
    missing: str
    jobs: Sequence[Job]


def printing_page(festival: Festival, *, by: User) -> PrintingPage:
    """The page for one user; three queries."""
    contests = list(Contest.objects.filter(festival=festival))
    frozen = [contest for contest in contests if contest.is_frozen]
    rows = [
        KindRow(
            code=code,
            name=kind.name,
            note=kind.note,
            contests=[contest for contest in contests if kind.fits(contest)],
            per_festival=kind.per == "festival",
            is_secret=kind.is_secret,
            waits=kind.wants_freeze and not frozen,
        )
        for code, kind in KINDS.items()
        if not kind.is_anonymous or any(contest.anonymous for contest in contests)
    ]
    jobs = Job.objects.filter(festival=festival, created_by=by, kind="printing")[:8]
    return PrintingPage(rows, missing_message(unprintable_texts(festival)), list(jobs))


OF_FESTIVALS = (
    *("name", "level", "parent_body", "issuing_body", "body_name", "issuer", "place", "venue"),
    *("decision_number", "invitation_number"),
)
"""The columns of a festival that papers print."""


def unprintable_texts(festival: Festival) -> list[MissingLetters]:
    """Names and titles of the festival with letters that no font of the papers has; one query."""
    first, *others = _printed_texts(festival)
    return missing_of(first.union(*others).order_by("owner", "text").values_list("owner", "text"))


def _printed_texts(festival: Festival) -> list[QuerySet[Any]]:
    """(owner, text) of each text that papers print; the owner is the name of the row."""
    approved = {"state": Entry.State.APPROVED}
    entries = {"entry__state": Entry.State.APPROVED}
    return [
        *(_texts(Festival, field, "pk", festival) for field in OF_FESTIVALS),
        _texts(School, "name", "festival", festival),
        *(_texts(Signer, field, "festival", festival) for field in ("authority", "title", "name")),
        _texts(Contest, "name", "festival", festival),
        _texts(Category, "name", "contest__festival", festival),
        _texts(Round, "name", "contest__festival", festival),
        _texts(Criterion, "name", "contest__festival", festival),
        _texts(Prize, "name", "scheme__contest__festival", festival),
        _texts(Judge, "user__full_name", "festival", festival),
        _texts(Entry, "title", "contest__festival", festival, **approved),
        _texts(Member, "full_name", "entry__contest__festival", festival, **entries),
        _texts(Member, "position", "entry__contest__festival", festival, owner="full_name", **entries),
        _texts(Member, "class_name", "entry__contest__festival", festival, owner="full_name", **entries),
        _texts(Booth, "title", "festival", festival, state=Booth.State.APPROVED),
        _texts(Booth, "summary", "festival", festival, owner="title", state=Booth.State.APPROVED),
    ]


def _texts(
    model: type[Model], field: str, path: str, festival: Festival, *, owner: str = "", **where: str
) -> QuerySet[Any]:
    rows = model._default_manager.filter(**{path: festival.pk}, **where).order_by()
    return rows.values(owner=Cast(owner or field, TextField()), text=Cast(field, TextField()))
