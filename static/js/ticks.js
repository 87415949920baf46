// A list [data-ticks] with checkboxes: the button [data-tick-all] ticks or unticks all.
function boxes(root) {
  return [...root.querySelectorAll("tbody input[type=checkbox]")];
}

function init() {
  for (const root of document.querySelectorAll("[data-ticks]")) {
    root.querySelector("[data-tick-all]").hidden = boxes(root).length < 2;
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-tick-all]");
  if (!button) return;
  const found = boxes(button.closest("[data-ticks]"));
  const on = found.some((box) => !box.checked);
  for (const box of found) box.checked = on;
});
new MutationObserver(init).observe(document.querySelector("main"), { childList: true, subtree: true });
init();
