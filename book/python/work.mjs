// A student's work on one exercise: kept in the browser's storage, and put into the notebook to hand in. No part of it draws.

const lines = (text) => text.split(/(?<=\n)/);
const source = (cell) => (Array.isArray(cell.source) ? cell.source.join("") : cell.source);

/** The released notebook with a student's texts in their cells, and nothing else changed; as a file's text. */
export function filledIn(notebook, texts) {
  const made = structuredClone(notebook);
  for (const cell of made.cells) if (texts[cell.id] !== undefined) cell.source = texts[cell.id] === "" ? [] : lines(texts[cell.id]);
  return `${JSON.stringify(made, null, 1)}\n`;
}

/** What is run before a cell: the imports and the answers above it, as pairs of name and text. */
export function before(notebook, texts, id) {
  const above = notebook.cells.slice(0, notebook.cells.findIndex((cell) => cell.id === id));
  return above.filter(({ cell_type: type, metadata: { nbgrader: known } }) => type === "code" && known && !known.grade)
    .map((cell) => [cell.id, texts[cell.id] ?? source(cell)]);
}

/** The checks of an answer, as pairs of name and text. */
export const checks = (notebook, names) => names.map((name) => [name, source(notebook.cells.find(({ id }) => id === name))]);

/** The work on one exercise, in a storage such as localStorage; `texts` by cell, and which text of each answer has passed. */
export function work(storage, key) {
  const empty = { texts: {}, passed: {} };
  let kept = structuredClone(empty);
  try { kept = { ...kept, ...JSON.parse(storage.getItem(key) ?? "{}") }; } catch { /* what cannot be read is no work of ours */ }
  /** Whether the browser keeps it. */
  const keep = () => { try { storage.setItem(key, JSON.stringify(kept)); return true; } catch { return false; } };
  return {
    get texts() { return kept.texts; },
    write: (id, text) => { kept.texts[id] = text; return keep(); },
    restore: (id) => { delete kept.texts[id]; delete kept.passed[id]; return keep(); },
    pass: (id, text) => { kept.passed[id] = text; return keep(); },
    passes: (id) => kept.passed[id] !== undefined && kept.passed[id] === kept.texts[id],
    forget: () => { kept = structuredClone(empty); try { storage.removeItem(key); } catch { /* then nothing was kept */ } },
  };
}
