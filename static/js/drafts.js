// <form data-autosave="URL">: saves a long form automatically. After a pause in typing the form is stored in this
// browser and posted as a draft (autosave=1); the local copy is deleted when the server has saved it. Leaving the page
// with unsaved input warns. With an empty URL the form is stored in this browser only. The state is shown by
// <p class="save-state" data-save-state data-saving data-saved data-waiting data-restored data-stale>.
const PAUSE = 1200;

function keyOf(form) {
  return `draft:${location.pathname}:${form.id || "form"}:${document.body.dataset.user ?? ""}`;
}

function wordsOf(form) {
  const words = {};
  for (const [name, value] of new FormData(form)) {
    if (name === "csrfmiddlewaretoken" || value instanceof File) continue;
    (words[name] ??= []).push(value);
  }
  return JSON.stringify(words);
}

function say(form, what) {
  const place = form.querySelector("[data-save-state]");
  if (!place) return;
  const time = new Date().toLocaleTimeString(document.documentElement.lang || "vi", { hour: "2-digit", minute: "2-digit" });
  place.textContent = (place.dataset[what] ?? "").replace("{time}", time);
}

function store(key, words) {
  try {
    if (words === null) localStorage.removeItem(key);
    else localStorage.setItem(key, words);
  } catch {
    // the storage is full or disabled: the draft is still saved on the server
  }
}

function fill(form, words) {
  for (const [name, values] of Object.entries(JSON.parse(words))) {
    const fields = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
    for (const [index, field] of fields.entries()) {
      if (["checkbox", "radio"].includes(field.type)) field.checked = values.includes(field.value);
      else if (field.type !== "file" && values[index] !== undefined) field.value = values[index];
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
}

// a form with the version of its row takes the new one from the response, so that its own draft is not a conflict
async function follow(form, answer) {
  const field = form.elements.namedItem("version");
  if (!field || !answer.headers.get("content-type")?.includes("json")) return;
  const said = await answer.json();
  if (said.version !== undefined) field.value = said.version;
}

function keep(form) {
  const key = keyOf(form);
  let saved = wordsOf(form);
  let waiting;

  async function post() {
    const words = wordsOf(form);
    if (words === saved) return;
    say(form, "saving");
    const body = new FormData(form);
    for (const field of form.querySelectorAll("input[type=file]")) body.delete(field.name);
    body.set("autosave", "1");
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body, headers: { Accept: "application/json" } });
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      const isSame = wordsOf(form) === words;
      await follow(form, answer);
      saved = isSame ? wordsOf(form) : words;
      if (isSame) store(key, null);
      say(form, "saved");
    } catch (error) {
      say(form, error.message === "409" && "stale" in (form.querySelector("[data-save-state]")?.dataset ?? {}) ? "stale" : "waiting");
    }
  }

  function changed() {
    store(key, wordsOf(form));
    clearTimeout(waiting);
    if (form.dataset.autosave) waiting = setTimeout(post, PAUSE);
    else say(form, "saved");
  }

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", () => {
    saved = wordsOf(form);
    store(key, null);
  });
  window.addEventListener("online", post);
  window.addEventListener("beforeunload", (event) => {
    if (wordsOf(form) !== saved && form.dataset.autosave) event.preventDefault();
  });

  let left = null;
  try {
    left = localStorage.getItem(key);
  } catch {
    return;
  }
  if (left && left !== saved && !form.querySelector("[aria-invalid=true]")) {
    fill(form, left);
    say(form, "restored");
  }
}

document.querySelectorAll("form[data-autosave]").forEach(keep);
