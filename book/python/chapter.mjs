// Run buttons of a chapter: the first click loads the page's cells and starts Python; each cell that is run can be edited.
import { editor, keyLine } from "./editor.mjs";
import { element } from "../explorers/page.mjs";
import { perform, statusLine, stop } from "./python.mjs";

const cells = await fetch(new URL(`cells/${document.querySelector("script[data-pyodide]").dataset.page}.json`, import.meta.url), { cache: "no-cache" })
  .then((answer) => answer.json());
const sources = cells.map(({ source }) => source);
const opened = new Map();

/** Make a cell editable, with its buttons and a place for what comes. */
function open(bar) {
  const index = Number(bar.dataset.cell), shown = bar.closest(".cell").querySelector(".cell_input .highlight");
  const start = bar.querySelector(".run-start");
  const halt = element("button", { type: "button", class: "run-stop", hidden: true, onclick: () => stop() }, "Stop");
  const undo = element("button", { type: "button", class: "run-undo", hidden: true, onclick: () => {
    field.set(cells[index].source);
    sources[index] = cells[index].source;
    output.replaceChildren();
    status.say("The cell is as it was.");
    undo.hidden = true;
    start.focus();
  } }, "Undo my changes");
  const status = statusLine(), output = element("div", { class: "run-output" }), keys = `run-keys-${index}`;
  const came = bar.closest(".cell").querySelector(":scope > .cell_output");
  const run = async () => {
    await perform({ task: { task: "run", sources: [...sources], index }, status, output, start, halt });
    if (came) output.append(element("p", { class: "run-note" }, "Below stands what the page came with:"));
  };
  const field = editor({ text: sources[index], label: `Python of cell ${index + 1}`, keys, run,
    changed: (text) => { sources[index] = text; undo.hidden = text === cells[index].source; } });
  shown.hidden = true;
  shown.before(field.field);
  field.field.after(keyLine(keys));
  bar.closest(".cell").querySelector("details.hide")?.setAttribute("open", "");
  field.set(sources[index]); // a field inside of what was folded had no height until now
  start.after(halt, undo);
  bar.append(status.node, output);
  return run;
}

/** What a click on Run does. */
export function clicked(bar) {
  if (!opened.has(bar)) opened.set(bar, open(bar));
  return opened.get(bar)();
}
