// The controls of an explorer, made from the list of its settings; what a setting may be is left to ./arithmetic/fields.mjs.
//
// What a control reads of a field, beyond its limits: `title` (without one there is no control), `columns` (of a list's
// grid), `log` (equal steps of the slider multiply: for settings from 1 to thousands).
import { presetOf, read } from "./arithmetic/fields.mjs";
import { element } from "./page.mjs";

/** A box to type a number into. Nonsense is marked and waits until it makes sense; leaving the box brings the number in force back. */
export function box({ least, most, step = "any" }, attributes, parse, chosen) {
  const input = element("input", { type: "number", min: least ?? false, max: most ?? false, step, ...attributes,
    oninput: () => {
      const value = parse(input.value);
      input.toggleAttribute("aria-invalid", value === undefined);
      if (value !== undefined) chosen(value, input);
    },
    onchange: () => { input.value = input.inForce; input.removeAttribute("aria-invalid"); } });
  const update = (value, typing) => {
    input.inForce = +value.toFixed(4);
    // What is being typed is left alone: "0." is on its way to 0.5.
    if (input !== typing) { input.value = input.inForce; input.removeAttribute("aria-invalid"); }
  };
  return { input, update };
}

/** A number: a box, and a slider for mouse and finger where there are limits (the keyboard has the box). */
function numberControl(field, chosen) {
  const { title, least, most, step = 1, log } = field;
  const { input, update } = box(field, {}, (text) => read(text, field), chosen);
  const label = element("label", {}, element("span", {}, title), input);
  if (least === undefined || most === undefined) return { part: label, update };
  const toSlider = (value) => (log ? (100 * Math.log(value / least)) / Math.log(most / least) : value);
  const fromSlider = (place) => (log ? Math.round(least * (most / least) ** (place / 100)) : place);
  const slider = element("input", { type: "range", tabindex: -1, "aria-label": `${title}, slider`,
    min: log ? 0 : least, max: log ? 100 : most, step: log ? "any" : step,
    oninput: () => chosen(fromSlider(slider.valueAsNumber), slider) });
  return {
    part: element("div", { class: "explorer-number" }, label, slider),
    update: (value, typing) => { update(value, typing); if (slider !== typing) slider.value = toSlider(value); },
  };
}

/** A grid of numbers. */
function listControl(field, chosen) {
  const { title, columns, start } = field;
  let inForce = start;
  const boxes = start.map((_, k) => box(field, { "aria-label": `${title}, row ${Math.floor(k / columns) + 1}, column ${(k % columns) + 1}` },
    (text) => read(text, { ...field, start: start[k] }), (value, input) => chosen(inForce.with(k, value), input)));
  const part = element("fieldset", { class: "explorer-list", style: `grid-template-columns: repeat(${columns}, 4.6rem)` },
    element("legend", {}, title), ...boxes.map(({ input }) => input));
  return { part, update: (values, typing) => { inForce = values; boxes.forEach(({ update }, k) => update(values[k], typing)); } };
}

/** A box to tick. */
function switchControl({ title }, chosen) {
  const input = element("input", { type: "checkbox", onchange: () => chosen(input.checked) });
  return { part: element("label", { class: "explorer-switch" }, input, ` ${title}`), update: (value) => { input.checked = value; } };
}

/** One of several: `choices` are {name: title}. */
function choiceControl({ title, choices }, chosen) {
  const input = element("select", { onchange: () => chosen(input.value) },
    ...Object.entries(choices).map(([value, name]) => element("option", { value }, name)));
  return { part: element("label", { class: "explorer-choice" }, element("span", {}, title), input), update: (value) => { input.value = value; } };
}

/** The control that suits a field: {part: element, update(value, typing)}. */
function control(field, chosen) {
  if (Array.isArray(field.start)) return listControl(field, chosen);
  if (field.choices) return choiceControl(field, chosen);
  return typeof field.start === "boolean" ? switchControl(field, chosen) : numberControl(field, chosen);
}

/**
 * All controls of an explorer, the presets first.
 * `set(changes, {typing})` is called with what a reader chose, and with the box that they are typing in.
 * Gives {part, update(state, typing)}; update writes the settings in force into every other box.
 */
export function controls(fields, presets, set) {
  const made = Object.entries(fields).filter(([, { title }]) => title).map(([name, field]) =>
    ({ name, ...control(field, (value, typing) => set({ [name]: value }, { typing })) }));
  const titles = Object.entries(presets).map(([name, { title }]) => [name, title]);
  const preset = choiceControl({ title: "Begin with", choices: { "": "Your own", ...Object.fromEntries(titles) } }, (name) => {
    const { title, ...settings } = presets[name] ?? {};
    set(structuredClone(settings));
  });
  return {
    part: element("div", { class: "explorer-controls" }, preset.part, ...made.map(({ part }) => part)),
    update: (state, typing) => {
      preset.update(presetOf(state, presets));
      for (const { name, update } of made) update(state[name], typing);
    },
  };
}
