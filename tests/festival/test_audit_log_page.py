"""The page of the audit log."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from festival.audit import log_event
from festival.models import AuditEvent, Festival, User
from tests import make
from tests.conftest import no_triggers
from tests.reading import elements, texts

pytestmark = pytest.mark.django_db


def written(count: int) -> tuple[Festival, User]:
    festival = make.make_festival()
    person = make.make_organiser(festival)
    for number in range(count):
        with transaction.atomic():
            log_event(person, "school-added", festival, festival=festival, body={"code": f"th-{number}"})
    return festival, person


Logged = tuple[str, Model, dict[str, object]]
"""Action, subject and body of an event."""


def shown_details(client: Client, person: User, festival: Festival, events: list[Logged]) -> list[str]:
    """Log the events and return what the page shows of their bodies, in the same order."""
    with transaction.atomic():
        for action, subject, body in events:
            log_event(person, action, subject, festival=festival, body=body)
    client.force_login(person)
    page = client.get(reverse("festival:audit-log", args=[festival.slug]))
    return texts(page, "#list td small")[::-1]


def test_events_have_labels_and_can_be_narrowed(client: Client) -> None:
    festival, person = written(1)
    stranger = make.make_organiser(festival)
    with transaction.atomic():
        log_event(stranger, "festival-changed", festival, festival=festival, body={"fields": ["venue"]})
    client.force_login(person)
    url = reverse("festival:audit-log", args=[festival.slug])
    for query in ("?action=school-added", f"?person={person.pk}"):
        cells = texts(client.get(url + query), "#list td")
        assert (cells[0], cells[2], cells[3]) == ("1", person.full_name, "Thêm trường")
        assert (len(cells), "th-0" in cells[4]) == (5, True)
    assert len(elements(client.get(f"{url}?person=x"), "#list tbody tr")) == 2


def test_check_says_whether_the_chain_holds(client: Client) -> None:
    festival, person = written(3)
    client.force_login(person)
    url = reverse("festival:audit-log", args=[festival.slug])
    assert texts(client.get(f"{url}?check=1"), "main .notice-good") == [
        "Chuỗi nhật ký nguyên vẹn: đã kiểm tra 3 dòng."
    ]
    with no_triggers():
        AuditEvent.objects.filter(festival=festival, seq=2).update(action="school-removed")
    assert texts(client.get(f"{url}?check=1"), "main .notice-bad") == [
        "Chuỗi nhật ký sai ở dòng 2. Xin báo bộ phận kỹ thuật."
    ]


def test_codes_in_bodies_are_shown_in_words(client: Client) -> None:
    festival, person = written(0)
    contest = make.make_contest(festival)
    events: list[Logged] = [
        ("settlement-written", contest, {"blocker": "discrepancy", "entry": "07 Robot", "kind": "agreed"}),
        ("settlement-written", contest, {"blocker": "entry-out", "kind": "waived"}),
        ("results-reopened", contest, {"from": "published"}),
        ("contest-changed", contest, {"fields": ["closes_at", "categories"]}),
        ("scoring-changed", contest, {"fields": ["drop_high"]}),
        ("schools-imported", festival, {"fields": ["commune"]}),
        ("score-received", festival, {"outcome": "late", "reason": "closed"}),
        ("job-started", festival, {"kind": "printing"}),
        ("password-set", person, {"by": "invitation"}),
        ("link-made", person, {"purpose": "badge"}),
        ("participation-answered", festival, {"answer": "declined"}),
        ("certificates-superseded", contest, {"superseded": {"1": 5, "3": 4}, "revoked": [7]}),
    ]
    assert shown_details(client, person, festival, events) == [
        "việc còn vướng: lệch điểm chưa giải quyết · bài: 07 Robot · loại: Các giám khảo đã thống nhất",
        "việc còn vướng: đã có điểm nhưng không còn được duyệt · loại: Bỏ qua có lý do",
        "từ: Đã công bố",
        "mục: đóng đăng ký, bảng thi",
        "mục: Số điểm cao nhất bỏ đi",
        "mục: xã, phường",
        "kết quả xử lý: Đến muộn · lý do: bài không còn nhận điểm",
        "loại: In ấn",
        "qua: Giấy mời",
        "mục đích: Thẻ",
        "trả lời: Không tham gia",
        "số giấy chứng nhận bị thu hồi: 1 · số giấy chứng nhận được thay: 2",
    ]


def test_rows_named_by_their_codes_are_shown_by_their_names(client: Client) -> None:
    festival = make.make_festival(name="Ngày hội STEM")
    person = make.make_organiser(festival)
    contest = make.make_contest(festival, name="Rô-bốt tự hành", slug="ro-bot", kind="individual")
    contest.rounds.update(code="ly-thuyet", name="Lý thuyết")
    school = make.make_school(festival, code="th-01", name="Trường Tiểu học Kim Chung")
    judge = make.make_judge(festival)
    make.make_scheme(contest, 1)
    events: list[Logged] = [
        ("results-frozen", contest, {"contest": contest.slug}),
        ("scoring-changed", contest, {"round": "ly-thuyet"}),
        ("rounds-changed", contest, {"rounds": ["ly-thuyet", "thuc-hanh"]}),
        ("participation-answered", festival, {"school": school.code}),
        ("entries-assigned", contest, {"judge": judge.user.login}),
        ("tie-decided", contest, {"tier": "giai-1"}),
        ("festival-copied", festival, {"from": festival.slug}),
        ("contest-made", contest, {"kind": contest.kind}),
        ("signers-changed", festival, {"kinds": ["", "prize-table"]}),
    ]
    assert shown_details(client, person, festival, events) == [
        "cuộc thi: Rô-bốt tự hành",
        "vòng: Lý thuyết",
        "các vòng: Lý thuyết, thuc-hanh",
        "Trường Tiểu học Kim Chung",
        f"giám khảo: {judge.user.full_name}",
        "Giải Nhất",
        "từ: Ngày hội STEM",
        "loại: Cá nhân",
        "loại giấy tờ: Mọi giấy tờ, Danh sách đạt giải",
    ]
