// The arithmetic of the pooling explorer, checked against autograder.reference; drawing is left to ../pooling.mjs.
// An image is {height, width, values}, values row by row.
import { at } from "./convolution.mjs";

const FARTHEST = 16; // so many pixels a picture moves at most

/** What there is to move: small grids of numbers, and the photograph, as it is and as a layer sees it. */
export const PICTURES = {
  dot: "One bright pixel", stripes: "Stripes: 0, 0, 4, 4", map: "The chapter's map", photo: "The photograph", edges: "Its feature map",
};

export const FIELDS = {
  picture: { title: "Picture", start: "dot", choices: PICTURES },
  rows: { title: "Move down", start: 0, least: -FARTHEST, most: FARTHEST, step: 1 },
  columns: { title: "Move right", start: 1, least: -FARTHEST, most: FARTHEST, step: 1 },
  kind: { title: "Pool by", start: "max", choices: { max: "Maximum", average: "Average", min: "Minimum" } },
  size: { title: "Size k", start: 2, least: 1, most: 8, step: 1 },
  stride: { title: "Stride s", start: 2, least: 1, most: 8, step: 1 },
  blur: { title: "Blur before the stride, (1, 2, 1)/4", start: false },
};

const preset = (title, picture, rows, columns, size, stride = size, blur = false, kind = "max") => ({ title, picture, rows, columns, kind, size, stride, blur });

export const PRESETS = {
  inside: preset("A pixel moves inside its window", "dot", 0, 1, 2),
  stride: preset("It moves by the stride", "dot", 0, 2, 2),
  map: preset("The chapter's map, moved by one", "map", 0, 1, 2),
  stripes: preset("Stripes, moved by one", "stripes", 0, -1, 2),
  blurred: preset("The same with a blur", "stripes", 0, -1, 2, 2, true),
  one: preset("The feature map, moved by one", "edges", 0, 1, 2),
  eight: preset("Larger windows: size 8", "edges", 0, 1, 8),
  far: preset("Size 8, moved by eight", "edges", 0, 8, 8),
  blurPool: preset("Blur-pooling", "edges", 0, 1, 2, 2, true),
  bare: preset("A stride alone", "edges", 0, 1, 1, 2),
  alexnet: preset("AlexNet's: size 3, stride 2", "edges", 0, 1, 3, 2),
};

const grid = (rows) => ({ height: rows.length, width: rows[0].length, values: Float64Array.from(rows.flat()) });
const square = (value) => grid(Array.from({ length: 8 }, (_, row) => Array.from({ length: 8 }, (__, column) => value(row, column))));

/** The small grids; the photograph is not among them. */
export const GRIDS = {
  dot: square((row, column) => (row === 2 && column === 2 ? 1 : 0)),
  stripes: square((_, column) => (column % 4 < 2 ? 0 : 4)),
  map: grid([[1, 5, 2, 0], [3, -1, 4, 4], [0, 0, -2, -3], [7, 1, -5, -4]]),
};

const image = (height, width, value) => ({ height, width,
  values: Float64Array.from({ length: height * width }, (_, index) => value(Math.floor(index / width), index % width)) });

/** The picture moved down and to the right; zeros come in. */
export const shifted = (picture, rows, columns) => image(picture.height, picture.width, (row, column) => at(picture, row - rows, column - columns));

/** What the filter (1, -1) along the row answers, after a ReLU: how much brighter a pixel is than its right neighbour. The last column has none. */
export const features = (picture) => image(picture.height, picture.width - 1, (row, column) =>
  Math.max(at(picture, row, column) - at(picture, row, column + 1), 0));

/** What is wrong with a setting, in words; "" if it is possible. */
export const problem = ({ height, width }, size) => (size > Math.min(height, width) ? `a window of ${size} × ${size} does not fit on ${height} × ${width}` : "");

const KINDS = {
  max: (numbers) => Math.max(...numbers),
  average: (numbers) => numbers.reduce((sum, each) => sum + each, 0) / numbers.length,
  min: (numbers) => Math.min(...numbers),
};

/** One number for each window, side by side or overlapping; last rows and columns that fill no window are left out. */
export function windows(picture, kind, size, stride) {
  const count = (length) => Math.floor((length - size) / stride) + 1;
  return image(count(picture.height), count(picture.width), (row, column) => KINDS[kind](Array.from({ length: size * size }, (_, index) =>
    at(picture, row * stride + Math.floor(index / size), column * stride + (index % size)))));
}

/** A place beyond the end, mirrored at the last pixel. */
const mirrored = (place, length) => (length === 1 ? 0 : place < 0 ? -place : place >= length ? 2 * (length - 1) - place : place);

/** Blurred by (1, 2, 1)/4 along both axes, mirrored at the border. */
export function blurred(picture) {
  const { height, width } = picture;
  const row = (above, middle, below) => (above + 2 * middle + below) / 4;
  const along = image(height, width, (i, j) => row(at(picture, mirrored(i - 1, height), j), at(picture, i, j), at(picture, mirrored(i + 1, height), j)));
  return image(height, width, (i, j) => row(at(along, i, mirrored(j - 1, width)), at(along, i, j), at(along, i, mirrored(j + 1, width))));
}

/** The pooled picture. With a blur: windows at every place, then the blur, and then only every so many rows and columns. */
export function pooled(picture, { kind, size, stride, blur }) {
  if (!blur) return windows(picture, kind, size, stride);
  return windows(blurred(windows(picture, kind, size, 1)), "max", 1, stride);
}

const norm = (values) => Math.hypot(...values);

/** How much a pooled map has changed, relative to what it was; 0 where it was zero everywhere. */
export function distance(before, after) {
  const whole = norm(before.values);
  return whole ? norm(after.values.map((value, index) => value - before.values[index])) / whole : 0;
}

/** For each value whether one can see that it changed: by more than a twentieth of the largest there was. */
export function changed(before, after) {
  const most = before.values.reduce((all, value) => Math.max(all, Math.abs(value)), 0);
  return Array.from(after.values, (value, index) => Math.abs(value - before.values[index]) > most / 20);
}

export const mean = ({ values }) => values.reduce((sum, each) => sum + each, 0) / values.length;
