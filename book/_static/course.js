let round = 0;  // a look at all boxes ends as soon as a later one is asked for: what it saw may no longer be so

// What wide contents need: a formula, a table or a line of code that scrolls sideways can then be scrolled by keyboard too.
// Asking how wide a box is makes the browser lay out its section. So nothing is asked before the first key is pressed, and then in
// idle moments, a few boxes at a time.
function letKeyboardScroll() {
  const mine = round;
  const boxes = [...document.querySelectorAll(".formula, .pst-scrollable-table-container, .bd-article pre")];
  const idle = window.requestIdleCallback ?? ((step) => setTimeout(() => step({ timeRemaining: () => 0 })));
  idle(function step(moment) {
    if (mine !== round) return;
    do {
      const box = boxes.shift();
      if (box?.scrollWidth > box?.clientWidth) box.tabIndex = 0;
      else box?.removeAttribute("tabindex");
    } while (boxes.length && moment.timeRemaining() > 5);
    if (boxes.length) idle(step);
    else document.documentElement.dataset.scrollable = "known";
  });
}

// What a cell prints later is a box, too; it is looked at once it rests.
function watchBoxes() {
  let waiting;
  const ask = () => {
    round += 1;
    delete document.documentElement.dataset.scrollable;
    clearTimeout(waiting);
    waiting = setTimeout(letKeyboardScroll, 300);
  };
  letKeyboardScroll();
  addEventListener("resize", ask);
  addEventListener("toggle", ask, true);  // what was folded had no width
  new MutationObserver(ask).observe(document.getElementById("main-content"), { childList: true, subtree: true });
}

// An explorer is loaded when a reader comes near it.
function loadExplorers() {
  const near = new IntersectionObserver((places) => {
    for (const { isIntersecting, target } of places) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      import(`./explorers/${target.dataset.explorer}.mjs`);
    }
  }, { rootMargin: "600px 0px" });
  for (const place of document.querySelectorAll("[data-explorer]")) near.observe(place);
}

// On paper nothing can be opened, so answers and folded code are open there.
function openForPrint() {
  for (const folded of document.querySelectorAll(".bd-article details:not([open])")) {
    folded.open = true;
    addEventListener("afterprint", () => { folded.open = false; }, { once: true });
  }
}

loadExplorers();
addEventListener("keydown", watchBoxes, { once: true });
addEventListener("beforeprint", openForPrint);
