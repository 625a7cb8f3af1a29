// All that a chapter loads of Python before the first click: the button's listener.
for (const bar of document.querySelectorAll(".run[data-cell]")) {
  bar.querySelector(".run-start").addEventListener("click", async () => {
    try {
      await (await import("./chapter.mjs")).clicked(bar);
    } catch (problem) {
      bar.append(`What runs this cell could not be loaded (${problem.message}). Reload the page to try again.`);
    }
  });
}
