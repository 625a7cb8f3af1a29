// The pooling explorer: a picture moves, and one sees which pooled values change. The numbers come from ./arithmetic.
import { FIELDS, GRIDS, PICTURES, PRESETS, changed, distance, features, mean, pooled, problem, shifted } from "./arithmetic/pooling.mjs";
import { explore } from "./explore.mjs";
import { ARROWS, clamp, counted, element, grey, paint, several, shape, written } from "./page.mjs";

const FEW = 9; // so many cells a side show their numbers
const KINDS = { max: "Maximum", average: "Average", min: "Minimum" };

/** A picture of any size, as greys between two values, with numbers where there is room, and with outlines. */
function picture(caption, attributes = {}) {
  const canvas = element("canvas", { "aria-hidden": true });
  const over = shape("svg", { class: "explorer-over", "aria-hidden": true });
  const stage = element("div", { class: "explorer-stage", ...attributes }, canvas, over);
  const said = element("figcaption", {}, caption);
  const show = (image, [low, high], outlines) => {
    const { height, width, values } = image;
    const shade = (value) => (high > low ? (value - low) / (high - low) : 0);
    Object.assign(canvas, { width, height });
    paint(canvas, image, (value) => Array(3).fill(shade(value)));
    over.setAttribute("viewBox", `0 0 ${width} ${height}`);
    over.replaceChildren(...outlines.map(([d, kind]) => shape("path", { d, class: kind })));
    if (Math.max(height, width) > FEW) return;
    values.forEach((value, index) => {
      const words = written(value);
      over.append(shape("text", { x: (index % width) + 0.5, y: Math.floor(index / width) + 0.5, "font-size": Math.min(0.5, 1.5 / words.length),
        "text-anchor": "middle", "dominant-baseline": "central", fill: shade(value) > 0.45 ? "#000" : "#fff" }, words));
    });
  };
  return { figure: element("figure", {}, stage, said), stage, show };
}

const cell = (row, column, side = 1, inset = 0) => `M${column + inset},${row + inset}h${side - 2 * inset}v${side - 2 * inset}h${2 * inset - side}z`;

/** The outlines of all windows, where they can be told apart. */
function borders({ height, width }, { size, stride }, rows, columns) {
  if (Math.max(height, width) > FEW) return [];
  return [[Array.from({ length: rows * columns }, (_, index) => cell(Math.floor(index / columns) * stride, (index % columns) * stride, size)).join(""), "border"]];
}

/** What is said of the move. */
function sentence(state, before, after, marked) {
  const { rows, columns, kind, size, stride, blur } = state;
  const count = marked.filter(Boolean).length;
  const way = (by, forth, back) => `${Math.abs(by)} ${by < 0 ? back : forth}`;
  const along = rows % stride || columns % stride || !(rows || columns) ? ""
    : ` That is a whole number of strides: what stays on the map moves along, by ${way(rows / stride, "down", "up")} and ${way(columns / stride, "right", "left")}.`;
  const unnoticed = (rows || columns) && !count ? " The move goes unnoticed." : "";
  return `Moved by ${way(rows, "down", "up")} and ${way(columns, "right", "left")}. ${KINDS[kind]} of ${size} × ${size}, ${blur ? "blur, " : ""}stride ${stride}: `
    + `${counted(count)} of ${several(marked.length, "value")} ${count === 1 ? "changes" : "change"}, distance ${distance(before, after).toFixed(2)}. `
    + `The mean is ${written(mean(before))} at rest and ${written(mean(after))} after the move.${along}${unnoticed}`;
}

async function build(state, set) {
  const photo = await grey("camera.png");
  const pictures = { ...GRIDS, photo, edges: features(photo) };
  const limit = (by) => clamp(by, FIELDS.rows.least, FIELDS.rows.most);
  let held; // where the pointer took the picture, and where the picture was
  const stage = {
    tabindex: 0, role: "application", "aria-label": "The moved picture. The arrow keys move it by one pixel, with Shift by the stride; Home brings it back.",
    onpointerdown: ({ clientX, clientY, currentTarget, pointerId }) => {
      currentTarget.setPointerCapture(pointerId);
      held = { x: clientX, y: clientY, rows: state.rows, columns: state.columns };
    },
    onpointermove: ({ buttons, clientX, clientY, currentTarget }) => {
      if (!buttons || !held) return;
      const pixel = currentTarget.getBoundingClientRect().width / pictures[state.picture].width;
      const moved = { rows: limit(held.rows + Math.round((clientY - held.y) / pixel)), columns: limit(held.columns + Math.round((clientX - held.x) / pixel)) };
      if (moved.rows !== state.rows || moved.columns !== state.columns) set(moved);
    },
    onpointerup: () => { held = undefined; },
    onpointercancel: () => { held = undefined; },
    onkeydown: (event) => {
      if (!ARROWS[event.key] && event.key !== "Home") return;
      event.preventDefault(); // or the page would scroll
      const [down, right] = (ARROWS[event.key] ?? []).map((step) => step * (event.shiftKey ? state.stride : 1));
      set(event.key === "Home" ? { rows: 0, columns: 0 } : { rows: limit(state.rows + down), columns: limit(state.columns + right) });
    },
  };
  const input = picture("The picture: drag it, or use the arrow keys", stage);
  input.stage.classList.add("drag");
  const rest = picture("Pooled, at rest");
  const moved = picture("Pooled after the move; outlined: what changed");
  const panels = element("div", { class: "explorer-pictures three" }, input.figure, rest.figure, moved.figure);
  const note = element("p", { class: "explorer-note" }, "Outlined in orange: values that changed by more than a twentieth of the largest. Zeros come in where the picture left. "
    + "The pooled pictures share one scale of grey.");
  const range = (...images) => images.flatMap(({ values }) => [Math.min(...values), Math.max(...values)]);

  return { parts: [panels, note], show: () => {
    const still = pictures[state.picture];
    const wrong = problem(still, state.size);
    const now = shifted(still, state.rows, state.columns);
    const ends = (numbers) => [Math.min(0, ...numbers), Math.max(...numbers)];
    for (const { figure } of [rest, moved]) figure.hidden = Boolean(wrong);
    if (wrong) {
      input.show(now, ends(range(still)), []);
      return `Impossible: ${wrong}. (${PICTURES[state.picture]}.)`;
    }
    const [before, after] = [pooled(still, state), pooled(now, state)];
    const marked = changed(before, after);
    const outlines = marked.flatMap((yes, index) => (yes ? [cell(Math.floor(index / after.width), index % after.width, 1, 0.06)] : []));
    input.show(now, ends(range(still)), borders(still, state, after.height, after.width));
    rest.show(before, ends(range(before, after)), []);
    moved.show(after, ends(range(before, after)), ["back", "change"].map((kind) => [outlines.join(""), after.width > FEW ? `${kind} fine` : kind]));
    return sentence(state, before, after, marked);
  } };
}

explore("pooling", { fields: FIELDS, presets: PRESETS, build });
