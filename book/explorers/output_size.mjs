// The output size explorer: a kernel steps along one axis, and the formula says how often. The numbers come from ./arithmetic.
import { FIELDS, PRESETS, leftOver, outputSize, padded, places, room, settle, span, timesRead, unread } from "./arithmetic/output_size.mjs";
import { explore } from "./explore.mjs";
import { clamp, drawing, element, playButton, several, shape } from "./page.mjs";

const LEAST = 24; // a cell's width in CSS pixels: what a finger can hit
const MOST = 38;
const WAIT = 500; // from one step to the next, in milliseconds

/** "3", "3 and 7", "2, 5 and 8", "3 to 7", "0, 4, 8 and 12 more". */
function listed(numbers) {
  if (numbers.length > 2 && numbers.at(-1) - numbers[0] === numbers.length - 1) return `${numbers[0]} to ${numbers.at(-1)}`;
  const shown = numbers.length > 7 ? [...numbers.slice(0, 6), `${numbers.length - 6} more`] : numbers;
  return shown.length < 2 ? shown.join() : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}

/** A box of the drawing, in pixels. */
const box = (x, y, width, height, kind) => shape("rect", { x: x + 0.5, y: y + 0.5, width: Math.max(width - 1, 0.5), height: height - 1, class: kind });
const text = (x, y, words) => shape("text", { x, y, "text-anchor": "middle", class: words > 99 ? "small" : false }, String(words));

/** Three slanting lines: a pixel that is not read is not told by its colour alone. */
const hatching = (x, y, side) => shape("path", { class: "hatching",
  d: [0.5, 1, 1.5].map((part) => `M${x + Math.max(part - 1, 0) * side},${y + Math.min(part, 1) * side}L${x + Math.min(part, 1) * side},${y + Math.max(part - 1, 0) * side}`).join("") });

/** What a place of the padded row is: a zero, a pixel, or a pixel that no window reads. */
const kindOf = ({ input, padding }, place, times) => {
  const zero = place < padding || place >= padding + input;
  return `${zero ? "zero" : "pixel"}${times[place] ? "" : " unread"}`;
};

/** The whole padded row and all windows, one thin line each, where they do not fit as cells. */
function overview(setting, times, first, shown, reach, width) {
  const step = width / reach;
  const runs = [];
  times.forEach((_, place) => {
    const kind = kindOf(setting, place, times);
    if (runs.at(-1)?.kind === kind) runs.at(-1).length += 1;
    else runs.push({ place, length: 1, kind });
  });
  return [
    ...runs.map(({ place, length, kind }) => box(place * step, 0, length * step, 18, kind)),
    ...(outputSize(setting) ? [shape("rect", { x: setting.at * setting.stride * step, y: 0, width: Math.max(span(setting) * step, 3), height: 18, class: "weight" })] : []),
    shape("rect", { x: first * step + 1, y: 1, width: Math.max(shown * step - 2, 4), height: 16, class: "lens" }),
  ];
}

/** The padded row as cells, from `first` on, with the window that one looks at below it, and the one that hangs over the end. */
function cells(setting, times, first, shown, cell, top) {
  const { padding, stride, at } = setting;
  const there = (place) => place >= first && place < first + shown;
  const left = (place) => (place - first) * cell;
  const drawn = [];
  for (let place = first; place < Math.min(first + shown, padded(setting)); place++) {
    const kind = kindOf(setting, place, times);
    drawn.push(box(left(place), top, cell, cell, kind));
    if (!times[place]) drawn.push(hatching(left(place), top, cell));
    drawn.push(text(left(place) + cell / 2, top + cell / 2 + 5, kind.startsWith("zero") ? 0 : place - padding));
  }
  const window = (which, y, kind) => {
    const under = places(setting, which);
    const [from, to] = [Math.max(under[0], first), Math.min(under.at(-1) + 1, first + shown)];
    if (setting.dilation > 1 && from < to) drawn.push(shape("line", { x1: left(from), x2: left(to), y1: y + cell / 2, y2: y + cell / 2, class: kind }));
    for (const place of under.filter(there)) drawn.push(box(left(place), y, cell, cell, kind));
  };
  const count = outputSize(setting);
  window(at, top + cell + 6, count ? "weight" : "hanging");
  if (at === count - 1 && leftOver(setting)) window(count, top + 2 * cell + 10, "hanging");
  return drawn;
}

/** The row of outputs; the one that one looks at is full. */
function outputs(setting, width, top) {
  const count = outputSize(setting);
  const cell = Math.min(MOST, width / count);
  const row = Array.from({ length: cell < 4 ? 0 : count }, (_, at) => box(at * cell, top, cell, 26, "output"));
  if (cell < 4) row.push(box(0, top, width, 26, "output"));
  row.push(shape("rect", { x: setting.at * cell, y: top, width: Math.max(cell, 3), height: 26, class: "weight" }));
  if (cell >= LEAST) row.push(...Array.from({ length: count }, (_, at) => text(at * cell + cell / 2, top + 18, at)));
  return row;
}

/** A part of a formula: its letters are slanted, and a minus is a minus. */
const term = (...parts) => element("span", {}, ...parts.flatMap((part) => (part instanceof Node ? [part]
  : String(part).replaceAll("-", "−").split(/([a-z])/).map((each) => (/^[a-z]$/.test(each) ? element("i", {}, each) : each)))));

/** The formula, and the numbers in it, line by line. */
function filledIn(setting) {
  const { input, kernel, stride, padding, dilation } = setting;
  const floor = (above, below) => element("span", { class: "floor" }, element("span", { class: "above" }, term(above)), term(below));
  const result = Math.floor(room(setting) / stride) + 1;
  const lines = [
    ["= ", floor("n + 2p - d(k - 1) - 1", "s"), " + 1"],
    ["= ", floor(`${input} + 2·${padding} - ${dilation}·(${kernel} - 1) - 1`, stride), " + 1"],
    ["= ", floor(room(setting), stride), ` + 1 = ${result}`],
  ];
  return element("div", { role: "math", "aria-label": `The floor of ${room(setting)} divided by ${stride}, plus 1, is ${result}.` },
    element("span", {}, "out"), element("div", {}, ...lines.map((line) => element("p", {}, term(...line)))));
}

/** What is said of the setting as a whole. */
function verdict(setting) {
  const { input, kernel, stride, padding, dilation } = setting;
  const given = `${several(input, "pixel")}, kernel ${kernel}, stride ${stride}, padding ${padding}, dilation ${dilation}`;
  if (room(setting) < 0) return `Impossible: the kernel spans ${several(span(setting), "pixel")}, and the padded row has ${padded(setting)}. (${given}.)`;
  const never = unread(setting);
  const over = leftOver(setting);
  const hangs = over ? ` Behind the last window ${several(over, "place")} ${over === 1 ? "is" : "are"} left over; a further window would hang over by ${stride - over}.` : " The last window ends with the row.";
  const which = never.length ? ` ${several(never.length, "pixel")} ${never.length === 1 ? "is" : "are"} not read: ${listed(never)}.` : " Every pixel is read.";
  return `${given}: ${several(outputSize(setting), "output")}.${hangs}${which}`;
}

/** What is said of the window that one looks at. */
function ofWindow(setting) {
  const { input, padding, at } = setting;
  const pixels = places(setting, at).map((place) => place - padding).filter((pixel) => pixel >= 0 && pixel < input);
  const zeros = setting.kernel - pixels.length;
  const read = [pixels.length ? `the ${pixels.length === 1 ? "pixel" : "pixels"} ${listed(pixels)}` : "", zeros ? several(zeros, "zero") : ""];
  return ` Window ${at} reads ${read.filter(Boolean).join(" and ")}.`;
}

function build(state, set) {
  let view = {}; // where the last drawing's cells are, for the pointer

  function draw(width) {
    const times = timesRead(state);
    const count = outputSize(state);
    const over = leftOver(state);
    // As far as the window that hangs over the end, or the kernel that does not fit.
    const reach = Math.max(padded(state) + (over && state.stride - over), span(state));
    const shown = Math.min(reach, Math.floor(width / LEAST));
    const cell = Math.min(MOST, width / shown);
    const whole = shown >= padded(state);
    const middle = state.at * state.stride + (span(state) + (over && state.at === count - 1 ? state.stride : 0)) / 2;
    const first = clamp(Math.round(middle - shown / 2), 0, reach - shown);
    const top = whole ? 0 : 26;
    const below = top + 3 * cell + 22;
    view = { first, cell, outputs: Math.min(MOST, width / Math.max(count, 1)), below };
    return [
      below + (count ? 28 : -12),
      ...(whole ? [] : overview(state, times, first, shown, reach, width)),
      ...cells(state, times, first, shown, cell, top),
      ...(count ? outputs(state, width, below) : []),
    ];
  }

  const strip = drawing({ class: "explorer-drawing", "aria-hidden": true }, draw);
  const step = (by) => set({ at: clamp(state.at + by, 0, Math.max(outputSize(state) - 1, 0)) });
  const play = playButton("Play", WAIT, () => {
    const next = state.at + 1 < outputSize(state) ? state.at + 1 : 0; // from the end it begins anew
    set({ at: next }, { quiet: true });
    return next + 1 < outputSize(state);
  }, () => set({}));
  const point = (event) => {
    if (event.type === "pointermove" && !event.buttons) return;
    play.stop();
    const { left, top } = strip.getBoundingClientRect();
    const [x, y] = [event.clientX - left, event.clientY - top];
    const place = view.first + x / view.cell;
    const at = y >= view.below - 6 ? Math.floor(x / view.outputs) : Math.round((place - span(state) / 2) / state.stride);
    set({ at: clamp(at, 0, Math.max(outputSize(state) - 1, 0)) });
  };
  const keys = { ArrowLeft: () => step(-1), ArrowRight: () => step(1), Home: () => step(-state.at), End: () => step(outputSize(state)) };
  const stage = element("div", {
    class: "explorer-strip", tabindex: 0, role: "application", onpointerdown: point, onpointermove: point,
    "aria-label": "The row and the kernel below it. The left and right arrow keys step the kernel, Home and End go to its first and last place.",
    onkeydown: (event) => {
      if (!keys[event.key]) return;
      event.preventDefault(); // or the page would scroll
      play.stop();
      keys[event.key]();
    },
  }, strip);
  const button = (title, act) => element("button", { type: "button", onclick: () => { play.stop(); act(); } }, title);
  const restart = element("div", { class: "explorer-buttons" },
    button("Step back", () => step(-1)), button("Step on", () => step(1)), play, button("To the end", () => step(outputSize(state))));
  const legend = element("p", { class: "explorer-note" }, "Top: the input's pixels, numbered from 0; dotted cells hold padded zeros; hatched pixels are never read. "
    + "Below it: the kernel, and dashed the window that would hang over the end. Bottom: the outputs.");
  const sum = element("div", { class: "explorer-formula" });

  return { parts: [stage, restart, legend, sum], show: () => {
    strip.redraw();
    sum.replaceChildren(filledIn(state));
    sum.tabIndex = sum.scrollWidth > sum.clientWidth ? 0 : -1; // what scrolls must be reached by keyboard
    const fits = room(state) >= 0;
    stage.classList.toggle("impossible", !fits);
    return verdict(state) + (fits ? ofWindow(state) : "");
  } };
}

explore("output_size", { fields: FIELDS, presets: PRESETS, settle, build });
