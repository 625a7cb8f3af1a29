// The V1 explorer: a bar to turn and to move, a simple and a complex cell that answer, and the tuning curve that they draw.
// The numbers come from ./arithmetic.
import { FIELDS, PRESETS, SIZE, TURN, answers, barOf, between, fieldsOf, orientationSelectivity, preferredOrientation, radians }
  from "./arithmetic/visual_cortex.mjs";
import { explore } from "./explore.mjs";
import { ARROWS, clamp, drawing, element, paint, playButton, shape, written } from "./page.mjs";

const DEGREES = Array.from({ length: TURN }, (_, degree) => degree);
const WAIT = 30; // from one degree of a sweep to the next, in milliseconds
const RIM = 17; // how far from the centre the handle that turns the bar lies, in pixels

const GREY = [0.56, 0.56, 0.56];
const EXCITES = [0.1, 0.42, 0.78];
const INHIBITS = [0.85, 0.42, 0.05];
const mixed = (one, other, share) => one.map((part, k) => part + (other[k] - part) * share);

/** A field (blue excites, orange inhibits) with the bar on it, bright or dark. */
function paintField(canvas, field, bar) {
  paint(canvas, field, (weight, index) => {
    const ground = mixed(GREY, weight > 0 ? EXCITES : INHIBITS, Math.min(1, Math.abs(weight) * 1.1));
    return bar.values[index] ? mixed(ground, bar.values[index] > 0 ? [1, 1, 1] : [0, 0, 0], 0.62) : ground;
  });
}

/** A picture with two handles on the bar; `turn` and `move` are called with where the pointer is, in pixels from the centre. */
function stage(caption, attributes, { turn, move }) {
  const canvas = element("canvas", { width: SIZE, height: SIZE, "aria-hidden": true });
  const handles = { turn: element("div", { class: "explorer-handle turn" }), move: element("div", { class: "explorer-handle move" }) };
  let dragged;
  const at = ({ clientX, clientY }) => {
    const { left, top, width, height } = box.getBoundingClientRect();
    return [((clientX - left) / width - 0.5) * SIZE, ((clientY - top) / height - 0.5) * SIZE];
  };
  const drag = (event) => { if (dragged) dragged(...at(event)); };
  const box = element("div", { class: "explorer-stage", style: "max-width:18rem", ...attributes,
    onpointerdown: (event) => {
      const [x, y] = at(event);
      // Beside the handles: near the middle it moves the bar, farther out it turns it.
      const onHandle = Object.keys(handles).find((name) => handles[name] === event.target);
      dragged = { turn, move }[onHandle ?? (Math.hypot(x, y) < RIM / 2 ? "move" : "turn")];
      box.setPointerCapture(event.pointerId);
      drag(event);
    },
    onpointermove: drag, onpointerup: () => { dragged = undefined; }, onpointercancel: () => { dragged = undefined; },
  }, canvas, handles.turn, handles.move);
  const put = (handle, x, y) => Object.assign(handle.style, { left: `${(x / SIZE + 0.5) * 100}%`, top: `${(y / SIZE + 0.5) * 100}%` });
  const sum = element("span");
  const show = (field, bar, { orientation, offset }, text) => {
    paintField(canvas, field, bar);
    const [cosine, sine] = [Math.cos(radians(orientation)), Math.sin(radians(orientation))];
    put(handles.turn, RIM * sine, -RIM * cosine);
    put(handles.move, offset * cosine, offset * sine);
    sum.textContent = text;
  };
  return { show, figure: element("figure", {}, box, element("figcaption", {}, `${caption} `, sum)) };
}

/** A bar that is as long as a response. */
function meter(title) {
  const fill = element("span", { class: "explorer-fill" });
  const value = element("span", { class: "explorer-value" });
  const show = (response, most) => {
    fill.style.width = `${100 * clamp(response / most, 0, 1)}%`;
    value.textContent = written(response, 2);
  };
  return { show, part: element("div", { class: "explorer-meter", "aria-hidden": true }, element("b", {}, title), element("span", { class: "explorer-rail" }, fill), value) };
}

/** The chart of what has been measured so far: {degree: {simple, complex}}, and where the bar is now. */
function chart(measured, most, orientation, width) {
  const [left, right, top, bottom] = [10, width - 10, 8, 150];
  const x = (degree) => left + ((right - left) * degree) / TURN;
  const y = (response) => bottom - ((bottom - top) * response) / most;
  const path = (name) => {
    const known = DEGREES.filter((degree) => measured[degree]);
    const line = known.map((degree) => `${measured[degree - 1] ? "L" : "M"}${x(degree).toFixed(1)},${y(measured[degree][name]).toFixed(1)}`);
    return shape("path", { d: line.join("") || "M0,0", class: `curve ${name}` });
  };
  const now = measured[orientation];
  const ticks = [0, 45, 90, 135, 180].flatMap((degree) => [
    shape("line", { x1: x(degree), x2: x(degree), y1: bottom, y2: bottom + 5, class: "axis" }),
    shape("text", { x: x(degree), y: bottom + 21, "text-anchor": degree === 0 ? "start" : degree === TURN ? "end" : "middle" }, `${degree}°`),
  ]);
  return [bottom + 28, shape("line", { x1: left, x2: right, y1: bottom, y2: bottom, class: "axis" }), ...ticks,
    shape("line", { x1: x(orientation), x2: x(orientation), y1: top, y2: bottom, class: "now" }), path("complex"), path("simple"),
    ...(now ? ["complex", "simple"].map((name) => shape("circle", { cx: x(orientation), cy: y(now[name]), r: 5, class: `dot ${name}` })) : [])];
}

function build(state, set) {
  let fields, measured, most, about, last;

  const measure = (degree) => { measured[degree] ??= answers(barOf({ ...state, orientation: degree }), fields); };
  const whole = () => DEGREES.every((degree) => measured[degree]);

  /** Another bar or another cell begins another curve; a curve that was whole stays whole, unless one starts again. */
  function follow() {
    const asked = String([state.offset, state.width, state.polarity, state.cell, state.field]);
    if (about !== asked || (!state.curve && whole())) {
      [about, measured, last] = [asked, {}, undefined];
      fields = fieldsOf(state);
      // As long as the longest that this cell says to a bar of this width, wherever it lies.
      most = Math.max(...[0, 1, 2, 3, 4, 5, 6].map((offset) => answers(barOf({ ...state, orientation: state.cell, offset }), fields).complex));
    }
    if (state.curve) DEGREES.forEach(measure);
    if (last !== undefined) between(last, state.orientation).forEach(measure);
    measure(state.orientation);
    last = state.orientation;
    state.curve = whole();
  }

  const turn = (x, y) => {
    sweep.stop();
    set({ orientation: (Math.round((Math.atan2(x, -y) * TURN) / Math.PI) + 2 * TURN) % TURN });
  };
  const shift = (offset) => clamp(Math.round(offset), FIELDS.offset.least, FIELDS.offset.most);
  const move = (x, y) => {
    sweep.stop();
    set({ offset: shift(x * Math.cos(radians(state.orientation)) + y * Math.sin(radians(state.orientation))) });
  };
  const onkeydown = (event) => {
    if (!ARROWS[event.key]) return;
    event.preventDefault(); // or the page would scroll
    sweep.stop();
    const [down, right] = ARROWS[event.key].map((step) => step * (event.shiftKey ? 10 : 1));
    set({ orientation: (state.orientation + right + TURN) % TURN, offset: shift(state.offset + down) });
  };
  let swept = 0;
  const sweep = playButton("Sweep: turn the bar once around", WAIT, () => {
    set({ orientation: (state.orientation + 1) % TURN }, { quiet: true });
    swept = (swept + 1) % TURN;
    return swept > 0;
  }, () => { swept = 0; set({}); });

  const keys = "The left and right arrow keys turn the bar, up and down move it; with Shift ten at once.";
  const even = stage("The even field: the simple cell's. Sum:", { tabindex: 0, role: "application", "aria-label": `The bar on the field. ${keys}`, onkeydown }, { turn, move });
  const odd = stage("The odd field; with the even one the complex cell's. Sum:", {}, { turn, move });
  const simple = meter("simple cell");
  const complex = meter("complex cell");
  const curve = drawing({ class: "explorer-drawing", "aria-hidden": true }, (width) => chart(measured ?? {}, most ?? 1, state.orientation, width));
  const legend = element("p", { class: "explorer-note", "aria-hidden": true }, element("span", { class: "key simple" }), " simple cell, ",
    element("span", { class: "key complex" }), " complex cell, over the bar's orientation: as far as measured. The small wiggles come from the pixels.");

  /** What the whole curve tells, by arrows at twice the angle. */
  function told() {
    if (!state.curve) return " Turn the bar all the way, or sweep, for the whole tuning curve.";
    const angles = DEGREES.map(radians);
    return ["simple", "complex"].map((name) => {
      const responses = DEGREES.map((degree) => measured[degree][name]);
      const selectivity = orientationSelectivity(angles, responses);
      const preferred = written((preferredOrientation(angles, responses) * TURN) / Math.PI, 1);
      return ` The ${name} cell${selectivity < 0.005 ? " prefers no orientation" : ` prefers ${preferred}°, selectivity ${written(selectivity)}`}.`;
    }).join("");
  }

  return {
    parts: [element("div", { class: "explorer-pictures pair" }, even.figure, odd.figure), simple.part, complex.part,
      element("div", { class: "explorer-buttons" }, sweep), curve, legend],
    show: () => {
      follow();
      const { orientation, offset, width, polarity } = state;
      const bar = barOf(state);
      const now = measured[orientation];
      even.show(fields.even, bar, state, written(now.even));
      odd.show(fields.odd, bar, state, written(now.odd));
      simple.show(now.simple, most);
      complex.show(now.complex, most);
      curve.redraw();
      return `A ${polarity} bar at ${orientation}°, offset ${written(offset)}, width ${width}: the simple cell answers ${written(now.simple)}, `
        + `the complex cell ${written(now.complex)}.${told()}`;
    },
  };
}

explore("visual_cortex", { fields: FIELDS, presets: PRESETS, build });
