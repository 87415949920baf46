"""What a tablet stores: it survives reloads, is on the disk once saved, and is the judge's own alone."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any

import pytest
from playwright.sync_api import Page, Route

from judging.models import Mark, ScoreOp
from tests.browser.tablet import Tablet, make_tablet
from tests.faults.outbox import canonical
from tests.make import make_entry, make_judge, make_sheet

pytestmark = pytest.mark.browser
BREAK = """
([times, isFull]) => {
  const put = IDBObjectStore.prototype.put;
  window.left = times;
  IDBObjectStore.prototype.put = function (...values) {
    if (this.name !== 'ops' || window.left <= 0) return put.apply(this, values);
    window.left -= 1;
    if (!isFull) throw new DOMException('injected', 'UnknownError');
    const request = put.apply(this, values);
    request.addEventListener('success', () => request.transaction.abort());
    return request;
  };
}
"""
CHANGE = """
async ([sheet, mark, schema]) => {
  const change = window.made(sheet, mark, schema);
  try {
    await window.store.change(change);
    return 'saved';
  } catch (error) {
    if (window.sender) await window.sender.hold(change);
    return error instanceof window.NotSaved ? 'not saved' : String(error);
  }
}
"""


@pytest.fixture
def tablet(page: Page) -> Tablet:
    """A judge's tablet, signed in, that does not send yet."""
    tablet = make_tablet(page)
    tablet.open()
    return tablet


def try_change(tablet: Tablet, mark: int) -> str:
    found: str = tablet.page.evaluate(CHANGE, [tablet.sheets[0].pk, mark, tablet.schema])
    return found


def marks_of(state: dict[str, Any]) -> list[int]:
    return [op["payload"]["marks"]["a"] for op in state["waiting"]]


def test_ops_survive_reloads_without_a_network_and_are_sent_afterwards(tablet: Tablet) -> None:
    tablet.faults += [Route.abort, Route.abort]
    tablet.start()
    tablet.change(100)
    tablet.until("state.failures > 0")
    tablet.change(200)
    tablet.change(300, 1)
    before = tablet.read()
    for _ in range(2):
        tablet.open(is_new=False)
        assert tablet.read() == before
    tablet.faults.clear()
    tablet.start()
    tablet.until("!state.waiting.length")
    ops = ScoreOp.objects.order_by("device_seq").values_list("payload__marks__a", "outcome")
    assert list(ops) == [(100, "applied"), (300, "applied"), (200, "applied")]
    assert Mark.objects.get(sheet=tablet.sheets[0], criterion__code="a").hundredths == 200


def test_change_is_one_transaction_on_the_disk(tablet: Tablet) -> None:
    tablet.page.evaluate(
        """() => {
          const transaction = IDBDatabase.prototype.transaction;
          window.opened = [];
          IDBDatabase.prototype.transaction = function (stores, mode, options) {
            const isWhole = ['ops', 'sheets'].every((name) => stores.includes(name));
            window.opened.push([mode, options?.durability, isWhole]);
            return transaction.call(this, stores, mode, options);
          };
        }"""
    )
    tablet.change(100)
    assert tablet.page.evaluate("() => window.opened") == [["readwrite", "strict", True]]


@pytest.mark.parametrize("is_full", [False, True])
def test_write_that_fails_once_is_saved_by_a_reopened_database(tablet: Tablet, *, is_full: bool) -> None:
    tablet.page.evaluate(BREAK, [1, is_full])
    assert try_change(tablet, 100) == "saved"
    assert marks_of(tablet.read()) == [100]


@pytest.mark.parametrize("is_full", [False, True])
def test_write_that_fails_twice_is_not_saved_and_leaves_nothing(tablet: Tablet, *, is_full: bool) -> None:
    tablet.change(100)
    before = tablet.read()
    tablet.page.evaluate(BREAK, [2, is_full])
    assert try_change(tablet, 200) == "not saved"
    assert tablet.read() == before
    assert try_change(tablet, 300) == "saved"
    assert marks_of(tablet.read()) == [300]


def test_change_that_cannot_be_stored_is_sent_from_memory_and_the_page_knows(tablet: Tablet) -> None:
    tablet.start()
    tablet.change(100)
    tablet.until("!state.waiting.length")
    tablet.page.evaluate(BREAK, [1_000_000, False])
    tablet.faults.append(Route.abort)
    assert try_change(tablet, 200) == "not saved"
    tablet.page.wait_for_function("() => window.states.at(-1).isUnsaved")
    tablet.now()
    tablet.page.wait_for_function("() => !window.states.at(-1).state.waiting.length")
    assert tablet.page.evaluate("() => window.states.at(-1).isUnsaved") is False
    outcomes = ScoreOp.objects.order_by("device_seq").values_list(
        "payload__marks__a", "outcome", "base_version"
    )
    assert list(outcomes) == [(100, "applied", 0), (200, "applied", 1)]


def test_state_in_memory_is_stored_once_the_database_works_again_with_what_pages_stored(
    tablet: Tablet,
) -> None:
    tablet.start()
    tablet.faults += [Route.abort] * 2
    tablet.page.evaluate(BREAK, [1_000_000, False])
    assert try_change(tablet, 100) == "not saved"
    tablet.page.wait_for_function("() => window.states.at(-1).isUnsaved")
    tablet.page.evaluate("() => { window.left = 0; }")
    tablet.change(200, 1)
    tablet.faults.clear()
    tablet.now()
    tablet.until("!state.waiting.length && state.kept.length === 2")
    assert tablet.page.evaluate("() => window.states.at(-1).isUnsaved") is False
    marks = Mark.objects.filter(criterion__code="a").order_by("hundredths")
    assert list(marks.values_list("hundredths", flat=True)) == [100, 200]


def test_other_judge_sees_how_many_sheets_wait_and_sends_them_with_their_judges_token(tablet: Tablet) -> None:
    tablet.change(875)
    first, contest = tablet.judge, tablet.sheets[0].assignment.entry.contest
    tablet.judge = make_judge(first.festival)
    own = make_sheet(tablet.judge, entry=make_entry(contest))
    tablet.open()
    others = tablet.page.evaluate("() => window.store.others()")
    assert others == [{"judge": str(first.pk), "name": first.user.full_name, "waiting": 1}]
    readable = tablet.page.evaluate(
        """async () => {
          const { store } = window;
          const all = await Promise.all([store.read(), store.others(), store.note(1), store.token()]);
          return JSON.stringify([all, Object.entries(store)]);
        }"""
    )
    assert ("875" in readable, f"token-{first.pk}" in readable) == (False, False)
    tablet.sheets.append(own)
    tablet.change(500, 2)
    tablet.start()
    tablet.until("!state.waiting.length")
    tablet.page.wait_for_function("async () => !(await window.store.others()).length")
    ops = ScoreOp.objects.values_list("author", "payload__marks__a", "outcome").order_by("payload__marks__a")
    assert list(ops) == [(tablet.judge.user.pk, 500, "applied"), (first.user.pk, 875, "applied")]
    used = {token: [op["payload"]["marks"]["a"] for op in body["ops"]] for token, body in sent(tablet)}
    assert used == {f"token-{first.pk}": [875], f"token-{tablet.judge.pk}": [500]}


def sent(tablet: Tablet) -> list[tuple[str, dict[str, Any]]]:
    pairs = zip(tablet.tokens, tablet.sent, strict=True)
    return [(token, body) for token, body in pairs if body["ops"]]


def test_private_note_stays_on_the_tablet_until_the_festival_is_closed(tablet: Tablet) -> None:
    tablet.page.evaluate("() => window.store.note(7, 'Hỏi lại về pin')")
    tablet.start()
    tablet.change(100)
    tablet.until("state.kept.length === 1")
    tablet.open(is_new=False)
    assert tablet.page.evaluate("() => window.store.note(7)") == "Hỏi lại về pin"
    assert "pin" not in json.dumps(tablet.sent, ensure_ascii=False)
    type(tablet.judge.festival).objects.update(state="closed")
    tablet.start()
    tablet.until("state.closed && !state.kept.length")
    assert tablet.page.evaluate("() => window.store.note(7)") == ""


def test_exported_queue_carries_a_signature_that_the_office_can_compute(tablet: Tablet) -> None:
    tablet.faults += [Route.abort] * 5
    tablet.start()
    tablet.change(100)
    state = tablet.until("state.failures > 0")
    tablet.change(200)
    tablet.page.evaluate("() => window.store.report({ kind: 'absent', sheet: 7, text: 'vắng “cả nhóm”' })")
    file = tablet.page.evaluate("() => window.exported()")
    content = json.loads(file["text"])
    signature = content.pop("signature")
    key = hashlib.sha256(f"token-{tablet.judge.pk}".encode()).digest()
    assert signature == hmac.new(key, canonical(content).encode(), hashlib.sha256).hexdigest()
    festival, judge = tablet.judge.festival.slug, tablet.judge.pk
    head = {key: content[key] for key in ("format", "version", "festival", "judge")}
    assert head == {"format": "festival-ops", "version": 1, "festival": festival, "judge": judge}
    first, second = content["ops"]
    assert (first["op_id"], first["base_version"], first["device_seq"], first["after"]) == (
        state["waiting"][0]["op_id"],
        0,
        1,
        None,
    )
    assert (second["base_version"], second["device_seq"], second["after"]) == (None, 0, first["op_id"])
    assert second["payload"]["marks"] == {"a": 200, "b": None}
    assert [report["text"] for report in content["reports"]] == ["vắng “cả nhóm”"]
    tablet.change(300)  # the exported op stays as it is
    tablet.faults.clear()
    tablet.now()
    tablet.until("!state.waiting.length")
    ops = ScoreOp.objects.order_by("device_seq").values_list("payload__marks__a", "outcome")
    assert list(ops) == [(100, "applied"), (200, "applied"), (300, "applied")]
    assert str(ScoreOp.objects.get(device_seq=2).pk) == second["op_id"]
