// Drafts of forms in this browser: {at, values, files} by page, form, and user. A draft is deleted when the server has
// answered that it saved the form: by the page after it, whose message has [data-saved-form="path of the form"]. Older
// drafts that were offered and neither restored nor discarded stay.
const UNCOMPARED = /^(csrfmiddlewaretoken|.*version|.*-(INITIAL|TOTAL)_FORMS)$/;
const OF_THE_PAGE = /-(INITIAL|TOTAL)_FORMS$/; // the numbers of rows that the page shows; rows may be added below
const MOST_OLDER = 2;

export function keyOf(form) {
  return `draft:${location.pathname}:${form.id || "form"}:${form.elements.namedItem("for_school")?.value ?? ""}:${document.body.dataset.user ?? ""}`;
}

export function contentOf(form) {
  const content = { at: Date.now(), values: {}, files: [] };
  for (const [name, value] of new FormData(form)) {
    if (value instanceof File) content.files.push(...(value.name ? [value.name] : []));
    else if (name !== "csrfmiddlewaretoken") (content.values[name] ??= []).push(value);
  }
  return content;
}

export function comparable(content) {
  const isTyped = ([name, values]) => !UNCOMPARED.test(name) && values.some(Boolean);
  return JSON.stringify(Object.entries(content.values).filter(isTyped));
}

export function store(key, content) {
  try {
    if (content === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(content));
  } catch {
    // the storage is full or disabled: the draft is still saved on the server
  }
}

// the drafts of the form that differ from what it shows, the newest first
export function draftsOf(form, key) {
  try {
    const newest = JSON.parse(localStorage.getItem(key));
    const shown = comparable(contentOf(form));
    return newest ? [newest, ...(newest.older ?? [])].filter((each) => each.values && comparable(each) !== shown) : [];
  } catch {
    return [];
  }
}

export function withOlder(content, older) {
  return { ...content, older: older.slice(0, MOST_OLDER).map(({ older: _, ...each }) => each) };
}

export function fill(form, content) {
  for (const root of form.querySelectorAll("[data-rows]")) addRows(root, content);
  for (const [name, values] of Object.entries(content.values)) {
    const fields = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
    if (OF_THE_PAGE.test(name)) continue;
    for (const [index, field] of fields.entries()) {
      if (!["checkbox", "radio", "file"].includes(field.type) && values[index] !== undefined) field.value = values[index];
    }
  }
  for (const box of form.querySelectorAll("input[type=checkbox], input[type=radio]")) {
    box.checked = (content.values[box.name] ?? []).includes(box.value);
  }
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

function addRows(root, content) {
  const name = `${root.dataset.rows}-TOTAL_FORMS`;
  const count = root.querySelector(`[name="${name}"]`);
  const wanted = Number(content.values[name]?.[0] ?? 0);
  const add = root.querySelector("[data-add-row]");
  for (let tries = wanted - Number(count.value); add && tries > 0; tries--) add.click();
}

function deleteSaved() {
  const user = document.body.dataset.user ?? "";
  const paths = new Set([...document.querySelectorAll("[data-saved-form]")].map((message) => message.dataset.savedForm));
  for (const path of paths) {
    for (const key of Object.keys(localStorage)) {
      if (!key.startsWith(`draft:${path}:`) || !key.endsWith(`:${user}`)) continue;
      const [next, ...older] = JSON.parse(localStorage.getItem(key))?.older ?? [];
      store(key, next ? withOlder(next, older) : null);
    }
  }
}

try {
  deleteSaved();
} catch {
  // no storage, no drafts
}
