"""What waits on a tablet reaches the server once, whatever the network and the server answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route

from judging.models import Mark, ScoreOp
from tests.browser.tablet import Tablet, answer, fetched, make_tablet

pytestmark = pytest.mark.browser


@pytest.fixture
def tablet(page: Page) -> Tablet:
    """A judge's tablet, signed in, that sends."""
    tablet = make_tablet(page)
    tablet.open()
    tablet.start()
    return tablet


def stored(tablet: Tablet, place: int = 0) -> int | None:
    """The mark of the first criterion on the server, in hundredths."""
    mark = Mark.objects.filter(sheet=tablet.sheets[place], criterion__code="a").first()
    return mark.hundredths if mark else None


def lose_reply(route: Route) -> None:
    fetched(route)
    route.abort()


def truncate(route: Route) -> None:
    status, body, _headers = fetched(route)
    route.fulfill(status=status, body=body[: len(body) // 2], content_type="application/json")


def page_of_a_portal(route: Route) -> None:
    route.fulfill(status=200, body="<!doctype html><title>Wi-Fi</title>", content_type="text/html")


def redirect(route: Route) -> None:
    route.fulfill(status=302, headers={"Location": "/healthz"})


def forbidden(route: Route) -> None:
    route.fulfill(status=403, body="<h1>Wi-Fi</h1>", content_type="text/html")


def failed(route: Route) -> None:
    route.fulfill(status=500, body="<h1>Server Error</h1>", content_type="text/html")


FAULTS: list[Callable[[Route], None]] = [
    Route.abort,
    lose_reply,
    truncate,
    page_of_a_portal,
    redirect,
    forbidden,
    failed,
]


def test_change_reaches_the_server_and_the_state_says_when(tablet: Tablet) -> None:
    before = tablet.change(850)
    assert [op["device_seq"] for op in before["waiting"]] == [None]
    state = tablet.until("!state.waiting.length")
    op = ScoreOp.objects.get()
    sheet = state["sheets"][str(tablet.sheets[0].pk)]
    assert (stored(tablet), op.outcome, op.device_seq) == (850, "applied", 1)
    assert (sheet["version"], sheet["receipt"]) == (1, op.receipt)
    assert sheet["received_at"] == state["acknowledged_at"] == op.received_at.isoformat()
    assert [op["op_id"] for op in state["kept"]] == [str(op.pk)]


def test_op_that_meets_a_fault_is_sent_again_unchanged_and_counts_once(tablet: Tablet) -> None:
    for place, fault in enumerate(FAULTS):
        mark, before = 100 + 25 * place, len(tablet.ops)
        tablet.faults.append(fault)
        tablet.change(mark)
        state = tablet.until("state.failures > 0")
        assert [op["payload"]["marks"]["a"] for op in state["waiting"]] == [mark], fault.__name__
        tablet.now()
        tablet.until("!state.waiting.length")
        first, *again = tablet.ops[before:]
        assert again == [first], fault.__name__
        assert stored(tablet) == mark, fault.__name__
    outcomes = ScoreOp.objects.order_by("device_seq").values_list("outcome", "version")
    assert list(outcomes) == [("applied", version) for version in range(1, len(FAULTS) + 1)]


def test_change_made_while_a_reply_is_lost_follows_it(tablet: Tablet) -> None:
    tablet.faults.append(lose_reply)
    tablet.change(700)
    tablet.until("state.failures > 0")
    tablet.change(800)
    tablet.now()
    tablet.until("!state.waiting.length")
    assert [mark for _id, mark in tablet.ops] == [700, 700, 800]
    assert [(op.base_version, op.outcome) for op in ScoreOp.objects.order_by("device_seq")] == [
        (0, "applied"),
        (1, "applied"),
    ]


def test_busy_server_is_left_alone_for_as_long_as_it_asks(tablet: Tablet) -> None:
    def busy(route: Route) -> None:
        route.fulfill(status=503, headers={"Retry-After": "3"}, json={"error": "busy"})

    tablet.faults.append(busy)
    tablet.change(700)
    tablet.until("state.pause === 3")
    count = len(tablet.sent)
    tablet.page.evaluate("() => { window.dispatchEvent(new Event('online')); window.sender.changed(); }")
    tablet.page.wait_for_timeout(1500)
    assert (len(tablet.sent), ScoreOp.objects.count()) == (count, 0)
    tablet.now()  # the button does not wait
    tablet.until("!state.waiting.length")
    assert stored(tablet) == 700


def test_batch_that_is_too_large_is_sent_in_halves(page: Page) -> None:
    tablet = make_tablet(page, sheets=5)
    tablet.open()
    for place in range(5):
        tablet.change(100 * place, place)
    tablet.faults += [lambda route: route.fulfill(status=413, body="<h1>Too large</h1>")] * 2
    tablet.start()
    tablet.until("!state.waiting.length")
    assert [len(body["ops"]) for body in tablet.sent if body["ops"]] == [5, 2, 1, 2, 2]
    assert ScoreOp.objects.filter(outcome="applied").count() == 5


def test_op_that_alone_is_too_large_is_set_aside_and_the_others_are_sent(tablet: Tablet) -> None:
    large = tablet.page.evaluate(
        """async ([sheet, schema]) => {
          const change = window.made(sheet, 100, schema, 'ồ'.repeat(9000));
          await window.store.change(change);
          return change.opId;
        }""",
        [tablet.sheets[0].pk, tablet.schema],
    )
    tablet.change(200, 1)
    state = tablet.until("state.waiting.length === 1 && state.waiting[0].aside")
    assert [(op["op_id"], op["aside"]) for op in state["waiting"]] == [(large, "too-large")]
    assert stored(tablet, 1) == 200


def test_refused_token_asks_to_sign_in_and_a_new_one_goes_on(tablet: Tablet) -> None:
    tablet.faults.append(lambda route: route.fulfill(status=401, json={"error": "token"}))
    tablet.change(700)
    tablet.until("state.needs === 'sign-in'")
    tablet.change(750)
    tablet.page.wait_for_timeout(500)
    assert len(tablet.read()["waiting"]) == 2
    tablet.page.evaluate(
        "async ([id, token]) => { await window.store.signIn({ token, judge: { id, name: '' } });"
        " window.sender.resume(); }",
        [tablet.judge.pk, f"token-{tablet.judge.pk}-new"],
    )
    state = tablet.until("!state.waiting.length")
    assert (state["needs"], stored(tablet)) == (None, 750)
    assert set(tablet.tokens[-2:]) == {f"token-{tablet.judge.pk}-new"}


def test_conflict_locks_the_sheet_and_what_was_marked_meanwhile_is_stored_in_its_place(
    tablet: Tablet,
) -> None:
    sheet = tablet.sheets[0]
    type(sheet).objects.filter(pk=sheet.pk).update(version=3, payload_hash="1" * 64)
    held: list[Route] = []
    tablet.faults.append(held.append)
    tablet.change(700)
    tablet.page.wait_for_timeout(300)
    tablet.change(800)
    answer(held[0])
    state = tablet.until("!state.waiting.length")
    first, second = ScoreOp.objects.order_by("device_seq")
    assert (first.outcome, second.outcome, second.settles_id) == ("conflict", "conflict", first.pk)
    assert [op.payload["marks"]["a"] for op in (first, second)] == [700, 800]
    known = state["sheets"][str(sheet.pk)]
    assert (known["lock"]["outcome"], known["lock"]["op_id"]) == ("conflict", str(second.pk))
    assert (known["lock"]["server"]["version"], known["payload"]["marks"]["a"]) == (3, 800)


def test_requests_carry_what_waits_and_no_cookie(tablet: Tablet) -> None:
    cookies: list[str | None] = []
    tablet.page.on("request", lambda request: cookies.append(request.headers.get("cookie")))
    tablet.change(100)
    tablet.until("!state.waiting.length")
    body = next(body for body in tablet.sent if body["ops"])
    assert set(body) == {"device", "app", "waiting", "waiting_since", "ops", "reports"}
    assert (body["app"], body["waiting"], body["waiting_since"] is None) == ("test", 1, False)
    assert set(cookies) == {None}
    assert tablet.read()["failures"] == 0
