// A judge's sheet: each change is sent as the whole sheet, one op at a time; the text beside the total shows the
// state. Without this script the page is a plain form.
import { fault, parse } from "./points.js";
import { deliver, makeOp } from "./score-client.js";
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

function mark(card) {
  const value = parse(card.querySelector("[data-points]").value);
  return { value, isInvalid: Boolean(fault(value, { max: Number(card.dataset.max), step: Number(card.dataset.step) })) };
}

function read() {
  const marks = {};
  for (const card of cards) {
    const { value, isInvalid } = mark(card);
    if (isInvalid) return null;
    marks[card.dataset.code] = value;
  }
  return { marks, comment: cleanText(comment.value), submitted: wantsSubmit };
}

let sent = JSON.stringify(read());

function hasChanges() {
  return JSON.stringify(read()) !== sent;
}

// handles the outcome of an op; returns true when nothing more can be sent from this page
function handleOutcome(outcome, op) {
  if (outcome.outcome === "conflict") {
    isLeaving = true;
    location.assign(form.dataset.compare.replace("00000000-0000-4000-8000-000000000000", op.op_id));
    return true;
  }
  if (outcome.outcome === "late" || outcome.outcome === "quarantined") {
    isLeaving = true;
    showState(outcome.said);
    return true;
  }
  version = outcome.version ?? version;
  form.querySelector("[name=version]").value = version;
  sent = JSON.stringify(op.payload);
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
    const payload = read();
    if (payload === null) {
      showState("wrong");
      break;
    }
    const op = makeOp({ sheet: form.dataset.scoreSheet, version, schema: form.dataset.schema, payload });
    showState("sending");
    const outcome = await deliver(form.dataset.api, op, (reason) => showState(reason === "sign-in" ? "signIn" : "retry"));
    if (handleOutcome(outcome, op)) return;
  }
  isSending = false;
}

function firstIncomplete() {
  return cards.find((card) => {
    const { value, isInvalid } = mark(card);
    return isInvalid || value === null;
  });
}

form.addEventListener("change", sendChanges);
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
  const card = firstIncomplete();
  if (card) {
    card.classList.add("is-asked");
    card.scrollIntoView({ block: "center" });
    card.querySelector("[data-points]").focus({ preventScroll: true });
    return;
  }
  wantsSubmit = true;
  comment.readOnly = true;
  for (const each of [...cards, event.submitter]) each.disabled = true;
  sendChanges();
});

window.addEventListener("beforeunload", (event) => {
  if (!isLeaving && (isSending || hasChanges())) event.preventDefault();
});

form.querySelector("[data-draft]").hidden = true;
