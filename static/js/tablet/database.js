// The tablet's IndexedDB: the outbox of each judge as rows. For store.js and sender.js alone; pages use store.js.
// Each change reads a judge's state, calls a pure function of outbox.js and writes what differs, in one transaction
// that is on the disk (`durability: "strict"`) when the promise resolves.
import { openDB } from "../../vendor/idb.js";
import { uuid } from "../uuid.js";
import { emptyState } from "./outbox.js";

const ROWS = ["judges", "sheets", "ops", "reports", "kept"];
const LISTS = { waiting: ["ops", "op_id"], reports: ["reports", "id"], kept: ["kept", "op_id"] };

export class NotSaved extends Error {} // IndexedDB failed twice: nothing of the change is stored

function upgrade(db) {
  db.createObjectStore("device");
  db.createObjectStore("judges", { keyPath: "judge" });
  for (const name of ["sheets", "notes"]) db.createObjectStore(name, { keyPath: ["judge", "sheet"] }).createIndex("judge", "judge");
  for (const name of ["ops", "reports", "kept"]) db.createObjectStore(name, { keyPath: "id" }).createIndex("judge", "judge");
}

export class Database {
  constructor(slug) {
    this.name = `festival-${slug}`;
    this.opened = null;
  }

  open() {
    const terminated = () => (this.opened = null);
    this.opened ??= openDB(this.name, 1, { upgrade, terminated, blocking: () => this.close() });
    return this.opened;
  }

  async close() {
    const opened = this.opened;
    this.opened = null;
    (await opened?.catch(() => null))?.close();
  }

  // Runs `work(transaction)` and waits until it is on the disk; opens the database anew once when that fails.
  async transact(stores, mode, work) {
    try {
      return await this.attempt(stores, mode, work);
    } catch {
      await this.close();
      return this.attempt(stores, mode, work).catch((error) => {
        throw new NotSaved(error?.name ?? "unknown", { cause: error });
      });
    }
  }

  async attempt(stores, mode, work) {
    const db = await this.open();
    const transaction = db.transaction(stores, mode, { durability: "strict" });
    const done = transaction.done.catch((error) => { throw error ?? new Error("aborted"); });
    try {
      const [result] = await Promise.all([work(transaction), done]);
      return result;
    } catch (error) {
      try { transaction.abort(); } catch { /* it has ended already */ }
      await done.catch(() => null);
      throw error;
    }
  }

  // The device: {id, seq}; its id is made at the first use.
  device() {
    return this.transact(["device"], "readwrite", async (transaction) => {
      const store = transaction.objectStore("device");
      const found = await store.get("device");
      if (found) return found;
      const made = { id: uuid(), seq: 0 };
      await store.put(made, "device");
      return made;
    });
  }

  // All judges of this tablet: {judge, name, token, expires_at}.
  judges() {
    return this.transact(["judges"], "readonly", async (transaction) => {
      const rows = await transaction.objectStore("judges").getAll();
      return rows.map(({ judge, name, token, expires_at }) => ({ judge, name, token, expires_at }));
    });
  }

  // Deletes acknowledged ops and private notes: the festival is closed.
  clear() {
    return this.transact(["notes", "kept"], "readwrite", (transaction) => {
      return Promise.all(["notes", "kept"].map((name) => transaction.objectStore(name).clear()));
    });
  }

  // The state of a judge; an empty one before the first sign-in.
  read(judge) {
    return this.transact(["device", ...ROWS], "readonly", async (transaction) => (await load(transaction, judge)).state);
  }

  // Replaces the state by `rule(state)`, or by the first of its list ([state, result]); returns {state, result}.
  // `own`: new values of the judge's row besides the state, such as its token.
  update(judge, rule, own = {}) {
    return this.transact(["device", ...ROWS], "readwrite", async (transaction) => {
      const { state, row } = await load(transaction, judge);
      const made = rule(state);
      const [next, result] = Array.isArray(made) ? made : [made];
      await save(transaction, state, next, { ...row, ...own });
      return { state: next, result };
    });
  }
}

async function load(transaction, judge) {
  const key = String(judge);
  const all = (name) => transaction.objectStore(name).index("judge").getAll(key);
  const [device, row, sheets, ...lists] = await Promise.all([
    transaction.objectStore("device").get("device"), transaction.objectStore("judges").get(key), all("sheets"),
    ...Object.values(LISTS).map(([name]) => all(name)),
  ]);
  const state = { ...emptyState(key), ...row?.state, seq: device?.seq ?? 0 };
  Object.keys(LISTS).forEach((list, place) => {
    state[list] = lists[place].sort((a, b) => a.place - b.place).map(({ value }) => value);
  });
  state.sheets = Object.fromEntries(sheets.map(({ sheet, value }) => [sheet, value]));
  return { state, row };
}

async function save(transaction, before, next, row) {
  const { waiting, reports, kept, sheets, seq, ...rest } = next;
  const judge = next.judge;
  const work = [];
  const add = (promise) => {
    promise.catch(() => null); // an aborted transaction rejects all of them; the first is thrown below
    work.push(promise);
  };
  add(transaction.objectStore("judges").put({ ...row, judge, state: rest }));
  for (const [list, [name, id]] of Object.entries(LISTS)) {
    const store = transaction.objectStore(name);
    const ids = new Set(next[list].map((one) => one[id]));
    for (const one of before[list]) if (!ids.has(one[id])) add(store.delete(one[id]));
    next[list].forEach((value, place) => {
      if (before[list][place] !== value) add(store.put({ id: value[id], judge, place, value }));
    });
  }
  for (const [sheet, value] of Object.entries(sheets)) {
    if (before.sheets[sheet] !== value) add(transaction.objectStore("sheets").put({ judge, sheet, value }));
  }
  if (seq !== before.seq) {
    const store = transaction.objectStore("device");
    add(store.get("device").then((device) => store.put({ id: uuid(), ...device, seq }, "device")));
  }
  await Promise.all(work);
}
