// Single requests of a judge's page besides the sender's.
//   await signIn({ store, api, csrf })   → true: the session gave this judge a new token. Then sender.resume()
//   await fetchSheets({ store, api })    → the new state, or null: the server's state of the judge's sheets is taken
//   await probe({ store, api })          → true: the server returned a random test value by this judge's token
import { uuid } from "../uuid.js";
import { parsed } from "./outbox.js";
import { request } from "./request.js";

export async function signIn({ store, api, csrf }) {
  const { status, body } = await request(`${api}device/`, { csrf, body: { device: store.device } });
  const reply = status === 200 ? parsed(body) : null;
  if (typeof reply?.token !== "string" || String(reply.judge?.id) !== store.judge) return false;
  await store.signIn(reply);
  return true;
}

export async function fetchSheets({ store, api }) {
  const { status, body } = await request(`${api}sheets/`, { token: await store.token() });
  const reply = status === 200 ? parsed(body) : null;
  return Array.isArray(reply?.sheets) ? store.refresh(reply.sheets, reply.ledger) : null;
}

export async function probe({ store, api }) {
  const body = { device: store.device, probe: uuid(), waiting: 0, waiting_since: null, ops: [], reports: [] };
  const { status, body: text } = await request(`${api}ops/`, { token: await store.token(), body });
  return status === 200 && parsed(text)?.probe === body.probe;
}
