// A judge's points: whole hundredths in code, a decimal comma on screen. [data-criterion] holds a field [data-points],
// buttons [data-points-step="±1"] and quick picks [data-pick="1500"]; [data-sheet] holds the total.
export function parse(text) {
  const typed = text.trim().replace(",", ".");
  if (typed === "") return null;
  if (!/^\d{1,4}(\.\d{1,2})?$/.test(typed)) return NaN;
  const [whole, part = ""] = typed.split(".");
  return Number(whole) * 100 + Number(part.padEnd(2, "0"));
}

export function show(hundredths) {
  const whole = Math.trunc(hundredths / 100);
  const part = String(hundredths % 100).padStart(2, "0").replace(/0+$/, "");
  return part ? `${whole},${part}` : String(whole);
}

export function fault(value, { max, step }) {
  if (value === null) return "";
  if (Number.isNaN(value)) return "number";
  if (value > max) return "max";
  return value % step ? "step" : "";
}

function limits(card) {
  return { max: Number(card.dataset.max), step: Number(card.dataset.step) };
}

export function paint(card) {
  const field = card.querySelector("[data-points]");
  const value = parse(field.value);
  const wrong = fault(value, limits(card));
  card.classList.toggle("is-empty", value === null);
  card.classList.toggle("is-wrong", Boolean(wrong));
  field.setAttribute("aria-invalid", String(Boolean(wrong)));
  const message = card.querySelector("[data-points-fault]");
  if (message) message.textContent = wrong ? card.dataset[`fault${wrong[0].toUpperCase()}${wrong.slice(1)}`] ?? "" : "";
  for (const pick of card.querySelectorAll("[data-pick]")) {
    pick.setAttribute("aria-pressed", String(!wrong && value === Number(pick.dataset.pick)));
  }
}

export function total(sheet) {
  let sum = 0;
  let missing = 0;
  for (const card of sheet.querySelectorAll("[data-criterion]")) {
    const value = parse(card.querySelector("[data-points]").value);
    if (value === null || fault(value, limits(card))) missing += 1;
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

function stepped(card, direction) {
  const { max, step } = limits(card);
  const value = parse(card.querySelector("[data-points]").value);
  if (value === null || Number.isNaN(value)) return direction > 0 ? 0 : max;
  const snapped = direction > 0 ? Math.floor(value / step) * step + step : Math.ceil(value / step) * step - step;
  return Math.min(max, Math.max(0, snapped));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-points-step], [data-pick]");
  const card = button?.closest("[data-criterion]");
  if (!card || button.disabled) return;
  put(card, button.dataset.pick === undefined ? stepped(card, Number(button.dataset.pointsStep)) : Number(button.dataset.pick));
});

document.addEventListener("keydown", (event) => {
  const field = event.target.closest("[data-points]");
  if (!field || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
  event.preventDefault();
  const card = field.closest("[data-criterion]");
  put(card, stepped(card, event.key === "ArrowUp" ? 1 : -1));
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
