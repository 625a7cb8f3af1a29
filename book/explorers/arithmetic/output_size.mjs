// The arithmetic of the output size explorer, checked against autograder.reference; drawing is left to ../output_size.mjs.
// A setting is {input, kernel, stride, padding, dilation}, all in pixels along one axis; places count the padded pixels from 0.

export const FIELDS = {
  input: { title: "Input n", start: 7, least: 1, most: 256, step: 1, log: true },
  kernel: { title: "Kernel k", start: 3, least: 1, most: 15, step: 1 },
  stride: { title: "Stride s", start: 2, least: 1, most: 8, step: 1 },
  padding: { title: "Padding p, per side", start: 0, least: 0, most: 14, step: 1 },
  dilation: { title: "Dilation d", start: 1, least: 1, most: 8, step: 1 },
  at: { start: 0, least: 0, most: 999, step: 1 }, // the window that one looks at, counted from 0
};

const preset = (title, input, kernel, stride = 1, padding = 0, dilation = 1) => ({ title, input, kernel, stride, padding, dilation });

export const PRESETS = {
  valid: preset("The chapter's row: 7 and 3", 7, 3),
  stride2: preset("Stride 2: it divides", 7, 3, 2),
  stride3: preset("Stride 3: a pixel left over", 7, 3, 3),
  gaps: preset("Kernel 2, stride 3: gaps", 9, 2, 3),
  same: preset("Same padding", 7, 3, 1, 1),
  full: preset("Full padding", 7, 3, 1, 2),
  dilated: preset("Dilation 2", 7, 3, 1, 0, 2),
  impossible: preset("Impossible: 4 on 2, stride 5", 2, 4, 5),
  alexnet227: preset("AlexNet's conv1 on 227", 227, 11, 4),
  alexnet224: preset("AlexNet's conv1 on 224", 224, 11, 4),
  alexnetPadded: preset("torchvision: 224, padding 2", 224, 11, 4, 2),
};

/** From the first pixel under the kernel to the last, in pixels. */
export const span = ({ kernel, dilation }) => dilation * (kernel - 1) + 1;

/** How many pixels there are with the zeros on both sides. */
export const padded = ({ input, padding }) => input + 2 * padding;

/** How many pixels the kernel's first weight may move: what stands above the fraction's line. Below 0 nothing fits. */
export const room = (setting) => padded(setting) - span(setting);

/** How many numbers come out; 0 where the kernel does not fit. */
export const outputSize = (setting) => (room(setting) < 0 ? 0 : Math.floor(room(setting) / setting.stride) + 1);

/** The places that window `at` reads, one for each weight. */
export const places = ({ kernel, stride, dilation }, at) => Array.from({ length: kernel }, (_, weight) => at * stride + weight * dilation);

/** For each place, how many windows read it. */
export function timesRead(setting) {
  const times = Array(padded(setting)).fill(0);
  for (let at = 0; at < outputSize(setting); at++) for (const place of places(setting, at)) times[place] += 1;
  return times;
}

/** How many places lie behind the last window; without a window, none does. */
export const leftOver = (setting) => (room(setting) < 0 ? 0 : room(setting) % setting.stride);

/** The input's own pixels, counted without padding, that no window reads. */
export const unread = (setting) => timesRead(setting).slice(setting.padding, setting.padding + setting.input)
  .flatMap((times, pixel) => (times ? [] : [pixel]));

/** The window that one looks at must be one that there is. */
export const settle = (setting) => ({ at: Math.min(setting.at, Math.max(outputSize(setting) - 1, 0)) });
