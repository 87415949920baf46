// <input type="file" data-preview>: shows the chosen picture before it is uploaded.
document.addEventListener("change", (event) => {
  const field = event.target.closest("input[type=file][data-preview]");
  if (!field) return;
  field.parentElement.querySelectorAll("img[data-previewed]").forEach((image) => {
    URL.revokeObjectURL(image.src);
    image.remove();
  });
  for (const file of field.files) {
    if (!file.type.startsWith("image/")) continue;
    const image = document.createElement("img");
    image.className = "preview";
    image.dataset.previewed = "";
    image.alt = file.name;
    image.src = URL.createObjectURL(file);
    field.after(image);
  }
});
