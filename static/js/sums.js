// Running sum: [data-sum] holds fields [data-sum-part] and shows their sum in [data-sum-total];
// with data-expected="10000" (hundredths) it is marked when the sum differs. Fields of removed rows do not count.
import { parse, show } from "./points.js";

function add(root) {
  let sum = 0;
  for (const field of root.querySelectorAll("[data-sum-part]")) {
    const gone = field.closest("[data-row]")?.querySelector("input[name$='-DELETE']")?.checked;
    const value = gone ? 0 : parse(field.value);
    if (Number.isInteger(value)) sum += value;
  }
  const out = root.querySelector("[data-sum-total]");
  out.textContent = show(sum);
  root.classList.toggle("is-off", root.dataset.expected !== undefined && sum !== Number(root.dataset.expected));
}

document.addEventListener("input", (event) => {
  const root = event.target.closest("[data-sum]");
  if (root) add(root);
});
document.addEventListener("rows:changed", (event) => {
  const root = event.target.closest("[data-sum]");
  if (root) add(root);
});
document.querySelectorAll("[data-sum]").forEach(add);
