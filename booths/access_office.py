"""The office's door to stands."""

from __future__ import annotations

from django.http import Http404

from booths.models import Stand
from festival.access import Anybody, festival_for_office


def stand_for_office(user: Anybody, slug: str, pk: int) -> Stand:
    """A stand of an edition in whose office the person works."""
    festival = festival_for_office(user, slug)
    stand = Stand.objects.filter(festival=festival, pk=pk).first()
    if stand is None:
        raise Http404
    stand.festival = festival
    return stand
