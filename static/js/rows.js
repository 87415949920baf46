// A formset: [data-rows="prefix"] > .rows > [data-row]…, <template> with __prefix__, a button [data-add-row].
// Without JavaScript the server's extra rows and the delete checkboxes serve the same purpose.
function renumber(root) {
  root.querySelectorAll("[data-row]:not([hidden]) [data-row-number]").forEach((out, index) => {
    out.textContent = index + 1;
  });
}

function announceChange(root) {
  renumber(root);
  root.dispatchEvent(new CustomEvent("rows:changed", { bubbles: true }));
}

function addRow(root) {
  const count = root.querySelector(`[name="${root.dataset.rows}-TOTAL_FORMS"]`);
  const most = Number(root.querySelector(`[name="${root.dataset.rows}-MAX_NUM_FORMS"]`)?.value ?? 1000);
  if (Number(count.value) >= most) return;
  const holder = document.createElement("template");
  holder.innerHTML = root.querySelector("template").innerHTML.replaceAll("__prefix__", count.value);
  count.value = Number(count.value) + 1;
  const row = holder.content.firstElementChild;
  root.querySelector(".rows").append(row);
  initRow(row);
  row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  announceChange(root);
}

// replaces the delete checkbox by a button that can be undone
function initRow(row) {
  const box = row.querySelector("input[type=checkbox][name$='-DELETE']");
  const button = row.querySelector("[data-remove-row]");
  if (!box || !button) return;
  box.closest(".form-check, .mb-3, div").hidden = true;
  button.hidden = false;
}

document.addEventListener("click", (event) => {
  const add = event.target.closest("[data-add-row]");
  if (add) addRow(add.closest("[data-rows]"));
  const remove = event.target.closest("[data-remove-row]");
  if (!remove) return;
  const row = remove.closest("[data-row]");
  const box = row.querySelector("input[name$='-DELETE']");
  box.checked = !box.checked;
  row.classList.toggle("row-gone", box.checked);
  remove.querySelector("span").textContent = box.checked ? remove.dataset.back : remove.dataset.remove;
  box.dispatchEvent(new Event("change", { bubbles: true }));
  announceChange(row.closest("[data-rows]"));
});

for (const root of document.querySelectorAll("[data-rows]")) {
  root.querySelectorAll("[data-row]").forEach(initRow);
  root.querySelector("[data-add-row]")?.removeAttribute("hidden");
}
