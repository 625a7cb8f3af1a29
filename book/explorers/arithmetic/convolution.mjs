// The arithmetic of the convolution explorer, checked against autograder.reference; drawing is left to ../convolution.mjs.
// An image is {height, width, values}, values row by row. A kernel is three rows of three numbers.

export const SIZE = 3;

/** Kernels to begin with, each with the bias at which a screen shows it best. The first four equal themselves when flipped. */
export const PRESETS = {
  impulse: { title: "Impulse: changes nothing", kernel: [[0, 0, 0], [0, 1, 0], [0, 0, 0]], bias: 0 },
  blur: { title: "Blur: the mean of nine", kernel: Array(SIZE).fill(Array(SIZE).fill(1 / 9)), bias: 0 },
  sharpen: { title: "Sharpen", kernel: [[0, -1, 0], [-1, 5, -1], [0, -1, 0]], bias: 0 },
  laplacian: { title: "Edges: the lecture's Laplacian", kernel: [[0, 1, 0], [1, -4, 1], [0, 1, 0]], bias: 0.5 },
  relief: { title: "Relief", kernel: [[-2, -1, 0], [-1, 0, 1], [0, 1, 2]], bias: 0.5 },
  vertical: { title: "Vertical edges", kernel: [[1, 0, -1], [2, 0, -2], [1, 0, -1]], bias: 0.5 },
  book: { title: "The chapter's kernel", kernel: [[0, 1, 2], [0, 3, 0], [-1, 0, 0]], bias: 0 },
};

/** The kernel rotated by 180°. */
export const flipped = (kernel) => kernel.map((row) => [...row].reverse()).reverse();

/** Whether flipping the kernel changes nothing: then convolution and correlation agree. */
export const symmetric = (kernel) => flipped(kernel).every((row, i) => row.every((weight, j) => weight === kernel[i][j]));

/** A pixel's value; 0 outside the image. */
export const at = ({ height, width, values }, row, column) =>
  row < 0 || column < 0 || row >= height || column >= width ? 0 : values[row * width + column];

/** The nine products behind one output pixel, row by row: where the pixel is, its value, the weight on it, their product. */
export function products(image, kernel, flip, row, column) {
  return (flip ? flipped(kernel) : kernel).flatMap((weights, i) => weights.map((weight, j) => {
    const pixel = at(image, row + i - 1, column + j - 1);
    return { row: row + i - 1, column: column + j - 1, pixel, weight, product: weight * pixel };
  }));
}

/** One output pixel: the sum of the nine products, plus the bias. */
export const output = (image, kernel, flip, bias, row, column) =>
  products(image, kernel, flip, row, column).reduce((sum, each) => sum + each.product, bias);

/** Every output pixel, as an image of the same size: zeros stand outside ("same"). */
export function filtered(image, kernel, flip, bias) {
  const values = Float64Array.from(image.values, (_, index) =>
    output(image, kernel, flip, bias, Math.floor(index / image.width), index % image.width));
  return { ...image, values };
}

/** What an address says, where it says something that makes sense; the rest as in `start`. */
export function fromAddress(search, start, { height, width }) {
  const asked = new URLSearchParams(search);
  const numbers = (name) => (asked.get(name) ?? "").split(",").map((part) => (part.trim() === "" ? NaN : Number(part)));
  const [weights, [bias], [row, column]] = [numbers("kernel"), numbers("bias"), numbers("at")];
  const inside = (value, end) => Number.isInteger(value) && value >= 0 && value < end;
  const nine = weights.length === SIZE * SIZE && weights.every(Number.isFinite);
  return {
    kernel: nine ? [0, 3, 6].map((first) => weights.slice(first, first + SIZE)) : start.kernel,
    bias: Number.isFinite(bias) ? bias : start.bias,
    flip: asked.has("flip") ? asked.get("flip") !== "0" : start.flip,
    row: inside(row, height) && inside(column, width) ? row : start.row,
    column: inside(row, height) && inside(column, width) ? column : start.column,
  };
}

/** The address's part that brings a reader back to this setting. */
export const toAddress = ({ kernel, bias, flip, row, column }) =>
  `?kernel=${kernel.flat().map((weight) => +weight.toFixed(4)).join(",")}&bias=${bias}&flip=${flip ? 1 : 0}&at=${row},${column}`;
