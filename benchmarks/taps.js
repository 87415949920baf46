// The fewest taps that give a criterion its points, found by trying every button that the card offers.
import { picks, show, stepped } from "/static/js/point-rules.js";

const MOST_TAPS = 4;

function buttons(value, limits) {
  const found = picks(limits, value).map((points) => [`pick ${points}`, points]);
  for (const direction of [-1, 1]) found.push([`step ${direction}`, stepped(value, direction, limits)]);
  return found.filter(([, points]) => points !== null && points !== value);
}

// The taps from an unmarked criterion to `points`: "pick 850" and "step -1", or the field and a key for each digit.
export function taps(points, limits) {
  const seen = new Set([null]);
  let paths = [{ value: null, taken: [] }];
  for (let length = 1; length <= MOST_TAPS; length += 1) {
    const longer = [];
    for (const { value, taken } of paths) {
      for (const [name, next] of buttons(value, limits)) {
        if (next === points) return [...taken, name];
        if (seen.has(next)) continue;
        seen.add(next);
        longer.push({ value: next, taken: [...taken, name] });
      }
    }
    paths = longer;
  }
  return ["field", ...show(points)];
}
