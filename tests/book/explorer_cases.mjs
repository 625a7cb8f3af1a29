// Answers cases for test_explorer_arithmetic.py: reads {modules, calls: [[name, ...arguments], ...]} from standard input, writes the
// results. A name is looked up in all modules; an argument {the: name} stands for what a module exports by that name.
import { readFileSync } from "node:fs";

const { modules, calls } = JSON.parse(readFileSync(0, "utf8"));
const known = Object.assign({}, ...(await Promise.all(modules.map((each) => import(each)))));
const plain = (key, value) => (value instanceof Float64Array ? Array.from(value) : value);
const meant = (argument) => (argument?.the ? known[argument.the] : argument);
process.stdout.write(JSON.stringify(calls.map(([name, ...given]) =>
  typeof known[name] === "function" ? known[name](...given.map(meant)) : known[name]), plain));
