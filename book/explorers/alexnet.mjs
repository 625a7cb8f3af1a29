// The AlexNet explorer: the table of the whole network, one layer of it worked out, and what a network makes of a photograph.
// The numbers come from ./arithmetic; the pictures were made when the book was built.
import { FIELDS, NAMES, PRESETS, VARIANTS, tableOf, totals } from "./arithmetic/alexnet.mjs";
import { FIELDS as STACK } from "./arithmetic/receptive_field.mjs";
import { toAddress } from "./arithmetic/fields.mjs";
import { explore } from "./explore.mjs";
import { ARROWS, clamp, counted, drawing, element, shape, written } from "./page.mjs";

const [SLABS, LETTERS, BARS] = [76, 44, 64]; // heights of the drawing's three parts, in CSS pixels
const MAPS = 8;

/** A shape as one says it: rows, columns and maps. */
const sized = ([maps, ...sides]) => [...sides, maps].map(counted).join(" × ");
const learnt = ({ weights, biases }) => weights + biases;

/** Each layer's output as a slab, its name, and two bars: what it learns and what it computes. */
function draw(state, width) {
  const rows = tableOf(state.variant);
  const step = width / rows.length;
  const [most, sides] = [Math.max(...rows.map(({ shape: [maps] }) => maps)), rows[0].shape[1]];
  const bottom = SLABS + LETTERS + BARS;
  const of = (column) => Math.max(...rows.map(column));
  const [learns, computes] = [of(learnt), of(({ products }) => products)];
  return [bottom + 2, ...rows.flatMap((row, k) => {
    const [maps, side = 1] = row.shape;
    const [high, wide] = [Math.max(SLABS * Math.sqrt(side / sides) * 0.95, 5), Math.max(0.85 * step * Math.sqrt(maps / most), 4)];
    const [middle, kind] = [(k + 0.5) * step, row.name === state.layer ? "lit" : "pixel"];
    const bar = (part, x, kind_) => shape("rect", { x, y: bottom - part * BARS, width: step * 0.32, height: part * BARS, class: kind_ });
    return [
      ...(row.name === state.layer ? [shape("rect", { x: k * step + 1, y: 0, width: step - 2, height: bottom, class: "column" })] : []),
      shape("rect", { x: middle - wide / 2, y: SLABS - high, width: wide, height: high, class: kind }),
      shape("text", { transform: `translate(${middle + 4},${SLABS + LETTERS - 2}) rotate(-90)`, class: "small" }, row.name),
      bar(learnt(row) / learns, middle - step * 0.34, "bar learns"), bar(row.products / computes, middle + step * 0.02, "bar computes"),
    ];
  })];
}

/** The formulas of one layer with the numbers in them, as terms and what they are. */
function lines(row) {
  const { kind, kernel, stride, padding, groups, filters, outputs, input, weights, biases, products, units, bytes, learnableBytes } = row;
  const side = input[1];
  const dense = kind === "fc";
  const learns = dense ? `${counted(outputs)} outputs · ${input.map(counted).join(" · ")} inputs = ${counted(weights)}`
    : weights ? `F · k · k · C/g = ${filters} · ${kernel} · ${kernel} · ${input[0]}/${groups} = ${counted(weights)}` : "none: nothing is learned";
  return {
    "Input": dense && input.length === 1 ? `${counted(input[0])} numbers` : sized(input),
    "Output": dense ? `${counted(outputs)} numbers` : `⌊(${side} + 2·${padding} − ${kernel})/${stride}⌋ + 1 = ${row.shape[1]} a side: ${sized(row.shape)}`,
    "Weights": learns,
    "Biases": biases ? `one for each ${dense ? "output" : "filter"}: ${counted(biases)}` : "none",
    "Multiply-adds": dense ? `each weight once: ${counted(products)}` : weights ? `${counted(weights)} · ${row.shape[1]} · ${row.shape[2]} = ${counted(products)}` : "none",
    "Memory": `output 4 · ${counted(units)} = ${counted(bytes)} bytes; weights and biases ${counted(learnableBytes)} bytes`,
  };
}

/** All layers in rows; a click on one looks at it. */
function whole(state, look) {
  const rows = tableOf(state.variant);
  const columns = { "output": ({ shape: all }) => sized(all), "weights": ({ weights }) => counted(weights), "biases": ({ biases }) => counted(biases),
    "multiply-adds": ({ products }) => counted(products), "field": ({ size }) => size, "jump": ({ jump }) => jump, "start": ({ start }) => written(start) };
  const sums = totals(rows);
  const cells = ["", counted(sums.weights), counted(sums.biases), counted(sums.products), "", "", ""];
  const line = (name, numbers, attributes) => element("tr", attributes, element("th", { scope: "row" }, name), ...numbers.map((value) => element("td", {}, String(value))));
  return element("table", { class: "explorer-table whole" },
    element("thead", {}, element("tr", {}, ...["layer", ...Object.keys(columns)].map((name) => element("th", { scope: "col" }, name)))),
    element("tbody", {}, ...rows.map((row) => line(row.name, Object.values(columns).map((of) => of(row)),
      { class: row.name === state.layer ? "shared" : false, onclick: () => look(row.name) })), line("all", cells, {})));
}

/** What is said of the layer and of its network. */
function sentence(state) {
  const rows = tableOf(state.variant);
  const row = rows.find(({ name }) => name === state.layer);
  const sums = totals(rows);
  const { side, title } = VARIANTS[state.variant];
  const gives = row.shape.length === 1 ? `${counted(row.shape[0])} numbers` : sized(row.shape);
  const all = row.size > side ? `, more than the image: it sees all of its ${side}` : "";
  return `${row.name} of ${title}: ${gives}. It learns ${counted(learnt(row))} numbers and takes ${counted(row.products)} multiply-adds. `
    + `Its field: size ${row.size}, jump ${row.jump}, start ${written(row.start)}${all}. `
    + `The whole network learns ${counted(learnt(sums))} numbers and takes ${counted(sums.products)} multiply-adds.`;
}

const address = (file) => new URL(file, import.meta.url).href;

/** The pictures of a layer: the field of a unit on the cat, the filters of conv1, the maps. They are asked for when they are shown, not before. */
function pictures({ variant, layer }) {
  const row = tableOf(variant).find(({ name }) => name === layer);
  const { side } = VARIANTS[variant];
  const place = row.start + Math.floor((row.shape[1] ?? 1) / 2) * row.jump;
  const share = (pixels) => `${(100 * pixels) / side}%`;
  const [first, wide] = [share(place - (row.size - 1) / 2), share(row.size)];
  const figure = (part, caption) => element("figure", {}, part, element("figcaption", {}, caption));
  const sprite = (file, alt) => element("img", { src: address(file), alt, class: "explorer-sprite" });
  const seen = element("div", { class: "explorer-stage still" }, sprite("cat.jpg", "A cat's face, with a frame around what the unit sees."),
    element("div", { class: "explorer-frame", style: `left:${first};top:${first};width:${wide};height:${wide}` }));
  const maps = row.kind === "fc" ? [] : [figure(sprite(`maps-${layer}.png`, `${MAPS} grey maps, in two rows of four.`),
    `The ${MAPS} maps of ${layer} with the largest values${row.kind === "conv" ? ", after its ReLU" : ""}; bright is much. Each has a scale of its own.`)];
  const filters = layer !== "conv1" ? [] : [figure(sprite("filters-conv1.png", "48 small coloured squares, many of them with stripes at some angle."), "The filters of conv1, 11 × 11 pixels in three colours, each stretched to its own range.")];
  return [figure(seen, `The cat, and the ${row.size} pixels that the middle unit of ${layer} sees.`), ...filters, ...maps];
}

function build(state, set) {
  const look = (layer) => set({ layer });
  const strip = drawing({ class: "explorer-drawing", "aria-hidden": true }, (width) => draw(state, width));
  const step = (by) => look(NAMES[clamp(NAMES.indexOf(state.layer) + by, 0, NAMES.length - 1)]);
  const point = (event) => {
    if (event.type === "pointermove" && !event.buttons) return;
    const { left, width } = strip.getBoundingClientRect();
    look(NAMES[clamp(Math.floor(((event.clientX - left) / width) * NAMES.length), 0, NAMES.length - 1)]);
  };
  const keys = { Home: () => look(NAMES[0]), End: () => look(NAMES.at(-1)) };
  const stage = element("div", {
    class: "explorer-strip", tabindex: 0, role: "application", onpointerdown: point, onpointermove: point,
    "aria-label": "The layers from conv1 to fc8. The arrow keys go from layer to layer, Home and End to the first and the last.",
    onkeydown: (event) => {
      const by = ARROWS[event.key];
      if (!by && !keys[event.key]) return;
      event.preventDefault(); // or the page would scroll
      if (by) step(by[0] + by[1]); else keys[event.key]();
    },
  }, strip);
  const note = element("p", { class: "explorer-note" }, "Top: what each layer gives; height stands for its side and width for its maps, both by square roots. "
    + "Bottom: what it learns (blue) and its multiply-adds (orange, outlined), each beside the largest.");
  const worked = element("div");
  const numbers = element("div", { class: "explorer-scroll", tabindex: 0, role: "region", "aria-label": "All layers" });
  const shown = element("div", { class: "explorer-pictures" });
  const whose = element("p", { class: "explorer-note" }, "Filters and maps come from the small network that this course trained itself, not from the published AlexNet, whichever network is chosen. "
    + "It has AlexNet's kernels and strides, and 48, 96, 128, 128 and 96 filters. It has never been trained on the cat. (Photograph: chelsea of scikit-image, CC0, Stéfan van der Walt.)");
  let pictured;
  return { parts: [stage, note, worked, shown, whose, numbers], show: () => {
    const row = tableOf(state.variant).find(({ name }) => name === state.layer);
    const terms = Object.entries(lines(row)).flatMap(([name, line]) => [element("dt", {}, name), element("dd", {}, line)]);
    const link = element("a", { href: `receptive_field.html${toAddress({ size: VARIANTS[state.variant].side, layers: row.stack, below: 0, at: [0, 0] }, STACK)}#explorer-receptive_field` }, "follow it");
    strip.redraw();
    worked.replaceChildren(element("dl", { class: "explorer-workings simple" }, ...terms,
      element("dt", {}, "Receptive field"), element("dd", {}, `size ${row.size}, jump ${row.jump}, start ${written(row.start)} (`, link, ")")));
    numbers.replaceChildren(whole(state, look));
    shown.hidden = whose.hidden = !state.pictures;
    const asked = state.pictures && `${state.variant} ${state.layer}`;
    if (asked && asked !== pictured) shown.replaceChildren(...pictures(state));
    pictured = asked || pictured;
    return sentence(state);
  } };
}

explore("alexnet", { fields: FIELDS, presets: PRESETS, build });
