// The foot of a judge's sheet: names the criteria that keep it from being saved or submitted, and says why a sheet is
// locked. [data-sheet-faults] has the texts data-wrong, data-missing ("{names}") and data-more ("{n}").
import { markOf } from "./points.js";

const MOST_NAMES = 3;

function link(card) {
  const anchor = document.createElement("a");
  anchor.href = `#${card.id}`;
  anchor.textContent = card.querySelector("[data-name]").textContent;
  return anchor;
}

function sentence(text, cards, more) {
  const [before, after] = text.split("{names}");
  const names = cards.slice(0, MOST_NAMES).flatMap((card, place) => (place ? ["; ", link(card)] : [link(card)]));
  const left = cards.length - MOST_NAMES;
  const line = document.createElement("span");
  line.append(before, ...names, left > 0 ? ` ${more.replace("{n}", left)}` : "", after);
  return line;
}

// Names the invalid criteria, and those not marked once the judge has tried to submit the sheet.
export function nameFaults(form, { isAsked }) {
  const out = form.querySelector("[data-sheet-faults]");
  const marks = [...form.querySelectorAll("[data-criterion]")].map((card) => ({ card, ...markOf(card) }));
  const wrong = marks.filter((mark) => mark.wrong).map((mark) => mark.card);
  const missing = isAsked ? marks.filter((mark) => mark.value === null).map((mark) => mark.card) : [];
  const lines = [[out.dataset.wrong, wrong], [out.dataset.missing, missing]].filter(([, cards]) => cards.length);
  out.replaceChildren(...lines.map(([text, cards]) => sentence(text, cards, out.dataset.more)));
}

// Shows the first criterion that is invalid or not marked; returns whether there is one.
export function showFirstIncomplete(form) {
  const cards = [...form.querySelectorAll("[data-criterion]")];
  const card = cards.find((each) => markOf(each).wrong || markOf(each).value === null);
  if (!card) return false;
  form.classList.add("is-asked");
  nameFaults(form, { isAsked: true });
  card.scrollIntoView({ block: "center" });
  (markOf(card).wrong ? card.querySelector("[data-points]") : card).focus({ preventScroll: true });
  return true;
}

// Nothing more can be saved from this page: no field takes input, and the foot has the reason and links.
export function lock(form, reason) {
  for (const control of form.querySelectorAll("[data-criterion], textarea, .sheet-foot > button")) control.disabled = true;
  const box = form.querySelector("[data-sheet-locked]");
  box.querySelector("[data-reason]").textContent = reason;
  box.hidden = false;
  form.classList.add("is-locked");
  box.scrollIntoView({ block: "nearest" });
}
