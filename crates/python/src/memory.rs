//! How much memory there is: a program that wants more gets a `MemoryError`, and can catch it.
//!
//! An allocator counts what is taken and given back, for the whole process: a run is alone in its engine, as
//! it is in a terminal. Each thread of the machine counts by itself and adds that up now and then, since an
//! atomic number that all of them change would cost more than the allocation. Who finds that there is too
//! much sets a bit in its eval breaker, and the exception is raised at its next check point; so nothing is
//! looked at in between. What is large is refused before it is made (`text::fits`).
//!
//! A host that has not installed [`Counted`] has no limit.

#![allow(
    unsafe_code,
    reason = "an allocator is unsafe to write, and only it sees everything that is allocated"
)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::ptr;
use std::sync::atomic::{AtomicIsize, AtomicU32, Ordering};

/// Eval breaker: there is too little memory. The interpreter sets and clears it by itself; the host's bits are
/// lower ones.
const FULL: u32 = 1 << 31;

/// Eval breaker: an object has ended, and the thread is to be told (see `ends`).
pub(crate) const NOTED: u32 = 1 << 30;

/// How much a thread takes before it says so.
const PIECE: isize = 64 << 10;

static USED: AtomicIsize = AtomicIsize::new(0);
static LIMIT: AtomicIsize = AtomicIsize::new(isize::MAX);

thread_local! {
    /// What this thread has taken and not added up yet, less than nothing if it gave back.
    static TAKEN: Cell<isize> = const { Cell::new(0) };
    /// The eval breaker of the Python thread that runs on this one.
    static BREAKER: Cell<*const AtomicU32> = const { Cell::new(ptr::null()) };
}

/// The allocator of a program that runs Python: the system's, and before it blocks that each thread keeps for
/// its next objects. Where memory is shared WebAssembly's own locks each time, which costs more than the rest.
#[derive(Debug)]
pub struct Counted;

/// Kept blocks are multiples of this size.
const STEP: usize = 16;
/// Larger ones than that are not kept.
const LARGEST: usize = 256;
/// So many of a size are kept.
const KEPT: u32 = 256;

/// A block that is kept.
struct Block {
    next: *mut Block,
}

thread_local! {
    static KEEP: [Cell<(*mut Block, u32)>; LARGEST / STEP] =
        const { [const { Cell::new((ptr::null_mut(), 0)) }; LARGEST / STEP] };
}

/// Which of the kept sizes it takes, if any.
#[inline(always)]
fn size_class(layout: Layout) -> Option<usize> {
    let fits = layout.size() <= LARGEST && layout.size() > 0 && layout.align() <= 8;
    fits.then(|| (layout.size() - 1) / STEP)
}

/// What the system is asked for, for a size that is kept.
#[inline(always)]
fn whole(class: usize) -> Layout {
    // SAFETY: 8 is a power of two, and the size is far below the largest.
    unsafe { Layout::from_size_align_unchecked((class + 1) * STEP, 8) }
}

// SAFETY: blocks are the system's. One that is kept is in no more than one list, of the thread that was the
// last to give it back, and has the size of that list: `alloc` and `dealloc` ask the system for the same size.
unsafe impl GlobalAlloc for Counted {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size() as isize);
        let Some(class) = size_class(layout) else {
            // SAFETY: as the caller promises.
            return unsafe { System.alloc(layout) };
        };
        let kept = KEEP.with(|keep| {
            let (first, many) = keep[class].get();
            if first.is_null() {
                return first;
            }
            // SAFETY: it was put there by `dealloc`, and nobody else uses it.
            keep[class].set((unsafe { (*first).next }, many - 1));
            first
        });
        if kept.is_null() {
            // SAFETY: its size is not 0.
            unsafe { System.alloc(whole(class)) }
        } else {
            kept.cast()
        }
    }

    #[inline]
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        count(-(layout.size() as isize));
        let Some(class) = size_class(layout) else {
            // SAFETY: as the caller promises.
            return unsafe { System.dealloc(block, layout) };
        };
        KEEP.with(|keep| {
            let (next, many) = keep[class].get();
            if many < KEPT {
                let block = block.cast::<Block>();
                // SAFETY: it is no longer used, large enough for a pointer, and aligned for one.
                unsafe { block.write(Block { next }) };
                keep[class].set((block, many + 1));
            } else {
                // SAFETY: `alloc` asked for it with this layout.
                unsafe { System.dealloc(block, whole(class)) }
            }
        });
    }

    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        if size_class(layout).is_none() {
            count(layout.size() as isize);
            // SAFETY: as the caller promises.
            return unsafe { System.alloc_zeroed(layout) };
        }
        // SAFETY: as the caller promises.
        let block = unsafe { self.alloc(layout) };
        if !block.is_null() {
            // SAFETY: it has that size.
            unsafe { block.write_bytes(0, layout.size()) };
        }
        block
    }

    #[inline]
    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: the alignment was one before, and the caller promises that the size is none too large.
        let new = unsafe { Layout::from_size_align_unchecked(size, layout.align()) };
        match (size_class(layout), size_class(new)) {
            (None, None) => {
                count(size as isize - layout.size() as isize);
                // SAFETY: as the caller promises.
                unsafe { System.realloc(block, layout, size) }
            }
            (before, after) if before == after => {
                count(size as isize - layout.size() as isize);
                block
            }
            _ => {
                // SAFETY: both blocks are as large as what is copied, and the old one is the caller's.
                unsafe {
                    let moved = self.alloc(new);
                    if !moved.is_null() {
                        ptr::copy_nonoverlapping(block, moved, size.min(layout.size()));
                        self.dealloc(block, layout);
                    }
                    moved
                }
            }
        }
    }
}

/// Gives back what this thread keeps for its next objects, at its end.
pub fn end_thread() {
    KEEP.with(|keep| {
        for (class, list) in keep.iter().enumerate() {
            let (mut block, _) = list.replace((ptr::null_mut(), 0));
            while !block.is_null() {
                // SAFETY: it was put there by `dealloc`, with this class's layout, and is taken out once.
                unsafe {
                    let next = (*block).next;
                    System.dealloc(block.cast(), whole(class));
                    block = next;
                }
            }
        }
    });
}

#[inline(always)]
fn count(bytes: isize) {
    let taken = TAKEN.get() + bytes;
    TAKEN.set(taken);
    if taken.unsigned_abs() > PIECE.unsigned_abs() {
        add_up();
    }
}

#[cold]
#[inline(never)]
fn add_up() {
    // Relaxed: a number of its own.
    let taken = TAKEN.replace(0);
    let used = USED.fetch_add(taken, Ordering::Relaxed) + taken;
    if taken > 0 && used > LIMIT.load(Ordering::Relaxed) {
        // SAFETY: `Watch` puts it there for no longer than it is lent.
        if let Some(breaker) = unsafe { BREAKER.get().as_ref() } {
            breaker.fetch_or(FULL, Ordering::Relaxed);
        }
    }
}

/// Has the Python thread that runs here look at what has ended; says whether one does.
pub(crate) fn tell_thread() -> bool {
    // SAFETY: `Watch` puts it there for no longer than it is lent.
    let Some(breaker) = (unsafe { BREAKER.get().as_ref() }) else {
        return false;
    };
    breaker.fetch_or(NOTED, Ordering::Relaxed);
    true
}

/// Takes that back; says whether the thread was to look.
pub(crate) fn take_told() -> bool {
    // SAFETY: `Watch` puts it there for no longer than it is lent.
    let breaker = unsafe { BREAKER.get().as_ref() };
    breaker.is_some_and(|breaker| breaker.fetch_and(!NOTED, Ordering::Relaxed) & NOTED != 0)
}

/// From now on the process may take so many bytes more than it has.
pub fn limit_memory(more: usize) {
    add_up();
    let limit = USED.load(Ordering::Relaxed).saturating_add_unsigned(more);
    LIMIT.store(limit, Ordering::Relaxed);
}

/// How many bytes more the process may take. What makes much at once, where no check point comes in between,
/// asks before.
pub(crate) fn room() -> usize {
    let used = USED.load(Ordering::Relaxed).saturating_add(TAKEN.get());
    let left = LIMIT.load(Ordering::Relaxed).saturating_sub(used);
    usize::try_from(left).unwrap_or(0)
}

/// While there is one, the thread's eval breaker is told when there is too little memory.
pub(crate) struct Watch<'a> {
    breaker: &'a AtomicU32,
}

impl<'a> Watch<'a> {
    #[inline]
    pub(crate) fn new(breaker: &'a AtomicU32) -> Watch<'a> {
        BREAKER.set(breaker);
        Watch { breaker }
    }

    /// Whether the eval breaker is set only for what is the interpreter's own.
    pub(crate) fn is_alone(&self) -> bool {
        let bits = self.breaker.load(Ordering::Relaxed);
        bits != 0 && bits & !(FULL | NOTED) == 0
    }

    /// If there has been too little memory since this was last asked: whether there still is.
    pub(crate) fn told(&self) -> Option<bool> {
        if self.breaker.load(Ordering::Relaxed) & FULL == 0 {
            return None;
        }
        self.breaker.fetch_and(!FULL, Ordering::Relaxed);
        // Something may have been freed meanwhile.
        let used = USED.load(Ordering::Relaxed).saturating_add(TAKEN.get());
        Some(used > LIMIT.load(Ordering::Relaxed))
    }
}

impl Drop for Watch<'_> {
    #[inline]
    fn drop(&mut self) {
        BREAKER.set(ptr::null());
    }
}
