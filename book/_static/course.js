// What wide contents need: a formula, a table or a line of code that scrolls sideways can then be scrolled by keyboard too.
// Asking how wide a box is makes the browser lay out its section, so it is asked in idle moments, a few boxes at a time.
function letKeyboardScroll() {
  const boxes = [...document.querySelectorAll(".formula, .pst-scrollable-table-container, .bd-article pre")];
  const idle = window.requestIdleCallback ?? ((step) => setTimeout(() => step({ timeRemaining: () => 0 })));
  idle(function step(moment) {
    do {
      const box = boxes.shift();
      if (box?.scrollWidth > box?.clientWidth) box.tabIndex = 0;
      else box?.removeAttribute("tabindex");
    } while (boxes.length && moment.timeRemaining() > 5);
    if (boxes.length) idle(step);
    else document.documentElement.dataset.scrollable = "known";
  });
}

// On paper nothing can be opened, so answers and folded code are open there.
function openForPrint() {
  for (const folded of document.querySelectorAll(".bd-article details:not([open])")) {
    folded.open = true;
    addEventListener("afterprint", () => { folded.open = false; }, { once: true });
  }
}

addEventListener("DOMContentLoaded", letKeyboardScroll);
addEventListener("resize", letKeyboardScroll);
addEventListener("beforeprint", openForPrint);
