// The lock in the engine, on real threads in this browser: the scenarios of tests/ground_truth, with
// the same programs. Whatever else the machine does shows in the times, so only ratios are looked
// at, the best of some attempts. And what the engine is asked for around the lock: ledgers, virtual
// cores, settings that make no sense.

import assert from "node:assert/strict";
import { test } from "node:test";

import { forAll, launch, program, serve, startEngine } from "./support.mjs";

const [browser, site] = await forAll(launch(), serve());
const engine = await startEngine(browser, site.url);

/** Runs a program that has to come to its end. */
async function finish(source, settings, options) {
  const ended = await engine.run(source, settings, options);
  assert.equal(ended.report.outcome, "finished", ended.output);
  return ended;
}

/** The attempt that is nearest to what was expected. */
async function nearest(expected, attempt) {
  const distance = (ratio) => Math.abs(Math.log(ratio / expected));
  const attempts = [];
  while (attempts.length < 5 && !attempts.some((ratio) => distance(ratio) < 0.05)) {
    attempts.push(await attempt());
  }
  return attempts.sort((a, b) => distance(a) - distance(b))[0];
}

function within(what, value, least, most) {
  console.log(`${what}: ${value.toFixed(3)} (expected ${least} to ${most})`);
  assert.ok(value >= least && value <= most, `${what}: ${value} is not in ${least} to ${most}`);
}

for (const preset of ["3.9", "3.14"]) {
  test(`G1, ${preset}: threads behind the lock take as long as one after the other`, async () => {
    for (const threads of [2, 4]) {
      const source = program("counting.py", { THREADS: threads, COUNT: 8_000_000 / threads });
      const ratio = await nearest(1, async () => {
        const { said } = await finish(source, { preset });
        return said.threads / said.sequential;
      });
      within(`${threads} threads`, ratio, 0.8, 1.4);
    }
  });
}

test("G4: sleeping threads take as long as the longest", async () => {
  const seconds = async (nap) => (await finish(program("sleeping.py", { NAP: nap }))).said.seconds;
  const ratio = await nearest(2, async () => (await seconds(0.4)) / (await seconds(0.2)));
  within("0.4 s to 0.2 s", ratio, 1.6, 2.4);
  // Five times as much one after the other.
  within("5 threads", await nearest(1, async () => (await seconds(0.2)) / 0.2), 1, 2);
});

/** What a program shows at 40 ms, compared with what it shows at 5 ms. */
async function ratio(source, shown) {
  const long = await finish(source, { switch_interval: 0.04 });
  const short = await finish(source, { switch_interval: 0.005 });
  return shown(long) / shown(short);
}

const SLICES = program("slices.py", { SECONDS: 0.8 });

test("G5: slices are as long as the interval", async () => {
  const seen = await nearest(8, () => ratio(SLICES, ({ said }) => said.slice));
  within("as the program sees them, 40 ms to 5 ms", seen, 4, 10);
  const noted = await nearest(8, () => ratio(SLICES, ({ report }) => report.lock.slices.median));
  within("in the report, 40 ms to 5 ms", noted, 4, 10);
});

test("G6: switches come once an interval", async () => {
  const switches = await nearest(8, async () => 1 / (await ratio(SLICES, ({ said }) => said.switches)));
  within("5 ms to 40 ms", switches, 4, 11);
});

test("G7: a sleeper waits for a whole interval", async () => {
  const source = program("wake_up.py", { NAPS: 9 });
  const late = await nearest(8, () => ratio(source, ({ said }) => said.median));
  within("40 ms to 5 ms", late, 4, 10);
});

test("every preset runs on real threads", async () => {
  const source = program("counting.py", { COUNT: 300_000 });
  for (const preset of ["2.7", "3.9", "3.13", "3.14", "3.14t"]) {
    const { report, said } = await finish(source, { preset });
    assert.equal(report.passage, "threads");
    assert.equal(report.settings.preset, preset);
    assert.equal(report.threads_started, 3);
    assert.ok(said.threads > 0);
    if (preset === "3.14t") assert.deepEqual(report.switches, { forced: 0, voluntary: 0 });
    else assert.ok(report.switches.voluntary > 0, "a thread that ends hands the lock over");
    if (preset === "2.7") assert.equal(report.switches.forced, 0, "this lock forces nobody");
  }
});

test("the ledger comes along if it is asked for, and whole", async () => {
  const source = program("slices.py", { SECONDS: 1 });
  const { report } = await finish(source, {}, { withLedger: true });
  const { ledger } = report;
  assert.equal(ledger.threads[0], "MainThread");
  assert.equal(ledger.threads.length, 3);
  assert.equal(ledger.dropped, 0);
  const count = (event) => ledger.events.filter((it) => it.event === event).length;
  assert.equal(count("start"), 3);
  assert.equal(count("end"), 3);
  assert.equal(count("acquire"), count("release"));
  const forced = ledger.events.filter(({ cause }) => cause === "forced").length;
  assert.ok(forced > 10, `${forced} forced releases`);
  assert.ok(ledger.until / 1e9 >= report.wall_seconds - 0.001, "it goes to the end");

  const without = await finish(program("counting.py", { COUNT: 100_000 }));
  assert.equal(without.report.ledger, undefined);
  assert.deepEqual(without.parts, []);
  assert.ok(without.report.lock.slices.count > 0, "it is kept all the same");
  const none = await finish(program("counting.py", { COUNT: 100_000 }), {}, { ledgerRoom: 0 });
  assert.equal(none.report.lock.slices.count, 0);
  assert.equal(none.report.lock.dropped_events, 0, "nothing is missing that nobody wanted");
});

test("the ledger comes live if it is asked for", async () => {
  const source = program("slices.py", { SECONDS: 1 });
  const { report, parts } = await finish(source, {}, { withLedger: true, live: true });
  const { events } = report.ledger;
  const news = parts.flatMap((part) => part.events);
  assert.ok(news.length > events.length / 2, `${news.length} of ${events.length} came before`);
  // Nothing is lost or comes twice, and the order is the last one from the beginning.
  assert.deepEqual(news, events.slice(0, news.length));
  assert.ok(parts.every((part) => part.events.every(({ at }) => at <= part.until)));
});

test("on virtual cores the same run is the same to the byte", async () => {
  const source = program("updates.py", { THREADS: 3, COUNT: 20_000 });
  for (const preset of ["2.7", "3.9", "3.13", "3.14", "3.14t"]) {
    const json = async (seed) => {
      const settings = { preset, cores: { virtual: 2 }, switch_interval: 0.0001, seed };
      const { report, output } = await finish(source, settings, { withLedger: true });
      assert.equal(report.passage, "virtual");
      assert.ok(report.ledger.events.length > 10);
      return JSON.stringify({ report: { ...report, settings: undefined }, output });
    };
    const first = await json(7);
    assert.ok(first === (await json(7)), `${preset} is not deterministic`);
    assert.ok(first !== (await json(8)), `${preset} does not use the seed`);
  }
});

test("virtual threads may be more than the pool has workers", async () => {
  const source = program("counting.py", { THREADS: 200, COUNT: 1000 });
  const { report } = await finish(source, { cores: { virtual: 64 } });
  assert.equal(report.threads_started, 201);
});

test("what never ends can be cancelled", async () => {
  const loop = "while True:\n    pass\n";
  const waits = "import time\nwhile True:\n    time.sleep(3600)\n";
  for (const cores of ["real", { virtual: 1 }, { virtual: 64 }]) {
    for (const preset of ["2.7", "3.14", "3.14t"]) {
      // In virtual time an hour of sleep is over at once, and there are many of them.
      for (const source of [loop, waits]) {
        const what = `${preset} on ${JSON.stringify(cores)}: ${source}`;
        const ended = await engine.run(source, { preset, cores }, { cancelAfter: 150 });
        assert.equal(ended.report.outcome, "cancelled", what);
        assert.ok(ended.seconds < 1, `${ended.seconds} s, ${what}`);
      }
    }
  }
});

test("settings that make no sense are told of, and the engine goes on", async () => {
  const hello = "print('hello')\n";
  for (const [settings, told] of [
    [{ cores: { virtual: 0 } }, /1 to 64 virtual cores, not 0/],
    [{ cores: { virtual: 65 } }, /1 to 64 virtual cores, not 65/],
    [{ switch_interval: 0 }, /positive number of seconds, not 0/],
    [{ switch_interval: -1 }, /positive number of seconds, not -1/],
    [{ switch_interval: NaN }, /positive number of seconds, not NaN/],
    [{ switch_interval: Infinity }, /positive number of seconds, not inf/],
  ]) {
    const { report, output } = await engine.run(hello, settings);
    assert.equal(report.outcome, "raised");
    assert.equal(report.exit_status, 1);
    assert.match(output, told);
    assert.equal((await finish(hello)).output, "hello\n");
  }
});

test("intervals and seeds at their ends are no trouble", async () => {
  const source = program("counting.py", { COUNT: 20_000 });
  for (const cores of ["real", { virtual: 2 }]) {
    for (const settings of [
      { switch_interval: 1e-300 },
      { switch_interval: 1e300 },
      { seed: 2 ** 32 - 1 },
    ]) {
      await finish(source, { cores, ...settings });
    }
    // As much as there can be, and no more.
    await finish(source, { cores }, { ledgerRoom: 2 ** 32 - 1 });
  }
});
