// Processes in a browser: each has a worker, a memory and an interpreter of its own.

import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { DIST, forAll, launch, serve, startEngine } from "./support.mjs";

const [browser, host] = await forAll(launch(), serve());

test("a process prints, ends with a status and is reported", async () => {
  const engine = await startEngine(browser, host.url);
  const { report, output } = await engine.run(
    `
import multiprocessing, os

def work(number):
    print("hello from", multiprocessing.current_process().name, number)
    raise SystemExit(number)

if __name__ == "__main__":
    process = multiprocessing.get_context("fork").Process(target=work, args=(3,))
    process.start()
    process.join()
    print(process.exitcode, process.pid != os.getpid())
`,
    { preset: "3.13" },
    { withLedger: true },
  );
  assert.equal(output, "hello from ForkProcess-1 3\n3 True\n");
  assert.equal(report.outcome, "finished");
  assert.deepEqual(
    report.interpreters.map(({ name, origin, status }) => [name, origin, status]),
    [
      ["MainProcess", "main", 0],
      ["ForkProcess-1", "fork", 3],
    ],
  );
  assert.deepEqual([...new Set(report.ledger.events.map(({ thread }) => thread))], [0, 1]);
  await engine.close();
});

/** The least of what a program says on lines that begin with this name: what else the machine does only adds. */
function least(output, name) {
  const lines = [...output.matchAll(new RegExp(`^${name} (\\S+)$`, "gm"))];
  assert.ok(lines.length >= 8, output);
  return Math.min(...lines.map(([, number]) => Number(number)));
}

test("processes begin fast, and a pool answers fast", async () => {
  const engine = await startEngine(browser, host.url);
  const { output } = await engine.run(
    `
import multiprocessing, time

def begun(queue):
    queue.put(time.time())

def nothing(number):
    return number

if __name__ == "__main__":
    for method in ("fork", "spawn"):
        context = multiprocessing.get_context(method)
        queue = context.SimpleQueue()
        for _ in range(12):
            asked = time.time()
            process = context.Process(target=begun, args=(queue,))
            process.start()
            print(method, queue.get() - asked)
            process.join()
    with multiprocessing.get_context("fork").Pool(2) as pool:
        for number in range(200):
            asked = time.perf_counter()
            assert pool.apply(nothing, (number,)) == number
            print("trip", time.perf_counter() - asked)
`,
    { preset: "3.13" },
  );
  const [fork, spawn, trip] = ["fork", "spawn", "trip"].map((name) => least(output, name));
  assert.ok(fork <= 0.035, `a fork begins after ${fork} s`);
  assert.ok(spawn <= 0.035, `a spawned process begins after ${spawn} s`);
  assert.ok(trip <= 0.001, `an answer takes ${trip} s`);
  await engine.close();
});

test("whatever a process does, it can be terminated", async () => {
  const engine = await startEngine(browser, host.url);
  const { output, seconds } = await engine.run(
    `
import _processes as p, os, threading, time
def busy():
    while True:
        pass
def sleeping():
    time.sleep(1000)
def locked():
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()
def leaves():
    os._exit(7)
for number, child in enumerate((busy, sleeping, locked, leaves)):
    pid = p.fork(child, child.__name__)
    if child is not leaves:
        time.sleep(0.1)
        p.terminate(pid, 9 + number)
    p.join((pid,), None)
    print(child.__name__, p.status(pid))
`,
    { preset: "3.13" },
  );
  assert.equal(output, "busy -9\nsleeping -10\nlocked -11\nleaves 7\n");
  assert.ok(seconds < 10, `${seconds} s`);
  await engine.close();
});

test("a process that waits for a while goes on after it", async () => {
  const engine = await startEngine(browser, host.url);
  const { output, said } = await engine.run(
    `
import _processes as p, threading, time
def child():
    start = time.perf_counter()
    time.sleep(0.3)
    print("slept", time.perf_counter() - start)
    print(threading.Lock().acquire(timeout=0.1), p.receive(p.pipe(), 0.1))
pid = p.fork(child, "Process-1")
p.join((pid,), None)
print("status", p.status(pid))
`,
    { preset: "3.13" },
  );
  assert.match(output, /^True None$/m);
  assert.equal(said.status, 0);
  assert.ok(said.slept >= 0.3 && said.slept < 5, `${said.slept} s`);
  await engine.close();
});

test("a cancelled run leaves no process, and the next one begins clean", async () => {
  const engine = await startEngine(browser, host.url);
  const busy = `
import _processes as p
def child():
    while True:
        pass
pids = tuple(p.fork(child, "Process") for _ in range(2))
p.join(pids, None)
`;
  for (let round = 0; round < 2; round += 1) {
    const { report, seconds } = await engine.run(busy, { preset: "3.13" }, { cancelAfter: 1500 });
    assert.equal(report.outcome, "cancelled");
    assert.ok(seconds < 2, `ends ${seconds} s after it was asked to`);
    // The engine's own, its pool's, and those that are kept for the next processes.
    const workers = engine.page.workers().length;
    assert.ok(workers <= 10 + availableParallelism() + 2, `${workers} workers`);
  }
  // None of them goes on with what it did.
  const { seconds } = await engine.run(busy.replaceAll("True", "False"), { preset: "3.13" });
  assert.ok(seconds < 5, `${seconds} s`);
  const { output } = await engine.run("print('clean')");
  assert.equal(output, "clean\n");
  await engine.close();
});

test("threads of a process share its lock and run beside those of others", async () => {
  const engine = await startEngine(browser, host.url);
  const { output, report } = await engine.run(
    `
import multiprocessing, threading

def count():
    for _ in range(300_000):
        pass

def work():
    threads = [threading.Thread(target=count) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print("counted")

if __name__ == "__main__":
    processes = [multiprocessing.get_context("fork").Process(target=work) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
`,
    { preset: "3.13" },
    { withLedger: true },
  );
  assert.equal(output, "counted\ncounted\n");
  assert.equal(report.threads.length, 7);
  await engine.close();
});

test("what a process asks the network is answered", async () => {
  const engine = await startEngine(browser, host.url);
  const { output } = await engine.run(
    `
import multiprocessing
import urllib.request

def ask(seconds):
    with urllib.request.urlopen(f"/api/delay/{seconds}") as response:
        return response.status

if __name__ == "__main__":
    with multiprocessing.get_context("fork").Pool(2) as pool:
        print(pool.map(ask, [0.1, 0.2, 0.1]))
`,
    { preset: "3.13" },
  );
  assert.equal(output, "[200, 200, 200]\n");
  await engine.close();
});

test("a process that breaks down takes nobody along", async () => {
  const root = await mkdtemp(join(tmpdir(), "gil-playground-"));
  await cp(DIST, root, { recursive: true });
  const [engines] = await readdir(join(root, "engine"));
  const script = join(root, "engine", engines, "process-worker.js");
  const whole = await readFile(script, "utf8");
  const broken = whole.replace("own.live();", "throw new Error('out of order');");
  assert.notEqual(broken, whole);
  await writeFile(script, broken);
  const host = await serve({ root });
  const engine = await startEngine(browser, host.url);
  const { output, report } = await engine.run(
    `
import multiprocessing

if __name__ == "__main__":
    process = multiprocessing.get_context("fork").Process(target=print)
    process.start()
    process.join()
    print(process.exitcode)
`,
    { preset: "3.13" },
  );
  assert.equal(output, "Fatal Python error: ForkProcess-1 broke down: out of order\n-11\n");
  assert.equal(report.outcome, "finished");
  assert.equal((await engine.run("print('clean')")).output, "clean\n");
  await engine.close();
  await host.close();
  await rm(root, { recursive: true });
});
