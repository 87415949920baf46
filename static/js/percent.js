// The running sum of shares: [data-percents="field"] holds rows [data-row] with fields named …-field, and an <output
// data-percent-sum data-less data-more> in .sum, which is "is-off" and says what is missing when it is not 100.
const WHOLE = 1_000_000;

function share(row, name) {
  if (row.querySelector('[name$="-DELETE"]')?.checked) return 0;
  const typed = row.querySelector(`[name$="-${name}"]`).value.trim().replace(/\s*%$/, "").replace(",", ".");
  return /^\d*\.?\d+$/.test(typed) ? Math.round(Number(typed) * WHOLE / 100) : 0;
}

function percent(part) {
  return String(part * 100 / WHOLE).replace(".", ",");
}

function show(root) {
  const shares = [...root.querySelectorAll("[data-row]")].map((row) => share(row, root.dataset.percents));
  const sum = shares.reduce((total, one) => total + one, 0);
  const out = root.querySelector("[data-percent-sum]");
  const reason = sum < WHOLE ? out.dataset.less : out.dataset.more;
  const rest = sum === WHOLE ? "" : ` (${reason.replace("{n}", percent(Math.abs(WHOLE - sum)))})`;
  out.textContent = `${percent(sum)}%${rest}`;
  out.closest(".sum").classList.toggle("is-off", sum !== WHOLE);
}

for (const root of document.querySelectorAll("[data-percents]")) {
  for (const name of ["input", "change", "rows:changed"]) root.addEventListener(name, () => show(root));
  show(root);
}
