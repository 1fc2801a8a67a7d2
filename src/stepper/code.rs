//! Each thread's code: which bytecodes are shown, no drawing.

use protocol::{Instruction, Step};

use super::scene::Scene;
use super::words;

/// How many bytecodes of each thread are shown.
pub const WINDOW: usize = 9;

/// A thread with its code.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What it does.
    pub doing: String,
    /// The core that it is on.
    pub core: Option<u32>,
    /// Whether the step was its own.
    pub acts: bool,
    /// `count, line 9`; what there is instead of code if it executes none.
    pub place: String,
    /// The source line that it executes next, without its indentation.
    pub source: String,
    /// What it has just done that the listing cannot show.
    pub passed: Option<String>,
    /// The bytecodes round the next one; fewer than [`WINDOW`] in a short listing.
    pub lines: Vec<Line>,
}

/// A bytecode in a column.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Where the thread is.
    pub mark: Option<Mark>,
    /// The source line, where another one begins.
    pub number: Option<u32>,
    /// Its name.
    pub name: String,
    /// What it works on.
    pub argument: String,
    /// Whether the thread looks at its eval breaker here.
    pub check_point: bool,
    /// Whether it belongs to the source line that is executed next.
    pub in_line: bool,
}

/// What a thread has to do with a bytecode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// It executes it next.
    Next,
    /// It has just executed it.
    Done,
}

/// The threads that are shown, and how many more there are.
pub fn columns(scene: Scene<'_>, source: &str) -> (Vec<Column>, usize) {
    let (threads, more) = scene.threads();
    let columns = threads.map(|thread| column(scene, thread, source));
    (columns.collect(), more)
}

fn column(scene: Scene<'_>, thread: u32, source: &str) -> Column {
    let acts = scene.moment.thread == thread;
    let view = scene.thread(thread);
    let mut column = Column {
        name: scene.name(thread),
        doing: words::doing(scene.doing(thread)),
        core: view.and_then(|view| view.core),
        acts,
        place: "no code".to_owned(),
        source: String::new(),
        passed: match scene.moment.step {
            Step::Bytecodes(count) if acts => Some(format!("… {} later", words::counted(count))),
            _ => None,
        },
        lines: Vec::new(),
    };
    let Some(next) = view.and_then(|view| view.next) else {
        return column;
    };
    let Some(listing) = scene.listing(next) else {
        return column;
    };
    let instructions = &listing.instructions;
    let current = instructions.get(next.instruction as usize);
    let line = current.map(|instruction| instruction.line);
    column.place = match line {
        Some(line) => format!("{}, line {line}", words::code(&listing.name)),
        None => words::code(&listing.name),
    };
    // Line numbers begin with 1; nothing has line 0.
    let index = line.and_then(|line| (line as usize).checked_sub(1));
    column.source = index
        .and_then(|index| source.lines().nth(index))
        .map(|line| line.trim().to_owned())
        .unwrap_or_default();
    let done = match scene.moment.step {
        Step::Bytecode(place) if acts && place.listing == next.listing => {
            Some(place.instruction as usize)
        }
        _ => None,
    };
    let first = first(next.instruction as usize, instructions.len());
    let shown = instructions.iter().enumerate().skip(first).take(WINDOW);
    column.lines = shown
        .map(|(index, instruction)| Line {
            mark: if index == next.instruction as usize {
                Some(Mark::Next)
            } else {
                (done == Some(index)).then_some(Mark::Done)
            },
            number: (index == first || begins_line(instructions, index))
                .then_some(instruction.line),
            name: words::code(&instruction.name),
            argument: words::code(&instruction.argument),
            check_point: instruction.check_point,
            in_line: Some(instruction.line) == line,
        })
        .collect();
    column
}

/// The first bytecode that is shown: the next one stands in the middle, as far as the ends let it.
fn first(next: usize, all: usize) -> usize {
    next.saturating_sub(WINDOW / 2)
        .min(all.saturating_sub(WINDOW))
}

fn begins_line(instructions: &[Instruction], index: usize) -> bool {
    let line = |index: usize| instructions.get(index).map(|instruction| instruction.line);
    index
        .checked_sub(1)
        .is_none_or(|before| line(before) != line(index))
}

#[cfg(test)]
mod tests {
    use super::super::sample::hand_over;
    use super::*;

    const SOURCE: &str = "def count(n):\n    for _ in range(n):\n        x += 1\n";

    #[test]
    fn a_column_shows_what_is_next_and_what_was_done() {
        let steps = hand_over();
        let (columns, more) = columns(Scene::at(&steps, 7).unwrap(), SOURCE);
        assert_eq!((columns.len(), more), (3, 0));
        let column = &columns[1];
        assert!(column.acts);
        assert_eq!(column.place, "count, line 3");
        assert_eq!(column.source, "x += 1");
        let marks: Vec<_> = column.lines.iter().map(|line| line.mark).collect();
        assert_eq!(marks[6..], [Some(Mark::Done), Some(Mark::Next)]);
        assert!(column.lines[7].check_point && !column.lines[6].check_point);
        let numbers: Vec<_> = column.lines.iter().map(|line| line.number).collect();
        assert_eq!(numbers[..4], [Some(1), Some(2), None, Some(3)]);
    }

    #[test]
    fn what_is_not_recorded_is_counted() {
        let steps = hand_over();
        let (columns, _) = columns(Scene::at(&steps, 3).unwrap(), SOURCE);
        assert_eq!(
            columns[1].passed.as_deref(),
            Some("… 171,428 bytecodes later")
        );
        assert_eq!(columns[2].passed, None);
    }

    #[test]
    fn the_next_bytecode_stands_in_the_middle_where_it_can() {
        for (next, all, expected) in [
            (0, 20, 0),
            (4, 20, 0),
            (5, 20, 1),
            (10, 20, 6),
            (19, 20, 11),
            (3, 5, 0),
            (usize::MAX, 20, 11),
        ] {
            assert_eq!(first(next, all), expected, "{next} of {all}");
        }
    }
}
