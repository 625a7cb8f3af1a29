// What wide contents need: a formula, a table or a line of code that scrolls sideways can then be scrolled by keyboard too.
function letKeyboardScroll() {
  for (const box of document.querySelectorAll(".formula, .pst-scrollable-table-container, .bd-article pre")) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
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
