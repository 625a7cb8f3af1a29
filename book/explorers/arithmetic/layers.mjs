// The arithmetic of the layers explorer, checked against autograder.reference; drawing is left to ../layers.mjs.
// A setting is {height, width, channels, filters, kernel, groups, bias}; stride 1 and no padding, as in the chapter.

export const FIELDS = {
  height: { title: "Rows H", start: 32, least: 1, most: 227, step: 1, log: true },
  width: { title: "Columns W", start: 32, least: 1, most: 227, step: 1, log: true },
  channels: { title: "Channels C", start: 3, least: 1, most: 512, step: 1, log: true },
  filters: { title: "Filters F", start: 6, least: 1, most: 4096, step: 1, log: true },
  kernel: { title: "Kernel k × k", start: 5, least: 1, most: 11, step: 1 },
  groups: { title: "Groups g", start: 1, least: 1, most: 512, step: 1, log: true },
  bias: { title: "A bias for each output map", start: true },
  filter: { start: 0, least: 0, most: 4095, step: 1 }, // the one that one looks at, counted from 0
};

const preset = (title, height, width, channels, filters, kernel, groups = 1) => ({ title, height, width, channels, filters, kernel, groups });

export const PRESETS = {
  lecture: preset("The lecture's: six 5 × 5 × 3", 32, 32, 3, 6, 5),
  next: preset("The next layer: ten 5 × 5 × 6", 28, 28, 6, 10, 5),
  pixel: preset("Filters of 1 × 1: channels mixed", 28, 28, 64, 16, 1),
  groups: preset("Two groups, by hand", 7, 8, 4, 6, 3, 2),
  depthwise: preset("Depthwise: a group for each channel", 28, 28, 6, 6, 3, 6),
  conv2: preset("AlexNet's conv2 on 31 × 31", 31, 31, 96, 256, 5, 2),
  fc6: preset("AlexNet's fc6 as a convolution", 6, 6, 256, 4096, 6),
};

/** What is wrong with a setting, in words; "" if it is possible. */
export function problem({ height, width, channels, filters, kernel, groups }) {
  if (kernel > Math.min(height, width)) return `a kernel of ${kernel} × ${kernel} does not fit on ${height} × ${width}`;
  const undivided = [[channels, "channels"], [filters, "filters"]].filter(([count]) => count % groups).map(([count, name]) => `${count} ${name}`);
  return undivided.length ? `${groups} groups do not divide ${undivided.join(" and ")}` : "";
}

/** The shape that comes out: maps, rows, columns. */
export const outputShape = ({ height, width, filters, kernel }) => [filters, height - kernel + 1, width - kernel + 1];

/** The shape of all weights: filters, the depth of each, rows, columns. */
export const weightShape = ({ channels, filters, kernel, groups }) => [filters, channels / groups, kernel, kernel];

const product = (numbers) => numbers.reduce((all, each) => all * each, 1);

/** Weights, biases and multiply-adds of three layers with this input and this output: fully connected, local, and local and shared. */
export function counts(setting) {
  const { height, width, channels, filters, bias } = setting;
  const outputs = product(outputShape(setting));
  const inputs = channels * height * width;
  const reads = product(weightShape(setting).slice(1)); // how many inputs each output reads
  return {
    full: { weights: outputs * inputs, biases: bias ? outputs : 0, products: outputs * inputs },
    local: { weights: outputs * reads, biases: bias ? outputs : 0, products: outputs * reads },
    shared: { weights: filters * reads, biases: bias ? filters : 0, products: outputs * reads },
  };
}

/** The channels that a filter reads: from the first up to, but not including, the last. */
export function channelsOf({ channels, filters, groups }, filter) {
  const group = Math.floor(filter / (filters / groups));
  return [(group * channels) / groups, ((group + 1) * channels) / groups];
}

/** The filter that one looks at must be one that there is. */
export const settle = ({ filter, filters }) => ({ filter: Math.min(filter, filters - 1) });
