// What the lock, its ledger and the simulation cost in Chromium. What is compared runs in turns; the
// medians are printed beside the bounds that they are to keep. Run by `cargo xtask bench lock`,
// which says where everything is.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { launch, program, serve, startEngine } from "./support.mjs";

const GILPY = process.env.GILPY;
// Often and briefly, since no machine is the same for long.
const TURNS = 31;
const WATCHED = 9;
const REPEATS = 5;

const folder = mkdtempSync(join(tmpdir(), "gil-playground-"));
const site = await serve();
const browser = await launch();
try {
  const engine = await startEngine(browser, site.url);
  console.log(`\nIn Chromium ${browser.version()}\n`);
  console.log("| what | measured | bound | |\n|---|---|---|---|");
  await oneThread(engine);
  await twoThreads(engine, 0.005, 2);
  await twoThreads(engine, 0.0001, 10);
  await handOvers(engine);
  await virtualCores(engine);
  if (GILPY) await asNatively(engine);
} finally {
  await browser.close();
  await site.close();
  rmSync(folder, { recursive: true });
}

/** What the lock costs a thread that nobody contends with. */
async function oneThread(engine) {
  const source = counting(1, 4_000_000);
  const seconds = async (preset) => (await finish(engine, source, { preset })).report.wall_seconds;
  const more = await percentMore(() => seconds("3.14"), () => seconds("3.14t"));
  compare("one thread takes longer with the lock than without by", more, 1);
}

/** What recording costs two threads that contend. */
async function twoThreads(engine, interval, bound) {
  const source = counting(2, 3_000_000);
  const seconds = async (options) => {
    const { report } = await finish(engine, source, { switch_interval: interval }, options);
    return report.wall_seconds;
  };
  const more = await percentMore(() => seconds({}), () => seconds({ ledgerRoom: 0 }));
  compare(`two threads at ${1000 * interval} ms take longer with a ledger by`, more, bound);
}

/** How long the lock is held, and how long nobody holds it. */
async function handOvers(engine) {
  const source = counting(2, 15_000_000);
  const slices = [];
  const handOvers = [];
  for (let turn = 0; turn < WATCHED; turn += 1) {
    const { lock } = (await finish(engine, source)).report;
    slices.push(1000 * lock.slices.median);
    handOvers.push(1000 * lock.hand_overs.median);
  }
  const slice = median(slices);
  const isSlice = slice >= 5 && slice <= 5.3;
  row("a slice at 5 ms", `${slice.toFixed(3)} ms`, "5.0 to 5.3 ms", isSlice);
  const handOver = median(handOvers);
  row("a hand-over at 5 ms", `${handOver.toFixed(4)} ms`, "0.05 ms", handOver <= 0.05);
}

/** How many bytecodes a second the simulation manages. */
async function virtualCores(engine) {
  const counted = (threads) =>
    program("counting.py", { THREADS: threads, COUNT: Math.floor(2_000_000 / threads) });
  const updated = (threads) =>
    program("updates.py", { THREADS: threads, COUNT: Math.floor(1_000_000 / threads) });
  const runs = [
    ...["2.7", "3.9", "3.13", "3.14", "3.14t"].map((preset) => [preset, 2, "counting", counted]),
    ["3.14t", 4, "counting", counted],
    ["3.14t", 64, "counting", counted],
    ["3.14", 4, "updating one counter", updated],
    ["3.14t", 4, "updating one counter", updated],
    ["3.14t", 64, "updating one counter", updated],
  ];
  for (const [preset, cores, what, source] of runs) {
    const millions = [];
    for (let repeat = 0; repeat < REPEATS; repeat += 1) {
      const settings = { preset, cores: { virtual: cores } };
      const { report, seconds } = await finish(engine, source(cores), settings);
      millions.push(report.bytecodes / seconds / 1e6);
    }
    const middle = median(millions);
    row(
      `${preset}, ${what} in ${cores} threads on ${cores} virtual cores`,
      `${middle.toFixed(0)} million bytecodes a second`,
      "20 million",
      middle >= 20,
    );
  }
}

/** Whether a virtual run is the same to the byte as outside the browser. */
async function asNatively(engine) {
  const source = program("updates.py", { THREADS: 3, COUNT: 20_000 });
  const [file, kept] = [join(folder, "main.py"), join(folder, "report.json")];
  writeFileSync(file, source);
  let same = 0;
  const presets = ["2.7", "3.9", "3.13", "3.14", "3.14t"];
  for (const preset of presets) {
    const settings = { preset, cores: { virtual: 2 }, switch_interval: 0.0001, seed: 7 };
    const { report, output } = await finish(engine, source, settings, { withLedger: true });
    const how = ["--preset", preset, "--cores", "2", "--switch-interval", "0.0001", "--seed", "7"];
    const printed = execFileSync(GILPY, [...how, "--report", kept, file], { encoding: "utf8" });
    // Numbers are written in different ways, and read in one.
    const natively = JSON.stringify(JSON.parse(readFileSync(kept, "utf8")));
    if (printed === output && natively === JSON.stringify(report)) same += 1;
  }
  const what = "virtual runs with the very report and ledger that gilpy gives";
  row(what, `${same} of ${presets.length}`, "all", same === presets.length);
}

/** A program that counts in threads and does nothing else; also one thread is not the main thread. */
function counting(threads, count) {
  return `
import threading

def count(n):
    x = 0
    for _ in range(n):
        x += 1

for _ in range(${threads}):
    threading.Thread(target=count, args=(${count},)).start()
`;
}

/** Runs a program that has to come to its end. */
async function finish(engine, ...asked) {
  const ended = await engine.run(...asked);
  if (ended.report.outcome !== "finished") throw new Error(ended.output);
  return ended;
}

/** By how many percent the one takes longer than the other, and than itself: medians of all turns. */
async function percentMore(one, other) {
  const contenders = [one, other, one];
  const [more, noise] = [[], []];
  // The first turn warms up.
  for (let turn = 0; turn <= TURNS; turn += 1) {
    const seconds = [];
    for (let place = 0; place < contenders.length; place += 1) {
      // Who comes first may have it better, or worse.
      const whose = (turn + place) % contenders.length;
      seconds[whose] = await contenders[whose]();
    }
    if (turn === 0) continue;
    more.push(100 * (seconds[0] / seconds[1] - 1));
    noise.push(100 * (seconds[0] / seconds[2] - 1));
  }
  return { more: median(more), noise: median(noise) };
}

function compare(what, { more, noise }, bound) {
  const percent = (value) => `${value >= 0 ? "+" : ""}${value.toFixed(2)} %`;
  const missed = more <= bound + Math.abs(noise) ? "lost in noise" : "NOT MET";
  const measured = `${percent(more)} (than itself: ${percent(noise)})`;
  console.log(`| ${what} | ${measured} | ${bound} % | ${more <= bound ? "ok" : missed} |`);
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

function row(what, measured, bound, isMet) {
  console.log(`| ${what} | ${measured} | ${bound} | ${isMet ? "ok" : "NOT MET"} |`);
}
