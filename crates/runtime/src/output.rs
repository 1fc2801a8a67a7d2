//! What a program printed, until somebody fetches it.

use std::mem;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use protocol::{Chunk, Stream};

/// Output in the order in which it was written, by all threads of a run.
#[derive(Debug)]
pub(crate) struct Output {
    /// How many bytes a run may print. A program that prints in its innermost loop would otherwise
    /// fill the memory of the page, which has to draw all of it.
    limit: usize,
    written: Mutex<Written>,
    /// Rung when there is room again.
    fetched: Condvar,
}

/// How much may wait to be fetched: a program that prints faster than its output is read has to
/// wait, as with any pipe.
const WAITING: usize = 8 << 20;

#[derive(Debug, Default)]
struct Written {
    chunks: Vec<Chunk>,
    bytes: usize,
    /// How many of them wait to be fetched.
    waiting: usize,
    full: bool,
    /// Nobody has to wait any more.
    free: bool,
}

impl Output {
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            limit,
            written: Mutex::default(),
            fetched: Condvar::new(),
        }
    }

    /// Appends what a thread wrote. Past the limit it is dropped, and the output says so, once.
    pub(crate) fn write(&self, thread: &str, stream: Stream, text: &str) {
        let mut written = self.written();
        while written.waiting >= WAITING && !written.free {
            written = self
                .fetched
                .wait(written)
                .unwrap_or_else(PoisonError::into_inner);
        }
        if written.full || text.is_empty() {
            return;
        }
        let mut end = text.len().min(self.limit - written.bytes);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let fits = &text[..end];
        written.bytes += fits.len();
        written.waiting += fits.len();
        match written.chunks.last_mut() {
            Some(last) if last.thread == thread && last.stream == stream => {
                last.text.push_str(fits);
            }
            _ => written.chunks.push(Chunk {
                thread: thread.to_owned(),
                stream,
                text: fits.to_owned(),
            }),
        }
        if fits.len() < text.len() {
            written.full = true;
            written.chunks.push(Chunk {
                thread: thread.to_owned(),
                stream: Stream::Note,
                text: format!(
                    "\nThe program has printed more than {} KB; the rest is not shown.\n",
                    self.limit / 1024
                ),
            });
        }
    }

    /// What was written since the last call.
    pub(crate) fn take(&self) -> Vec<Chunk> {
        let mut written = self.written();
        written.waiting = 0;
        self.fetched.notify_all();
        mem::take(&mut written.chunks)
    }

    /// Whoever waits for room need not wait any longer: the run is to end.
    pub(crate) fn let_go(&self) {
        self.written().free = true;
        self.fetched.notify_all();
    }

    fn written(&self) -> MutexGuard<'_, Written> {
        self.written.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    #[test]
    fn chunks_of_one_thread_are_joined_and_keep_their_order() {
        let output = Output::new(100);
        output.write("A", Stream::Stdout, "1");
        output.write("A", Stream::Stdout, "2\n");
        output.write("B", Stream::Stdout, "3\n");
        output.write("B", Stream::Stderr, "4\n");
        let texts: Vec<_> = output.take().into_iter().map(|c| c.text).collect();
        assert_eq!(texts, ["12\n", "3\n", "4\n"]);
        assert!(output.take().is_empty());
    }

    #[test]
    fn who_prints_faster_than_is_read_waits() {
        let output = Output::new(usize::MAX);
        let line = "x".repeat(WAITING / 4);
        thread::scope(|scope| {
            let writer = scope.spawn(|| {
                for _ in 0..16 {
                    output.write("A", Stream::Stdout, &line);
                }
            });
            let mut read = 0;
            while read < 3 * WAITING {
                let texts = output.take();
                let bytes: usize = texts.iter().map(|chunk| chunk.text.len()).sum();
                assert!(bytes <= WAITING + line.len(), "{bytes}");
                read += bytes;
            }
            // The last quarter fits or need not fit any more.
            output.let_go();
            writer.join().expect("it ends");
        });
    }

    #[test]
    fn a_flood_is_cut_at_a_character_and_said_once() {
        const LIMIT: usize = 4096;
        let output = Output::new(LIMIT);
        for _ in 0..LIMIT {
            output.write("A", Stream::Stdout, "äöü");
        }
        let chunks = output.take();
        assert_eq!(chunks.len(), 2);
        assert!(chunks[0].text.len() <= LIMIT && chunks[0].text.len() > LIMIT - 6);
        assert_eq!(chunks[1].stream, Stream::Note);
        output.write("A", Stream::Stdout, "more");
        assert!(output.take().is_empty());
    }
}
