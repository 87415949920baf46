// The queue of one judge as a file, for a tablet that cannot reach the server any more; the office imports it.
//   const file = await exportQueue({ slug, judge })          → {name, text}; throws NotSaved, or null without a token
// The text is JSON: {format: "festival-ops", version: 1, festival (slug), device, judge (primary key), ops, reports,
// signature}. An op is as in a request, and keeps its id and payload when it is sent later. `after` is null, or the id
// of the op of the same sheet before it; `base_version` is null then: it is the version that the outcome of that op gives,
// or else that op's own base. A `device_seq` of 0: the op was never sent. `signature`: HMAC-SHA256 in hex over the
// canonical JSON of all but itself (in UTF-8); its key is the SHA-256 of the judge's token, as 32 bytes.
import { canonical } from "../canonical.js";
import { hmac } from "../hmac.js";
import { digest } from "../sha256.js";
import { Database } from "./database.js";
import { exported, sent } from "./outbox.js";

export async function exportQueue({ slug, judge }) {
  const database = new Database(slug);
  const { token } = (await database.judges()).find((row) => row.judge === String(judge)) ?? {};
  if (!token) return null;
  const { id: device } = await database.device();
  const { state } = await database.update(judge, exported);
  const reports = state.reports.map(({ id, kind, sheet, text, at }) => ({ id, kind, sheet, text, at }));
  const content = { format: "festival-ops", version: 1, festival: slug, device, judge: Number(judge), ops: state.waiting.map((op, place) => written(state, op, place)), reports };
  const signature = hmac(digest(new TextEncoder().encode(token)), canonical(content));
  return { name: `${slug}-${device.slice(0, 8)}.json`, text: JSON.stringify({ ...content, signature }) };
}

function written(state, op, place) {
  const before = state.waiting.slice(0, place).findLast((other) => other.sheet === op.sheet);
  const isSent = op.device_seq !== null;
  const after = isSent ? null : before?.op_id ?? null;
  const base_version = op.base_version ?? (after ? null : state.sheets[op.sheet].version);
  return { ...sent({ ...op, base_version, device_seq: op.device_seq ?? 0 }), after };
}
