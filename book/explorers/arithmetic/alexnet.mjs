// The arithmetic of the AlexNet explorer, checked against autograder.reference; drawing is left to ../alexnet.mjs.
// Layers that keep the shape and learn nothing (ReLU, normalisation, dropout) have no row; a shape is [maps, rows, columns] or [outputs].
import { fields } from "./receptive_field.mjs";

const BYTES = 4; // of a 32-bit float
const CLASSES = 1000;

const conv = (name, filters, kernel, stride, padding, groups = 1) => ({ name, kind: "conv", filters, kernel, stride, padding, groups });
const pool = (name) => ({ name, kind: "pool", kernel: 3, stride: 2, padding: 0 });
const full = (name, outputs) => ({ name, kind: "fc", outputs });

/** The layers of an AlexNet: how many filters its convolutions have, the groups of conv2, conv4 and conv5, and the padding of conv1. */
export const layersOf = ({ filters, groups, padding }) => [
  conv("conv1", filters[0], 11, 4, padding), pool("pool1"), conv("conv2", filters[1], 5, 1, 2, groups), pool("pool2"),
  conv("conv3", filters[2], 3, 1, 1), conv("conv4", filters[3], 3, 1, 1, groups), conv("conv5", filters[4], 3, 1, 1, groups), pool("pool5"),
  full("fc6", 4096), full("fc7", 4096), full("fc8", CLASSES),
];

const WIDE = [96, 256, 384, 384, 256];
const variant = (title, side, groups, padding = 0, filters = WIDE) => ({ title, side, filters, groups, padding });

/** The networks that go by the name of AlexNet, each for square images of three colours. */
export const VARIANTS = {
  original: variant("the lecture's AlexNet (227, two groups)", 227, 2),
  ungrouped: variant("the same without groups", 227, 1),
  torchvision: variant("torchvision's (224, padding 2)", 224, 1, 2, [64, 192, 384, 256, 256]),
  paper: variant("the paper's words (224, no padding)", 224, 2),
  padded: variant("the paper's, padded by 2", 224, 2, 2),
  one_weird_trick: variant("the follow-up's footnote (2014)", 224, 1, 2, [64, 192, 384, 384, 256]),
};

export const NAMES = layersOf(VARIANTS.original).map(({ name }) => name);

export const FIELDS = {
  variant: { title: "Network", start: "original", choices: Object.fromEntries(Object.entries(VARIANTS).map(([name, { title }]) => [name, title])) },
  layer: { title: "Layer", start: "conv1", choices: Object.fromEntries(NAMES.map((name) => [name, name])) },
  pictures: { title: "Show filters and feature maps", start: false },
};

export const PRESETS = {
  first: { title: "The first row: conv1", variant: "original", layer: "conv1" },
  works: { title: "Where the work is: conv2", variant: "original", layer: "conv2" },
  ungrouped: { title: "The same without groups", variant: "ungrouped", layer: "conv2" },
  sees: { title: "What conv5 sees", variant: "original", layer: "conv5" },
  learns: { title: "Where the weights are: fc6", variant: "original", layer: "fc6" },
  paper: { title: "The paper's 224: what fc6 would read", variant: "paper", layer: "pool5" },
  padded: { title: "The same, padded", variant: "padded", layer: "pool5" },
  torchvision: { title: "torchvision's conv1", variant: "torchvision", layer: "conv1" },
};

const product = (numbers) => numbers.reduce((all, each) => all * each, 1);

/** A layer's output shape, weights and biases. */
function outputOf({ kind, filters, kernel, stride, padding, groups, outputs }, shape) {
  if (kind === "fc") return { shape: [outputs], weights: product(shape) * outputs, biases: outputs };
  const sides = shape.slice(1).map((side) => Math.floor((side + 2 * padding - kernel) / stride) + 1);
  if (kind === "pool") return { shape: [shape[0], ...sides], weights: 0, biases: 0 };
  return { shape: [filters, ...sides], weights: (filters * shape[0] * kernel * kernel) / groups, biases: filters };
}

/** What a layer is to a receptive field; one that is fully connected is a kernel as large as its map. */
const windowOf = ({ kind, kernel, stride, padding }, shape) => (kind === "fc" ? [shape[1] ?? 1, 1, 0] : [kernel, stride, padding]);

/**
 * Each layer with the shapes of its input and its output, what it learns, what it computes (without the additions of biases), the
 * bytes of what it gives and of what it learns, and the stack up to it with size, jump and start of its receptive fields.
 */
export function table(layers, input) {
  const rows = [];
  let [shape, stack] = [input, []];
  for (const layer of layers) {
    const given = shape;
    const out = outputOf(layer, given);
    shape = out.shape;
    stack = [...stack, windowOf(layer, given)];
    rows.push({ ...layer, ...out, input: given, products: out.weights * product(shape.slice(1)), units: product(shape), stack,
      bytes: BYTES * product(shape), learnableBytes: BYTES * (out.weights + out.biases), ...fields(stack).at(-1) });
  }
  return rows;
}

/** The table of one of the variants. */
export const tableOf = (name) => table(layersOf(VARIANTS[name]), [3, VARIANTS[name].side, VARIANTS[name].side]);

/** What all layers learn and compute together. */
export const totals = (rows) => Object.fromEntries(["weights", "biases", "products", "bytes", "learnableBytes"].map((column) =>
  [column, rows.reduce((sum, row) => sum + row[column], 0)]));
