// <details data-menu>: closes on Escape, on a click elsewhere, and when another opens.
function closeOthers(current) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (menu !== current) menu.open = false;
  }
}

document.addEventListener("click", (event) => closeOthers(event.target.closest("details[data-menu]")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = event.target.closest("details[data-menu][open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
