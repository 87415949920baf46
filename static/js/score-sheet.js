// A judge's sheet: each change is sent as the whole sheet, one op at a time; the text beside the total shows the
// state. Without this script the page is a plain form.
import { markOf } from "./points.js";
import { deliver, makeOp } from "./score-client.js";
import { lock, nameFaults, showFirstIncomplete } from "./sheet-notes.js";
import { cleanText } from "./text.js";

const PAUSE = 1200;
const form = document.querySelector("form[data-score-sheet]");
const state = form.querySelector("[data-save-state]");
const cards = [...form.querySelectorAll("[data-criterion]")];
const comment = form.querySelector("[name=comment]");

let version = Number(form.dataset.version);
let isSending = false;
let isLeaving = false;
let wantsSubmit = false;
let typing;

function showState(key, at = new Date()) {
  const time = new Date(at).toLocaleTimeString("vi", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Ho_Chi_Minh" });
  state.textContent = (state.dataset[key] ?? key).replace("{time}", time);
  form.dataset.save = key in state.dataset ? key : "problem";
}

const stored = JSON.parse(form.dataset.payload); // what the server has; the fields may hold newer input
const valid = new Map(cards.map((card) => [card, stored.marks[card.dataset.code]])); // an invalid mark stays as it was

function payload(text) {
  const marks = Object.fromEntries(cards.map((card) => [card.dataset.code, valid.get(card)]));
  return { marks, comment: cleanText(text), submitted: wantsSubmit };
}

let sent = JSON.stringify(payload(stored.comment));

function read() {
  for (const card of cards) {
    const { value, wrong } = markOf(card);
    if (!wrong) valid.set(card, value);
  }
  return payload(comment.value);
}

function hasChanges() {
  return JSON.stringify(read()) !== sent;
}

// handles the outcome of an op; returns true when this page is left
function handleOutcome(outcome, op) {
  sent = JSON.stringify(op.payload);
  if (outcome.outcome === "conflict") {
    if (hasChanges()) return false; // what was marked meanwhile is sent too, and compared instead
    isLeaving = true;
    location.assign(form.dataset.compare.replace("00000000-0000-4000-8000-000000000000", op.op_id));
    return true;
  }
  if (outcome.outcome === "late" || outcome.outcome === "quarantined") {
    lock(form, outcome.said);
    showState("locked");
    return false; // what was marked meanwhile is sent too, and kept by the server
  }
  version = outcome.version ?? version;
  form.querySelector("[name=version]").value = version;
  showState(op.payload.submitted ? "submitted" : "saved", outcome.received_at);
  if (!op.payload.submitted) return false;
  isLeaving = true;
  location.assign(form.dataset.next);
  return true;
}

async function sendChanges() {
  clearTimeout(typing);
  if (isSending || isLeaving) return;
  isSending = true;
  while (hasChanges()) {
    const op = makeOp({ sheet: form.dataset.scoreSheet, version, schema: form.dataset.schema, payload: read() });
    showState("sending");
    const outcome = await deliver(form.dataset.api, op, (reason) => showState(reason === "sign-in" ? "signIn" : "retry"));
    if (handleOutcome(outcome, op)) return;
  }
  isSending = false;
}

form.addEventListener("change", sendChanges);
form.addEventListener("input", () => nameFaults(form, { isAsked: form.classList.contains("is-asked") }));
comment.addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(sendChanges, PAUSE);
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (event.submitter?.name !== "submit") {
    sendChanges();
    return;
  }
  if (showFirstIncomplete(form)) return;
  wantsSubmit = true;
  comment.readOnly = true;
  for (const each of [...cards, event.submitter]) each.disabled = true;
  sendChanges();
});

window.addEventListener("beforeunload", (event) => {
  if (!isLeaving && (isSending || hasChanges())) event.preventDefault();
});

for (const element of form.querySelectorAll("[data-draft], [data-plain]")) element.hidden = true;
sendChanges();
