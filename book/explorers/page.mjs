// What every explorer needs of the page: elements, numbers as one writes them, pictures on a canvas, a state in the address.

/** An element with attributes, listeners (keys beginning with "on") and children. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children);
  return made;
}

/** A number with at most so many digits after the point and a true minus sign. */
export const written = (value, digits = 2) => String(+value.toFixed(digits) || 0).replace("-", "−");

/** A grey image's pixels, from 0 (black) to 1 (white), of a picture that lies beside the modules. */
export async function grey(file) {
  const picture = new Image();
  picture.src = new URL(file, import.meta.url).href;
  await picture.decode();
  const { naturalHeight: height, naturalWidth: width } = picture;
  const context = element("canvas", { width, height }).getContext("2d", { willReadFrequently: true });
  context.drawImage(picture, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  return { height, width, values: Float64Array.from({ length: height * width }, (_, index) => data[4 * index] / 255) };
}

/** Draw an image into a canvas of its size; a screen shows what is below 0 as black and above 1 as white. */
export function paint(canvas, { height, width, values }) {
  const context = canvas.getContext("2d");
  const shown = context.createImageData(width, height);
  values.forEach((value, index) => shown.data.set([value * 255, value * 255, value * 255, 255], 4 * index));
  context.putImageData(shown, 0, 0);
}

/** Write the state into the address, without a step in the browser's history. */
export const remember = (search) => history.replaceState(null, "", search + location.hash);

/** Mount an explorer wherever the page has a place for it. */
export function mountAll(name, mount) {
  for (const section of document.querySelectorAll(`[data-explorer="${name}"]`)) mount(section.querySelector(".explorer-live"));
}
