// What a response does to an outbox. Pure; see outbox.js for the state.
import { reconcile } from "./ledger.js";
import { MOST_OPS, UNTOUCHED } from "./outbox.js";

const FINAL = new Set(["applied", "noop", "conflict", "late", "quarantined"]);
const RECEIVED = new Set(["received", "known"]);
const REFUSED = new Set([400, 413, 500]);
const LONGEST_PAUSE = 600;

// Takes a response: {status (0 without one), body (text), retryAfter (seconds)}. Only an outcome removes an op.
export function receive(state, { status, body = "", retryAfter = 0 }) {
  const reply = parsed(body);
  if (status === 200 && Array.isArray(reply?.outcomes)) return accepted(state, reply);
  const failed = { ...state, failures: state.failures + 1, pause: Math.min(LONGEST_PAUSE, retryAfter) };
  const isOurs = typeof reply?.error === "string";
  if (isOurs && ([401, 403].includes(status) || reply.error === "device")) return { ...failed, needs: "sign-in", flight: [] };
  if (REFUSED.has(status) && (isOurs || status !== 400)) return refused(failed, status);
  return { ...failed, checked: false, flight: [] };
}

export function parsed(body) {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

// the server cannot take the batch: a smaller one next; one alone is set aside, or tried after the others
function refused(state, status) {
  const failures = status === 500 ? state.failures : 0;
  if (state.flight.length > 1) {
    const limit = Math.floor(Math.min(state.limit, state.flight.length) / 2);
    return { ...state, limit, flight: [], failures };
  }
  const marked = (one) => {
    if (!state.flight.includes(one.op_id ?? one.id)) return one;
    return status === 500 ? { ...one, failures: one.failures + 1 } : { ...one, aside: status === 413 ? "too-large" : "refused" };
  };
  return { ...state, waiting: state.waiting.map(marked), reports: state.reports.map(marked), flight: [], failures };
}

function accepted(state, reply) {
  const limit = state.flight.length ? Math.min(MOST_OPS, state.limit * 2) : state.limit;
  const next = reconcile(state, reply.ledger);
  if (next.needs === "other-server") return { ...next, flight: [], failures: state.failures + 1 };
  const outcomes = new Map(reply.outcomes.map((outcome) => [outcome?.op_id, outcome]));
  const answers = Array.isArray(reply.reports) ? reply.reports : [];
  const received = new Set(answers.filter((one) => RECEIVED.has(one?.outcome)).map((one) => one.id));
  const isDone = (op) => op.device_seq !== null && outcomes.get(op.op_id)?.hash === op.hash && FINAL.has(outcomes.get(op.op_id).outcome);
  const done = next.waiting.filter(isDone).map((op) => ({ ...op, outcome: outcomes.get(op.op_id), ledger_seq: reply.ledger?.seq ?? 0 }));
  const reports = next.reports.filter((one) => !received.has(one.id));
  const isProgress = done.length > 0 || reports.length < next.reports.length;
  const failures = state.flight.length ? (isProgress ? 0 : state.failures + 1) : state.failures; // the ledger alone ends no backoff
  return {
    ...next, limit, failures, pause: 0, checked: true, needs: null, closed: reply.closed === true, flight: [],
    acknowledged_at: done.at(-1)?.outcome.received_at ?? next.acknowledged_at,
    waiting: next.waiting.filter((op) => !isDone(op)),
    reports,
    kept: [...next.kept, ...done],
    sheets: done.reduce((sheets, op) => ({ ...sheets, [op.sheet]: followed(sheets[op.sheet] ?? UNTOUCHED, op) }), next.sheets),
  };
}

function followed(sheet, { op_id, outcome: { outcome, version, reason, said, received_at, receipt, server } }) {
  if (outcome !== "applied" && outcome !== "noop") return { ...sheet, lock: { outcome, op_id, reason, said, server: server ?? null } };
  return { ...sheet, version: version ?? sheet.version, received_at, receipt, lock: null };
}
