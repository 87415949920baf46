// The outbox of one judge on a tablet: pure rules without storage or network, tested by tests/vectors/outbox.json here
// and in tests/faults/outbox.py. A state is a plain object that no function changes:
//   judge, seq (last number given on this device), limit (most ops of a batch), failures (in a row), pause (seconds
//   that the server asked for), checked (the ledger was seen since the last failure), needs (null, "sign-in",
//   "other-server"), closed (festival), ledger (as last seen),
//   acknowledged_at (the server's time of the last acknowledgement), flight (ids of what was sent last),
//   waiting (ops, oldest first), reports (reports that wait), kept (acknowledged ops with `outcome`, `ledger_seq`),
//   sheets: {sheet: {version, payload, received_at, receipt, lock}}; lock is null or {outcome, op_id, reason, said, server}.
// An op waits with device_seq null until it is first sent; from then on nothing of it changes. Its base_version is
// the version that the judge saw: outcomes of own ops raise it, a conflict does not, so nothing unseen is overwritten.
// Decision: docs/decisions/0020-rules-of-the-outbox.md.
import { canonical } from "../canonical.js";
import { sha256 } from "../sha256.js";

export { reconcile, refresh } from "./ledger.js";
export { parsed, receive } from "./replies.js";

export const MOST_OPS = 20;
const LONGEST_WAIT = 60;
export const UNTOUCHED = { version: 0, payload: null, received_at: null, receipt: null, lock: null };

export const emptyState = (judge) => ({
  judge: String(judge), seq: 0, limit: MOST_OPS, failures: 0, pause: 0, checked: false, needs: null, closed: false,
  ledger: null, acknowledged_at: null, flight: [], waiting: [], reports: [], kept: [], sheets: {},
});

// An op of the whole sheet; it replaces one of the sheet that was never sent or exported. `settles`: id of the
// conflict that the judge resolves with it, having seen the server's version. `at` is for display only.
export function change(state, { sheet, payload, opId, schema, at, settles = null }) {
  const key = String(sheet);
  if (state.waiting.some((op) => op.op_id === opId)) return state;
  const known = state.sheets[key] ?? UNTOUCHED;
  const replaced = state.waiting.find((op) => op.sheet === key && op.device_seq === null && !op.exported);
  const seen = settles ? known.lock?.server?.version : replaced?.base_version;
  const op = {
    op_id: opId, sheet: key, device_seq: null, base_version: seen ?? null, schema, payload, hash: sha256(canonical(payload)),
    settles: settles ?? replaced?.settles ?? null, at: replaced?.at ?? at, failures: 0, aside: null, exported: false,
  };
  const lock = settles ? null : known.lock;
  const waiting = [...state.waiting.filter((other) => other !== replaced), op];
  return { ...state, waiting, sheets: { ...state.sheets, [key]: { ...known, payload, lock } } };
}

// A report for the organisers: {id, kind, sheet, text, at}, with an id of its own; sent until it is received.
export function report(state, { id, kind, sheet, text, at }) {
  if (state.reports.some((other) => other.id === id)) return state;
  return { ...state, reports: [...state.reports, { id, kind, sheet, text, at, failures: 0, aside: null }] };
}

// What is sent now: [state, {ops, reports}], the oldest op of each sheet first. Nothing while something is needed, nor
// before the ledger was seen: after a restored backup, acknowledged ops have to go first.
export function batch(state) {
  const firsts = new Map();
  for (const op of state.waiting) if (!op.aside && !firsts.has(op.sheet)) firsts.set(op.sheet, op);
  const all = state.needs || !state.checked ? [] : [...firsts.values(), ...state.reports.filter((one) => !one.aside)];
  const chosen = all.sort((a, b) => a.failures - b.failures).slice(0, state.limit);
  let { seq } = state;
  const frozen = new Map();
  for (const op of chosen.filter((one) => one.op_id)) frozen.set(op.op_id, op.device_seq === null ? froze(state, op, ++seq) : op);
  const waiting = state.waiting.map((op) => frozen.get(op.op_id) ?? op);
  const flight = chosen.map((one) => one.op_id ?? one.id);
  const reports = chosen.filter((one) => one.id).map(({ id, kind, sheet, text, at }) => ({ id, kind, sheet, text, at }));
  return [{ ...state, seq, waiting, flight }, { ops: [...frozen.values()].map(sent), reports }];
}

export function hasBatch(state) {
  return batch(state)[0].flight.length > 0;
}

function froze(state, op, device_seq) {
  const { version, lock } = state.sheets[op.sheet] ?? UNTOUCHED;
  const settles = op.settles ?? (lock?.outcome === "conflict" ? lock.op_id : null); // the newest one stands for all
  return { ...op, device_seq, base_version: op.base_version ?? version, settles };
}

export function sent({ op_id, sheet, device_seq, base_version, schema, payload, hash, settles }) {
  const op = { op_id, sheet, device_seq, base_version, schema, payload, hash };
  return settles ? { ...op, settles } : op;
}

// The queue was written to a file, which may be imported: none of its ops is replaced any more.
export function exported(state) {
  return { ...state, waiting: state.waiting.map((op) => (op.exported ? op : { ...op, exported: true })) };
}

// Seconds until the next attempt: 1 to 60, at least what the server asked for; `jitter` is 0 to 1.
export function wait({ failures, pause }, jitter) {
  const backoff = failures ? Math.min(LONGEST_WAIT, 2 ** (failures - 1)) : 0;
  return Math.max(Math.min(LONGEST_WAIT, backoff * (0.8 + 0.4 * jitter)), pause);
}

// Numbers for the page: what waits, since when (this tablet's clock), what is set aside.
export function summary(state) {
  const all = [...state.waiting, ...state.reports];
  const since = all.map((one) => one.at).sort()[0] ?? null;
  return { waiting: all.length, since, aside: all.filter((one) => one.aside).length, acknowledged_at: state.acknowledged_at, needs: state.needs };
}

// What was set aside is tried again, at once.
export function retry(state) {
  const again = (one) => (one.aside || one.failures ? { ...one, aside: null, failures: 0 } : one);
  const needs = state.needs === "sign-in" ? null : state.needs;
  return { ...state, needs, failures: 0, pause: 0, waiting: state.waiting.map(again), reports: state.reports.map(again) };
}

// What the page needs of one sheet.
export function sheetOf(state, sheet) {
  const key = String(sheet);
  const known = state.sheets[key] ?? UNTOUCHED;
  return { ...known, sheet: key, is_waiting: state.waiting.some((op) => op.sheet === key) };
}
