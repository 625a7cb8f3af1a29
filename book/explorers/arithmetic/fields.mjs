// The settings of an explorer: which values make sense, and how they stand in an address. Controls for them are left to ../controls.mjs.
//
// An explorer lists its settings once, as {name: field}. A field is one of
//   {start: 7, least: 1, most: 40, step: 1}    a number (each limit may be missing; with a step, so many steps above `least`)
//   {start: [1, 2], ...}                       a list of as many numbers, each within these limits
//   {start: true}                              a switch, 1 or 0 in an address
//   {start: "dark", choices: {dark: "Dark"}}   one of several names
//   {start, read, write}                       anything else: read(text) gives a value, or undefined for nonsense; write(value) gives text
// A field with a `title` gets a control, which reads the rest: see ../controls.mjs.

/** A number within a field's limits, or undefined. */
function number(text, { start, least = -Infinity, most = Infinity, step }) {
  const value = text.trim() === "" ? NaN : Number(text);
  const steps = (value - (Number.isFinite(least) ? least : [start].flat()[0])) / step;
  const onStep = step === undefined || Math.abs(steps - Math.round(steps)) < 1e-9;
  return Number.isFinite(value) && value >= least && value <= most && onStep ? value : undefined;
}

/** What a text means for a field; undefined where it makes no sense. */
export function read(text, field) {
  if (field.read) return field.read(text);
  if (Array.isArray(field.start)) {
    const values = text.split(",").map((part) => number(part, field));
    return values.length === field.start.length && !values.includes(undefined) ? values : undefined;
  }
  if (field.choices) return Object.hasOwn(field.choices, text) ? text : undefined;
  if (typeof field.start === "boolean") return ["0", "1"].includes(text) ? text === "1" : undefined;
  return number(text, field);
}

/** A field's value as text. */
export function write(value, field) {
  if (field.write) return field.write(value);
  return typeof value === "boolean" ? String(+value) : String(value);
}

/** Every setting: as the address says it where that makes sense, else as it is at the start. */
export function fromAddress(search, fields) {
  const asked = new URLSearchParams(search);
  return Object.fromEntries(Object.entries(fields).map(([name, field]) =>
    [name, (asked.has(name) ? read(asked.get(name), field) : undefined) ?? structuredClone(field.start)]));
}

/** The address's part that brings a reader back to this setting; commas stay as they are. */
export const toAddress = (state, fields) =>
  `?${Object.entries(fields).map(([name, field]) => `${name}=${encodeURIComponent(write(state[name], field)).replaceAll("%2C", ",")}`).join("&")}`;

/** The first of the presets {name: {title, ...settings}} whose settings are all in force, or "". */
export const presetOf = (state, presets) => Object.keys(presets).find((name) =>
  Object.entries(presets[name]).every(([key, value]) => key === "title" || String(value) === String(state[key]))) ?? "";
