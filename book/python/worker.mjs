// Python in a worker of its own: a page can always end it. Loads Pyodide once, then runs what it is told, and tells what comes.

let ready, current;
const tell = (kind, text = "") => postMessage({ id: current, kind, text });

/** Count what is loaded, so that a slow line can be told from a dead one. */
function countLoading() {
  const load = self.fetch;
  let bytes = 0, said = 0;
  self.fetch = async (...asked) => {
    const answer = await load(...asked);
    if (!answer.ok || !answer.body) return answer;
    const counter = new TransformStream({ transform(piece, out) {
      bytes += piece.byteLength;
      if (performance.now() - said > 200) { said = performance.now(); tell("loaded", (bytes / 1e6).toFixed(1)); }
      out.enqueue(piece);
    } });
    return new Response(answer.body.pipeThrough(counter), { status: answer.status, headers: answer.headers });
  };
}

/** Which packages this site has; null where it has no Python at all. */
async function installed(place) {
  const answer = await fetch(new URL("pyodide-lock.json", place), { cache: "no-cache" }).catch(() => null);
  return answer?.ok ? (await answer.json()).packages : null;
}

async function start({ pyodide: place, course }) {
  const packages = await installed(place);
  if (!packages) throw Object.assign(new Error("absent"), { kind: "absent" });
  countLoading();
  tell("step", "Loading Python");
  const { loadPyodide } = await import(new URL("pyodide.mjs", place).href);
  const python = await loadPyodide({ indexURL: place, env: { HOME: "/home/pyodide", MPLBACKEND: "agg" } });
  tell("step", "Loading NumPy and the course's library");
  const archive = fetch(course, { cache: "no-cache" });
  await python.loadPackage(["numpy"], { messageCallback() {} });
  const answer = await archive;
  if (!answer.ok) throw new Error(`${course}: ${answer.status}`);
  python.unpackArchive(await answer.arrayBuffer(), "zip", { extractDir: "/course" });
  python.runPython("import sys; sys.path.insert(0, '/course')");
  const session = python.pyimport("session").Session((kind, text) => tell(kind, text));
  const owners = new Map(Object.values(packages).flatMap(({ name, imports }) => imports.map((top) => [top.split(".")[0], name])));
  return { python, session, owners };
}

/** Load the packages behind modules; what the site does not have is left to the session, which says so when it is used. */
async function load({ python, owners }, modules) {
  const names = [...new Set(modules.map((top) => owners.get(top)))].filter((name) => name && !python.loadedPackages[name]);
  if (!names.length) return;
  tell("step", `Loading ${names.join(", ")}`);
  await python.loadPackage(names, { messageCallback() {} });
  // Pyodide's own way of drawing needs a page; ours goes out as text. Set where the book's style resets it to.
  if (names.includes("matplotlib")) python.runPython("import matplotlib; matplotlib.rcParamsDefault['backend'] = 'agg'");
}

const tasks = {
  async run(here, { sources, index }) {
    const given = here.python.toPy(sources);
    await load(here, here.session.modules(given, index).toJs());
    tell("step", "Running");
    return here.session.run(given, index);
  },
  async check(here, { before, answer, tests }) {
    tell("step", "Running the checks");
    return here.session.check(here.python.toPy(before), here.python.toPy(answer), here.python.toPy(tests));
  },
  async attempt(here, { before, source }) {
    await load(here, here.session.modules(here.python.toPy([source]), 0).toJs());
    tell("step", "Running");
    return here.session.attempt(here.python.toPy(before), source);
  },
};

onmessage = async ({ data: { id, task, place, ...asked } }) => {
  current = id;
  try {
    const here = await (ready ??= start(place));
    const right = await tasks[task](here, asked);
    postMessage({ id, kind: "done", right });
  } catch (problem) {
    ready = problem.kind === "absent" ? undefined : ready;
    postMessage({ id, kind: problem.kind ?? "broken", text: problem.message });
  }
};
