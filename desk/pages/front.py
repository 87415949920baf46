"""Data of the festival's front page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from booths.models import Booth, Product
from booths.queries.public import FieldCount, fields_of, public_booths, with_prizes
from contests.models import Contest
from festival.models import Festival, School
from festival.queries.schools import answered


@dataclass(frozen=True, slots=True)
class FrontPage:
    """The data of the front page."""

    schools: int
    booths: int
    products: int
    contests: Sequence[Contest]
    fields: Sequence[FieldCount]
    shown: Sequence[Booth]

    @property
    def published(self) -> int:
        """Contests whose results are public."""
        return sum(contest.state == Contest.State.PUBLISHED for contest in self.contests)


def front_page(festival: Festival, *, shown: int = 6) -> FrontPage:
    """The counts, the fields and the first booths in the order of stands; eight queries."""
    fields = fields_of(festival)
    coming = School.objects.filter(answered(School.Participation.CONFIRMED), festival=festival)
    public = Q(booth__festival=festival, booth__state=Booth.State.APPROVED)
    return FrontPage(
        schools=coming.count(),
        booths=sum(field.booths for field in fields),
        products=Product.objects.filter(public).count(),
        contests=list(Contest.objects.filter(festival=festival)),
        fields=[field for field in fields if field.code],
        shown=with_prizes(public_booths(festival)[:shown]),
    )
