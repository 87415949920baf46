// The running sum of shares: [data-percent-sum="field"] holds rows [data-row] with fields named …-field and an <output>
// in .sum, which is "is-off" when the sum is not 100.
const WHOLE = 1_000_000;

function share(row, name) {
  if (row.querySelector('[name$="-DELETE"]')?.checked) return 0;
  const typed = row.querySelector(`[name$="-${name}"]`).value.trim().replace(",", ".");
  return /^\d*\.?\d+$/.test(typed) ? Math.round(Number(typed) * WHOLE / 100) : 0;
}

function show(root) {
  const shares = [...root.querySelectorAll("[data-row]")].map((row) => share(row, root.dataset.percentSum));
  const sum = shares.reduce((total, one) => total + one, 0);
  root.querySelector(".sum output").textContent = String(sum * 100 / WHOLE).replace(".", ",");
  root.querySelector(".sum").classList.toggle("is-off", sum !== WHOLE);
}

for (const root of document.querySelectorAll("[data-percent-sum]")) {
  for (const name of ["input", "change", "rows:changed"]) root.addEventListener(name, () => show(root));
  show(root);
}
