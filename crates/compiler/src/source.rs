//! Lines and columns of a source text.

/// Where the lines of a source text begin.
pub(crate) struct Lines {
    starts: Vec<u32>,
}

impl Lines {
    pub(crate) fn new(source: &str) -> Lines {
        let bytes = source.as_bytes();
        let mut starts = vec![0];
        for (index, byte) in bytes.iter().enumerate() {
            // A line ends with "\n", "\r\n" or "\r".
            if *byte == b'\n' || *byte == b'\r' && bytes.get(index + 1) != Some(&b'\n') {
                starts.push(index as u32 + 1);
            }
        }
        Lines { starts }
    }

    /// The line of a byte, from 1.
    pub(crate) fn line(&self, offset: u32) -> u32 {
        self.starts.partition_point(|start| *start <= offset) as u32
    }

    /// Where a line begins.
    pub(crate) fn start(&self, line: u32) -> u32 {
        let index = line.saturating_sub(1) as usize;
        self.starts.get(index).copied().unwrap_or(0)
    }

    /// The line of a byte and its column in code points, both from 1.
    pub(crate) fn place(&self, source: &str, offset: u32) -> (u32, u32) {
        let line = self.line(offset);
        let before = source.get(self.start(line) as usize..offset as usize);
        let column = before.unwrap_or_default().chars().count();
        (line, column as u32 + 1)
    }

    /// A line's text without its end.
    pub(crate) fn text<'a>(&self, source: &'a str, line: u32) -> &'a str {
        let rest = source.get(self.start(line) as usize..).unwrap_or_default();
        rest.split(['\n', '\r']).next().unwrap_or_default()
    }

    /// How many lines there are; behind a final line feed there is none.
    pub(crate) fn count(&self, source: &str) -> u32 {
        let count = self.starts.len() as u32;
        match source.ends_with(['\n', '\r']) {
            true => count - 1,
            false => count,
        }
    }
}
