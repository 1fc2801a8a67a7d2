//! The system that the processes of a run live in: which there are, and what they have in common.
//!
//! A state machine without clock and thread. A call is answered at once, or whoever made it waits; what a call
//! makes possible for those who wait is [`Kernel::take_woken`], in the order in which they came. Whoever waits has
//! got what he waited for by then: nobody who comes later can take it from him.

use std::collections::{BTreeMap, HashMap, VecDeque};

use python::processes::{Begin, Birth, Call, End, Form, Id, Origin, Pid, Refusal, Reply};

/// Who waits: a thread of any interpreter, which waits for one thing at a time.
pub(crate) type Waiter = u32;

/// The number of the main process.
pub(crate) const MAIN: Pid = 1000;
/// How many bytes a pipe takes before whoever writes has to wait (`PIPE_DEF_BUFFERS` pages on Linux).
const CAPACITY: usize = 64 << 10;
/// What comes before each message in a pipe (`Connection._send_bytes`).
const HEAD: usize = 4;
/// How many bytes of memory a program may share.
const MEMORY: usize = 256 << 20;
/// How many interpreters there may be at once. Each takes some megabytes.
const ROOM: usize = 256;

#[derive(Debug)]
pub(crate) struct Kernel {
    processes: BTreeMap<Pid, Process>,
    pipes: HashMap<Id, Pipe>,
    semaphores: HashMap<Id, Semaphore>,
    memories: HashMap<Id, Vec<u8>>,
    /// How many bytes those are.
    shared: usize,
    next_pid: Pid,
    next_id: Id,
    /// In the order in which they came.
    waiting: Vec<Waiting>,
    woken: Vec<(Waiter, Reply)>,
}

#[derive(Debug)]
struct Process {
    parent: Pid,
    origin: Origin,
    /// What it ended with.
    status: Option<i32>,
    /// How often it has each end of a pipe open.
    ends: BTreeMap<End, u32>,
}

#[derive(Debug, Default)]
struct Pipe {
    messages: VecDeque<Vec<u8>>,
    /// How many bytes those are.
    filled: usize,
    /// How many ends are open, of all processes.
    readers: u32,
    writers: u32,
}

#[derive(Debug)]
struct Semaphore {
    value: u32,
    maximum: u32,
}

#[derive(Debug)]
struct Waiting {
    waiter: Waiter,
    pid: Pid,
    what: What,
}

/// What there is to wait for.
#[derive(Debug)]
enum What {
    Ended(Vec<Pid>),
    Message(Id),
    /// There is room in the pipe again.
    Room(Id),
    Ready(Vec<Id>),
    Semaphore(Id),
}

impl Kernel {
    /// With the main process.
    pub(crate) fn new() -> Self {
        let main = Process {
            parent: 0,
            origin: Origin::Main,
            status: None,
            ends: BTreeMap::new(),
        };
        Self {
            processes: BTreeMap::from([(MAIN, main)]),
            pipes: HashMap::new(),
            semaphores: HashMap::new(),
            memories: HashMap::new(),
            shared: 0,
            next_pid: MAIN + 1,
            next_id: 1,
            waiting: Vec::new(),
            woken: Vec::new(),
        }
    }

    /// A process asks for something; `None` if it has to wait. To begin another one and to end one takes more
    /// than the kernel: see [`Kernel::begin`] and [`Kernel::end`].
    pub(crate) fn call(&mut self, me: Pid, waiter: Waiter, call: Call) -> Option<Reply> {
        // Besides these, only a message that comes or goes makes anything possible, and an end.
        let frees = matches!(call, Call::Close(_) | Call::Release(_));
        let reply = match call {
            Call::Current => self.current(me),
            Call::Begin(birth) => match self.begin(me, &birth) {
                Ok(pid) => Reply::Int(pid.into()),
                Err(refusal) => Reply::Refused(refusal),
            },
            Call::Join { pids, .. } => return self.wait(me, waiter, What::Ended(pids)),
            Call::Status(pid) => match self.processes.get(&pid) {
                Some(process) => process
                    .status
                    .map_or(Reply::Nothing, |status| Reply::Int(status.into())),
                None => Reply::Refused(Refusal::NoProcess),
            },
            Call::Terminate { pid, .. } => match self.processes.contains_key(&pid) {
                true => Reply::Done,
                false => Reply::Refused(Refusal::NoProcess),
            },
            Call::Pipe => self.pipe(me),
            Call::Open(end) => self.open(me, end),
            Call::Close(end) => self.close(me, end),
            Call::Send { pipe, data, waits } => {
                return self.send(me, waiter, pipe, data, waits);
            }
            Call::Receive { pipe, .. } => return self.wait(me, waiter, What::Message(pipe)),
            Call::Ready { pipes, .. } => return self.wait(me, waiter, What::Ready(pipes)),
            Call::Semaphore { value, maximum } => {
                let id = self.new_id();
                self.semaphores.insert(id, Semaphore { value, maximum });
                Reply::Int(id.into())
            }
            Call::Acquire { semaphore, .. } => {
                return self.wait(me, waiter, What::Semaphore(semaphore));
            }
            Call::Release(semaphore) => self.release(semaphore),
            Call::SemaphoreValue(semaphore) => match self.semaphores.get(&semaphore) {
                Some(semaphore) => Reply::Int(semaphore.value.into()),
                None => Reply::Refused(Refusal::NotOpen),
            },
            Call::Memory(size) => self.memory(size),
            Call::Load {
                memory,
                offset,
                form,
            } => self.load(memory, offset, form),
            Call::Store {
                memory,
                offset,
                data,
            } => self.store(memory, offset, &data),
        };
        if frees {
            self.settle();
        }
        Some(reply)
    }

    /// Whoever waited for something and has it now, in the order in which they came.
    pub(crate) fn take_woken(&mut self) -> Vec<(Waiter, Reply)> {
        std::mem::take(&mut self.woken)
    }

    /// The time of somebody who waits is over. Gives the answer, unless it has been there already.
    pub(crate) fn give_up(&mut self, waiter: Waiter) -> Option<Reply> {
        let mut all = self.waiting.iter();
        let place = all.position(|waiting| waiting.waiter == waiter)?;
        Some(match self.waiting.remove(place).what {
            What::Semaphore(_) => Reply::Truth(false),
            What::Ready(_) => Reply::Ids(Vec::new()),
            // What is in the pipe stays there.
            What::Room(_) => Reply::Done,
            What::Ended(_) | What::Message(_) => Reply::Nothing,
        })
    }

    // Processes.

    /// Gives a new interpreter its number, and the ends of pipes that it has from the start.
    pub(crate) fn begin(&mut self, parent: Pid, birth: &Birth) -> Result<Pid, Refusal> {
        let live = self.processes.values();
        if live.filter(|process| process.status.is_none()).count() >= ROOM {
            return Err(Refusal::NoRoom);
        }
        let mut ends = match (&birth.begin, self.processes.get(&parent)) {
            (Begin::Fork(_), Some(parent)) => parent.ends.clone(),
            _ => BTreeMap::new(),
        };
        for end in &birth.ends {
            // Only of pipes that there still are.
            if self.pipes.contains_key(&end.pipe) {
                *ends.entry(*end).or_default() += 1;
            }
        }
        for (end, times) in &ends {
            if let Some(pipe) = self.pipes.get_mut(&end.pipe) {
                *pipe.count(end.writing) += times;
            }
        }
        let pid = self.next_pid;
        self.next_pid += 1;
        let process = Process {
            parent,
            origin: birth.origin,
            status: None,
            ends,
        };
        self.processes.insert(pid, process);
        Ok(pid)
    }

    /// It could not be started after all.
    pub(crate) fn forget(&mut self, pid: Pid) {
        self.end(pid, 0);
        self.processes.remove(&pid);
    }

    /// An interpreter has come to its end.
    pub(crate) fn end(&mut self, pid: Pid, status: i32) {
        self.waiting.retain(|waiting| waiting.pid != pid);
        let Some(process) = self.processes.get_mut(&pid) else {
            return;
        };
        process.status.get_or_insert(status);
        for (end, times) in std::mem::take(&mut process.ends) {
            self.uncount(end, times);
        }
        self.settle();
    }

    fn current(&self, me: Pid) -> Reply {
        match self.processes.get(&me) {
            Some(process) => Reply::Me {
                pid: me,
                parent: process.parent,
                origin: process.origin,
            },
            None => Reply::Refused(Refusal::NoProcess),
        }
    }

    // Pipes.

    fn pipe(&mut self, me: Pid) -> Reply {
        let id = self.new_id();
        self.pipes.insert(id, Pipe::default());
        for writing in [false, true] {
            self.open(me, End { pipe: id, writing });
        }
        Reply::Int(id.into())
    }

    fn open(&mut self, me: Pid, end: End) -> Reply {
        match (self.pipes.get_mut(&end.pipe), self.processes.get_mut(&me)) {
            (Some(pipe), Some(process)) => {
                *pipe.count(end.writing) += 1;
                *process.ends.entry(end).or_default() += 1;
                Reply::Done
            }
            _ => Reply::Refused(Refusal::NotOpen),
        }
    }

    fn close(&mut self, me: Pid, end: End) -> Reply {
        let Some(process) = self.processes.get_mut(&me) else {
            return Reply::Refused(Refusal::NoProcess);
        };
        let Some(times) = process.ends.get_mut(&end) else {
            return Reply::Refused(Refusal::NotOpen);
        };
        *times -= 1;
        if *times == 0 {
            process.ends.remove(&end);
        }
        self.uncount(end, 1);
        Reply::Done
    }

    fn uncount(&mut self, end: End, times: u32) {
        let Some(pipe) = self.pipes.get_mut(&end.pipe) else {
            return;
        };
        let count = pipe.count(end.writing);
        *count = count.saturating_sub(times);
        if (pipe.readers, pipe.writers) == (0, 0) {
            self.pipes.remove(&end.pipe);
        }
    }

    fn has_open(&self, me: Pid, pipe: Id, writing: bool) -> bool {
        let process = self.processes.get(&me);
        process.is_some_and(|process| process.ends.contains_key(&End { pipe, writing }))
    }

    fn send(
        &mut self,
        me: Pid,
        waiter: Waiter,
        id: Id,
        data: Vec<u8>,
        waits: bool,
    ) -> Option<Reply> {
        let is_open = self.has_open(me, id, true);
        let Some(pipe) = self.pipes.get_mut(&id).filter(|_| is_open) else {
            return Some(Reply::Refused(Refusal::NotOpen));
        };
        if pipe.readers == 0 {
            return Some(Reply::Refused(Refusal::BrokenPipe));
        }
        pipe.filled += data.len() + HEAD;
        pipe.messages.push_back(data);
        self.settle();
        if !waits {
            return Some(Reply::Done);
        }
        // All of it is there for whoever reads; who has written goes on when the rest fits into the pipe.
        self.wait(me, waiter, What::Room(id))
    }

    // Semaphores and memory.

    fn release(&mut self, id: Id) -> Reply {
        let Some(semaphore) = self.semaphores.get_mut(&id) else {
            return Reply::Refused(Refusal::NotOpen);
        };
        if semaphore.value >= semaphore.maximum {
            return Reply::Refused(Refusal::ReleasedTooOften);
        }
        semaphore.value += 1;
        Reply::Done
    }

    fn memory(&mut self, size: usize) -> Reply {
        if size > MEMORY - self.shared {
            return Reply::Refused(Refusal::NoMemory);
        }
        self.shared += size;
        let id = self.new_id();
        self.memories.insert(id, vec![0; size]);
        Reply::Int(id.into())
    }

    fn load(&self, memory: Id, offset: usize, form: Form) -> Reply {
        let Some(memory) = self.memories.get(&memory) else {
            return Reply::Refused(Refusal::NotOpen);
        };
        let end = offset.saturating_add(form.size());
        match memory.get(offset..end) {
            Some(bytes) => form.read(bytes),
            None => Reply::Refused(Refusal::OutOfRange),
        }
    }

    fn store(&mut self, memory: Id, offset: usize, data: &[u8]) -> Reply {
        let Some(memory) = self.memories.get_mut(&memory) else {
            return Reply::Refused(Refusal::NotOpen);
        };
        let end = offset.saturating_add(data.len());
        match memory.get_mut(offset..end) {
            Some(bytes) => {
                bytes.copy_from_slice(data);
                Reply::Done
            }
            None => Reply::Refused(Refusal::OutOfRange),
        }
    }

    fn new_id(&mut self) -> Id {
        let id = self.next_id;
        self.next_id += 1;
        id
    }

    // Waiting.

    /// Answers if what is wanted is there. Nobody is overtaken: whoever waits for the same has not got it.
    fn wait(&mut self, pid: Pid, waiter: Waiter, what: What) -> Option<Reply> {
        let there = self.look(pid, &what);
        match there {
            None => self.waiting.push(Waiting { waiter, pid, what }),
            // There is room for another one now.
            Some(Reply::Bytes(_)) => self.settle(),
            Some(_) => {}
        }
        there
    }

    /// Takes what is wanted, if it is there.
    fn look(&mut self, me: Pid, what: &What) -> Option<Reply> {
        match what {
            What::Ended(pids) => {
                let has_ended =
                    |pid: &&Pid| self.processes.get(pid).is_none_or(|p| p.status.is_some());
                pids.iter()
                    .find(has_ended)
                    .map(|&pid| Reply::Int(pid.into()))
            }
            What::Message(id) => {
                let is_open = self.has_open(me, *id, false);
                let Some(pipe) = self.pipes.get_mut(id).filter(|_| is_open) else {
                    return Some(Reply::Refused(Refusal::NotOpen));
                };
                match pipe.messages.pop_front() {
                    Some(message) => {
                        pipe.filled -= message.len() + HEAD;
                        Some(Reply::Bytes(message))
                    }
                    None if pipe.writers == 0 => Some(Reply::Refused(Refusal::EndOfFile)),
                    None => None,
                }
            }
            What::Room(id) => match self.pipes.get(id) {
                Some(pipe) if pipe.filled <= CAPACITY => Some(Reply::Done),
                Some(pipe) if pipe.readers > 0 => None,
                _ => Some(Reply::Refused(Refusal::BrokenPipe)),
            },
            What::Ready(ids) => {
                let is_ready = |id: &Id| match self.pipes.get(id) {
                    Some(pipe) => !pipe.messages.is_empty() || pipe.writers == 0,
                    None => true,
                };
                let ready: Vec<Id> = ids.iter().copied().filter(is_ready).collect();
                (!ready.is_empty()).then_some(Reply::Ids(ready))
            }
            What::Semaphore(id) => match self.semaphores.get_mut(id) {
                Some(semaphore) => {
                    semaphore.value = semaphore.value.checked_sub(1)?;
                    Some(Reply::Truth(true))
                }
                None => Some(Reply::Refused(Refusal::NotOpen)),
            },
        }
    }

    /// Gives those who wait what is there for them now.
    fn settle(&mut self) {
        loop {
            let mut took = false;
            let mut waiting = std::mem::take(&mut self.waiting);
            waiting.retain(|waiting| {
                let Some(reply) = self.look(waiting.pid, &waiting.what) else {
                    return true;
                };
                self.woken.push((waiting.waiter, reply));
                took |= matches!(waiting.what, What::Message(_));
                false
            });
            self.waiting = waiting;
            // An earlier one may have waited for the room that this has made.
            if !took {
                return;
            }
        }
    }
}

impl Pipe {
    fn count(&mut self, writing: bool) -> &mut u32 {
        if writing {
            &mut self.writers
        } else {
            &mut self.readers
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn birth(begin: Begin) -> Birth {
        Birth {
            origin: Origin::Fork,
            name: "Process-1".into(),
            ends: Vec::new(),
            begin,
        }
    }

    fn fork(kernel: &mut Kernel) -> Pid {
        kernel.begin(MAIN, &birth(Begin::Fork(Vec::new()))).unwrap()
    }

    fn fresh() -> Begin {
        Begin::Fresh {
            module: String::new(),
            function: String::new(),
            payload: Vec::new(),
        }
    }

    fn id(reply: Option<Reply>) -> Id {
        match reply {
            Some(Reply::Int(id)) => id as Id,
            other => panic!("no number: {other:?}"),
        }
    }

    fn send(pipe: Id, data: &[u8]) -> Call {
        Call::Send {
            pipe,
            data: data.to_vec(),
            waits: true,
        }
    }

    fn receive(pipe: Id) -> Call {
        Call::Receive {
            pipe,
            timeout: None,
        }
    }

    fn acquire(semaphore: Id) -> Call {
        Call::Acquire {
            semaphore,
            timeout: None,
        }
    }

    fn close(pipe: Id, writing: bool) -> Call {
        Call::Close(End { pipe, writing })
    }

    fn bytes(data: &[u8]) -> Reply {
        Reply::Bytes(data.to_vec())
    }

    #[test]
    fn a_message_goes_to_the_one_who_waited_first() {
        let mut kernel = Kernel::new();
        let pipe = id(kernel.call(MAIN, 0, Call::Pipe));
        assert_eq!(kernel.call(MAIN, 1, receive(pipe)), None);
        assert_eq!(kernel.call(MAIN, 2, receive(pipe)), None);
        assert_eq!(kernel.call(MAIN, 0, send(pipe, b"a")), Some(Reply::Done));
        assert_eq!(kernel.take_woken(), [(1, bytes(b"a"))]);
        assert_eq!(kernel.call(MAIN, 0, send(pipe, b"b")), Some(Reply::Done));
        assert_eq!(kernel.take_woken(), [(2, bytes(b"b"))]);
        assert_eq!(kernel.call(MAIN, 0, send(pipe, b"c")), Some(Reply::Done));
        assert_eq!(kernel.call(MAIN, 1, receive(pipe)), Some(bytes(b"c")));
        assert_eq!(kernel.take_woken(), []);
    }

    #[test]
    fn a_pipe_is_at_its_end_when_the_last_writer_is_gone() {
        let mut kernel = Kernel::new();
        let pipe = id(kernel.call(MAIN, 0, Call::Pipe));
        let child = fork(&mut kernel);
        assert_eq!(kernel.call(MAIN, 0, close(pipe, true)), Some(Reply::Done));
        assert_eq!(kernel.call(child, 5, send(pipe, b"x")), Some(Reply::Done));
        assert_eq!(kernel.call(MAIN, 0, receive(pipe)), Some(bytes(b"x")));
        assert_eq!(
            kernel.call(MAIN, 0, receive(pipe)),
            None,
            "the child may write"
        );
        kernel.end(child, 0);
        let end = Reply::Refused(Refusal::EndOfFile);
        assert_eq!(kernel.take_woken(), [(0, end)]);
    }

    #[test]
    fn a_pipe_that_nobody_reads_is_broken() {
        let mut kernel = Kernel::new();
        let pipe = id(kernel.call(MAIN, 0, Call::Pipe));
        let fresh = kernel.begin(MAIN, &birth(fresh())).unwrap();
        let not_open = Some(Reply::Refused(Refusal::NotOpen));
        assert_eq!(kernel.call(fresh, 1, send(pipe, b"x")), not_open);
        assert_eq!(kernel.call(MAIN, 0, close(pipe, false)), Some(Reply::Done));
        let broken = Some(Reply::Refused(Refusal::BrokenPipe));
        assert_eq!(kernel.call(MAIN, 0, send(pipe, b"x")), broken);
        assert_eq!(kernel.call(MAIN, 0, close(pipe, false)), not_open);
        assert_eq!(kernel.call(MAIN, 0, close(pipe, true)), Some(Reply::Done));
        assert_eq!(kernel.call(MAIN, 0, send(pipe, b"x")), not_open);
    }

    #[test]
    fn ends_that_a_fresh_one_gets_are_open_before_it_runs() {
        let mut kernel = Kernel::new();
        let pipe = id(kernel.call(MAIN, 0, Call::Pipe));
        let reading = End {
            pipe,
            writing: false,
        };
        let begins = Birth {
            ends: vec![reading],
            ..birth(fresh())
        };
        let fresh = kernel.begin(MAIN, &begins).unwrap();
        assert_eq!(kernel.call(MAIN, 0, close(pipe, false)), Some(Reply::Done));
        assert_eq!(kernel.call(MAIN, 0, send(pipe, b"x")), Some(Reply::Done));
        assert_eq!(kernel.call(fresh, 1, receive(pipe)), Some(bytes(b"x")));
    }

    #[test]
    fn who_sends_too_much_waits_for_room() {
        let mut kernel = Kernel::new();
        let pipe = id(kernel.call(MAIN, 0, Call::Pipe));
        let large = vec![7; CAPACITY];
        assert_eq!(kernel.call(MAIN, 1, send(pipe, &large)), None);
        assert_eq!(kernel.call(MAIN, 0, receive(pipe)), Some(bytes(&large)));
        assert_eq!(kernel.take_woken(), [(1, Reply::Done)]);
        assert_eq!(kernel.call(MAIN, 1, send(pipe, &large)), None);
        assert_eq!(kernel.call(MAIN, 0, close(pipe, false)), Some(Reply::Done));
        let broken = Reply::Refused(Refusal::BrokenPipe);
        assert_eq!(kernel.take_woken(), [(1, broken)]);
    }

    #[test]
    fn several_pipes_are_waited_for_at_once() {
        let mut kernel = Kernel::new();
        let pipes: Vec<Id> = (0..3)
            .map(|_| id(kernel.call(MAIN, 0, Call::Pipe)))
            .collect();
        let ready = Call::Ready {
            pipes: pipes.clone(),
            timeout: None,
        };
        assert_eq!(kernel.call(MAIN, 1, ready.clone()), None);
        assert_eq!(kernel.call(MAIN, 0, send(pipes[2], b"")), Some(Reply::Done));
        assert_eq!(kernel.take_woken(), [(1, Reply::Ids(vec![pipes[2]]))]);
        kernel.call(MAIN, 0, close(pipes[0], true));
        let both = Some(Reply::Ids(vec![pipes[0], pipes[2]]));
        assert_eq!(kernel.call(MAIN, 1, ready), both, "one is at its end");
    }

    #[test]
    fn a_semaphore_has_a_maximum_and_a_line() {
        let mut kernel = Kernel::new();
        let (value, maximum) = (1, 1);
        let semaphore = id(kernel.call(MAIN, 0, Call::Semaphore { value, maximum }));
        assert_eq!(
            kernel.call(MAIN, 0, acquire(semaphore)),
            Some(Reply::Truth(true))
        );
        assert_eq!(kernel.call(MAIN, 1, acquire(semaphore)), None);
        assert_eq!(kernel.call(MAIN, 2, acquire(semaphore)), None);
        assert_eq!(kernel.give_up(1), Some(Reply::Truth(false)));
        assert_eq!(kernel.give_up(1), None);
        assert_eq!(
            kernel.call(MAIN, 0, Call::Release(semaphore)),
            Some(Reply::Done)
        );
        assert_eq!(kernel.take_woken(), [(2, Reply::Truth(true))]);
        assert_eq!(
            kernel.call(MAIN, 0, Call::SemaphoreValue(semaphore)),
            Some(Reply::Int(0))
        );
        assert_eq!(
            kernel.call(MAIN, 2, Call::Release(semaphore)),
            Some(Reply::Done)
        );
        let too_often = Some(Reply::Refused(Refusal::ReleasedTooOften));
        assert_eq!(kernel.call(MAIN, 2, Call::Release(semaphore)), too_often);
    }

    #[test]
    fn an_end_is_waited_for_and_remembered() {
        let mut kernel = Kernel::new();
        let (one, other) = (fork(&mut kernel), fork(&mut kernel));
        let join = Call::Join {
            pids: vec![one, other],
            timeout: None,
        };
        assert_eq!(kernel.call(MAIN, 0, join), None);
        assert_eq!(
            kernel.call(MAIN, 1, Call::Status(other)),
            Some(Reply::Nothing)
        );
        kernel.end(other, -15);
        assert_eq!(kernel.take_woken(), [(0, Reply::Int(other.into()))]);
        assert_eq!(
            kernel.call(MAIN, 1, Call::Status(other)),
            Some(Reply::Int(-15))
        );
        kernel.end(other, 3);
        assert_eq!(
            kernel.call(MAIN, 1, Call::Status(other)),
            Some(Reply::Int(-15))
        );
        let me = Reply::Me {
            pid: one,
            parent: MAIN,
            origin: Origin::Fork,
        };
        assert_eq!(kernel.call(one, 3, Call::Current), Some(me));
        let none = Some(Reply::Refused(Refusal::NoProcess));
        assert_eq!(kernel.call(MAIN, 1, Call::Status(7)), none);
    }

    #[test]
    fn who_has_ended_waits_for_nothing() {
        let mut kernel = Kernel::new();
        let pipe = id(kernel.call(MAIN, 0, Call::Pipe));
        let child = fork(&mut kernel);
        assert_eq!(kernel.call(child, 1, receive(pipe)), None);
        kernel.end(child, 0);
        assert_eq!(kernel.call(MAIN, 0, send(pipe, b"x")), Some(Reply::Done));
        assert_eq!(kernel.take_woken(), []);
        assert_eq!(kernel.call(MAIN, 0, receive(pipe)), Some(bytes(b"x")));
    }

    #[test]
    fn memory_has_its_bounds() {
        let mut kernel = Kernel::new();
        let memory = id(kernel.call(MAIN, 0, Call::Memory(8)));
        let store = |offset, data: &[u8]| Call::Store {
            memory,
            offset,
            data: data.to_vec(),
        };
        let load = |offset, form| Call::Load {
            memory,
            offset,
            form,
        };
        assert_eq!(
            kernel.call(MAIN, 0, store(2, &[0xfe, 0xff])),
            Some(Reply::Done)
        );
        assert_eq!(
            kernel.call(MAIN, 0, load(2, Form::I16)),
            Some(Reply::Int(-2))
        );
        assert_eq!(
            kernel.call(MAIN, 0, load(1, Form::U16)),
            Some(Reply::Unsigned(0xfe00))
        );
        let beyond = Some(Reply::Refused(Refusal::OutOfRange));
        assert_eq!(kernel.call(MAIN, 0, store(7, &[1, 2])), beyond);
        assert_eq!(kernel.call(MAIN, 0, load(usize::MAX, Form::F64)), beyond);
        let none = Some(Reply::Refused(Refusal::NoMemory));
        assert_eq!(kernel.call(MAIN, 0, Call::Memory(usize::MAX)), none);
    }

    /// What several threads of two processes may do: mostly what makes others wait, or go on.
    fn some_call(what: u8, pipe: Id, semaphore: Id, child: Pid) -> Call {
        let (timeout, pipes) = (None, vec![pipe]);
        let end = |writing| End { pipe, writing };
        match what {
            0 | 1 => send(pipe, &vec![0; CAPACITY / 2]),
            2 | 3 => receive(pipe),
            4 => Call::Ready { pipes, timeout },
            5 => Call::Acquire { semaphore, timeout },
            6 => Call::Release(semaphore),
            7 => Call::Open(end(false)),
            8 => Call::Close(end(false)),
            9 => Call::Open(end(true)),
            10 => Call::Close(end(true)),
            11 => Call::Semaphore {
                value: 1,
                maximum: 1,
            },
            12 => Call::Pipe,
            13 => Call::Join {
                pids: vec![child],
                timeout,
            },
            _ => Call::Begin(Box::new(birth(Begin::Fork(Vec::new())))),
        }
    }

    proptest! {
        /// Whatever happens, nobody waits for what is there: each call settles what it makes possible.
        #[test]
        fn nobody_waits_for_what_is_there(steps in prop::collection::vec((0..6_u32, 0..17_u8), 0..100)) {
            let mut kernel = Kernel::new();
            let pipe = id(kernel.call(MAIN, 0, Call::Pipe));
            let (value, maximum) = (1, 2);
            let semaphore = id(kernel.call(MAIN, 0, Call::Semaphore { value, maximum }));
            let child = fork(&mut kernel);
            for (thread, what) in steps {
                let me = if thread < 3 { MAIN } else { child };
                let waits = kernel.waiting.iter().any(|waiting| waiting.waiter == thread);
                match what {
                    16 => kernel.end(child, 0),
                    _ if waits => drop(kernel.give_up(thread)),
                    _ => drop(kernel.call(me, thread, some_call(what, pipe, semaphore, child))),
                }
                kernel.take_woken();
                kernel.settle();
                prop_assert_eq!(kernel.take_woken(), Vec::new());
            }
        }

        /// Whatever several threads do with a pipe: each message arrives once, and in its order.
        #[test]
        fn no_message_is_lost_or_doubled(steps in prop::collection::vec((0..4_u32, 0..3_u8), 0..200)) {
            let mut kernel = Kernel::new();
            let pipe = id(kernel.call(MAIN, 0, Call::Pipe));
            let (mut sent, mut received) = (0_u64, Vec::new());
            let mut waits = [false; 4];
            for (thread, what) in steps {
                let asks = &mut waits[thread as usize];
                let reply = match (what, *asks) {
                    (0, false) => {
                        sent += 1;
                        kernel.call(MAIN, thread, send(pipe, &sent.to_le_bytes()))
                    }
                    (1, false) => kernel.call(MAIN, thread, receive(pipe)),
                    (_, true) => Some(kernel.give_up(thread).unwrap_or(Reply::Nothing)),
                    _ => Some(Reply::Nothing),
                };
                *asks = reply.is_none();
                let mut replies: Vec<Reply> = reply.into_iter().collect();
                for (woken, reply) in kernel.take_woken() {
                    waits[woken as usize] = false;
                    replies.push(reply);
                }
                received.extend(replies.into_iter().filter_map(|reply| match reply {
                    Reply::Bytes(bytes) => Some(u64::from_le_bytes(bytes.try_into().unwrap())),
                    _ => None,
                }));
            }
            while let Some(Reply::Bytes(bytes)) = kernel.call(MAIN, 9, receive(pipe)) {
                received.push(u64::from_le_bytes(bytes.try_into().unwrap()));
            }
            prop_assert_eq!(received, (1..=sent).collect::<Vec<_>>());
        }
    }
}
