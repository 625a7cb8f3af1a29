// A plain text field that knows enough of Python to type it: Tab indents, Enter keeps the indentation, Esc lets Tab leave.
// (CodeMirror would colour the words, for 121 kB gzipped and a bundler; a whole page may have 350.)
import { element } from "../explorers/page.mjs";

export const KEYS = "Tab indents, Shift+Enter runs. To leave the field by keyboard, press Esc and then Tab.";
const STEP = "    ";

/** What a key makes of a text: the new text and selection, or null where the key is none of ours. Tested without a browser. */
export function typed(key, shift, { text, start, end }) {
  const begin = text.lastIndexOf("\n", start - 1) + 1;
  if (key === "Enter") {
    const line = text.slice(begin, start);
    const indent = line.match(/^ */)[0] + (/:\s*(#.*)?$/.test(line) ? STEP : "");
    return { text: `${text.slice(0, start)}\n${indent}${text.slice(end)}`, start: start + 1 + indent.length, end: start + 1 + indent.length };
  }
  if (key !== "Tab") return null;
  if (start === end && !shift) {
    const room = " ".repeat(STEP.length - ((start - begin) % STEP.length));
    return { text: text.slice(0, start) + room + text.slice(end), start: start + room.length, end: start + room.length };
  }
  const close = end > start && text[end - 1] === "\n" ? end - 1 : end;
  const lines = text.slice(begin, close).split("\n");
  const moved = lines.map((line) => (shift ? line.replace(/^ {1,4}/, "") : line && STEP + line));
  const by = moved.join("\n").length - lines.join("\n").length;
  return { text: text.slice(0, begin) + moved.join("\n") + text.slice(close), start: Math.max(begin, start + moved[0].length - lines[0].length), end: end + by };
}

/** A field with a text; `changed` hears of each change, `run` of Shift+Enter. */
export function editor({ text, label, changed = () => {}, run = () => {}, keys }) {
  const field = element("textarea", { class: "run-editor", spellcheck: "false", autocapitalize: "off", autocomplete: "off", wrap: "off",
    "aria-label": label, "aria-describedby": keys });
  let leaving = false;
  const fit = () => { field.rows = field.value.split("\n").length; };
  const set = (value) => { field.value = value; fit(); };
  field.addEventListener("input", () => { fit(); changed(field.value); });
  field.addEventListener("focus", () => { leaving = false; });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { leaving = true; return; }
    if (event.key === "Enter" && (event.shiftKey || event.ctrlKey || event.metaKey)) { event.preventDefault(); run(); return; }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Tab" && leaving) return;
    if (event.key !== "Tab" && event.key !== "Shift") leaving = false;
    const made = typed(event.key, event.shiftKey, { text: field.value, start: field.selectionStart, end: field.selectionEnd });
    if (!made) return;
    event.preventDefault();
    replace(field, made);
    fit();
    changed(field.value);
  });
  set(text);
  return { field, set };
}

/** Change the field as typing would, so that the browser's own undo knows of it. */
function replace(field, { text, start, end }) {
  const old = field.value;
  let from = 0, until = 0;
  while (from < old.length && old[from] === text[from]) from += 1;
  while (until < Math.min(old.length, text.length) - from && old.at(-1 - until) === text.at(-1 - until)) until += 1;
  field.setSelectionRange(from, old.length - until);
  const piece = text.slice(from, text.length - until);
  if (!document.execCommand(piece ? "insertText" : "delete", false, piece) || field.value !== text) field.value = text;
  field.setSelectionRange(start, end);
}

/** The line that explains the keys; fields point to it by its id. */
export const keyLine = (id) => element("p", { class: "run-keys", id }, KEYS);
