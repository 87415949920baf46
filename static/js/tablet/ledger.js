// What a tablet learns of the server's data: from the ledger of each reply, and from the state of its sheets. Pure.

const isKnown = (ledger) => Number.isInteger(ledger?.seq) && Number.isInteger(ledger?.device_seq);
const isOther = (known, ledger) => Boolean(known?.id && ledger.id && known.id !== ledger.id);

// After a restored backup the server lacks acknowledged ops: those above its last op of this device, or acknowledged
// when its audit log was longer than now. They wait again, unchanged, before all others. Nothing is sent to the server
// of another database.
export function reconcile(state, ledger) {
  if (!isKnown(ledger)) return state;
  if (isOther(state.ledger, ledger)) return { ...state, needs: "other-server" };
  const isLost = (op) => op.device_seq > ledger.device_seq || op.ledger_seq > ledger.seq;
  const lost = state.kept.filter(isLost).sort((a, b) => a.device_seq - b.device_seq);
  const again = lost.map(({ outcome: _outcome, ledger_seq: _seq, ...op }) => op);
  const needs = state.needs === "other-server" ? null : state.needs;
  return { ...state, needs, ledger, kept: state.kept.filter((op) => !isLost(op)), waiting: [...again, ...state.waiting] };
}

// The sheet as it is shown: what waits here, else the newer version. `isFresh`: read from the server after all that
// this tablet knows (a cached page is not), so that it is taken as it is, even when a restored server has less.
export function merge(local, server, { isWaiting, isFresh }) {
  if (isWaiting || (local && !isFresh && server.version <= local.version)) return local;
  const uncounted = server.uncounted === undefined ? local?.lock : server.uncounted;
  const lock = uncounted ? { server: null, ...local?.lock, ...uncounted } : null;
  const isOwn = lock !== null && local?.lock?.op_id === lock.op_id; // what is not counted stays in sight
  const { version, payload, updated_at: received_at } = server;
  const receipt = local?.version === version ? local.receipt : null;
  return { version, payload: isOwn ? local.payload : payload, received_at: received_at ?? null, receipt, lock };
}

// Takes the state of all sheets of the judge: [{sheet, version, payload, updated_at, uncounted}], where `uncounted` is
// null or {op_id, outcome, reason, said} (a lock stays where it is left out), and the ledger of the reply, if any.
export function refresh(state, sheets, ledger = null) {
  if (ledger && isOther(state.ledger, ledger)) return { ...state, needs: "other-server" };
  const isFresh = Boolean(ledger && state.ledger && ledger.seq >= state.ledger.seq);
  const entries = sheets.map((server) => {
    const key = String(server.sheet);
    const isWaiting = state.waiting.some((op) => op.sheet === key);
    return [key, merge(state.sheets[key] ?? null, server, { isWaiting, isFresh })];
  });
  const known = Object.fromEntries(entries.filter(([, sheet]) => sheet !== null));
  return { ...state, ledger: isFresh ? ledger : state.ledger ?? ledger, sheets: { ...state.sheets, ...known } };
}
