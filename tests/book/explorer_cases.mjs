// Answers cases for test_explorers.py: reads {module, calls: [[function, ...arguments], ...]} from standard input, writes the results.
import { readFileSync } from "node:fs";

const { module, calls } = JSON.parse(readFileSync(0, "utf8"));
const functions = await import(module);
const plain = (key, value) => (value instanceof Float64Array ? Array.from(value) : value);
process.stdout.write(JSON.stringify(calls.map(([name, ...given]) =>
  typeof functions[name] === "function" ? functions[name](...given) : functions[name]), plain));
