// <input data-slug-of="id_name id_year">: is filled from the named fields until the user edits it.
function slug(text) {
  return text.toLowerCase().replaceAll("đ", "d").normalize("NFD").replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 60).replace(/-$/, "");
}

for (const field of document.querySelectorAll("input[data-slug-of]")) {
  const sources = field.dataset.slugOf.split(" ").map((id) => document.getElementById(id)).filter(Boolean);
  let own = field.value !== "" && field.value !== slug(sources.map((source) => source.value).join(" "));
  field.addEventListener("input", () => { own = field.value !== ""; });
  for (const source of sources) {
    source.addEventListener("input", () => {
      if (!own) field.value = slug(sources.map((one) => one.value).join(" "));
    });
  }
}
