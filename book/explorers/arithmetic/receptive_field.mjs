// The arithmetic of the receptive field explorer, checked against autograder.reference; drawing is left to ../receptive_field.mjs.
// A layer is [kernel, stride, padding]. Levels are counted from the image, which is level 0; along each axis all is the same.

export const MOST_LAYERS = 12;

/** What the three numbers of a layer may be. */
export const LAYER = {
  kernel: { least: 1, most: 15, step: 1 },
  stride: { least: 1, most: 8, step: 1 },
  padding: { least: 0, most: 14, step: 1 },
};

/** The layers that a text such as "3-1-0,2-2-0" names; undefined for nonsense. */
function readLayers(text) {
  const layers = text.split(",").map((part) => part.split("-").map((each) => (/^\d+$/.test(each) ? Number(each) : NaN)));
  const limits = Object.values(LAYER);
  const good = (layer) => layer.length === limits.length && layer.every((each, k) => each >= limits[k].least && each <= limits[k].most);
  return layers.length <= MOST_LAYERS && layers.every(good) ? layers : undefined;
}

export const FIELDS = {
  size: { title: "Image n × n", start: 7, least: 1, most: 227, step: 1, log: true },
  layers: { start: [[3, 2, 1], [3, 1, 0]], read: readLayers, write: (layers) => layers.map((layer) => layer.join("-")).join() },
  below: { start: 0, least: 0, most: MOST_LAYERS, step: 1 }, // how many levels below the top the unit is that one looks at
  at: { start: [0, 0], least: 0, most: 226, step: 1 }, // its row and column
};

/** The lecture's AlexNet up to its first fully connected layer, which is a kernel as large as the map. */
export const ALEXNET = {
  conv1: [11, 4, 0], pool1: [3, 2, 0], conv2: [5, 1, 2], pool2: [3, 2, 0], conv3: [3, 1, 1], conv4: [3, 1, 1], conv5: [3, 1, 1], pool5: [3, 2, 0],
  fc6: [6, 1, 0],
};

const plain = [3, 1, 1];
const pool = [2, 2, 0];

export const PRESETS = {
  second: { title: "The chapter's second: stride 2", size: 7, layers: [[3, 2, 1], [3, 1, 0]] },
  two: { title: "The lecture's: two 3 × 3", size: 5, layers: [[3, 1, 0], [3, 1, 0]] },
  one: { title: "One 5 × 5 instead", size: 5, layers: [[5, 1, 0]] },
  padded: { title: "Two 3 × 3, padded", size: 5, layers: [plain, plain] },
  pooling: { title: "A pooling in between", size: 8, layers: [plain, pool, plain] },
  gaps: { title: "Stride longer than the kernel", size: 7, layers: [[1, 2, 0], [3, 1, 0]] },
  blocks: { title: "Four blocks: 3 × 3, 3 × 3, pool", size: 64, layers: Array(4).fill([plain, plain, pool]).flat() },
  alexnet: { title: "AlexNet up to pool5", size: 227, layers: Object.values(ALEXNET).slice(0, -1) },
  fc6: { title: "AlexNet up to fc6", size: 227, layers: Object.values(ALEXNET) },
};

/** Size, jump and start of the fields of each level. */
export function fields(layers) {
  const all = [{ size: 1, jump: 1, start: 0 }];
  for (const [kernel, stride, padding] of layers) {
    const { size, jump, start } = all.at(-1);
    all.push({ size: size + (kernel - 1) * jump, jump: jump * stride, start: start + ((kernel - 1) / 2 - padding) * jump });
  }
  return all;
}

/** How many units each level has along an axis of so many pixels, as far as the kernels fit. */
export function units(size, layers) {
  const counts = [size];
  for (const [kernel, stride, padding] of layers) {
    const room = counts.at(-1) + 2 * padding - kernel;
    if (room < 0) break;
    counts.push(Math.floor(room / stride) + 1);
  }
  return counts;
}

/** The ends of what a unit of a level reads on every level from the image up to its own, as if the maps had no borders: [[first, last], ...]. */
export function ends(layers, level, unit) {
  const all = [[unit, unit]];
  for (const [kernel, stride, padding] of layers.slice(0, level).reverse()) {
    const [first, last] = all[0];
    all.unshift([first * stride - padding, last * stride - padding + kernel - 1]);
  }
  return all;
}

/** The units that a unit of a level really reads on every level from the image up to its own, in order: padding and gaps are left out. */
export function members(size, layers, level, unit) {
  const counts = units(size, layers);
  const all = [[unit]];
  for (let below = level - 1; below >= 0; below--) {
    const [kernel, stride, padding] = layers[below];
    const read = new Set(all[0].flatMap((each) => Array.from({ length: kernel }, (_, tap) => each * stride - padding + tap)));
    all.unshift([...read].filter((each) => each >= 0 && each < counts[below]).sort((a, b) => a - b));
  }
  return all;
}

/** The first and the last pixel of a unit's field, cut to the image. */
export function region(size, layers, level, unit) {
  return ends(layers, level, unit)[0].map((end) => Math.min(Math.max(end, 0), size - 1));
}

/** The unit of a level whose field's centre is nearest to a place on the image, in pixels. */
export const nearest = ({ jump, start }, count, place) => Math.min(Math.max(Math.round((place - start) / jump), 0), count - 1);

/** The highest level there is: behind it a kernel does not fit, or the stack ends. */
export const top = ({ size, layers }) => units(size, layers).length - 1;

/** The level of the unit that one looks at. */
export const levelOf = (setting) => top(setting) - setting.below;

/** The unit that one looks at must be one that there is. */
export function settle(setting) {
  const below = Math.min(setting.below, top(setting));
  const count = units(setting.size, setting.layers)[levelOf({ ...setting, below })];
  return { below, at: setting.at.map((unit) => Math.min(unit, count - 1)) };
}
