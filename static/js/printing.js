// [data-print]: the button prints this page; without JavaScript it stays hidden.
function init(root) {
  for (const button of root.querySelectorAll("[data-print]")) button.hidden = false;
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
document.addEventListener("htmx:load", (event) => init(event.target));
init(document);
