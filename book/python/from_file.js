// Opened from a folder, a page may load neither modules nor Python: say so in the place of buttons that could do nothing.
if (location.protocol === "file:") {
  document.documentElement.classList.add("from-file");
}
