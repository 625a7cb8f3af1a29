// The convolution explorer: a photograph, a kernel to edit, and one output pixel's sum. The numbers come from ./arithmetic.
import { FIELDS, PRESETS, SIZE, filtered, output, products, rows, symmetric } from "./arithmetic/convolution.mjs";
import { explore } from "./explore.mjs";
import { ARROWS, clamp, element, grey, paint, written } from "./page.mjs";

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

async function build(state, set) {
  const image = await grey("camera.png");
  // In hundredths, so that the numbers one sees are the numbers that are added.
  image.values = image.values.map((value) => Math.round(100 * value) / 100);
  const move = (row, column) => set({ at: [clamp(row, 0, image.height - 1), clamp(column, 0, image.width - 1)] });
  const point = ({ currentTarget, clientX, clientY }) => {
    const { left, top, width, height } = currentTarget.getBoundingClientRect();
    move(Math.floor(((clientY - top) / height) * image.height), Math.floor(((clientX - left) / width) * image.width));
  };
  const handlers = { onpointermove: point, onpointerdown: point };
  const input = picture(image, "Input, with the window that the kernel covers", handlers);
  const result = picture(image, "Output: point at it, or use the arrow keys", {
    ...handlers, tabindex: 0, role: "application", "aria-label": "Output picture. The arrow keys move from pixel to pixel, with Shift ten at once.",
    onkeydown: (event) => {
      if (!ARROWS[event.key]) return;
      event.preventDefault(); // or the page would scroll
      const [down, right] = ARROWS[event.key].map((step) => step * (event.shiftKey ? 10 : 1));
      move(state.at[0] + down, state.at[1] + right);
    },
  });
  const sums = element("div", { class: "explorer-sums", "aria-hidden": true });
  const agree = element("p", { class: "explorer-note" });
  let drawn;

  /** Compute the whole output anew, unless only the pixel that one looks at has changed. */
  function filter(kernel) {
    const asked = String([state.kernel, state.flip, state.bias]);
    if (asked === drawn) return;
    drawn = asked;
    paint(result.canvas, filtered(image, kernel, state.flip, state.bias));
    agree.textContent = symmetric(kernel) ? "This kernel equals itself when flipped: convolution and correlation agree."
      : `This kernel changes when flipped. You see ${state.flip ? "convolution" : "correlation"}.`;
  }

  /** Show the sum behind the pixel that one looks at, and say it. */
  function show() {
    const { flip, bias, at: [row, column] } = state;
    const kernel = rows(state.kernel);
    filter(kernel);
    const nine = products(image, kernel, flip, row, column);
    const value = output(image, kernel, flip, bias, row, column);
    input.show(row, column, SIZE);
    result.show(row, column, 1);
    sums.replaceChildren(grid("window", nine.map(({ pixel }) => pixel)), "×",
      grid(flip ? "kernel, flipped" : "kernel", nine.map(({ weight }) => weight)), "=", grid("products", nine.map(({ product }) => product)));
    const terms = nine.filter(({ weight }) => weight !== 0)
      .map(({ pixel, weight }) => `${written(pixel)}·${weight < 0 ? `(${written(weight)})` : written(weight)}`);
    const shown = value < 0 ? ", shown as black" : value > 1 ? ", shown as white" : "";
    return `Row ${row}, column ${column}: ${terms.join(" + ") || "0"} + bias ${written(bias)} = ${written(value, 3)}${shown}.`;
  }

  paint(input.canvas, image);
  return { parts: [element("div", { class: "explorer-pictures" }, input.figure, result.figure), sums, agree], show };
}

explore("convolution", { fields: FIELDS, presets: PRESETS, build });
