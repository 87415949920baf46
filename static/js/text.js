// The text of a comment as the server stores it: NFC, line breaks as "\n", no invisible characters.

const BREAKS = /\r\n?|[\v\f\u0085\u2028\u2029]/g;
const UNSEEN = /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\uFFFE\uFFFF]/gu;

export function cleanText(text) {
  return text.replace(BREAKS, "\n").replace(UNSEEN, "").trim().normalize("NFC");
}
