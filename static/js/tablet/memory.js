// The states for the sender: those of the database and, while that fails, this judge's state in memory, from which it is
// still sent. It joins the database's again as soon as that works.
import { uuid } from "../uuid.js";
import { change, emptyState } from "./outbox.js";

export class Memory {
  #database;
  #judge;
  #last;
  #held = null; // {state, base}: the state in memory, and the database's that it began with
  #unsaved = new Set(); // ids of ops that are in memory only
  #device = null;
  #judges = [];

  constructor(database, judge) {
    this.#database = database;
    this.#judge = judge;
    this.#last = emptyState(judge);
  }

  get last() {
    return this.#last;
  }

  get isUnsaved() {
    return this.#last.waiting.some((op) => this.#unsaved.has(op.op_id));
  }

  isOwn(judge) {
    return judge === this.#judge;
  }

  clear() {
    return this.#database.clear();
  }

  async device() {
    this.#device ??= await this.#database.device().catch(() => null);
    return this.#device ?? { id: uuid() };
  }

  async judges() {
    this.#judges = await this.#database.judges().catch(() => this.#judges);
    return this.#judges;
  }

  async read(judge) {
    if (!this.isOwn(judge)) return this.#database.read(judge);
    const read = () => this.#database.read(judge).catch(() => this.#last);
    this.#last = this.#held?.state ?? (await read());
    return this.#last;
  }

  async hold(made) {
    const state = await this.read(this.#judge);
    this.#unsaved.add(made.opId);
    this.#keep(change(state, made), state);
  }

  // `rule(state)` is the next state, or [state, result]
  async update(judge, rule) {
    if (!this.isOwn(judge)) return this.#database.update(judge, rule);
    const held = this.#held;
    try {
      const stored = await this.#database.update(judge, (state) => rule(held ? joined(state, held) : state));
      if (this.#held === held) this.#held = null;
      if (this.#held === null) this.#unsaved.clear();
      this.#last = this.#held?.state ?? stored.state;
      return stored;
    } catch {
      const before = await this.read(judge);
      const made = rule(before);
      const [state, result] = Array.isArray(made) ? made : [made];
      this.#keep(state, before);
      return { state, result };
    }
  }

  #keep(state, before) {
    this.#held = { state, base: this.#held?.base ?? before };
    this.#last = state;
  }
}

// the state in memory, with the ops that a page stored in the database meanwhile
function joined(stored, { state, base }) {
  const known = new Set([...base.waiting, ...base.kept, ...state.waiting, ...state.kept].map((op) => op.op_id));
  const newer = stored.waiting.filter((op) => !known.has(op.op_id));
  const reports = stored.reports.filter((one) => ![...base.reports, ...state.reports].some(({ id }) => id === one.id));
  const sheets = Object.fromEntries(newer.map(({ sheet, payload }) => [sheet, { ...stored.sheets[sheet], ...state.sheets[sheet], payload }]));
  return {
    ...state, seq: Math.max(state.seq, stored.seq), sheets: { ...stored.sheets, ...state.sheets, ...sheets },
    waiting: [...state.waiting, ...newer], reports: [...state.reports, ...reports],
  };
}
