//! Who waits costs no processor time, as the system counts it.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::time::Duration;

use crate::Folder;

/// Ways to wait, of 64 threads each, or of as many tasks.
const WAITING: [(&str, &str); 4] = [
    ("asleep", "in_threads(lambda: time.sleep(60))"),
    ("at a lock", "in_threads(lock.acquire)"),
    (
        "for answers",
        "in_threads(lambda: requests.get('/api/delay/10'))",
    ),
    ("tasks", "asyncio.run(tasks())"),
];

const PROGRAM: &str = "
import asyncio, threading, time
import requests
lock = threading.Lock()
lock.acquire()
def in_threads(wait):
    for _ in range(64):
        threading.Thread(target=wait, daemon=True).start()
    print('there', flush=True)
    time.sleep(60)
async def tasks():
    waiting = [asyncio.create_task(asyncio.sleep(60)) for _ in range(64)]
    await asyncio.sleep(0.1)
    print('there', flush=True)
    await asyncio.gather(*waiting)
";

/// A running gilpy, which ends with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Running {
    /// How many hundredths of a second of processor time it has used so far: utime and stime in proc(5).
    fn ticks(&self) -> u64 {
        let file = format!("/proc/{}/stat", self.0.id());
        let line = std::fs::read_to_string(file).unwrap();
        // Its name, in brackets, may have spaces.
        let (_, fields) = line.rsplit_once(") ").unwrap();
        let fields: Vec<&str> = fields.split(' ').collect();
        fields[11..13]
            .iter()
            .map(|n| n.parse::<u64>().unwrap())
            .sum()
    }
}

#[test]
#[cfg_attr(not(target_os = "linux"), ignore = "reads /proc")]
fn who_waits_costs_no_processor_time() {
    let folder = Folder::new("who_waits_costs_no_processor_time");
    for (what, wait) in WAITING {
        folder.write("main.py", format!("{PROGRAM}{wait}\n"));
        let mut command = folder.command("main.py");
        let mut running = Running(command.stdout(Stdio::piped()).spawn().unwrap());
        let mut told = BufReader::new(running.0.stdout.take().unwrap());
        let mut line = String::new();
        told.read_line(&mut line).unwrap();
        assert_eq!(line, "there\n", "{what}");
        // The last of them are on their way to where they wait.
        std::thread::sleep(Duration::from_millis(500));
        let before = running.ticks();
        std::thread::sleep(Duration::from_secs(2));
        let used = running.ticks() - before;
        // One that looked again and again would use 200 of them, or what it can get.
        assert!(used <= 10, "{what}: {used} hundredths of a second in 2 s");
    }
}
