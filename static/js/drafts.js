// <form data-autosave="URL">: saves a long form automatically. After a pause in typing the form is stored in this
// browser and posted as a draft (autosave=1). The local draft is deleted only when the server has answered that it saved
// the whole form; until then it is offered when the page is opened again, as after signing in again. With an empty URL
// the form is stored in this browser only. A page that shows what was just sent (data-echo, or errors) offers no draft.
// Texts: the attributes of [data-save-state] (templates/_save_state.html).
import { comparable, contentOf, draftsOf, fill, keyOf, store, withOlder } from "./draft-store.js";

const PAUSE = 1200;

function timeOf(instant) {
  const format = { hour: "2-digit", minute: "2-digit" };
  if (new Date(instant).toDateString() !== new Date().toDateString()) Object.assign(format, { day: "2-digit", month: "2-digit" });
  return new Date(instant).toLocaleString(document.documentElement.lang || "vi", format);
}

function showState(form, key) {
  const output = form.querySelector("[data-save-state]");
  if (!output) return;
  output.textContent = (output.dataset[key] ?? "").replace("{time}", timeOf(Date.now()));
  if (key !== "signedOut") return;
  const link = document.createElement("a");
  Object.assign(link, { href: output.dataset.signIn, textContent: output.dataset.signInText });
  output.append(" ", link);
}

// a form with the version of its row takes the new one from the response, so that its own draft is not a conflict
async function answerOf(form, response) {
  if (response.redirected || response.status === 403) throw new Error("signedOut");
  if (response.status === 409 && form.querySelector("[data-save-state][data-stale]")) throw new Error("stale");
  if (!response.ok) throw new Error("waiting");
  const data = response.headers.get("content-type")?.includes("json") ? await response.json() : {};
  const field = form.elements.namedItem("version");
  if (field && data.version !== undefined) field.value = data.version;
  return data;
}

function button(text, look, act) {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", className: `btn btn-sm ${look}`, textContent: text });
  made.addEventListener("click", act);
  return made;
}

// a notice at the top of the form with a button for each draft; `decided` is called once with the chosen one, or null
function offer(form, drafts, decided) {
  const texts = form.querySelector("[data-save-state]").dataset;
  const notice = document.createElement("div");
  notice.className = "notice notice-warn draft-offer";
  notice.setAttribute("role", "status");
  const inner = document.createElement("div");
  const decide = (draft) => {
    notice.remove();
    decided(draft);
  };
  for (const draft of drafts) {
    const line = document.createElement("p");
    line.textContent = texts.offer.replace("{time}", timeOf(draft.at));
    if (draft.files?.length) line.textContent += ` ${texts.offerFiles.replace("{names}", draft.files.join(", "))}`;
    inner.append(line, button(texts.restore, "btn-primary", () => decide(draft)), " ");
  }
  inner.append(button(texts.discard, "btn-secondary", () => decide(null)));
  notice.append(inner);
  form.prepend(notice);
}

function autosave(form) {
  const key = keyOf(form);
  let saved = comparable(contentOf(form));
  let undecided = [];
  let waiting;

  async function post() {
    const content = contentOf(form);
    if (comparable(content) === saved) return;
    showState(form, "saving");
    const body = new FormData(form);
    for (const field of form.querySelectorAll("input[type=file]")) body.delete(field.name);
    body.set("autosave", "1");
    try {
      const response = await fetch(form.dataset.autosave, { method: "POST", body, headers: { Accept: "application/json" } });
      const data = await answerOf(form, response);
      saved = comparable(content);
      const isWhole = data.complete !== false && !content.files.length;
      const isSaved = isWhole && comparable(contentOf(form)) === saved;
      if (!isSaved) store(key, withOlder(contentOf(form), undecided)); // with the new version
      else store(key, undecided.length ? withOlder(content, undecided) : null);
      showState(form, data.complete === false ? "partly" : "saved");
    } catch (error) {
      showState(form, ["signedOut", "stale"].includes(error.message) ? error.message : "waiting");
    }
  }

  function changed() {
    store(key, withOlder(contentOf(form), undecided));
    clearTimeout(waiting);
    if (form.dataset.autosave) waiting = setTimeout(post, PAUSE);
    else showState(form, "saved");
  }

  const leave = () => (saved = comparable(contentOf(form)));
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    leave();
  });
  form.addEventListener("click", (event) => event.target.closest("[data-save-state] a") && leave());
  window.addEventListener("online", () => form.dataset.autosave && post());
  window.addEventListener("beforeunload", (event) => {
    if (comparable(contentOf(form)) !== saved && form.dataset.autosave) event.preventDefault();
  });

  const isEcho = "echo" in form.dataset || form.querySelector(".error-summary");
  const drafts = isEcho ? [] : draftsOf(form, key);
  if (!drafts.length || !form.querySelector("[data-save-state]")) return;
  undecided = drafts;
  offer(form, drafts, (draft) => {
    undecided = [];
    if (draft === null) store(key, null);
    else fill(form, draft);
    showState(form, draft === null ? "" : "restored");
  });
}

document.querySelectorAll("form[data-autosave]").forEach(autosave);
