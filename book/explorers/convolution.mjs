// The convolution explorer: a photograph, a kernel to edit, and one output pixel's sum. The numbers come from ./arithmetic.
import { PRESETS, SIZE, filtered, fromAddress, output, products, symmetric, toAddress } from "./arithmetic/convolution.mjs";
import { element, grey, mountAll, paint, remember, written } from "./page.mjs";

const SCALE = 3; // how many CSS pixels a pixel is wide, where there is room

/** A canvas with a frame that shows where one is; the frame spans `size` pixels. */
function picture(image, caption, attributes) {
  const canvas = element("canvas", { width: image.width, height: image.height, "aria-hidden": true });
  const frame = element("div", { class: "explorer-frame" });
  const stage = element("div", { class: "explorer-stage", style: `max-width:${image.width * SCALE}px`, ...attributes }, canvas, frame);
  const show = (row, column, size) => Object.assign(frame.style, {
    left: `${((column - (size - 1) / 2) / image.width) * 100}%`, top: `${((row - (size - 1) / 2) / image.height) * 100}%`,
    width: `${(size / image.width) * 100}%`, height: `${(size / image.height) * 100}%`,
  });
  return { canvas, stage, show, figure: element("figure", {}, stage, element("figcaption", {}, caption)) };
}

/** A three by three grid of numbers, coloured by sign. */
function grid(title, values) {
  const cells = values.map((value) =>
    element("span", { class: value > 0 ? "positive" : value < 0 ? "negative" : "" }, written(value)));
  return element("div", { class: "explorer-grid" }, element("b", {}, title), element("div", {}, ...cells));
}

/** The controls: preset, nine weights, bias, flip. They change the state and call `chosen`, with the field one is typing in. */
function controls(state, chosen) {
  const preset = element("select", { onchange: () => {
    if (preset.value) Object.assign(state, { kernel: PRESETS[preset.value].kernel.map((row) => [...row]), bias: PRESETS[preset.value].bias });
    chosen();
  } }, element("option", { value: "" }, "Your own"),
  ...Object.entries(PRESETS).map(([name, { title }]) => element("option", { value: name }, title)));
  const weights = state.kernel.flatMap((row, i) => row.map((_, j) => element("input", {
    type: "number", step: "any", "aria-label": `Weight in row ${i + 1}, column ${j + 1}`,
    oninput: ({ target }) => { if (target.value !== "") { state.kernel[i][j] = target.valueAsNumber; chosen(target); } },
  })));
  const bias = element("input", { type: "number", step: "0.1",
    oninput: () => { if (bias.value !== "") { state.bias = bias.valueAsNumber; chosen(bias); } } });
  const flip = element("input", { type: "checkbox", onchange: () => { state.flip = flip.checked; chosen(); } });
  const same = ({ kernel }) => kernel.flat().every((weight, k) => weight === state.kernel.flat()[k]);
  const update = (typing) => {
    preset.value = Object.keys(PRESETS).find((name) => same(PRESETS[name])) ?? "";
    // What is being typed is left alone: "0." is on its way to 0.5.
    weights.forEach((input, k) => { if (input !== typing) input.value = +state.kernel.flat()[k].toFixed(4); });
    if (bias !== typing) bias.value = state.bias;
    flip.checked = state.flip;
  };
  const box = element("div", { class: "explorer-controls" },
    element("label", {}, "Kernel ", preset),
    element("fieldset", { class: "explorer-kernel" }, element("legend", {}, "Its weights"), ...weights),
    element("label", {}, "Bias ", bias),
    element("label", {}, flip, " Flip the kernel: convolution (off: correlation)"));
  return { box, update };
}

/** How far each key moves the output pixel, in rows and columns. */
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

async function mount(place) {
  const image = await grey("camera.png");
  // In hundredths, so that the numbers one sees are the numbers that are added.
  image.values = image.values.map((value) => Math.round(100 * value) / 100);
  const state = fromAddress(location.search, { ...structuredClone(PRESETS.relief), flip: true, row: 35, column: 58 }, image);
  const clamp = (value, end) => Math.min(Math.max(value, 0), end - 1);
  const move = (row, column) => {
    Object.assign(state, { row: clamp(row, image.height), column: clamp(column, image.width) });
    follow();
    remember(toAddress(state));
  };
  const point = ({ currentTarget, clientX, clientY }) => {
    const { left, top, width, height } = currentTarget.getBoundingClientRect();
    move(Math.floor(((clientY - top) / height) * image.height), Math.floor(((clientX - left) / width) * image.width));
  };
  const handlers = { onpointermove: point, onpointerdown: point };
  const input = picture(image, "Input, with the window that the kernel covers", handlers);
  const result = picture(image, "Output: point at it, or use the arrow keys", {
    ...handlers, tabindex: 0, role: "application", "aria-label": "Output picture. The arrow keys move from pixel to pixel, with Shift ten at once.",
    onkeydown: (event) => {
      if (!STEPS[event.key]) return;
      event.preventDefault(); // or the page would scroll
      const [rows, columns] = STEPS[event.key].map((step) => step * (event.shiftKey ? 10 : 1));
      move(state.row + rows, state.column + columns);
    },
  });
  const sums = element("div", { class: "explorer-sums", "aria-hidden": true });
  const say = element("p", { role: "status" });
  const agree = element("p", { class: "explorer-agree" });

  /** Show the sum behind the pixel that one looks at. */
  function follow() {
    const { kernel, flip, bias, row, column } = state;
    const nine = products(image, kernel, flip, row, column);
    const value = output(image, kernel, flip, bias, row, column);
    const counted = nine.filter(({ weight }) => weight !== 0);
    input.show(row, column, SIZE);
    result.show(row, column, 1);
    sums.replaceChildren(grid("window", nine.map(({ pixel }) => pixel)), "×",
      grid(flip ? "kernel, flipped" : "kernel", nine.map(({ weight }) => weight)), "=", grid("products", nine.map(({ product }) => product)));
    const terms = counted.map(({ pixel, weight }) => `${written(pixel)}·${weight < 0 ? `(${written(weight)})` : written(weight)}`);
    const shown = value < 0 ? ", shown as black" : value > 1 ? ", shown as white" : "";
    say.textContent = `Row ${row}, column ${column}: ${terms.join(" + ") || "0"} + bias ${written(bias)} = ${written(value, 3)}${shown}.`;
  }

  /** Compute the whole output anew. */
  function changed(typing) {
    panel.update(typing);
    paint(result.canvas, filtered(image, state.kernel, state.flip, state.bias));
    agree.textContent = symmetric(state.kernel) ? "This kernel equals itself when flipped: convolution and correlation agree."
      : `This kernel changes when flipped. You see ${state.flip ? "convolution" : "correlation"}.`;
    follow();
  }

  const panel = controls(state, (typing) => { changed(typing); remember(toAddress(state)); });
  paint(input.canvas, image);
  place.replaceChildren(panel.box, element("div", { class: "explorer-pictures" }, input.figure, result.figure), sums, say, agree);
  changed();
  place.dataset.ready = "yes";
}

mountAll("convolution", mount);
