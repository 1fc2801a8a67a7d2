//! What a program asks of the system that its processes live in, and what that answers: plain data, which
//! may travel to another memory.
//!
//! A process and a subinterpreter are the same thing here: an interpreter with a [`World`](crate::World) and a lock
//! of its own. They differ in how they begin, and in what that costs.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// An interpreter's number: no other one of the run has it or had it.
pub type Pid = u32;

/// A pipe's, a semaphore's or a shared memory's number. It means the same in all interpreters of a run.
pub type Id = u32;

/// How an interpreter came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Origin {
    /// It is the program's own.
    Main,
    /// A process whose state is a copy of another one's.
    Fork,
    /// A process that begins anew.
    Spawn,
    /// The same, from a server that has loaded the interpreter already.
    ForkServer,
    /// A subinterpreter: it has a lock of its own, and is no process of its own.
    Interpreter,
}

impl Origin {
    /// Every one, `Main` first.
    pub const ALL: [Self; 5] = [
        Self::Main,
        Self::Fork,
        Self::Spawn,
        Self::ForkServer,
        Self::Interpreter,
    ];

    /// What programs call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Main => "main",
            Self::Fork => "fork",
            Self::Spawn => "spawn",
            Self::ForkServer => "forkserver",
            Self::Interpreter => "interpreter",
        }
    }
}

/// An end of a pipe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct End {
    /// The pipe.
    pub pipe: Id,
    /// Whether it is the end that is written to.
    pub writing: bool,
}

/// What an interpreter begins with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Begin {
    /// A copy of another one's state, and the function to call that is in it.
    Fork(#[serde(with = "serde_bytes")] Vec<u8>),
    /// A fresh world: a module of the library, a function of it, and what that is called with.
    Fresh {
        /// The module.
        module: String,
        /// Its function.
        function: String,
        /// The one argument.
        #[serde(with = "serde_bytes")]
        payload: Vec<u8>,
    },
}

/// An interpreter that is to be started.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Birth {
    /// What kind of one.
    pub origin: Origin,
    /// What it is called where people look.
    pub name: String,
    /// Ends of pipes that are open for it from the start, besides those that a copy has anyway.
    pub ends: Vec<End>,
    /// What it begins with.
    pub begin: Begin,
}

/// What a program asks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Call {
    /// Who am I? Answer: `Me`.
    Current,
    /// Starts another interpreter. Answer: `Int`, its number.
    Begin(Box<Birth>),
    /// Waits until one of these has ended. Answer: `Int`, which one; `Nothing` if the time is over.
    Join {
        /// Which ones.
        pids: Vec<Pid>,
        /// How long to wait at most.
        timeout: Option<Duration>,
    },
    /// How it ended. Answer: `Int`, or `Nothing` while it goes on.
    Status(Pid),
    /// Ends another one, or this one. Answer: `Done`.
    Terminate {
        /// Which one.
        pid: Pid,
        /// What is to be told as its status, negated.
        signal: i32,
    },
    /// A new pipe, both of whose ends are open here. Answer: `Int`.
    Pipe,
    /// Counts an open end more. Answer: `Done`.
    Open(End),
    /// Counts one less. Answer: `Done`.
    Close(End),
    /// Sends a message. Answer: `Done`.
    Send {
        /// The pipe.
        pipe: Id,
        /// The message.
        #[serde(with = "serde_bytes")]
        data: Vec<u8>,
        /// Whether it waits while more is in the pipe than that has room for.
        waits: bool,
    },
    /// Takes a message. Answer: `Bytes`, or `Nothing` if the time is over.
    Receive {
        /// The pipe.
        pipe: Id,
        /// How long to wait at most.
        timeout: Option<Duration>,
    },
    /// Waits until one of these has a message or is at its end. Answer: `Ids`.
    Ready {
        /// Which ones.
        pipes: Vec<Id>,
        /// How long to wait at most.
        timeout: Option<Duration>,
    },
    /// A new semaphore. Answer: `Int`.
    Semaphore {
        /// What it begins with.
        value: u32,
        /// What it cannot get above.
        maximum: u32,
    },
    /// Takes one from a semaphore. Answer: `Truth`, whether there was one in time.
    Acquire {
        /// The semaphore.
        semaphore: Id,
        /// How long to wait at most.
        timeout: Option<Duration>,
    },
    /// Gives one back. Answer: `Done`.
    Release(Id),
    /// How many there are. Answer: `Int`.
    SemaphoreValue(Id),
    /// New shared memory of so many bytes, all zero. Answer: `Int`.
    Memory(usize),
    /// Reads. Answer: what the form says.
    Load {
        /// The memory.
        memory: Id,
        /// From which byte on.
        offset: usize,
        /// What.
        form: Form,
    },
    /// Writes. Answer: `Done`.
    Store {
        /// The memory.
        memory: Id,
        /// From which byte on.
        offset: usize,
        /// What.
        #[serde(with = "serde_bytes")]
        data: Vec<u8>,
    },
}

impl Call {
    /// How long it may wait at most.
    pub fn timeout(&self) -> Option<Duration> {
        match self {
            Call::Join { timeout, .. }
            | Call::Receive { timeout, .. }
            | Call::Ready { timeout, .. }
            | Call::Acquire { timeout, .. } => *timeout,
            _ => None,
        }
    }
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reply {
    /// It is done.
    Done,
    /// There is none: the time is over, or it goes on.
    Nothing,
    /// A number.
    Int(i64),
    /// One that may be too large for that.
    Unsigned(u64),
    /// Another number, by its bits.
    Float(u64),
    /// Yes or no.
    Truth(bool),
    /// A message, or what is in a memory.
    Bytes(#[serde(with = "serde_bytes")] Vec<u8>),
    /// Some numbers.
    Ids(Vec<Id>),
    /// Who asks.
    Me {
        /// Its number.
        pid: Pid,
        /// Who has started it; 0 for nobody.
        parent: Pid,
        /// How it came to be.
        origin: Origin,
    },
    /// It cannot be.
    Refused(Refusal),
}

/// Why something cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refusal {
    /// Nobody reads from the pipe any more.
    BrokenPipe,
    /// Nobody writes to the pipe any more, and it is empty.
    EndOfFile,
    /// That end is not open here, or there is no such pipe, semaphore or memory.
    NotOpen,
    /// There is no such process.
    NoProcess,
    /// The semaphore is at its maximum.
    ReleasedTooOften,
    /// Beyond the end of the memory.
    OutOfRange,
    /// There is no room for so much memory.
    NoMemory,
    /// There is no room for another interpreter.
    NoRoom,
}

/// How something lies in a shared memory: little-endian.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "each is the number of that size")]
pub enum Form {
    /// So many bytes as they are.
    Bytes(usize),
    Bool,
    I8,
    U8,
    I16,
    U16,
    I32,
    U32,
    I64,
    U64,
    F32,
    F64,
}

impl Form {
    /// By the letter that `struct` has for it.
    pub fn of(code: char) -> Option<Form> {
        Some(match code {
            '?' => Form::Bool,
            'b' => Form::I8,
            'B' | 'c' => Form::U8,
            'h' => Form::I16,
            'H' => Form::U16,
            'i' => Form::I32,
            'I' => Form::U32,
            'l' | 'q' => Form::I64,
            'L' | 'Q' => Form::U64,
            'f' => Form::F32,
            'd' => Form::F64,
            _ => return None,
        })
    }

    /// How many bytes it takes.
    pub fn size(self) -> usize {
        match self {
            Form::Bytes(length) => length,
            Form::Bool | Form::I8 | Form::U8 => 1,
            Form::I16 | Form::U16 => 2,
            Form::I32 | Form::U32 | Form::F32 => 4,
            Form::I64 | Form::U64 | Form::F64 => 8,
        }
    }

    /// What these bytes are, which must be as many.
    pub fn read(self, bytes: &[u8]) -> Reply {
        let mut eight = [0; 8];
        for (to, from) in eight.iter_mut().zip(bytes) {
            *to = *from;
        }
        let all = u64::from_le_bytes(eight);
        match self {
            Form::Bytes(_) => Reply::Bytes(bytes.to_vec()),
            Form::Bool => Reply::Truth(all != 0),
            Form::I8 => Reply::Int((all as i8).into()),
            Form::I16 => Reply::Int((all as i16).into()),
            Form::I32 => Reply::Int((all as i32).into()),
            Form::I64 => Reply::Int(all as i64),
            Form::U8 | Form::U16 | Form::U32 | Form::U64 => Reply::Unsigned(all),
            Form::F32 => Reply::Float(f64::from(f32::from_bits(all as u32)).to_bits()),
            Form::F64 => Reply::Float(all),
        }
    }
}
