//! What a program printed, until somebody fetches it.

use std::mem;
use std::sync::{Mutex, PoisonError};

use protocol::{Chunk, Stream};

/// How much a run may print. A program that prints in its innermost loop would otherwise fill
/// the memory of the page, which has to draw all of it.
pub(crate) const LIMIT: usize = 64 * 1024;

/// Output in the order in which it was written, by all threads of a run.
#[derive(Debug, Default)]
pub(crate) struct Output {
    written: Mutex<Written>,
}

#[derive(Debug, Default)]
struct Written {
    chunks: Vec<Chunk>,
    bytes: usize,
    full: bool,
}

impl Output {
    /// Appends what a thread wrote. Past [`LIMIT`] it is dropped, and the output says so, once.
    pub(crate) fn write(&self, thread: &str, stream: Stream, text: &str) {
        let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        if written.full || text.is_empty() {
            return;
        }
        let mut end = text.len().min(LIMIT - written.bytes);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let fits = &text[..end];
        written.bytes += fits.len();
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
                    LIMIT / 1024
                ),
            });
        }
    }

    /// What was written since the last call.
    pub(crate) fn take(&self) -> Vec<Chunk> {
        let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        mem::take(&mut written.chunks)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_of_one_thread_are_joined_and_keep_their_order() {
        let output = Output::default();
        output.write("A", Stream::Stdout, "1");
        output.write("A", Stream::Stdout, "2\n");
        output.write("B", Stream::Stdout, "3\n");
        output.write("B", Stream::Stderr, "4\n");
        let texts: Vec<_> = output.take().into_iter().map(|c| c.text).collect();
        assert_eq!(texts, ["12\n", "3\n", "4\n"]);
        assert!(output.take().is_empty());
    }

    #[test]
    fn a_flood_is_cut_at_a_character_and_said_once() {
        let output = Output::default();
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
