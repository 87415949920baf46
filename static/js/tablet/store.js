// What a page of one judge may do with the tablet's storage. Nothing of another judge can be read through it.
//   const store = await openStore({ slug, judge });          // judge: primary key; throws NotSaved without IndexedDB
//   store.device, store.judge                                // this tablet's UUID; the judge's key
//   await store.read()                      → state          // see outbox.js; summary(state), sheetOf(state, sheet)
//   const change = madeChange({sheet, payload, schema, settles?})
//   await store.change(change)              → state; resolved: it is on the disk. NotSaved: then sender.hold(change)
//   await store.report({kind, sheet, text})                  → state, likewise
//   await store.refresh(sheets, ledger)                      → state; the server's sheets (see ledger.js)
//   await store.signIn({token, expires_at, judge, ledger})   → state; the reply of judge/api/device/
//   await store.others()                    → [{judge, name, waiting}]: how many sheets of other judges still wait here
//   await store.note(sheet) → text; await store.note(sheet, text)   // a private note; the sender deletes it once the festival is closed
import { uuid } from "../uuid.js";
import { Database, NotSaved } from "./database.js";
import * as outbox from "./outbox.js";

export { NotSaved };

export async function openStore({ slug, judge }) {
  const database = new Database(slug);
  const { id } = await database.device();
  return new Store(database, String(judge), id);
}

class Store {
  #database;
  #judge;

  constructor(database, judge, device) {
    this.#database = database;
    this.#judge = judge;
    this.judge = judge;
    this.device = device;
  }

  read() {
    return this.#database.read(this.#judge);
  }

  // this judge's token, or null before the first sign-in
  async token() {
    return (await this.#database.judges()).find(({ judge }) => judge === this.#judge)?.token ?? null;
  }

  async #update(rule, own) {
    return (await this.#database.update(this.#judge, rule, own)).state;
  }

  change(what) {
    return this.#update((state) => outbox.change(state, what));
  }

  report(what) {
    const made = { ...what, id: uuid(), at: new Date().toISOString() };
    return this.#update((state) => outbox.report(state, made));
  }

  refresh(sheets, ledger = null) {
    return this.#update((state) => outbox.refresh(state, sheets, ledger));
  }

  signIn({ token, expires_at, judge: { name }, ledger = null }) {
    const signedIn = (state) => ({ ...state, needs: null, failures: 0, pause: 0, ledger: state.ledger ?? ledger });
    return this.#update(signedIn, { name, token, expires_at });
  }

  async others() {
    const judges = (await this.#database.judges()).filter(({ judge }) => judge !== this.#judge);
    const counted = judges.map(async ({ judge, name }) => {
      const { waiting } = await this.#database.read(judge);
      return { judge, name, waiting: new Set(waiting.map((op) => op.sheet)).size };
    });
    return (await Promise.all(counted)).filter(({ waiting }) => waiting);
  }

  note(sheet, text) {
    const judge = this.#judge;
    if (text === undefined) {
      return this.#database.transact(["notes"], "readonly", async (transaction) => {
        return (await transaction.objectStore("notes").get([judge, String(sheet)]))?.text ?? "";
      });
    }
    return this.#database.transact(["notes"], "readwrite", (transaction) => {
      return transaction.objectStore("notes").put({ judge, sheet: String(sheet), text });
    });
  }
}

// a change with its id and the tablet's time, the same in every attempt to store or send it
export function madeChange(what) {
  return { opId: uuid(), at: new Date().toISOString(), ...what };
}
