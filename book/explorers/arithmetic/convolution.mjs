// The arithmetic of the convolution explorer, checked against autograder.reference; drawing is left to ../convolution.mjs.
// An image is {height, width, values}, values row by row. A kernel is three rows of three numbers; in a setting they stand in one list.

export const SIZE = 3;
export const SIDE = 96; // of the photograph, in pixels

/** Settings to begin with: a kernel, and the bias at which a screen shows it best. The first four equal themselves when flipped. */
export const PRESETS = {
  impulse: { title: "Impulse: changes nothing", kernel: [0, 0, 0, 0, 1, 0, 0, 0, 0], bias: 0 },
  blur: { title: "Blur: the mean of nine", kernel: Array(SIZE * SIZE).fill(1 / 9), bias: 0 },
  sharpen: { title: "Sharpen", kernel: [0, -1, 0, -1, 5, -1, 0, -1, 0], bias: 0 },
  laplacian: { title: "Edges: the lecture's Laplacian", kernel: [0, 1, 0, 1, -4, 1, 0, 1, 0], bias: 0.5 },
  relief: { title: "Relief", kernel: [-2, -1, 0, -1, 0, 1, 0, 1, 2], bias: 0.5 },
  vertical: { title: "Vertical edges", kernel: [1, 0, -1, 2, 0, -2, 1, 0, -1], bias: 0.5 },
  book: { title: "The chapter's kernel", kernel: [0, 1, 2, 0, 3, 0, -1, 0, 0], bias: 0 },
};

export const FIELDS = {
  kernel: { title: "Weights", start: PRESETS.relief.kernel, columns: SIZE, least: -99, most: 99 },
  bias: { title: "Bias", start: PRESETS.relief.bias, least: -2, most: 2, step: 0.05 },
  flip: { title: "Flip the kernel: convolution (off: correlation)", start: true },
  at: { start: [35, 58], least: 0, most: SIDE - 1, step: 1 }, // row and column of the output pixel
};

/** A setting's list of nine weights as a kernel. */
export const rows = (weights) => [0, 1, 2].map((row) => weights.slice(row * SIZE, (row + 1) * SIZE));

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
