// Behaviours of every page, each bound by a data- attribute; pages work without JavaScript as well.
import "./menus.js";
import "./copy.js";
import "./confirm.js";
import "./drafts.js";
import "./rows.js";
import "./filter.js";
import "./names.js";
import "./preview.js";
import "./printing.js";

document.querySelector("[data-focus]")?.focus();
