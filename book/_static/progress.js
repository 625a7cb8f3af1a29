// Remembers, in this browser alone, which pages somebody has read. Without storage nothing of it is shown.
const READ = "cnn-course-read";

function readPages() {
  try { return new Set(JSON.parse(localStorage.getItem(READ)) || []); } catch { return new Set(); }
}

function remember(pages) {
  try { localStorage.setItem(READ, JSON.stringify([...pages])); } catch { /* a browser that keeps nothing */ }
}

/** Mark the pages that were read in the table of contents, with a sign for eyes and a word for screen readers. */
function markContents(pages) {
  for (const link of document.querySelectorAll(".bd-docs-nav a.reference.internal")) {
    link.querySelector(".page-read")?.remove();
    const name = new URL(link.href).pathname.split("/").pop().replace(/\.html$/, "");
    if (!pages.has(name)) continue;
    const mark = Object.assign(document.createElement("span"), { className: "page-read" });
    mark.innerHTML = ' <span aria-hidden="true">✓</span><span class="visually-hidden">, read</span>';
    link.append(mark);
  }
}

/** Below the text: one button to mark this page, what was read so far, and one button to forget it all. */
function addProgress() {
  const article = document.querySelector("article.bd-article");
  const contents = [...document.querySelectorAll(".bd-docs-nav a.reference.internal")];
  const name = document.body.dataset.page;
  const here = contents.some((link) => link.classList.contains("current"));
  if (!article || !contents.length || !(here || name === "index")) return;
  const make = (tag, properties) => Object.assign(document.createElement(tag), properties);
  const area = make("section", { className: "progress-area d-print-none" });
  area.setAttribute("aria-label", "Your progress");
  const mark = make("button", { type: "button", className: "progress-mark", textContent: "I have read this page", hidden: !here });
  const clear = make("button", { type: "button", className: "progress-clear", textContent: "Forget what I have read" });
  const told = make("p", { className: "progress-told", tabIndex: -1 });
  told.setAttribute("role", "status");
  const show = () => {
    const pages = readPages();
    mark.setAttribute("aria-pressed", pages.has(name));
    told.textContent = pages.size ? `You have read ${pages.size} of ${contents.length} pages. Only this browser knows it.` : "";
    clear.hidden = pages.size === 0;
    markContents(pages);
  };
  mark.addEventListener("click", () => {
    const pages = readPages();
    if (!pages.delete(name)) pages.add(name);
    remember(pages);
    show();
  });
  clear.addEventListener("click", () => {
    remember(new Set());
    show();
    (mark.hidden ? told : mark).focus();
  });
  area.append(mark, told, clear);
  article.after(area);
  addEventListener("storage", show);
  show();
}

addProgress();
