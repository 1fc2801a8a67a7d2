//! Runs programs and reads what they printed.

use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use protocol::{Chunk, Program, RunReport, Stream};
use runtime::{Host, NativeHost, Options, Run};

pub fn start<H: Host>(host: H, source: &str, options: &Options) -> (Run<H>, Receiver<RunReport>) {
    let program = Program {
        file: "main.py".into(),
        source: source.into(),
    };
    let (done, report) = channel();
    let run = Run::start(host, &program, options, move |report| {
        // A test that has given up does not listen any more.
        let _ = done.send(report);
    });
    (run.expect("the program compiles"), report)
}

/// Runs a program to its end.
pub fn run(source: &str, options: &Options) -> (RunReport, Vec<Chunk>) {
    let (run, report) = start(NativeHost::new(), source, options);
    let report = report
        .recv_timeout(Duration::from_secs(60))
        .expect("the program ends");
    (report, run.take_output())
}

pub fn text(output: &[Chunk], stream: Stream) -> String {
    let chunks = output.iter().filter(|chunk| chunk.stream == stream);
    chunks.map(|chunk| chunk.text.as_str()).collect()
}
