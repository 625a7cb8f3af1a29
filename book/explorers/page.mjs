// What every explorer needs of the page: elements, numbers as one writes them, pictures on a canvas, motion that can be declined.
// Settings and their controls are left to ./explore.mjs and ./controls.mjs.

const maker = (create) => (tag, attributes = {}, ...children) => {
  const made = create(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children);
  return made;
};

/** An element with attributes, listeners (keys beginning with "on") and children; an attribute that is false is left out. */
export const element = maker((tag) => document.createElement(tag));

/** The same for a part of a drawing, in SVG. */
export const shape = maker((tag) => document.createElementNS("http://www.w3.org/2000/svg", tag));

/** A number with at most so many digits after the point and a true minus sign. */
export const written = (value, digits = 2) => String(+value.toFixed(digits) || 0).replace("-", "−");

/** A whole number with commas between the thousands. */
export const counted = (value) => value.toLocaleString("en-GB").replace("-", "−");

/** "1 pixel", "2 pixels". */
export const several = (count, noun) => `${counted(count)} ${noun}${count === 1 ? "" : "s"}`;

/** A value moved into the range from least to most. */
export const clamp = (value, least, most) => Math.min(Math.max(value, least), most);

/** A picture that lies beside the modules, once it is here. */
export async function loaded(file) {
  const picture = new Image();
  picture.src = new URL(file, import.meta.url).href;
  await picture.decode();
  return picture;
}

/** A grey image's pixels, from 0 (black) to 1 (white), of a picture that lies beside the modules. */
export async function grey(file) {
  const picture = await loaded(file);
  const { naturalHeight: height, naturalWidth: width } = picture;
  const context = element("canvas", { width, height }).getContext("2d", { willReadFrequently: true });
  context.drawImage(picture, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  return { height, width, values: Float64Array.from({ length: height * width }, (_, index) => data[4 * index] / 255) };
}

/**
 * Draw an image, {height, width, values}, into a canvas of its size. `colour(value, index)` gives [red, green, blue] from 0
 * to 1; without it the values are greys: a screen shows what is below 0 as black and above 1 as white.
 */
export function paint(canvas, { height, width, values }, colour = (value) => [value, value, value]) {
  const context = canvas.getContext("2d");
  const shown = context.createImageData(width, height);
  values.forEach((value, index) => shown.data.set([...colour(value, index).map((part) => part * 255), 255], 4 * index));
  context.putImageData(shown, 0, 0);
}

/**
 * An SVG drawing whose units are CSS pixels, so that its letters are as large as the text's: `draw(width)` gives its height and
 * its shapes, [height, ...shapes], and is asked again whenever the width changes. Gives the SVG, with a `redraw` of its own.
 */
export function drawing(attributes, draw) {
  const svg = shape("svg", { width: "100%", ...attributes });
  svg.redraw = () => {
    const width = svg.parentElement?.clientWidth;
    if (!width) return; // not on the page yet
    const [height, ...shapes] = draw(width);
    svg.setAttribute("height", height);
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    svg.replaceChildren(...shapes);
  };
  let last;
  new ResizeObserver(([{ contentRect }]) => {
    if (contentRect.width !== last) { last = contentRect.width; svg.redraw(); }
  }).observe(svg);
  return svg;
}

/** Whether the reader asked for no motion: then what would move by itself is shown at its end at once. */
export const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/**
 * A button that makes something move step by step, and stops it. `step()` is called every `wait` milliseconds until it gives
 * false, then `done()`; with reduced motion all steps are made at once. Gives the button, with a `stop` of its own.
 */
export function playButton(title, wait, step, done) {
  let timer;
  const button = element("button", { type: "button", onclick: () => {
    if (timer) return button.stop();
    if (still()) {
      while (step());
      return done();
    }
    button.textContent = "Stop";
    timer = setInterval(() => step() || button.stop(), wait);
  } }, title);
  button.stop = () => {
    if (!timer) return;
    clearInterval(timer);
    timer = undefined;
    button.textContent = title;
    done();
  };
  return button;
}

/** How far each arrow key moves, [down, right]; what else is pressed is none of these. */
export const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
