// A judge's points: whole hundredths in code, a decimal comma on screen. [data-criterion] holds a field [data-points],
// buttons [data-points-step="±1"], [data-points-clear] and [data-points-undo], and [data-picks] for the quick picks;
// [data-sheet] holds the total.
import { fault, parse, picks, show, stepped } from "./point-rules.js";

function limits(card) {
  return { max: Number(card.dataset.max), step: Number(card.dataset.step) };
}

// the mark in a card's field, and why it is invalid ("" when it is valid)
export function markOf(card) {
  const value = parse(card.querySelector("[data-points]").value);
  return { value, wrong: fault(value, limits(card)) };
}

// quick picks follow the mark; the buttons stay as they are while the numbers do
function paintPicks(card, value) {
  const row = card.querySelector("[data-picks]");
  if (!row) return;
  const numbers = picks(limits(card), value);
  if (row.dataset.picks !== numbers.join(" ")) {
    const focused = row.contains(document.activeElement) ? document.activeElement.dataset.pick : null;
    row.dataset.picks = numbers.join(" ");
    row.replaceChildren(...numbers.map((number) => {
      const button = Object.assign(document.createElement("button"), { className: "pick", type: "button" });
      button.dataset.pick = number;
      button.textContent = show(number);
      return button;
    }));
    row.hidden = false;
    if (focused !== null) row.querySelector(`[data-pick="${focused}"]`)?.focus({ preventScroll: true });
  }
  for (const button of row.children) button.setAttribute("aria-pressed", String(value === Number(button.dataset.pick)));
}

const cleared = new WeakMap(); // card → the mark that its undo button restores

function paintButtons(card, value) {
  for (const button of card.querySelectorAll("[data-points-step]")) {
    button.hidden = false;
    button.setAttribute("aria-disabled", String(stepped(value, Number(button.dataset.pointsStep), limits(card)) === null));
  }
  const clear = card.querySelector("[data-points-clear]");
  const undo = card.querySelector("[data-points-undo]");
  if (!clear || !undo) return;
  if (value !== null) cleared.delete(card);
  const focused = [clear, undo].includes(document.activeElement);
  clear.hidden = value === null;
  undo.hidden = value !== null || !cleared.has(card);
  undo.querySelector("[data-cleared]").textContent = cleared.has(card) ? show(cleared.get(card)) : "";
  if (focused) (clear.hidden ? undo : clear).focus({ preventScroll: true });
}

export function paint(card) {
  const field = card.querySelector("[data-points]");
  const { value, wrong } = markOf(card);
  card.classList.toggle("is-empty", value === null);
  card.classList.toggle("is-wrong", Boolean(wrong));
  field.setAttribute("aria-invalid", String(Boolean(wrong)));
  const message = card.querySelector("[data-points-fault]");
  if (message) message.textContent = wrong ? card.dataset[`fault${wrong[0].toUpperCase()}${wrong.slice(1)}`] ?? "" : "";
  paintPicks(card, wrong ? null : value);
  paintButtons(card, value);
}

export function total(sheet) {
  let sum = 0;
  let missing = 0;
  for (const card of sheet.querySelectorAll("[data-criterion]")) {
    const { value, wrong } = markOf(card);
    if (value === null || wrong) missing += 1;
    else sum += value * Number(card.dataset.weight ?? 1_000_000);
  }
  return { sum: Math.round(sum / 1_000_000), missing };
}

export function paintTotal(sheet) {
  const { sum, missing } = total(sheet);
  const out = sheet.querySelector("[data-points-total]");
  if (out) out.textContent = show(sum);
  const left = sheet.querySelector("[data-points-left]");
  if (left) left.textContent = missing ? left.dataset.some.replace("{n}", missing) : left.dataset.none;
  sheet.classList.toggle("is-complete", missing === 0);
}

function put(card, value) {
  const field = card.querySelector("[data-points]");
  field.value = value === null ? "" : show(value);
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

function step(card, direction) {
  const next = stepped(markOf(card).value, direction, limits(card));
  if (next !== null) put(card, next);
}

function clear(card) {
  const { value, wrong } = markOf(card);
  if (wrong) cleared.delete(card);
  else cleared.set(card, value);
  put(card, null);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-points-step], [data-pick], [data-points-clear], [data-points-undo]");
  const card = button?.closest("[data-criterion]");
  if (!card || button.disabled || card.disabled) return;
  if (button.dataset.pick !== undefined) put(card, Number(button.dataset.pick));
  else if (button.dataset.pointsStep !== undefined) step(card, Number(button.dataset.pointsStep));
  else if (button.dataset.pointsClear !== undefined) clear(card);
  else put(card, cleared.get(card) ?? null);
});

document.addEventListener("keydown", (event) => {
  const field = event.target.closest("[data-points]");
  if (!field || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
  event.preventDefault();
  step(field.closest("[data-criterion]"), event.key === "ArrowUp" ? 1 : -1);
});

// Enter goes to the next criterion, after the last to the comment, instead of sending the form
document.addEventListener("keydown", (event) => {
  const field = event.key === "Enter" && event.target.closest("[data-sheet] [data-points]");
  if (!field) return;
  event.preventDefault();
  const fields = [...field.form.querySelectorAll("[data-points], textarea")];
  const next = fields[fields.indexOf(field) + 1];
  next?.focus();
  next?.select();
});

document.addEventListener("input", (event) => {
  const card = event.target.closest("[data-points]")?.closest("[data-criterion]");
  if (!card) return;
  paint(card);
  const sheet = card.closest("[data-sheet]");
  if (sheet) paintTotal(sheet);
});

export function init(root = document) {
  root.querySelectorAll("[data-criterion]").forEach(paint);
  root.querySelectorAll("[data-sheet]").forEach(paintTotal);
}

init();
document.addEventListener("htmx:load", (event) => init(event.target));
