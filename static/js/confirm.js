// <form data-confirm="Delete “…”?" data-verb="Delete" data-cancel="Cancel">: asks in a dialog; without JavaScript the server shows a page.
function dialogFor(form) {
  const dialog = document.createElement("dialog");
  dialog.className = "ask";
  const text = document.createElement("p");
  text.textContent = form.dataset.confirm;
  text.id = "ask-text";
  dialog.setAttribute("aria-labelledby", text.id);
  const foot = document.createElement("div");
  foot.className = "form-foot";
  for (const [value, label, look] of [
    ["yes", form.dataset.verb, form.dataset.danger === undefined ? "btn-primary" : "btn-danger"],
    ["", form.dataset.cancel, "btn-secondary"],
  ]) {
    const button = document.createElement("button");
    button.className = `btn ${look}`;
    button.textContent = label;
    button.type = "button";
    button.addEventListener("click", () => dialog.close(value));
    foot.append(button);
  }
  dialog.append(text, foot);
  document.body.append(dialog);
  return dialog;
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-confirm]");
  if (!form || form.dataset.confirmed) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const dialog = dialogFor(form);
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (dialog.returnValue !== "yes") return;
    form.dataset.confirmed = "1";
    const said = document.createElement("input");
    Object.assign(said, { type: "hidden", name: "confirmed", value: "1" });
    form.append(said);
    form.requestSubmit(event.submitter ?? undefined);
  });
  dialog.showModal();
}, true);
