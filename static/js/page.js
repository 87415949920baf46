// What every page does; each behaviour is bound by a data- attribute and missed by nobody without script.
import "./menus.js";
import "./copy.js";
import "./confirm.js";
import "./drafts.js";
import "./rows.js";
import "./filter.js";
import "./preview.js";

document.querySelector("[data-focus]")?.focus();
