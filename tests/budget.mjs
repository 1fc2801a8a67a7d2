// What a reader loads, as a host sends it compressed, against what it may be: node budget.mjs DIST

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const KB = 1000;
const dist = process.argv[2] ?? "dist";

/** The files below a folder, relative to the site. */
function files(folder) {
  return readdirSync(join(dist, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(dist.length + 1));
}

function compressed(file) {
  const content = readFileSync(join(dist, file));
  const hint = file.endsWith(".wasm") ? constants.BROTLI_MODE_GENERIC : constants.BROTLI_MODE_TEXT;
  return brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_MODE]: hint } }).length;
}

const top = readdirSync(dist, { withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ name }) => name);
// Not loaded with the page: what is for hosts and for other pages.
const forOthers = ["_headers", "embed.js", "oembed.json"];
const page = top.filter((name) => !forOthers.includes(name));
// Of the two engines a page loads one; this is the larger.
const engine = files("engine").filter(
  (file) => !/\/(single\/.*|library\.txt|rest\.wasm|processes\.js|process-worker\.js)$/.test(file),
);
// What comes after that, if a program imports one of the rarer modules, needs the rest of the engine, or begins
// processes.
const library = files("engine").filter((file) => file.endsWith("/library.txt"));
const rest = files("engine").filter((file) => file.endsWith("/threads/rest.wasm"));
const processes = files("engine").filter((file) => /\/process[^/]*\.js$/.test(file));
const later = [...library, ...rest, ...processes];

const sizes = new Map([...page, ...engine, ...later].map((file) => [file, compressed(file)]));
const sum = (names) => names.reduce((total, name) => total + sizes.get(name), 0);
const wasm = page.filter((name) => name.endsWith(".wasm"));

const rows = [
  ["the page’s WebAssembly", sum(wasm), 250],
  ["the whole page", sum(page), undefined],
  ["the engine’s WebAssembly", sum(engine.filter((name) => name.endsWith(".wasm"))), 350],
  ["the whole engine", sum(engine), undefined],
  ["everything for the first run", sum(page) + sum(engine), 600],
  ["later: Python’s other modules", sum(library), undefined],
  ["later: the engine’s rest", sum(rest), undefined],
  ["later: workers for processes", sum(processes), undefined],
  ["embed.js, not compressed", readFileSync(join(dist, "embed.js")).length, 3],
];
const kb = (bytes) => `${(bytes / KB).toFixed(1)} KB`.padStart(9);
let over = 0;
for (const [what, bytes, most] of rows) {
  const isOver = most !== undefined && bytes > most * KB;
  over += isOver;
  const bound = most === undefined ? "" : `  of ${`${most} KB`.padStart(6)}${isOver ? "  OVER" : ""}`;
  console.log(`   ${what.padEnd(30)}${kb(bytes)}${bound}`);
}
if (over > 0) {
  console.error("\nToo much to load. The largest files after Brotli:");
  const largest = [...sizes].filter(([name]) => !later.includes(name)).sort(([, a], [, b]) => b - a).slice(0, 5);
  for (const [file, bytes] of largest) console.error(`   ${kb(bytes)}  ${file}`);
  process.exitCode = 1;
}
