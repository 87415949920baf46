// Sends what waits on this tablet, one batch at a time, for each judge with that judge's own token. Runs in one tab only
// (see tabs.js). An op leaves the outbox by the rules of outbox.js; each state is stored before and after a request.
//   const sender = startSender({ slug, judge, api, app, onState, ready });
//     api      address of the endpoints, ".../judge/api/"      app    version of the page
//     onState  called with {state, isUnsaved} of this judge after each step; isUnsaved: it is in memory only
//     ready    optional function that returns the results of the readiness page
//   sender.changed()             an op or report was stored: send soon (respects the pause after a failure)
//   sender.now()                 the button: what was set aside too, and without a pause
//   sender.hold(change)          store.change(change) threw NotSaved: it is kept in memory and sent from there
//   sender.resume()              something has changed outside, such as a new token
//   sender.stop()
import { Database } from "./database.js";
import { Memory } from "./memory.js";
import * as outbox from "./outbox.js";
import { request } from "./request.js";

const TIMER = 15;

export function startSender(options) {
  const sender = new Sender(options);
  sender.start();
  return sender;
}

class Sender {
  #options;
  #states;
  #isRunning = false;
  #isAsked = false;
  #isForced = false;
  #timer;
  #notBefore = 0;
  #stopping = new AbortController();

  constructor(options) {
    this.#options = { ...options, judge: String(options.judge) };
    this.#states = new Memory(new Database(options.slug), this.#options.judge);
  }

  start() {
    const { signal } = this.#stopping;
    const resume = () => this.resume();
    for (const name of ["online", "pageshow"]) window.addEventListener(name, resume, { signal });
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && resume(), { signal });
    const fresh = (state) => ({ ...state, checked: false, failures: 0, pause: 0 });
    this.#update(this.#options.judge, fresh).then(resume);
  }

  stop() {
    this.#stopping.abort();
    clearTimeout(this.#timer);
  }

  changed() {
    this.#attempt({});
  }

  now() {
    this.#attempt({ isForced: true });
  }

  resume() {
    this.#attempt({ isFresh: true });
  }

  async hold(change) {
    await this.#states.hold(change);
    this.#emit();
    this.resume();
  }

  // `isForced`: whatever is needed; `isFresh`: something has changed outside, a pause of ours ends
  async #attempt({ isForced = false, isFresh = false }) {
    this.#isAsked = true;
    this.#isForced ||= isForced;
    if (isFresh) this.#notBefore = Math.min(this.#notBefore, Date.now() + this.#states.last.pause * 1000);
    if (this.#isRunning || this.#stopping.signal.aborted) return;
    this.#isRunning = true;
    try {
      while (this.#isAsked && !this.#stopping.signal.aborted && (this.#isForced || Date.now() >= this.#notBefore)) await this.#round();
    } finally {
      this.#isRunning = false;
      this.#schedule();
    }
  }

  #schedule() {
    clearTimeout(this.#timer);
    if (this.#stopping.signal.aborted) return;
    const usual = TIMER * (0.8 + 0.4 * Math.random());
    const pause = (this.#notBefore - Date.now()) / 1000;
    const seconds = pause > 0 ? pause : usual;
    this.#timer = setTimeout(() => this.#attempt({}), seconds * 1000 + 5);
  }

  async #round() {
    const isForced = this.#isForced;
    this.#isAsked = this.#isForced = false;
    for (const { judge, token } of await this.#states.judges()) {
      if (token) await this.#send(judge, token, isForced).catch((error) => this.#states.isOwn(judge) && Promise.reject(error));
    }
    const state = await this.#states.read(this.#options.judge);
    this.#notBefore = Date.now() + outbox.wait(state, Math.random()) * 1000;
  }

  async #send(judge, token, isForced) {
    const state = isForced ? await this.#update(judge, outbox.retry) : await this.#states.read(judge);
    const isIdle = !this.#states.isOwn(judge) && !outbox.summary(state).waiting;
    if (!isIdle && state.needs !== "sign-in") await this.#drain(judge, token);
  }

  // batch after batch, as long as the server takes them
  async #drain(judge, token) {
    for (let isOn = true; isOn && !this.#stopping.signal.aborted; ) {
      const { state, result } = await this.#states.update(judge, outbox.batch);
      const response = await this.#post(token, state, result);
      const after = await this.#update(judge, (known) => outbox.receive(known, response));
      if (after.closed && (!state.closed || after.kept.length)) await this.#states.clear().catch(() => null);
      const isTaken = after.failures === 0 || (after.checked && !state.checked);
      isOn = isTaken && outbox.hasBatch(after);
    }
  }

  async #post(token, state, batch) {
    const { id: device } = await this.#states.device();
    const { waiting, since } = outbox.summary(state);
    const { api, app = "", ready } = this.#options;
    const body = { device, app, waiting, waiting_since: since, ready: ready?.() ?? undefined, ...batch };
    return request(`${api}ops/`, { token, body });
  }

  async #update(judge, rule) {
    const { state } = await this.#states.update(judge, rule);
    if (this.#states.isOwn(judge)) this.#emit();
    return state;
  }

  #emit() {
    this.#options.onState?.({ state: this.#states.last, isUnsaved: this.#states.isUnsaved });
  }
}
