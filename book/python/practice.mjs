// A practice page: fields for the answers, which the browser keeps; checks by a Python in the page; the notebook to hand in.
import { element } from "../explorers/page.mjs";
import { editor, keyLine } from "./editor.mjs";
import { perform, statusLine, stop } from "./python.mjs";
import { before, checks, filledIn, work } from "./work.mjs";

const KEYS = "run-keys";
const end = document.querySelector("[data-practice]"), topic = end.dataset.practice;
const kept = work(localStorageOrNone(), `practice ${new URL(".", location).pathname} ${topic}`);
const answers = [];

/** Some browsers refuse their storage to a page; its work is then kept only as long as the page is open. */
function localStorageOrNone() {
  try { return window.localStorage; } catch { return { getItem: () => null, setItem: () => { throw new Error("refused"); }, removeItem() {} }; }
}

let loaded;
const notebook = () => (loaded ??= fetch(new URL(`exercises/${topic}.ipynb`, import.meta.url), { cache: "no-cache" }).then((answer) => {
  if (!answer.ok) { loaded = undefined; throw new Error(`${answer.url}: ${answer.status}`); }
  return answer.json();
}));

const button = (text, onclick, more = {}) => element("button", { type: "button", onclick, ...more }, text);

/** A field whose text is kept; `stub` is what stands there at first. */
function field({ id, stub, label, run, told = () => {} }) {
  const changed = (text) => { if (!kept.write(id, text)) told("This browser keeps nothing of this page. Download the notebook before you close it."); };
  const made = editor({ text: kept.texts[id] ?? stub, label, keys: KEYS, run, changed: (text) => { changed(text); counted(); } });
  return { ...made, restore: () => { kept.restore(id); made.set(stub); counted(); } };
}

/** The text that a field begins with; a button to copy it may stand beside it already. */
const textOf = (shown) => (shown.querySelector("pre") ?? shown).textContent.trimEnd();

/** One function: its field, its checks, and a free field below. */
function answer(section) {
  const id = section.dataset.answer, shown = section.querySelector(".highlight"), status = statusLine();
  const results = element("ul", { class: "run-results" }), output = element("div", { class: "run-output" });
  const start = button("Check my answer", () => check()), halt = button("Stop", () => stop(), { hidden: true });
  const code = field({ id, stub: textOf(shown), label: `Your answer: ${id}`, run: () => !start.disabled && check(), told: status.say });
  const names = (section.dataset.tests ?? "").split(" ").filter(Boolean);

  async function check() {
    const released = await notebook();
    const text = code.field.value, tests = checks(released, names);
    results.replaceChildren();
    kept.write(id, text);
    const how = await perform({ status, output, start, halt, task: { task: "check", before: before(released, kept.texts, id), answer: [id, text], tests },
      hear: ({ kind, text: words }) => { if (kind === "passed" || kind === "failed") results.append(result(kind, tests[results.children.length], words)); } });
    const passed = results.querySelectorAll(".passed").length;
    if (how === "right") kept.pass(id, text);
    if (how === "right" || how === "wrong") status.say(words(passed, names.length));
    counted();
    return how;
  }

  const again = button("Start this one again", () => { code.restore(); results.replaceChildren(); output.replaceChildren(); status.say("As it was at first."); });
  shown.replaceWith(code.field);
  const row = element("p", { class: "practice-buttons" }, ...(names.length ? [start, halt] : []), again);
  code.field.after(row, status.node, output, results);
  answers.push({ id, check: names.length ? check : null, restore: code.restore, clear: () => { results.replaceChildren(); output.replaceChildren(); status.say(""); } });
}

const words = (passed, all) => (passed === all ? `All ${all} checks passed.` : `${passed} of ${all} checks passed. Read the message, change your answer, check again.`);

/** What one check said: its first line tells what it looks at. */
function result(kind, [, source], text) {
  const title = source.split("\n")[0].replace(/^#\s*/, "");
  const mark = element("b", { class: "run-mark" }, kind === "passed" ? "Passed" : "Not yet");
  return element("li", { class: kind }, mark, " ", element("span", {}, title), ...(kind === "failed" ? [element("pre", { class: "run-error" }, text)] : []));
}

/** A free field, which runs below the answers above and is never graded. */
function scratch(section) {
  const id = section.dataset.scratch, shown = section.querySelector(".highlight"), status = statusLine();
  const output = element("div", { class: "run-output" });
  const run = async () => perform({ status, output, start, halt,
    task: { task: "attempt", before: before(await notebook(), kept.texts, id), source: code.field.value } });
  const start = button("Run", run), halt = button("Stop", () => stop(), { hidden: true });
  const code = field({ id, stub: textOf(shown), label: `Free lines, ${id}`, run, told: status.say });
  shown.replaceWith(code.field);
  code.field.after(element("p", { class: "practice-buttons" }, start, halt), status.node, output);
  section.open = kept.texts[id] !== undefined;
  answers.push({ id, check: null, restore: code.restore, clear: () => { output.replaceChildren(); status.say(""); } });
}

/** The written answer: text, which a person reads. */
function written(section) {
  const id = section.dataset.written, shown = section.querySelector(".highlight, pre");
  const stub = textOf(shown);
  const text = element("textarea", { class: "practice-written", rows: 8, "aria-label": "Your written answer" });
  const set = () => { text.value = kept.texts[id] ?? stub; };
  text.addEventListener("input", () => kept.write(id, text.value));
  set();
  shown.replaceWith(text);
  answers.push({ id, check: null, restore: () => { kept.restore(id); set(); }, clear() {} });
}

const overview = statusLine();

/** How many functions pass, as far as this page has seen. */
function counted() {
  const tried = answers.filter(({ check }) => check);
  overview.say(`${tried.filter(({ id }) => kept.passes(id)).length} of ${tried.length} functions pass all of their checks here.`);
}

async function checkAll() {
  for (const { check } of answers) if (check && ["stopped", "absent", "broken", "busy"].includes(await check())) break;
}

async function download() {
  const file = new Blob([filledIn(await notebook(), kept.texts)], { type: "application/x-ipynb+json" });
  const link = element("a", { href: URL.createObjectURL(file), download: `${topic}.ipynb` });
  link.click();
  URL.revokeObjectURL(link.href);
}

function startAgain() {
  if (!confirm("Take away all that you wrote on this page? What you have downloaded stays.")) return;
  stop();
  kept.forget();
  for (const each of answers) { each.restore(); each.clear(); }
  kept.forget();
  counted();
}

for (const section of document.querySelectorAll("[data-answer]")) answer(section);
for (const section of document.querySelectorAll("[data-scratch]")) scratch(section);
for (const section of document.querySelectorAll("[data-written]")) written(section);
end.prepend(overview.node, element("p", { class: "practice-buttons" }, button("Check everything", checkAll),
  button("Download the notebook to hand in", download, { class: "practice-download" }), button("Start again", startAgain)));
document.querySelector("[data-answer]")?.before(keyLine(KEYS));
counted();
