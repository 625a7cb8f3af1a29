// The receptive field explorer: a stack of layers to edit, and what one unit of it sees. The numbers come from ./arithmetic.
import { ALEXNET, FIELDS, LAYER, MOST_LAYERS, PRESETS, ends, fields, levelOf, members, nearest, region, settle, top, units } from "./arithmetic/receptive_field.mjs";
import { read } from "./arithmetic/fields.mjs";
import { box } from "./controls.mjs";
import { explore } from "./explore.mjs";
import { ARROWS, clamp, counted, drawing, element, loaded, several, shape, written } from "./page.mjs";

const MOST = 34; // a cell's width, in CSS pixels
const DARK = 0.3; // how bright is what a unit does not see

const span = ([first, last]) => `${written(first)} to ${written(last)}`;

/** What the levels are called: AlexNet's layers by their names. */
function names({ layers }) {
  const known = Object.entries(ALEXNET);
  const alexnet = layers.length <= known.length && layers.every((layer, k) => String(layer) === String(known[k][1]));
  return ["image", ...layers.map((_, k) => (alexnet ? known[k][0] : `layer ${k + 1}`))];
}

/** Where the rows of the drawing lie: {x(place), level(y), y(level), wide, high, scale}, all in CSS pixels but for `place`, in pixels of the image. */
function measures(state, width) {
  const [all, counts] = [fields(state.layers), units(state.size, state.layers)];
  const over = (ends_) => clamp(Math.max(0, ...ends_), 0, state.size); // how far fields hang over, but not without end
  const left = over(counts.map((_, level) => (all[level].size - 1) / 2 - all[level].start));
  const right = over(counts.map((count, level) => all[level].start + (count - 1) * all[level].jump + (all[level].size - 1) / 2 - state.size + 1));
  const [label, high, gap] = [58, counts.length > 6 ? 18 : 24, counts.length > 6 ? 10 : 16];
  const scale = Math.min((width - label - 2) / (state.size + left + right), MOST);
  return {
    scale, high, wide: (level) => Math.min(all[level].jump * scale - 1, MOST - 1),
    x: (place) => label + (place + left + 0.5) * scale, place: (x) => (x - label) / scale - left - 0.5,
    y: (level) => (counts.length - 1 - level) * (high + gap), level: (y) => counts.length - 1 - Math.floor(y / (high + gap)),
  };
}

/** One level as cells, each above the centre of its field; as bars where cells would be too narrow. */
function row(state, level, at, lit, [first, last], width) {
  const { size, layers } = state;
  const [{ jump, start }, count] = [fields(layers)[level], units(size, layers)[level]];
  const wide = at.wide(level);
  const [middle, y] = [(unit) => at.x(start + unit * jump), at.y(level)];
  const bar = (from, to, kind) => shape("rect", { x: middle(from) - wide / 2, y, width: Math.max(middle(to) - middle(from) + wide, 1.5), height: at.high, class: kind });
  const padding = layers[level]?.[2] ?? 0;
  if (wide < 5) {
    const runs = lit.reduce((all, unit) => { if (all.at(-1)?.[1] === unit - 1) all.at(-1)[1] = unit; else all.push([unit, unit]); return all; }, []);
    return [bar(0, count - 1, "pixel"), ...runs.map(([from, to]) => bar(from, to, "lit"))];
  }
  return Array.from({ length: count + 2 * padding }, (_, k) => k - padding).filter((unit) => middle(unit) - wide / 2 > 50 && middle(unit) + wide / 2 < width + 2)
    .flatMap((unit) => {
      const there = unit >= 0 && unit < count;
      const taken = !there && unit >= first && unit <= last;
      const cell = bar(unit, unit, there ? (lit.includes(unit) ? "lit" : "pixel") : `zero${taken ? " taken" : ""}`);
      return there && wide >= 17 ? [cell, shape("text", { x: middle(unit), y: y + at.high / 2 + 5, "text-anchor": "middle", class: "small" }, String(unit))] : [cell];
    });
}

/** All levels, with the unit that one looks at, what it reads on each, and its field as a bar below the image. */
function draw(state, width) {
  const at = measures(state, width);
  const level = levelOf(state);
  const [column, all] = [state.at[1], fields(state.layers)];
  const [lit, reach] = [members(state.size, state.layers, level, column), ends(state.layers, level, column)];
  const edge = (of, unit, side) => at.x(all[of].start + unit * all[of].jump) + (side * at.wide(of)) / 2;
  const inside = (x) => clamp(x, 56, width);
  const ray = (of, which, side) => shape("line", { class: "ray", x1: inside(edge(of, reach[of][which], side)), y1: at.y(of) + at.high, x2: inside(edge(of - 1, reach[of - 1][which], side)), y2: at.y(of - 1) });
  const rays = reach.flatMap((_, of) => (of ? [ray(of, 0, -1), ray(of, 1, 1)] : []));
  const rows = units(state.size, state.layers).flatMap((_, of) => [
    shape("text", { x: 0, y: at.y(of) + at.high / 2 + 5, class: `small${of === level ? " chosen" : ""}` }, names(state)[of]),
    ...row(state, of, at, lit[of] ?? [], reach[of] ?? [0, -1], width)]);
  const chosen = shape("rect", { class: "window", x: edge(level, column, -1) - 2, y: at.y(level) - 2, width: Math.max(at.wide(level), 1.5) + 4, height: at.high + 4 });
  const below = at.y(0) + at.high + 14;
  const [from, to] = [inside(edge(0, reach[0][0], -1)), inside(edge(0, reach[0][1], 1))];
  const field = [shape("path", { class: "reach", d: `M${from},${below}H${to}M${from},${below - 6}v12M${to},${below - 6}v12` }),
    shape("circle", { class: "centre", cx: at.x(all[level].start + column * all[level].jump), cy: below, r: 5 }),
    shape("text", { x: clamp((from + to) / 2, 150, Math.max(width - 70, 150)), y: below + 22, "text-anchor": "middle", class: "small" }, `columns ${span(reach[0])}`)];
  return [below + 28, ...rays, ...rows, chosen, ...field];
}

/** Boxes for each layer's kernel, stride and padding, with the numbers that follow from them. */
function editor(state, set) {
  const body = element("tbody");
  const add = element("button", { type: "button", onclick: () => set({ layers: [...state.layers, [3, 1, 1]] }) }, "Add a layer");
  let lines = [];
  function line(k) {
    const boxes = Object.entries(LAYER).map(([name, field], which) => box({ ...field, start: 1 }, { "aria-label": `Layer ${k + 1}, ${name}` },
      (text) => read(text, { ...field, start: 1 }), (value, typing) => set({ layers: state.layers.with(k, state.layers[k].with(which, value)) }, { typing })));
    const remove = element("button", { type: "button", "aria-label": `Remove layer ${k + 1}`, onclick: () => {
      set({ layers: state.layers.toSpliced(k, 1) });
      add.focus(); // the button that had the focus is gone
    } }, "×");
    const name = element("th", { scope: "row" });
    const cells = ["units", "size", "jump", "start"].map(() => element("td"));
    const part = element("tr", {}, name, ...boxes.map(({ input }) => element("td", {}, input)), ...cells, element("td", {}, remove));
    return { part, boxes, remove, name, cells };
  }
  const letter = (name) => [element("span", { class: "explorer-wide" }, `${name} `), element("i", {}, name[0])];
  const head = [["layer"], ...Object.keys(LAYER).map(letter), ["units"], ["size"], ["jump"], ["start"]]
    .map((parts) => element("th", { scope: "col" }, ...parts));
  const table = element("table", { class: "explorer-table stack" }, element("thead", {}, element("tr", {}, ...head, element("td"))), body);
  const part = element("div", { class: "explorer-scroll", tabindex: 0, role: "region", "aria-label": "The stack of layers" }, table);
  return { parts: [part, element("div", { class: "explorer-buttons" }, add)], update: (typing) => {
    if (lines.length !== state.layers.length) {
      lines = state.layers.map((_, k) => line(k));
      body.replaceChildren(...lines.map((each) => each.part));
    }
    const [all, counts] = [fields(state.layers), units(state.size, state.layers)];
    lines.forEach(({ part: tr, boxes, remove, name, cells }, k) => {
      name.textContent = names(state)[k + 1].replace("layer ", "");
      boxes.forEach(({ update }, which) => update(state.layers[k][which], typing));
      const { size, jump, start } = all[k + 1];
      [counts[k + 1] ?? "none", size, jump, written(start)].forEach((value, which) => { cells[which].textContent = value; });
      remove.disabled = lines.length === 1;
      tr.className = k + 1 === levelOf(state) ? "shared" : "";
    });
    add.disabled = lines.length === MOST_LAYERS;
  } };
}

/** What is said of the unit that one looks at. */
function ofUnit(state) {
  const { size, layers, at } = state;
  const level = levelOf(state);
  const [field, name] = [fields(layers)[level], names(state)[level]];
  if (!level) return `Pixel (${at.join(", ")}) of the image sees itself: size 1, jump 1, start 0.`;
  const whole = at.map((unit) => ends(layers, level, unit)[0]);
  const cut = at.map((unit) => region(size, layers, level, unit));
  const pixels = at.map((unit) => members(size, layers, level, unit)[0].length);
  const [seen, boxed] = [pixels[0] * pixels[1], cut.reduce((all, [first, last]) => all * (last - first + 1), 1)];
  const centre = at.map((unit) => written(field.start + unit * field.jump));
  const count = units(size, layers)[level];
  const hangs = !seen || String(whole) === String(cut) ? "" : ` On the image are rows ${span(cut[0])} and columns ${span(cut[1])}, ${counted(boxed)} of ${several(field.size ** 2, "pixel")}.`;
  const gaps = !seen ? " It reads nothing but padding." : seen < boxed ? ` Of these it reads only ${counted(seen)}.` : "";
  return `Unit (${at.join(", ")}) of ${name}, ${count} × ${count} units: size ${field.size}, jump ${field.jump}, start ${written(field.start)}. `
    + `Its field has its centre at (${centre.join(", ")}): rows ${span(whole[0])}, columns ${span(whole[1])}.${hangs}${gaps}`;
}

/** What is said: of the stack, if it cannot be, and of the unit. */
function sentence(state) {
  const last = top(state);
  if (last === state.layers.length) return ofUnit(state);
  const [kernel, , padding] = state.layers[last];
  const [all, count] = [names(state), units(state.size, state.layers)[last]];
  const zeros = padding ? `, with padding ${count + 2 * padding}` : "";
  return `Impossible: ${all[last + 1]} has a kernel of ${kernel} × ${kernel}, and ${all[last]} has ${count} × ${count} ${last ? "units" : "pixels"}${zeros}. ${ofUnit(state)}`;
}

/** The cat at n × n pixels, bright where the unit sees it. */
function photograph(cat) {
  const canvas = element("canvas", { "aria-hidden": true });
  const frame = element("div", { class: "explorer-frame" });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const caption = element("figcaption");
  let [size, pixels] = [0];
  return { canvas, frame, caption, show: (state) => {
    if (size !== state.size) {
      size = canvas.width = canvas.height = state.size;
      context.imageSmoothingQuality = "high";
      context.drawImage(cat, 0, 0, size, size);
      pixels = context.getImageData(0, 0, size, size);
      caption.textContent = `A cat at ${size} × ${size} pixels, bright where the unit sees it. (Photograph: chelsea of scikit-image, CC0, Stéfan van der Walt.)`;
    }
    const level = levelOf(state);
    const [rows, columns] = state.at.map((unit) => new Set(members(size, state.layers, level, unit)[0]));
    const shown = new ImageData(pixels.data.slice(), size);
    for (let row_ = 0, index = 3; row_ < size; row_++) {
      for (let column = 0; column < size; column++, index += 4) {
        if (!rows.has(row_) || !columns.has(column)) for (const part of [3, 2, 1]) shown.data[index - part] *= DARK;
      }
    }
    context.putImageData(shown, 0, 0);
    const [[up, down], [left, right]] = state.at.map((unit) => ends(state.layers, level, unit)[0]);
    const share = (count) => `${(100 * count) / size}%`;
    Object.assign(frame.style, { left: share(left), top: share(up), width: share(right - left + 1), height: share(down - up + 1) });
  } };
}

async function build(state, set) {
  const picture = photograph(await loaded("cat.jpg"));
  const count = () => units(state.size, state.layers)[levelOf(state)];
  const field = () => fields(state.layers)[levelOf(state)];
  const move = (down, right) => set({ at: [state.at[0] + down, state.at[1] + right].map((unit) => clamp(unit, 0, count() - 1)) });
  /** Look at the unit of a level that is nearest to a place on the image. */
  const look = (level, places) => {
    const [all, counts] = [fields(state.layers), units(state.size, state.layers)];
    set({ below: top(state) - level, at: places.map((place) => nearest(all[level], counts[level], place)) });
  };
  const centres = () => state.at.map((unit) => field().start + unit * field().jump);
  const rows = drawing({ class: "explorer-drawing", "aria-hidden": true }, (width) => draw(state, width));
  const pointed = (act) => (event) => {
    if (event.type === "pointermove" && !event.buttons) return;
    act(event);
  };
  const inRows = pointed((event) => {
    const { left, top: upper, width } = rows.getBoundingClientRect();
    const at = measures(state, width);
    look(clamp(at.level(event.clientY - upper), 0, top(state)), [centres()[0], at.place(event.clientX - left)]);
  });
  const inPicture = pointed((event) => {
    const { left, top: upper, width, height } = picture.canvas.getBoundingClientRect();
    look(levelOf(state), [((event.clientY - upper) / height) * state.size - 0.5, ((event.clientX - left) / width) * state.size - 0.5]);
  });
  const keyed = (act) => (event) => {
    if (!ARROWS[event.key]) return;
    event.preventDefault(); // or the page would scroll
    act(...ARROWS[event.key].map((step) => step * (event.shiftKey ? 10 : 1)));
  };
  const stack = element("div", {
    class: "explorer-strip", tabindex: 0, role: "application", onpointerdown: inRows, onpointermove: inRows,
    "aria-label": "The layers above the image, as one row of units each. Left and right go from unit to unit, up and down from layer to layer.",
    onkeydown: keyed((down, right) => (down ? look(clamp(levelOf(state) - Math.sign(down), 0, top(state)), centres()) : move(0, right))),
  }, rows);
  const stage = element("div", {
    class: "explorer-stage square", tabindex: 0, role: "application", onpointerdown: inPicture, onpointermove: inPicture,
    "aria-label": "The photograph, bright where the unit sees it. The arrow keys go from unit to unit, with Shift ten at once.", onkeydown: keyed(move),
  }, picture.canvas, picture.frame);
  const note = element("p", { class: "explorer-note" }, "Click any unit, or drag: blue is what it reads, dotted cells are padding. Each unit stands above the centre of its field. "
    + "The bar below the image is the field along the columns; the frame on the photograph is the whole of it.");
  const table = editor(state, set);
  return { parts: [...table.parts, stack, note, element("figure", {}, stage, picture.caption)], show: (typing) => {
    table.update(typing);
    rows.redraw();
    picture.show(state);
    return sentence(state);
  } };
}

explore("receptive_field", { fields: FIELDS, presets: PRESETS, settle, build });
