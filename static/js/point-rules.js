// The rules of a judge's card: reading and showing points, quick picks, the buttons − and +. Pure functions; points
// are whole hundredths, shown with a decimal comma; a limit is { max, step }. benchmarks/taps.py counts the taps of
// real sheets with this module.

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

// distance of neighbouring picks near a value → distance of the others, in hundredths
const DISTANCES = [
  [5, 25], [10, 50], [25, 100], [50, 400], [100, 500], [200, 1000], [250, 2000], [500, 2000], [1000, 5000],
  [2000, 10000], [2500, 10000], [5000, 20000], [10000, 50000],
];
const MOST = 40; // distances from 0 to the maximum
const ALL = 12; // up to so many, every one has a button
const EACH_SIDE = 4;
const HALF = 50;
const COARSE = 500; // from this maximum on, picks are never nearer than half a point

function distances({ max, step }) {
  const fits = ([near]) => near % step === 0 && max / near <= MOST && (near >= HALF || max < COARSE);
  const multiple = step * Math.ceil(max / (step * MOST));
  return DISTANCES.find(fits) ?? [multiple, multiple * 5];
}

function around(value, near, max) {
  const last = Math.floor(max / near);
  const first = Math.min(Math.max(Math.round(value / near) - EACH_SIDE, 0), last - 2 * EACH_SIDE);
  return { from: first * near, to: (first + 2 * EACH_SIDE) * near };
}

// Quick picks in rising order, 0 and the maximum included: neighbours around three quarters of the maximum, where
// most marks lie, and fewer elsewhere. A value outside that part moves it around the value.
export function picks({ max, step }, value = null) {
  const [near, far] = distances({ max, step });
  let part = { from: 0, to: max };
  if (max / near > ALL) {
    part = around(max * 0.75, near, max);
    if (value !== null && (value < part.from || value > part.to)) part = around(value, near, max);
  }
  const found = [max];
  for (let points = 0; points < max; points += near) {
    if ((points >= part.from && points <= part.to) || points % far === 0) found.push(points);
  }
  return found.sort((one, other) => one - other);
}

// The points after − (direction -1) or + (1); null when the button is locked: without a mark, which a step would
// invent, and at 0 or the maximum.
export function stepped(value, direction, { max, step }) {
  if (value === null || Number.isNaN(value)) return null;
  const next = direction > 0 ? Math.floor(value / step) * step + step : Math.ceil(value / step) * step - step;
  const points = Math.min(max, next);
  return points < 0 || (direction > 0 && points <= value) ? null : points;
}
