// All that a chapter loads of Python before the first click: the button's listener.
for (const bar of document.querySelectorAll(".run[data-cell]")) {
  bar.querySelector(".run-start").addEventListener("click", async () => (await import("./chapter.mjs")).clicked(bar));
}
