// One page's Python: starts the worker at the first task, hands it one task at a time, and can end it at any moment.
import { element } from "../explorers/page.mjs";

const HERE = new URL(".", import.meta.url);
const SLOW = 10_000; // milliseconds after which one should think of an endless loop
const ABSENT = "Python is not installed on this site, so nothing can run here. Its author adds it with the command make pyodide. "
  + "Until then, download the notebook.";

let worker, number = 0, running = null;

/** What the page was told when it was built. */
const settings = document.querySelector("script[data-pyodide]").dataset;
const place = {
  pyodide: new URL(settings.pyodide.replace(/\/*$/, "/"), document.baseURI).href,
  course: new URL("course.zip", HERE).href,
};

export const busy = () => running !== null;

/** Run a task; `hear` gets {kind, text} as they come. Gives "right", "wrong", "stopped", "absent" or "broken". */
export function ask(task, hear) {
  worker ??= new Worker(new URL("worker.mjs", HERE), { type: "module" });
  const id = ++number;
  return new Promise((resolve) => {
    const slow = () => hear({ kind: "slow" });
    let alarm;
    const end = (how) => { clearTimeout(alarm); running = null; resolve(how); };
    running = { end };
    worker.onerror = ({ message }) => { hear({ kind: "error", text: `Python did not start: ${message ?? "its worker could not be loaded"}` }); stop("broken"); };
    worker.onmessage = ({ data }) => {
      if (data.id !== id) return;
      if (data.kind === "step") { clearTimeout(alarm); if (data.text.startsWith("Running")) alarm = setTimeout(slow, SLOW); }
      if (data.kind === "done") end(data.right ? "right" : "wrong");
      else if (data.kind === "absent") { hear({ kind: "error", text: ABSENT }); end("absent"); }
      else if (data.kind === "broken") { hear({ kind: "error", text: `Python could not go on: ${data.text}` }); stop("broken"); }
      else hear(data);
    };
    worker.postMessage({ id, place, ...task });
  });
}

/** End Python, whatever it is doing. The next task starts it anew. */
export function stop(how = "stopped") {
  worker?.terminate();
  worker = undefined;
  running?.end(how);
}

/** What a button does: run a task, and show in `status` and `output` how it goes. */
export async function perform({ task, status, output, start, halt, hear = () => {} }) {
  if (busy()) {
    status.say("Python is busy with another cell. Wait for it, or stop it there.");
    return "busy";
  }
  output.replaceChildren();
  status.say("Starting Python");
  document.documentElement.dataset.python = "busy";
  start.hidden = true;
  halt.hidden = false;
  halt.focus();
  const how = await ask(task, (event) => { show(event, status, output); hear(event); });
  const focused = document.activeElement === halt;
  [start.hidden, halt.hidden] = [false, true];
  if (focused || document.activeElement === document.body) start.focus({ preventScroll: true });
  document.documentElement.dataset.python = how;
  const words = { right: "Done.", wrong: "It ended with an error.", stopped: "Stopped. The next run starts Python anew.", absent: "Nothing was run." };
  status.say(words[how] ?? "Python was ended.");
  return how;
}

/** A line that says how it goes, and beside it, for the eye only, how much is loaded. */
export function statusLine() {
  const words = element("span", { role: "status" }), loaded = element("span", { class: "run-loaded", "aria-hidden": "true" });
  const say = (text) => { words.textContent = text; loaded.textContent = ""; };
  return { node: element("p", { class: "run-status" }, words, " ", loaded), say, count: (text) => { loaded.textContent = `${text} MB so far`; } };
}

let drawn = 0;

/** Put what came at the end of the output. */
function show({ kind, text }, status, output) {
  if (kind === "step") status.say(`${text} …`);
  else if (kind === "loaded") status.count(text);
  else if (kind === "slow") status.say("Still running. If this is an endless loop, press Stop.");
  else if (kind === "note") output.append(element("p", { class: "run-note" }, text));
  else if (kind === "text" && output.lastChild?.className === "run-text") output.lastChild.append(text);
  else if (kind === "figure" || kind === "figure-dark") output.append(figure(kind, text));
  else if (["text", "result", "error"].includes(kind)) output.append(element("pre", { class: `run-${kind}` }, text));
}

/** A picture that a cell drew, once for light and once for dark pages. */
function figure(kind, svg) {
  const dark = kind === "figure-dark";
  if (!dark) drawn += 1;
  return element("img", { class: `course-figure dark-light on-${dark ? "dark" : "light"}`, alt: `Figure ${drawn}, drawn by your run of the cell above`,
    src: `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}` });
}
