// Puts an explorer on the page: its settings in the address, its controls, what it says. What it draws is left to its own module.
import { controls } from "./controls.mjs";
import { fromAddress, toAddress } from "./arithmetic/fields.mjs";
import { element } from "./page.mjs";

const PAUSE = 250; // browsers refuse an address that changes with every move of the mouse; so it waits, in milliseconds

let waiting;

/** Write the state into the address once it rests, without a step in the browser's history. */
function remember(address) {
  clearTimeout(waiting);
  waiting = setTimeout(() => history.replaceState(null, "", address), PAUSE);
}

/**
 * Mount an explorer wherever the page has a place for it.
 *
 * `fields`: its settings, see ./arithmetic/fields.mjs. `presets`: {name: {title, ...settings}}. `settle(state)`: changes that make the
 * settings fit each other, such as a place that must lie inside. `build(state, set)` gives {parts, show}: the elements to put
 * below the controls, and a function that draws the state and gives the sentence that is said about it; it is called with the box
 * that a reader is typing in, if any. The view calls `set(changes)` for what a reader does in it, `set(changes, {typing})` for a
 * box of its own, and `set(changes, {quiet: true})` while something moves: then nothing is said.
 */
export function explore(name, { fields, presets = {}, settle = () => ({}), build }) {
  for (const section of document.querySelectorAll(`[data-explorer="${name}"]`)) {
    mount(section, { fields, presets, settle, build }).catch((problem) => {
      section.querySelector(".explorer-live").replaceChildren(
        element("p", {}, `This explorer could not start (${problem.message}). The text below says what it shows.`));
      throw problem;
    });
  }
}

async function mount(section, { fields, presets, settle, build }) {
  const place = section.querySelector(".explorer-live");
  const state = fromAddress(location.search, fields);
  const say = element("p", { role: "status" });
  const link = element("a", {}, "Link to this setting");
  const again = element("button", { type: "button", onclick: () => set(fromAddress("", fields)) }, "Start again");

  function show({ typing, quiet } = {}) {
    Object.assign(state, settle(state));
    panel.update(state, typing);
    const sentence = view.show(typing);
    if (!quiet && say.textContent !== sentence) say.textContent = sentence;
    link.setAttribute("href", `${toAddress(state, fields)}#${section.id}`);
  }
  function set(changes, how) {
    Object.assign(state, changes);
    show(how);
    remember(link.href);
  }

  Object.assign(state, settle(state));
  const view = await build(state, set);
  const panel = controls(fields, presets, set);
  place.replaceChildren(panel.part, ...view.parts, say, element("p", { class: "explorer-foot" }, link, again));
  show();
  place.dataset.ready = "yes";
}
