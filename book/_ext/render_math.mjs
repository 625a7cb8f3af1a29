// Renders formulas: reads [{tex, display}, ...] from standard input, writes [{html} or {error}, ...].
import { readFileSync } from "node:fs";
import katex from "katex";

const options = {
  throwOnError: true,
  strict: "error", // what LaTeX itself would not take
  trust: ({ command }) => { throw new Error(`KaTeX parse error: ${command} is not for formulas`); }, // links, pictures, raw HTML
};
const formulas = JSON.parse(readFileSync(0, "utf8"));
const rendered = formulas.map(({ tex, display }) => {
  try {
    return { html: katex.renderToString(tex, { ...options, displayMode: display }) };
  } catch (problem) {
    return { error: problem.message };
  }
});
process.stdout.write(JSON.stringify(rendered));
