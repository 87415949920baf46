// <input data-offer-name="Write “{name}”">: offers a name that was typed in capitals or small letters in its right form,
// to be taken with one tap. The rule is that of festival/names.py, which the page before submitting uses without script.
const WORD = /^\p{L}+(?:[-'’]\p{L}+)*$/u;
const PAUSE = 400;
const DEGREES = ["ts", "gs", "pgs", "ths", "ncs", "bs", "ks", "cn"];

function capital(part, rest) {
  return part[0].toLocaleUpperCase("vi") + rest(part.slice(1));
}

function formOf(word) {
  if (!WORD.test(word) || DEGREES.includes(word.toLocaleLowerCase("vi"))) return word;
  const isUpper = word.length > 1 && word === word.toLocaleUpperCase("vi");
  const rest = isUpper ? (text) => text.toLocaleLowerCase("vi") : (text) => text;
  return word.replace(/\p{L}+/gu, (part) => capital(part, rest));
}

export function suggestedName(name) {
  const typed = name.normalize("NFC").split(/\s+/).filter(Boolean).join(" ");
  const found = typed.replace(/[^\s,;]+/gu, formOf);
  return found === typed ? "" : found;
}

function offer(field) {
  field.parentElement.querySelector(".name-offer")?.remove();
  const name = suggestedName(field.value);
  if (!name) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-secondary btn-sm name-offer";
  button.textContent = field.dataset.offerName.replace("{name}", name);
  button.addEventListener("click", () => {
    field.value = name;
    button.remove();
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
  field.after(button);
}

// after a pause, so that the button does not move what is being clicked
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-offer-name]")) setTimeout(offer, PAUSE, event.target);
});
document.querySelectorAll("[data-offer-name]").forEach(offer);
