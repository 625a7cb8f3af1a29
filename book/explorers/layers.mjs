// The layers explorer: a volume, a bank of filters, what comes out, and what it costs. The numbers come from ./arithmetic.
import { FIELDS, PRESETS, channelsOf, counts, outputShape, problem, settle, weightShape } from "./arithmetic/layers.mjs";
import { explore } from "./explore.mjs";
import { ARROWS, clamp, counted, drawing, element, shape } from "./page.mjs";

const SHEETS = 12; // so many sheets of a volume are drawn at most
const OUTPUT = 64; // where the output begins, in hundredths of the drawing's width

const sized = (numbers) => numbers.map(counted).join(" × ");

/** A hundredth of the drawing's width, and where the drawing begins. */
function measures(width) {
  const unit = Math.min(width, 620) / 100;
  return { unit, left: (width - 100 * unit) / 2 + unit };
}

/**
 * A volume as sheets behind each other, one for each channel as long as they are few: {shapes, at(channel)}, the latter the
 * upper left corner of a channel's sheet. `lit` are the channels [from, to) that are read or made, `outline` the rows and
 * columns of an outline on each lit sheet, in CSS pixels.
 */
function volume({ x, bottom, high, wide, depth, count, lit, outline }) {
  const shown = Math.min(count, SHEETS);
  const step = shown > 1 ? (depth * Math.min(1, 0.3 + shown / SHEETS)) / (shown - 1) : 0;
  const at = (channel) => {
    const sheet = Math.floor((channel * shown) / count);
    return [x + sheet * step, bottom - high - sheet * step];
  };
  const shapes = [];
  for (let sheet = shown - 1; sheet >= 0; sheet--) { // the farthest first
    const [from, to] = [Math.floor((sheet * count) / shown), Math.ceil(((sheet + 1) * count) / shown)];
    const isLit = from < lit[1] && to > lit[0];
    const [left, top] = [x + sheet * step, bottom - high - sheet * step];
    shapes.push(shape("rect", { x: left, y: top, width: wide, height: high, class: isLit ? "lit" : "pixel" }));
    if (isLit && outline) shapes.push(shape("rect", { x: left, y: top, width: outline[1], height: outline[0], class: "window" }));
  }
  return { shapes, at };
}

/** Input, filter and output side by side, with the lines from the window to the one number that it makes. */
function draw(setting, width) {
  const { height, width: columns, channels, filter, kernel } = setting;
  const [maps, outRows, outColumns] = outputShape(setting);
  const [, deep] = weightShape(setting);
  const { unit, left } = measures(width);
  const depth = 11 * unit;
  const bottom = 24 * unit + depth + 4;
  // Square roots, so that 3 beside 227 can still be seen.
  const side = (pixels) => Math.max(24 * unit * Math.sqrt(pixels / Math.max(height, columns)), 5);
  const read = channelsOf(setting, filter);
  const pixel = [outRows, outColumns].map((count) => side(count) * Math.max(0.06, 1 / count));
  const input = volume({ x: left, bottom, high: side(height), wide: side(columns), depth, count: channels, lit: read, outline: [side(kernel), side(kernel)] });
  const one = volume({ x: left + 39 * unit, bottom, high: side(kernel), wide: side(kernel), depth, count: deep, lit: [0, deep] });
  const output = volume({ x: left + OUTPUT * unit, bottom, high: side(outRows), wide: side(outColumns), depth, count: maps, lit: [filter, filter + 1], outline: pixel });
  const line = ([x1, y1], [x2, y2]) => shape("line", { x1, y1, x2, y2, class: "ray" });
  const moved = ([x, y], right, down) => [x + right, y + down];
  const [from, through, to] = [input.at(read[0]), one.at(0), output.at(filter)];
  return [bottom + 4, ...input.shapes, ...one.shapes, ...output.shapes,
    line(moved(from, side(kernel), 0), through), line(moved(from, side(kernel), side(kernel)), moved(through, 0, side(kernel))),
    line(moved(through, side(kernel), 0), to), line(moved(through, side(kernel), side(kernel)), moved(to, 0, pixel[0]))];
}

/** The table of three layers with the same input and output. */
function table(setting) {
  const names = { full: "fully connected", local: "local", shared: "this layer" };
  const cell = (value) => element("td", {}, counted(value));
  return element("table", { class: "explorer-table" },
    element("thead", {}, element("tr", {}, ...["layer", "weights", "biases", "multiply-adds"].map((name) => element("th", { scope: "col" }, name)))),
    element("tbody", {}, ...Object.entries(counts(setting)).map(([name, { weights, biases, products }]) =>
      element("tr", { class: name }, element("th", { scope: "row" }, names[name]), cell(weights), cell(biases), cell(products)))));
}

/** The formulas with the numbers in them, as terms and what they are. */
function workings(setting) {
  const { height, width, kernel, channels, groups, filters } = setting;
  const { shared } = counts(setting);
  const [maps, rows, columns] = outputShape(setting);
  const [, deep] = weightShape(setting);
  const lines = {
    "Output": `${counted(filters)} maps of (${height} − ${kernel} + 1) × (${width} − ${kernel} + 1) = ${sized([rows, columns])}`,
    "A filter": `${kernel} × ${kernel} × C/g = ${kernel} × ${kernel} × ${channels}/${groups} = ${sized([kernel, kernel, deep])}`,
    "Weights": `F · C/g · k · k = ${sized(weightShape(setting)).replaceAll(" × ", " · ")} = ${counted(shared.weights)}`,
    "Biases": shared.biases ? `one for each filter: ${counted(shared.biases)}` : "none",
    "Multiply-adds": `${counted(maps * rows * columns)} outputs · ${counted(deep * kernel * kernel)} = ${counted(shared.products)}`,
  };
  return element("dl", { class: "explorer-workings simple" }, ...Object.entries(lines).flatMap(([name, line]) =>
    [element("dt", {}, name), element("dd", {}, line)]));
}

/** What is said of a setting. */
function sentence(setting) {
  const { height, width, channels, filter, filters, kernel } = setting;
  const wrong = problem(setting);
  if (wrong) return `Impossible: ${wrong}.`;
  const { full, shared } = counts(setting);
  const [maps, rows, columns] = outputShape(setting);
  const [first, last] = channelsOf(setting, filter);
  const reads = last - first === 1 ? `channel ${last}` : `the channels ${first + 1} to ${last}`;
  const less = Math.floor((full.weights + full.biases) / (shared.weights + shared.biases));
  return `${sized([height, width, channels])} in, ${counted(filters)} ${filters === 1 ? "filter" : "filters"} of ${sized([kernel, kernel, last - first])}: `
    + `${sized([rows, columns, maps])} out, with ${counted(shared.weights + shared.biases)} numbers to learn and ${counted(shared.products)} multiply-adds. `
    + `Fully connected, there would be ${counted(full.weights + full.biases)} numbers to learn${less > 1 ? `, ${counted(less)} times as many` : ""}. `
    + `Filter ${filter + 1} reads ${reads} and makes map ${filter + 1}.`;
}

function build(state, set) {
  const picture = drawing({ class: "explorer-drawing", "aria-hidden": true }, (width) => (problem(state) ? [1] : draw(state, width)));
  const look = (filter) => set({ filter: clamp(filter, 0, state.filters - 1) });
  const keys = { Home: () => 0, End: () => state.filters - 1 };
  const point = (event) => {
    if (event.type === "pointermove" && !event.buttons) return;
    const { left, width } = picture.getBoundingClientRect();
    const drawn = measures(width);
    const along = (event.clientX - left - drawn.left) / drawn.unit;
    if (along > OUTPUT - 4) look(Math.floor(((along - OUTPUT) / (98 - OUTPUT)) * state.filters)); // over the output
  };
  const stage = element("div", {
    class: "explorer-strip", tabindex: 0, role: "application", onpointerdown: point, onpointermove: point,
    "aria-label": "The input, one filter and the output. The arrow keys go from filter to filter, Home and End to the first and the last.",
    onkeydown: (event) => {
      const by = ARROWS[event.key];
      if (!by && !keys[event.key]) return;
      event.preventDefault(); // or the page would scroll
      look(by ? state.filter + by[0] + by[1] : keys[event.key]());
    },
  }, picture);
  const names = element("div", { class: "explorer-names", "aria-hidden": true });
  const note = element("p", { class: "explorer-note" }, "Blue: what the chosen filter reads and makes. Point at the output, or use the arrow keys, for another filter. "
    + `Sides are drawn by their square roots; of a deep volume ${SHEETS} sheets are drawn.`);
  const numbers = element("div", { class: "explorer-scroll", tabindex: 0, role: "region", "aria-label": "Three layers compared" });
  const worked = element("div");
  return { parts: [stage, names, note, worked, numbers], show: () => {
    const possible = !problem(state);
    const name = (title, shape_) => element("span", {}, element("b", {}, title), sized(shape_));
    const [maps, rows, columns] = outputShape(state);
    picture.redraw();
    for (const part of [stage, names, note, worked, numbers]) part.hidden = !possible;
    if (possible) {
      names.replaceChildren(name("input", [state.height, state.width, state.channels]),
        name(`filter ${state.filter + 1}`, [state.kernel, state.kernel, state.channels / state.groups]), name("output", [rows, columns, maps]));
      worked.replaceChildren(workings(state));
      numbers.replaceChildren(table(state));
    }
    return sentence(state);
  } };
}

explore("layers", { fields: FIELDS, presets: PRESETS, settle, build });
