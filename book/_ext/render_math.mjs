// Renders formulas: reads [{tex, display}, ...] from standard input, writes [{html} or {error}, ...].
import { readFileSync } from "node:fs";
import katex from "katex";

const formulas = JSON.parse(readFileSync(0, "utf8"));
const rendered = formulas.map(({ tex, display }) => {
  try {
    // trust: false keeps TeX from writing links and raw HTML; strict: "error" refuses what LaTeX itself would not take.
    return { html: katex.renderToString(tex, { displayMode: display, throwOnError: true, strict: "error", trust: false }) };
  } catch (problem) {
    return { error: problem.message };
  }
});
process.stdout.write(JSON.stringify(rendered));
