"""What a judge's sheet shows of the criteria and of the entry's files."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from contests.models import Attachment
from tests.judging.test_judge_pages import enter, url_of
from tests.make import make_contest, make_criterion, make_entry, make_festival, make_judge, make_sheet

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("name", "way"), [("anh.jpg", "inline"), ("bai.pdf", "attachment")])
def test_file_of_an_entry_is_shown_if_a_picture_and_else_downloaded(
    client: Client, name: str, way: str
) -> None:
    sheet = make_sheet()
    file = Attachment(entry=sheet.assignment.entry, name=name, size=1, sha256="0")
    file.file.save(name, ContentFile(b"x"), save=True)
    address = url_of(sheet, "attachment", file.pk)

    page = enter(client, sheet).get(url_of(sheet)).content.decode()
    response = client.get(address)

    assert (f'<img class="entry-picture" src="{address}" alt="{name}"' in page) is (way == "inline")
    assert response["Content-Disposition"].partition(";")[0] == way
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    response.close()


def test_levels_of_a_criterion_are_a_list_of_steps(client: Client) -> None:
    contest = make_contest(make_festival())
    make_criterion(contest, code="a", description="Tốt: 9–10 điểm; Khá: 7–8 điểm")
    sheet = make_sheet(make_judge(contest.festival), entry=make_entry(contest))
    page = enter(client, sheet).get(url_of(sheet)).content.decode()
    assert '<li><span class="level-points">9–10</span> Tốt</li>' in page
    assert "Điểm chỉ được lưu khi bấm nút bên cạnh." in page
    assert "htmx-2" not in page
