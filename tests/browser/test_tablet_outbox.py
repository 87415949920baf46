"""The tablet's outbox (`static/js/tablet/outbox.js`) runs the sequences of the simulated tablet."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.faults.vectors import sequences

pytestmark = pytest.mark.browser

RUN = """
async (sequences) => {
  const outbox = await import('/static/js/tablet/outbox.js');
  const { sha256 } = await import('/static/js/sha256.js');
  const { canonical } = await import('/static/js/canonical.js');
  const same = (a, b) => canonical(a) === canonical(b);
  const rows = ['op_id', 'device_seq', 'base_version', 'settles', 'aside', 'failures'];
  const outline = (state) => ({
    ...state,
    waiting: state.waiting.map((op) => rows.map((name) => op[name])),
    reports: state.reports.map(({ id }) => id),
    kept: state.kept.map(({ op_id }) => op_id),
    ledger: state.ledger && state.ledger.seq,
    sheets: Object.fromEntries(Object.entries(state.sheets).map(([key, { version, payload, lock }]) =>
      [key, [version, payload?.marks?.a ?? null, lock?.outcome ?? null]])),
  });
  const freeze = (value) => {
    if (value && typeof value === 'object') Object.values(Object.freeze(value)).forEach(freeze);
    return value;
  };
  const call = (state, { call, with: given }) => {
    if (call === 'wait') return outbox.wait(state, given.jitter);
    if (call === 'refresh') return outbox.refresh(state, given.sheets, given.ledger);
    return outbox[call](state, given);
  };
  const faults = [];
  for (const { name, steps, digest } of sequences) {
    let state = freeze(outbox.emptyState(12));
    steps.forEach((step, place) => {
      let result = call(state, step);
      const note = (found) => faults.push([name, place, step.call, found]);
      if ('gives' in step) {
        if (!same(result, step.gives)) note(result);
        return;
      }
      if (step.call === 'batch') {
        const [next, { ops, reports }] = result;
        const sent = ops.map((op) => [op.op_id, op.device_seq, op.base_version, op.settles ?? null]);
        if (!same([sent, reports.map(({ id }) => id)], [step.ops, step.reports])) note([sent, reports]);
        result = next;
      }
      state = freeze(result);
      const found = outline(state);
      for (const [key, value] of Object.entries(step.expect)) {
        if (!same(found[key], value)) note([key, found[key]]);
      }
    });
    if (sha256(canonical(state)) !== digest) faults.push([name, 'end', state]);
  }
  return faults;
}
"""


def faults_of(page: Page, sequences: list[dict[str, Any]]) -> list[Any]:
    page.goto("/healthz")
    found: list[Any] = page.evaluate(RUN, sequences)
    return found


def test_sequences_end_as_on_the_simulated_tablet(page: Page) -> None:
    found = sequences()
    assert (len(found) >= 40, sum(len(one["steps"]) for one in found) >= 300) == (True, True)
    assert faults_of(page, found) == []


def test_wrong_sequences_are_found(page: Page) -> None:
    first = sequences()[0]
    step = {**first["steps"][0], "expect": {"seq": 5}}
    wrong = {**first, "steps": [step, *first["steps"][1:]], "digest": "0" * 64}
    assert [fault[:2] for fault in faults_of(page, [wrong])] == [[first["name"], 0], [first["name"], "end"]]
