// <form data-autosave="URL">: saves a long form automatically. After a pause in typing the form is stored in this
// browser and posted as a draft (autosave=1); the local copy is deleted when the server has saved it. Leaving the page
// with unsaved input warns. With an empty URL the form is stored in this browser only. The state is shown by
// <p class="save-state" data-save-state data-saving data-saved data-waiting data-restored data-stale>.
const PAUSE = 1200;

function keyOf(form) {
  return `draft:${location.pathname}:${form.id || "form"}:${document.body.dataset.user ?? ""}`;
}

function serialised(form) {
  const values = {};
  for (const [name, value] of new FormData(form)) {
    if (name === "csrfmiddlewaretoken" || value instanceof File) continue;
    (values[name] ??= []).push(value);
  }
  return JSON.stringify(values);
}

function showState(form, key) {
  const output = form.querySelector("[data-save-state]");
  if (!output) return;
  const time = new Date().toLocaleTimeString(document.documentElement.lang || "vi", { hour: "2-digit", minute: "2-digit" });
  output.textContent = (output.dataset[key] ?? "").replace("{time}", time);
}

function store(key, text) {
  try {
    if (text === null) localStorage.removeItem(key);
    else localStorage.setItem(key, text);
  } catch {
    // the storage is full or disabled: the draft is still saved on the server
  }
}

function fill(form, text) {
  for (const [name, values] of Object.entries(JSON.parse(text))) {
    const fields = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
    for (const [index, field] of fields.entries()) {
      if (["checkbox", "radio"].includes(field.type)) field.checked = values.includes(field.value);
      else if (field.type !== "file" && values[index] !== undefined) field.value = values[index];
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
}

// a form with the version of its row takes the new one from the response, so that its own draft is not a conflict
async function updateVersion(form, response) {
  const field = form.elements.namedItem("version");
  if (!field || !response.headers.get("content-type")?.includes("json")) return;
  const data = await response.json();
  if (data.version !== undefined) field.value = data.version;
}

function autosave(form) {
  const key = keyOf(form);
  let saved = serialised(form);
  let waiting;

  async function post() {
    const text = serialised(form);
    if (text === saved) return;
    showState(form, "saving");
    const body = new FormData(form);
    for (const field of form.querySelectorAll("input[type=file]")) body.delete(field.name);
    body.set("autosave", "1");
    try {
      const response = await fetch(form.dataset.autosave, { method: "POST", body, headers: { Accept: "application/json" } });
      if (!response.ok || response.redirected) throw new Error(response.status);
      const isSame = serialised(form) === text;
      await updateVersion(form, response);
      saved = isSame ? serialised(form) : text;
      if (isSame) store(key, null);
      showState(form, "saved");
    } catch (error) {
      showState(form, error.message === "409" && "stale" in (form.querySelector("[data-save-state]")?.dataset ?? {}) ? "stale" : "waiting");
    }
  }

  function changed() {
    store(key, serialised(form));
    clearTimeout(waiting);
    if (form.dataset.autosave) waiting = setTimeout(post, PAUSE);
    else showState(form, "saved");
  }

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", () => {
    saved = serialised(form);
    store(key, null);
  });
  window.addEventListener("online", post);
  window.addEventListener("beforeunload", (event) => {
    if (serialised(form) !== saved && form.dataset.autosave) event.preventDefault();
  });

  let draft = null;
  try {
    draft = localStorage.getItem(key);
  } catch {
    return;
  }
  if (draft && draft !== saved && !form.querySelector("[aria-invalid=true]")) {
    fill(form, draft);
    showState(form, "restored");
  }
}

document.querySelectorAll("form[data-autosave]").forEach(autosave);
