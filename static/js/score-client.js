// Client of the score endpoints: sends an op and returns its outcome. Only this module knows the JSON format; a
// queue (IndexedDB) may be placed before `deliver`. Points are whole hundredths.
import { canonical } from "./canonical.js";
import { sha256 } from "./sha256.js";
import { uuid } from "./uuid.js";

const TERMINAL = new Set(["applied", "noop", "conflict", "late", "quarantined"]);
const LONGEST_WAIT = 60;

function stored(key, make) {
  try {
    const value = localStorage.getItem(key) ?? make();
    localStorage.setItem(key, value);
    return value;
  } catch {
    return make();
  }
}

const device = stored("festival-device", uuid);

function nextSeq() {
  const seq = Number(stored("festival-seq", () => "0")) + 1;
  try {
    localStorage.setItem("festival-seq", String(seq));
  } catch {
    // the sequence number serves only to detect a restored server
  }
  return seq;
}

export function makeOp({ sheet, version, schema, payload }) {
  return {
    op_id: uuid(),
    sheet: String(sheet),
    device_seq: nextSeq(),
    base_version: version,
    schema,
    payload,
    hash: sha256(canonical(payload)),
  };
}

export class NotDelivered extends Error {
  constructor(reason, seconds) {
    super(reason);
    this.seconds = seconds;
  }
}

function token() {
  const cookie = document.cookie.split("; ").find((pair) => pair.startsWith("csrftoken="));
  return cookie?.slice("csrftoken=".length) ?? document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
}

// One attempt. Only an outcome for this op counts as delivered, not a status or the page of a captive portal.
export async function send(address, op) {
  let response;
  try {
    response = await fetch(address, {
      method: "POST",
      credentials: "same-origin",
      redirect: "error",
      signal: AbortSignal.timeout?.(20_000),
      headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
      body: JSON.stringify({ device, ops: [op] }),
    });
  } catch {
    throw new NotDelivered("network", 0);
  }
  if ([401, 403].includes(response.status)) throw new NotDelivered("sign-in", 15);
  if (!response.ok) throw new NotDelivered("server", Number(response.headers.get("Retry-After")) || 0);
  const { outcomes } = await response.json().catch(() => ({}));
  const outcome = Array.isArray(outcomes) ? outcomes.find((o) => o.op_id === op.op_id && o.hash === op.hash) : null;
  if (!outcome || !TERMINAL.has(outcome.outcome)) throw new NotDelivered("answer", 0);
  return outcome;
}

function pause(seconds) {
  return new Promise((resolve) => {
    const resume = () => {
      clearTimeout(timer);
      window.removeEventListener("online", resume);
      resolve();
    };
    const timer = setTimeout(resume, seconds * 1000 * (0.8 + Math.random() * 0.4));
    window.addEventListener("online", resume);
  });
}

// Sends the same op, with the same id, until the server has returned its outcome.
export async function deliver(address, op, onWait) {
  for (let wait = 1; ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
    try {
      return await send(address, op);
    } catch (error) {
      if (!(error instanceof NotDelivered)) throw error;
      onWait(error.message);
      await pause(Math.max(wait, error.seconds));
    }
  }
}
