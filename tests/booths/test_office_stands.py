"""The office makes stands and places booths."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from booths.models import Booth, Stand
from festival.models import Festival
from tests import make

pytestmark = pytest.mark.django_db


def hall(booths: int, *codes: str) -> tuple[Festival, list[Booth], list[Stand]]:
    festival = make.make_festival()
    rows = [make.make_booth(make.make_school(festival, name=f"Trường {n}")) for n in range(booths)]
    return festival, rows, [make.make_stand(festival, code) for code in codes]


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("A1-A3", ["A1", "A2", "A3"]),
        ("A08-A10", ["A08", "A09", "A10"]),
        ("B1, C2;D3", ["B1", "C2", "D3"]),
        ("A1-B3", ["A1-B3"]),
    ],
)
def test_stands_are_typed_as_a_range_or_a_list(client: Client, typed: str, codes: list[str]) -> None:
    festival = make.make_festival()
    client.force_login(make.make_organiser(festival))
    client.post(reverse("booths:office-stands-new", args=[festival.slug]), {"codes": typed})
    assert [stand.code for stand in festival.stands.all()] == codes


def test_two_booths_swap_their_stands(client: Client) -> None:
    festival, (first, second), (a, b) = hall(2, "A1", "A2")
    Booth.objects.filter(pk=first.pk).update(stand=a)
    Booth.objects.filter(pk=second.pk).update(stand=b)
    client.force_login(make.make_organiser(festival))
    form = {f"booth-{first.pk}": b.pk, f"booth-{second.pk}": a.pk}
    assert client.post(reverse("booths:office-stands", args=[festival.slug]), form).status_code == 302
    assert list(Booth.objects.order_by("pk").values_list("stand", flat=True)) == [b.pk, a.pk]


def test_two_booths_at_one_stand_are_refused(client: Client) -> None:
    festival, (first, second), (a,) = hall(2, "A1")
    client.force_login(make.make_organiser(festival))
    form = {f"booth-{first.pk}": a.pk, f"booth-{second.pk}": a.pk}
    assert client.post(reverse("booths:office-stands", args=[festival.slug]), form).status_code == 422


def test_free_stands_are_filled_in_order_and_nobody_is_moved(client: Client) -> None:
    festival, booths, stands = hall(3, "A1", "A2", "A10")
    Booth.objects.filter(pk=booths[0].pk).update(stand=stands[1])
    client.force_login(make.make_organiser(festival))
    client.post(reverse("booths:office-stands-fill", args=[festival.slug]))
    placed = {booth.pk: booth.stand.code for booth in Booth.objects.select_related("stand") if booth.stand}
    assert placed == {booths[0].pk: "A2", booths[1].pk: "A1", booths[2].pk: "A10"}


def test_taken_stand_is_not_removed_and_a_free_one_is(client: Client) -> None:
    festival, (booth,), (a, b) = hall(1, "A1", "A2")
    Booth.objects.filter(pk=booth.pk).update(stand=a)
    client.force_login(make.make_organiser(festival))
    for stand in (a, b):
        client.post(reverse("booths:office-stand-remove", args=[festival.slug, stand.pk]))
    assert list(festival.stands.values_list("code", flat=True)) == ["A1"]


def test_stand_of_another_festival_is_not_removed(client: Client) -> None:
    festival, foreign = make.make_festival(), make.make_stand(make.make_festival())
    client.force_login(make.make_organiser(festival))
    url = reverse("booths:office-stand-remove", args=[festival.slug, foreign.pk])
    assert (client.post(url).status_code, Stand.objects.count()) == (404, 1)
