// The interpreter beside others: the same programs in turns, natively and in one Chromium. Run by
// `cargo xtask bench python`, which says where everything is.

import { execFile, execFileSync } from "node:child_process";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, release, type } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { launch, serve, startEngine } from "./support.mjs";

const { GILPY, TABLE } = process.env;
const PYTHONS = list(process.env.PYTHONS);
const ONLY = list(process.env.ONLY);
const PROGRAMS = list(process.env.PROGRAMS);
const ROUNDS = Number(process.env.ROUNDS ?? 5);
const REFERENCE = "cpython";

const FOLDER = new URL("../bench", import.meta.url).pathname;
const MODULES = new URL("../../node_modules", import.meta.url).pathname;

/** How fast it must be, as a ratio to the reference. */
const BOUNDS = {
  chromium: { local_loop: 5, countdown: 3.5, others: 0.7 },
  native: { others: 1 },
};
/** How much of what two processes get two threads without a lock must get. */
const SPEED_UP = 0.95;
/** From source to first bytecode, in milliseconds. */
const START = 5;
/** What `bench/waiting` prints: what it is, and what it may be in Chromium. */
const WAITING = {
  pauses: { title: "`await asyncio.sleep(0)`, a second", digits: 0, least: 200_000 },
  fork: { title: "until a process runs, by fork, in ms", digits: 1, most: 35 },
  spawn: { title: "until a process runs, by spawn, in ms", digits: 1, most: 35 },
  pool: { title: "an empty call through a pool of two, in ms", digits: 2, most: 1 },
};

const run = promisify(execFile);
const closing = [];
let browser;
try {
  const peers = await start();
  const programs = readdirSync(FOLDER)
    .filter((file) => file.endsWith(".py") && file !== "start.py")
    .map((file) => file.slice(0, -3))
    .filter((name) => PROGRAMS.length === 0 || PROGRAMS.includes(name));
  const best = await measure(programs, peers);
  const notes = [comparison(programs, peers, best)];
  if (PROGRAMS.length === 0) {
    const engine = peers.find(({ name }) => name === "chromium")?.engine;
    if (engine) notes.push(await startingUp(engine));
    if (GILPY) notes.push(await speedUp(engine));
    notes.push(await waiting(peers));
  }
  const text = notes.join("\n\n");
  console.log(`\n${text}\n`);
  const isWhole = ONLY.length === 0 && PROGRAMS.length === 0;
  if (isWhole && TABLE) writeFileSync(TABLE, `${heading(peers)}\n\n${text}\n`);
} finally {
  for (const thing of closing.reverse()) await thing.close();
}

/** What waiting costs, and processes: those who can both, in turns. */
async function waiting(peers) {
  const file = join(FOLDER, "waiting/costs.py");
  const source = readFileSync(file, "utf8");
  const able = peers.filter(({ name }) => [REFERENCE, "native", "chromium"].includes(name));
  const got = new Map(able.map(({ name }) => [name, {}]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { name, run } of able) {
      for (const line of (await run(file, source)).trim().split("\n")) {
        const [what, number] = line.split(" ");
        (got.get(name)[what] ??= []).push(Number(number));
      }
    }
  }
  const rows = Object.entries(WAITING).map(([what, { title, digits, least = 0, most = Infinity }]) => {
    const cells = able.map(({ name }) => {
      const middle = median(got.get(name)[what]);
      const isWrong = name === "chromium" && (middle < least || middle > most);
      return `${middle.toFixed(digits)}${isWrong ? `: NOT ${least || most}` : ""}`;
    });
    return `| ${title} | ${cells.join(" | ")} |`;
  });
  return `What waiting costs, and processes (medians):\n
| | ${able.map(({ title }) => title).join(" | ")} |
|${"---|".repeat(able.length + 1)}
${rows.join("\n")}`;
}

function list(words) {
  return (words ?? "").split(",").filter(Boolean);
}

function heading(peers) {
  const versions = peers.map(({ title, version }) => `${title} (${version})`).join(", ");
  return `# Beside other Pythons

Written by \`cargo xtask bench python\`, which measured all of it in one run: the same programs
(\`tests/bench\`) in turns, the best of ${ROUNDS} rounds each.

${cpus()[0].model}, ${availableParallelism()} processors, ${type()} ${release()}.
${versions}.`;
}

/** Starts everybody who is wanted; the reference always is, and is the first. */
async function start() {
  const wanted = (name) => name === REFERENCE || ONLY.length === 0 || ONLY.includes(name);
  const [reference, ...others] = PYTHONS.map(cpython);
  const peers = [{ ...reference, name: REFERENCE }];
  if (wanted("native") && GILPY) peers.push(natively());
  const inPages = [chromium, pyodide, micropython, brython].filter(({ name }) => wanted(name));
  if (inPages.length > 0) {
    browser = await launch();
    closing.push(browser);
  }
  for (const peer of inPages) peers.push(await peer());
  if (wanted("cpythons")) peers.push(...others);
  return peers;
}

function cpython(program) {
  const version = execFileSync(program, ["--version"], { encoding: "utf8" }).trim().split(" ")[1];
  const run = (file) => execFileSync(program, [file], { encoding: "utf8" });
  return { name: `cpython ${version}`, title: "CPython", version, run };
}

function natively() {
  const run = (file) => execFileSync(GILPY, [file], { encoding: "utf8" });
  return { name: "native", title: "here, natively", version: "gilpy", run };
}

async function chromium() {
  const site = await serve();
  closing.push(site);
  const engine = await startEngine(browser, site.url);
  const run = async (_, source) => {
    const { report, output } = await engine.run(source, {}, { ledgerRoom: 0 });
    if (report.outcome !== "finished") throw new Error(output);
    return output;
  };
  const version = `Chromium ${browser.version()}`;
  return { name: "chromium", title: "here, in Chromium", version, run, engine };
}

/** A page that has one of the packages; `load` leaves its way to run a program in `window.run`. */
async function inPage(name, title, folder, head, load) {
  const version = JSON.parse(readFileSync(join(MODULES, folder, "package.json"))).version;
  const html = `<!doctype html><meta charset="utf-8"><title>${title}</title>${head}`;
  const site = await serve({ isolated: false, root: join(MODULES, folder), pages: { "/": html } });
  closing.push(site);
  const page = await browser.newPage();
  page.setDefaultTimeout(0);
  await page.goto(site.url);
  await page.evaluate(load);
  const run = (_, source) => page.evaluate((source) => window.run(source), source);
  return { name, title, version, run };
}

function pyodide() {
  return inPage("pyodide", "Pyodide", "pyodide", "", async () => {
    const { loadPyodide } = await import("/pyodide.mjs");
    let lines;
    const python = await loadPyodide({ stdout: (line) => lines.push(line) });
    window.run = (source) => {
      lines = [];
      const globals = python.toPy({ __name__: "__main__" });
      python.runPython(source, { globals });
      return lines.join("\n");
    };
  });
}

function micropython() {
  const folder = "@micropython/micropython-webassembly-pyscript";
  return inPage("micropython", "MicroPython", folder, "", async () => {
    const { loadMicroPython } = await import("/micropython.mjs");
    let lines;
    const python = await loadMicroPython({
      heapsize: 1 << 27,
      linebuffer: true,
      stdout: (line) => lines.push(line),
    });
    // It has another clock.
    const clock = "import time\ndef perf_counter():\n    return time.ticks_us() / 1e6\n";
    window.run = (source) => {
      lines = [];
      python.runPython(source.replace("from time import perf_counter\n", clock));
      return lines.join("\n");
    };
  });
}

function brython() {
  const head = '<script src="brython.min.js"></script><script src="brython_stdlib.js"></script>';
  return inPage("brython", "Brython", "brython", head, () => {
    let lines;
    console.log = (...words) => lines.push(words.join(" "));
    window.run = async (source) => {
      lines = [];
      await __BRYTHON__.runPythonSource(source);
      // It says the ends of lines, too.
      return lines.join("");
    };
  });
}

/** The best seconds of each program with each peer; whoever cannot run a program has none. */
async function measure(programs, peers) {
  const best = new Map(programs.map((program) => [program, new Map()]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const program of programs) {
      const file = join(FOLDER, `${program}.py`);
      const source = readFileSync(file, "utf8");
      const times = best.get(program);
      let right;
      for (const { name, run } of peers) {
        if (round > 0 && !times.has(name)) continue;
        try {
          const lines = (await run(file, source)).trim().split("\n");
          const seconds = Number(lines.pop());
          const result = lines.join("\n");
          right ??= result;
          if (result !== right) throw new Error(`it printed ${result}, not ${right}`);
          times.set(name, Math.min(seconds, times.get(name) ?? Infinity));
        } catch (error) {
          times.delete(name);
          console.error(`   ${program} with ${name}: ${error.message}`);
        }
      }
    }
    console.error(`   round ${round + 1} of ${ROUNDS}`);
  }
  return best;
}

/** A table of how many times as fast as the reference everybody is. */
function comparison(programs, peers, best) {
  const missed = [];
  const rows = programs.map((program) => {
    const times = best.get(program);
    const reference = times.get(REFERENCE);
    const cells = peers.slice(1).map(({ name }) => {
      const seconds = times.get(name);
      if (seconds === undefined) return "–";
      const ratio = reference / seconds;
      const bounds = BOUNDS[name];
      const bound = bounds?.[program] ?? bounds?.others;
      if (ratio < bound) missed.push(`${program} (${name}): ${ratio.toFixed(2)}, not ${bound}`);
      return `${ratio.toFixed(2)} (${milliseconds(seconds)})`;
    });
    return [program.replaceAll("_", " "), milliseconds(reference), ...cells];
  });
  const titles = peers.slice(1).map(({ title, version }) =>
    title === "CPython" ? `CPython ${version}` : title,
  );
  const table = [["program", `CPython ${peers[0].version}`, ...titles], ["---"], ...rows]
    .map((row, index) => (index === 1 ? `|${"---|".repeat(titles.length + 2)}` : `| ${row.join(" | ")} |`))
    .join("\n");
  const bounds = missed.length === 0 ? "" : `\n\nToo slow:\n\n- ${missed.join("\n- ")}`;
  return `How many times as fast as CPython ${peers[0].version}, and milliseconds (– where it fails):\n\n${table}${bounds}`;
}

function milliseconds(seconds) {
  return `${(1000 * seconds).toFixed(seconds < 0.1 ? 1 : 0)} ms`;
}

/** How long the page waits from asking until the first bytecode of a program of 100 lines runs. */
async function startingUp(engine) {
  const source = readFileSync(join(FOLDER, "start.py"), "utf8");
  const waits = [];
  for (let turn = 0; turn < 31; turn += 1) {
    const { output, asked } = await engine.run(source, {}, { ledgerRoom: 0 });
    waits.push(1000 * Number(output.split("\n")[0]) - asked);
  }
  const middle = median(waits);
  const lines = source.trimEnd().split("\n").length;
  return `From pressing Run to the first bytecode of a program of ${lines} lines, in Chromium: \
${middle.toFixed(1)} ms (median; ${Math.min(...waits).toFixed(1)} to ${Math.max(...waits).toFixed(1)})\
${middle > START ? `: TOO SLOW, not ${START} ms` : ""}.`;
}

/** What two threads without a lock get on two cores, beside two processes. */
async function speedUp(engine) {
  const alone = join(FOLDER, "threads/alone.py");
  const both = join(FOLDER, "threads/both.py");
  const process = async () => {
    const { stdout } = await run(GILPY, [alone]);
    return stdout.trim().split(" ").map(Number);
  };
  const got = { processes: [], natively: [], "in Chromium": [] };
  for (let turn = 0; turn < 9; turn += 1) {
    const [start, end] = await process();
    const [[start1, end1], [start2, end2]] = await Promise.all([process(), process()]);
    const together = Math.max(end1, end2) - Math.min(start1, start2);
    got.processes.push((2 * (end - start)) / together);
    const { stdout } = await run(GILPY, ["--preset", "3.14t", both]);
    got.natively.push(Number(stdout));
    if (engine) {
      const source = readFileSync(both, "utf8");
      const { output } = await engine.run(source, { preset: "3.14t" }, { ledgerRoom: 0 });
      got["in Chromium"].push(Number(output));
    }
  }
  const reference = median(got.processes);
  const rows = Object.entries(got)
    .filter(([, values]) => values.length > 0)
    .map(([who, values]) => {
      const middle = median(values);
      const part = middle / reference;
      const short = part < SPEED_UP ? `: TOO LITTLE, not ${SPEED_UP}` : "";
      const title = who === "processes" ? "two processes" : `two threads without the lock, ${who}`;
      return `| ${title} | ${middle.toFixed(2)} | ${part.toFixed(2)}${short} |`;
    });
  return `Two that count at once, against one after the other, start-up excluded:\n
| | times as fast | of what two processes get |\n|---|---|---|\n${rows.join("\n")}`;
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
