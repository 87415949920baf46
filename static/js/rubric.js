// The running sum of a rubric, round by round: [data-rubric] holds rows [data-row] with fields named …-maximum,
// …-weight and perhaps …-round; <output data-round-sum="pk"> shows the sum, "is-off" when it is not 100.
import { parse, show } from "./point-rules.js";

function of(row, name) {
  return row.querySelector(`[name$="-${name}"]`);
}

function add(root) {
  const rows = [...root.querySelectorAll("[data-row]")].filter((row) => !of(row, "DELETE")?.checked);
  for (const out of root.querySelectorAll("[data-round-sum]")) {
    let sum = 0;
    for (const row of rows) {
      const round = of(row, "round")?.value ?? "";
      if (round && round !== out.dataset.roundSum) continue;
      const maximum = parse(of(row, "maximum")?.value ?? "");
      const weight = parse(of(row, "weight")?.value ?? "1");
      if (Number.isInteger(maximum) && Number.isInteger(weight)) sum += Math.round(maximum * weight / 100);
    }
    out.textContent = show(sum);
    out.closest(".sum")?.classList.toggle("is-off", sum !== 10000);
  }
}

for (const root of document.querySelectorAll("[data-rubric]")) {
  root.addEventListener("input", () => add(root));
  root.addEventListener("change", () => add(root));
  root.addEventListener("rows:changed", () => add(root));
  add(root);
}
