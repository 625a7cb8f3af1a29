// The arithmetic of the V1 explorer, checked against autograder.reference; drawing is left to ../visual_cortex.mjs.
// An image is {height, width, values}, values row by row; angles are in radians here, in whole degrees in a setting.

export const SIZE = 41; // of the picture and the fields, in pixels
export const WAVELENGTH = 12;
export const TURN = 180; // degrees after which a bar is the same bar again

export const FIELDS = {
  orientation: { title: "Bar: orientation (°)", start: 20, least: 0, most: TURN - 1, step: 1 },
  offset: { title: "Bar: offset (pixels)", start: 2, least: -16, most: 16, step: 1 },
  width: { title: "Bar: width (pixels)", start: 3, least: 1, most: 11, step: 1 },
  polarity: { title: "Bar: polarity", start: "bright", choices: { bright: "bright", dark: "dark" } },
  cell: { title: "Cell: orientation (°)", start: 45, least: 0, most: TURN - 1, step: 1 },
  field: { title: "Cell: its field", start: "round", choices: { long: "long", round: "round", short: "short" } },
  curve: { start: false }, // whether the whole tuning curve has been measured
};

const preset = (title, orientation, offset, polarity = "bright", width = 3, field = "round") =>
  ({ title, orientation, offset, polarity, width, cell: 45, field });

export const PRESETS = {
  tilted: preset("A bar that is turned a little", 20, 2),
  best: preset("The best bar", 45, 0),
  dark: preset("The same bar, dark", 45, 0, "dark"),
  moved: preset("Half a wavelength further", 45, 6),
  across: preset("Across the stripes", 135, 0),
  long: { ...preset("A long field is pickier", 45, 0, "bright", 3, "long"), curve: true },
  short: { ...preset("A short field is not", 45, 0, "bright", 3, "short"), curve: true },
};

const ASPECTS = { long: 0.5, round: 1, short: 2 };

export const radians = (degrees) => (degrees * Math.PI) / TURN;

/** An image of odd side whose pixel at x' (across a bar) and y' (along it) is `value(x', y')`; see autograder.reference. */
function turned(size, orientation, value) {
  const [half, cosine, sine] = [(size - 1) / 2, Math.cos(orientation), Math.sin(orientation)];
  const values = Float64Array.from({ length: size * size }, (_, index) => {
    const [x, y] = [(index % size) - half, Math.floor(index / size) - half];
    return value(x * cosine + y * sine, -x * sine + y * cosine);
  });
  return { height: size, width: size, values };
}

/** A receptive field: a grating under a Gaussian window. */
export function gabor(size, wavelength, orientation, phase = 0, sigma = 0.4 * wavelength, aspect = 1) {
  return turned(size, orientation, (across, along) =>
    Math.exp(-(across ** 2 + aspect ** 2 * along ** 2) / (2 * sigma ** 2)) * Math.cos((2 * Math.PI * across) / wavelength + phase));
}

/** A bright (1) or dark (−1) bar on grey. */
export const bar = (size, orientation, offset = 0, width = 3, polarity = 1) =>
  turned(size, orientation, (across) => (Math.abs(across - offset) <= width / 2 ? polarity : 0));

/** The sum of the products of two images. */
export const innerProduct = (image, field) => image.values.reduce((sum, value, index) => sum + value * field.values[index], 0);

/** A simple cell's response: the sum, and never below 0. */
export const simpleCell = (image, field) => Math.max(0, innerProduct(image, field));

/** A complex cell's response by the energy model. */
export const complexCell = (image, even, odd) => Math.hypot(innerProduct(image, even), innerProduct(image, odd));

/** A simple cell's responses to a centred bright bar at each of several orientations. */
export const tuningCurve = (field, orientations, width = 3) =>
  orientations.map((orientation) => simpleCell(bar(field.width, orientation, 0, width), field));

/** Each response as an arrow at twice its orientation, laid end to end: [right, up]. */
const summed = (orientations, responses) => responses.reduce(([right, up], response, k) =>
  [right + response * Math.cos(2 * orientations[k]), up + response * Math.sin(2 * orientations[k])], [0, 0]);

/** The orientation that a cell answers best, in radians from 0 up to π. */
export function preferredOrientation(orientations, responses) {
  const [right, up] = summed(orientations, responses);
  const angle = Math.atan2(up, right) / 2;
  return (angle < 0 ? angle + Math.PI : angle) % Math.PI;
}

/** How strongly a cell prefers one orientation, from 0 to 1. */
export function orientationSelectivity(orientations, responses) {
  const total = responses.reduce((sum, response) => sum + response, 0);
  return total ? Math.min(1, Math.hypot(...summed(orientations, responses)) / total) : 0;
}

/** A setting's pair of fields: the even one is the simple cell's, and both are the complex cell's. */
export const fieldsOf = ({ cell, field }) => ({
  even: gabor(SIZE, WAVELENGTH, radians(cell), 0, undefined, ASPECTS[field]),
  odd: gabor(SIZE, WAVELENGTH, radians(cell), -Math.PI / 2, undefined, ASPECTS[field]),
});

/** A setting's bar. */
export const barOf = ({ orientation, offset, width, polarity }) =>
  bar(SIZE, radians(orientation), offset, width, polarity === "bright" ? 1 : -1);

/** What both cells answer to a picture: the two sums, and the two responses. */
export function answers(image, { even, odd }) {
  return { even: innerProduct(image, even), odd: innerProduct(image, odd), simple: simpleCell(image, even), complex: complexCell(image, even, odd) };
}

/** The whole degrees from one orientation to another, the shorter way round, without the first. */
export function between(from, to) {
  const way = ((((to - from) % TURN) + TURN * 1.5) % TURN) - TURN / 2;
  return Array.from({ length: Math.abs(way) }, (_, step) => (from + Math.sign(way) * (step + 1) + TURN) % TURN);
}
