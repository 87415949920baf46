// [data-copy]: the button copies the field's text to the clipboard; on plain HTTP by document.execCommand.
async function copy(field) {
  if (navigator.clipboard && window.isSecureContext) {
    await navigator.clipboard.writeText(field.value);
  } else {
    field.select();
    document.execCommand("copy");
  }
}

function init(root) {
  for (const button of root.querySelectorAll("[data-copy] button[data-copied]")) button.hidden = false;
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy] button[data-copied]");
  if (!button) return;
  await copy(button.closest("[data-copy]").querySelector("textarea, input"));
  const word = button.querySelector("span");
  const before = word.textContent;
  word.textContent = button.dataset.copied;
  button.setAttribute("aria-live", "polite");
  setTimeout(() => { word.textContent = before; }, 2000);
});
document.addEventListener("htmx:load", (event) => init(event.target));
init(document);
