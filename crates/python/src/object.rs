//! Counted references to objects, which cost nothing extra until a second thread can see the object.
//!
//! In WebAssembly every atomic operation takes some 6 ns, whatever its ordering, and a list's `append`
//! would need six of them. So an object begins *private*: its count is a plain number, its contents have
//! no lock. Before another thread that runs at the same time can reach it, it is *shared*, together with
//! all that can be reached from it: from then on its count is atomic and its contents are locked. It never
//! becomes private again.
//!
//! # The invariant
//!
//! **Whoever can reach a private object has it to himself for as long as he uses it.** It holds because
//!
//! - with an interpreter lock only its holder runs Python; the lock orders what one holder did before what
//!   the next one does. Nothing is ever shared then;
//! - without one, a thread's stack and frames are its own, and each way from one thread to another (a
//!   global, the contents of a shared object, the arguments of a new thread) shares what passes through it
//!   ([`Value::share`]);
//! - a thread as a value moves between threads of the machine whole, through channels that synchronise.
//!
//! All `unsafe` code of this crate is in this file.

#![allow(
    unsafe_code,
    reason = "atomic counts and locks on private objects made the interpreter 1.5 to 3 times slower"
)]

use std::cell::{Cell, UnsafeCell};
use std::fmt;
use std::ops::{Deref, DerefMut};
use std::ptr::NonNull;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::list::swap;
use crate::value::Value;

/// What can be shared: it says what can be reached from it.
pub(crate) trait Shared {
    /// Marks its own [`Guarded`] parts as shared, and hands each value that it holds to `visit`.
    fn share(&self, visit: &mut dyn FnMut(&Value));
}

/// A pointer that is as wide as an int everywhere: a [`Value`] is two words of the same kinds whatever is in
/// it, and compilers move it as such. Where pointers are narrower a value would be written in three pieces and
/// read in two, which processors wait for.
pub(crate) struct Wide<T> {
    #[cfg(target_pointer_width = "64")]
    pointer: NonNull<T>,
    #[cfg(not(target_pointer_width = "64"))]
    address: std::num::NonZeroU64,
    #[cfg(not(target_pointer_width = "64"))]
    to: std::marker::PhantomData<NonNull<T>>,
}

impl<T> Wide<T> {
    #[cfg(target_pointer_width = "64")]
    #[inline(always)]
    fn new(pointer: NonNull<T>) -> Wide<T> {
        Wide { pointer }
    }

    #[cfg(target_pointer_width = "64")]
    #[inline(always)]
    fn get(self) -> NonNull<T> {
        self.pointer
    }

    #[cfg(not(target_pointer_width = "64"))]
    #[inline(always)]
    fn new(pointer: NonNull<T>) -> Wide<T> {
        let address = pointer.as_ptr().expose_provenance() as u64;
        Wide {
            // SAFETY: the address of what there is is not 0.
            address: unsafe { std::num::NonZeroU64::new_unchecked(address) },
            to: std::marker::PhantomData,
        }
    }

    #[cfg(not(target_pointer_width = "64"))]
    #[inline(always)]
    fn get(self) -> NonNull<T> {
        // SAFETY: `new` made the address of a pointer, which is not null.
        unsafe {
            NonNull::new_unchecked(std::ptr::with_exposed_provenance_mut(
                self.address.get() as usize
            ))
        }
    }
}

impl<T> Clone for Wide<T> {
    #[inline(always)]
    fn clone(&self) -> Wide<T> {
        *self
    }
}

impl<T> Copy for Wide<T> {}

/// Something that is always there.
pub(crate) struct Fixed<T: 'static>(Wide<T>);

impl<T: Sync> Fixed<T> {
    #[inline(always)]
    pub(crate) fn new(value: &'static T) -> Fixed<T> {
        Fixed(Wide::new(value.into()))
    }

    #[inline(always)]
    pub(crate) fn get(self) -> &'static T {
        // SAFETY: `new` was given a reference that is always good.
        unsafe { self.0.get().as_ref() }
    }
}

impl<T> Clone for Fixed<T> {
    #[inline(always)]
    fn clone(&self) -> Fixed<T> {
        *self
    }
}

impl<T> Copy for Fixed<T> {}

impl<T: Sync> Deref for Fixed<T> {
    type Target = T;

    #[inline(always)]
    fn deref(&self) -> &T {
        self.get()
    }
}

impl<T: fmt::Debug + Sync> fmt::Debug for Fixed<T> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        self.get().fmt(f)
    }
}

// SAFETY: it is a reference to something that all threads may look at.
unsafe impl<T: Sync> Send for Fixed<T> {}
// SAFETY: the same.
unsafe impl<T: Sync> Sync for Fixed<T> {}

/// Something of which there is one owner: a box in the width of an int.
pub(crate) struct Own<T>(Wide<T>);

impl<T> Own<T> {
    pub(crate) fn new(value: T) -> Own<T> {
        Own(Wide::new(Box::leak(Box::new(value)).into()))
    }
}

impl<T> Drop for Own<T> {
    fn drop(&mut self) {
        // SAFETY: `new` made it with `Box`, and this is the only owner.
        drop(unsafe { Box::from_raw(self.0.get().as_ptr()) });
    }
}

impl<T> Deref for Own<T> {
    type Target = T;

    #[inline(always)]
    fn deref(&self) -> &T {
        // SAFETY: it lives for as long as its owner.
        unsafe { self.0.get().as_ref() }
    }
}

impl<T> std::ops::DerefMut for Own<T> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: it lives for as long as its only owner, which is borrowed mutably.
        unsafe { self.0.get().as_mut() }
    }
}

impl<T: Clone> Clone for Own<T> {
    fn clone(&self) -> Own<T> {
        Own::new((**self).clone())
    }
}

impl<T: fmt::Debug> fmt::Debug for Own<T> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        (**self).fmt(f)
    }
}

// SAFETY: as a box.
unsafe impl<T: Send> Send for Own<T> {}
// SAFETY: as a box.
unsafe impl<T: Sync> Sync for Own<T> {}

/// A counted reference.
pub(crate) struct Ref<T: Shared> {
    object: Wide<Object<T>>,
}

// The same beginning for all of them, so that it can be looked at without knowing which it is.
#[repr(C)]
struct Object<T> {
    header: Header,
    value: T,
}

/// What every object begins with.
#[repr(C)]
struct Header {
    /// Plain accesses while private, atomic ones while shared.
    count: AtomicU32,
    /// Written once, before anybody else can see the object.
    is_shared: UnsafeCell<bool>,
}

// A header is reached through a reference to its object only, thus under the invariant above.
impl Header {
    /// Whether other threads may see the object at the same time.
    #[inline(always)]
    fn is_shared(&self) -> bool {
        // SAFETY: it is written only while the object is private, thus before any other thread reads it.
        unsafe { *self.is_shared.get() }
    }

    /// The count of a private object.
    #[inline(always)]
    fn count(&self) -> u32 {
        // SAFETY: the object is private, so no other thread accesses the count.
        unsafe { *self.count.as_ptr() }
    }

    /// Sets the count of a private object.
    #[inline(always)]
    fn set_count(&self, count: u32) {
        // SAFETY: the object is private, so no other thread accesses the count.
        unsafe { *self.count.as_ptr() = count };
    }

    /// Counts one reference more.
    #[inline(always)]
    fn add(&self) {
        let count = if self.is_shared() {
            // Relaxed: a new reference comes from one that keeps the object alive.
            self.count.fetch_add(1, Ordering::Relaxed)
        } else {
            let count = self.count();
            self.set_count(count.wrapping_add(1));
            count
        };
        if count > MOST {
            // As `Arc`: nobody can hold that many references without forgetting some.
            std::process::abort();
        }
    }

    /// Counts one reference less; says whether it was the last.
    #[inline(always)]
    fn remove(&self) -> bool {
        if self.is_shared() {
            // Release: what was done with the object happens before its end, which acquires it.
            let was_last = self.count.fetch_sub(1, Ordering::Release) == 1;
            if was_last {
                // A load, not a fence: it costs the same here, and tools that look for races know it.
                self.count.load(Ordering::Acquire);
            }
            was_last
        } else {
            let count = self.count();
            self.set_count(count.wrapping_sub(1));
            count == 1
        }
    }
}

/// More references than this are a leak or an attack; the count must not overflow.
const MOST: u32 = u32::MAX / 2;

// SAFETY: a `Ref` is sent and lent to other threads only under the invariant above: a private object is
// used by one at a time, a shared one has an atomic count, and what can change in it is locked.
unsafe impl<T: Shared + Send> Send for Ref<T> {}
// SAFETY: the same.
unsafe impl<T: Shared + Send> Sync for Ref<T> {}

impl<T: Shared> Ref<T> {
    #[inline]
    pub(crate) fn new(value: T) -> Ref<T> {
        let object = Box::new(Object {
            header: Header {
                count: AtomicU32::new(1),
                is_shared: UnsafeCell::new(false),
            },
            value,
        });
        Ref {
            object: Wide::new(Box::leak(object).into()),
        }
    }

    #[inline(always)]
    fn object(&self) -> &Object<T> {
        // SAFETY: the object lives for as long as there are references, and this is one.
        unsafe { self.object.get().as_ref() }
    }

    /// Whether other threads may see it at the same time.
    #[inline(always)]
    pub(crate) fn is_shared(&self) -> bool {
        self.object().header.is_shared()
    }

    /// Shares the object, but not yet what it holds; says whether it was private.
    fn mark_shared(&self) -> bool {
        let flag = self.object().header.is_shared.get();
        // SAFETY: as long as it is false the object is private, and nobody else looks at the flag.
        unsafe {
            let was_private = !*flag;
            if was_private {
                *flag = true;
            }
            was_private
        }
    }

    /// Shares the object; hands over what it holds if that may still be private.
    pub(crate) fn share(&self, visit: &mut dyn FnMut(&Value)) {
        if self.mark_shared() {
            self.object().value.share(visit);
        }
    }

    /// Whether two references are to the same object.
    #[inline(always)]
    pub(crate) fn is(&self, other: &Ref<T>) -> bool {
        self.object.get() == other.object.get()
    }

    /// Where the object is: its identity.
    pub(crate) fn address(&self) -> usize {
        self.object.get().as_ptr().addr()
    }

    /// Whether this is the only reference.
    pub(crate) fn is_only(&self) -> bool {
        let header = &self.object().header;
        if header.is_shared() {
            // Acquire: what others did with it before they let go has happened.
            header.count.load(Ordering::Acquire) == 1
        } else {
            header.count() == 1
        }
    }

    /// The object's content, if nobody else can see it.
    pub(crate) fn unique(&mut self) -> Option<&mut T> {
        let alone = self.is_only();
        // SAFETY: the only reference is borrowed mutably, so nobody can make another one meanwhile.
        alone.then(|| unsafe { &mut self.object.get().as_mut().value })
    }

    /// The object's content, if this is the only reference.
    pub(crate) fn into_inner(mut reference: Ref<T>) -> Option<T> {
        reference.unique()?;
        let object = reference.object.get();
        std::mem::forget(reference);
        // SAFETY: nobody else refers to it, this reference is forgotten, and `new` made it with `Box`.
        let object = unsafe { Box::from_raw(object.as_ptr()) };
        Some(object.value)
    }
}

impl<T: Shared> Clone for Ref<T> {
    #[inline(always)]
    fn clone(&self) -> Ref<T> {
        self.object().header.add();
        Ref {
            object: self.object,
        }
    }
}

impl<T: Shared> Drop for Ref<T> {
    #[inline(always)]
    fn drop(&mut self) {
        if self.object().header.remove() {
            // SAFETY: that was the last reference, and `new` made the object with `Box`.
            unsafe { end(self.object.get()) };
        }
    }
}

/// The tag of the first variant of [`Value`] that is a counted reference.
const FIRST_COUNTED: u64 = 10;

/// The header of what a value refers to, if it is a counted reference.
#[inline(always)]
fn header(value: &Value) -> Option<NonNull<Header>> {
    let words = std::ptr::from_ref(value);
    // SAFETY: `Value` is `repr(u64)`: it begins with its tag, and all its bytes are initialised up to there.
    let tag = unsafe { *words.cast::<u64>() };
    if tag < FIRST_COUNTED {
        return None;
    }
    // SAFETY: with such a tag the second word is a `Ref`, which is a pointer to an `Object`; that is
    // `repr(C)` and begins with its header.
    Some(unsafe { *words.cast::<u64>().add(1).cast::<Wide<Header>>() }.get())
}

impl Clone for Value {
    #[inline(always)]
    fn clone(&self) -> Value {
        if let Some(header) = header(self) {
            // SAFETY: the object lives for as long as there are references, and `self` has one.
            unsafe { header.as_ref() }.add();
        } else if let Value::RangeIter(iter) = self {
            return Value::RangeIter(iter.clone());
        }
        // SAFETY: what is behind a counted reference has just been counted once more; everything else but
        // `RangeIter` is plain data.
        unsafe { std::ptr::read(self) }
    }
}

/// Empties a slot of which only the running thread knows. Numbers may stay: they need no end. Says whether an object
/// may have ended.
#[inline(always)]
pub(crate) fn release(slot: &mut Value) -> bool {
    if let Some(header) = header(slot) {
        // SAFETY: the object lives for as long as there are references, and the slot has one.
        let header = unsafe { header.as_ref() };
        if !header.is_shared() && header.count() > 1 {
            // There is another one, so the object stays, and this one is forgotten.
            header.set_count(header.count() - 1);
            std::mem::forget(std::mem::take(slot));
            return false;
        }
        *slot = Value::Null;
        return true;
    } else if matches!(slot, Value::RangeIter(_)) {
        *slot = Value::Null;
    }
    false
}

/// How many objects may end inside one another: a list in a list in a list. What is deeper waits.
const DEEPEST: u32 = 64;

thread_local! {
    static DEPTH: Cell<u32> = const { Cell::new(0) };
    static WAITING: UnsafeCell<Vec<Waiting>> = const { UnsafeCell::new(Vec::new()) };
}

/// An object whose end had to wait.
struct Waiting {
    object: NonNull<()>,
    end: unsafe fn(NonNull<()>),
}

/// Frees an object to which there are no references any more, without recursing deeply.
///
/// # Safety
///
/// The object was made by [`Ref::new`], and nobody refers to it.
#[cold]
#[inline(never)]
unsafe fn end<T: Shared>(object: NonNull<Object<T>>) {
    // SAFETY: (of the inner calls) as the caller of `end` promises.
    unsafe fn free<T>(object: NonNull<()>) {
        drop(unsafe { Box::from_raw(object.cast::<Object<T>>().as_ptr()) });
    }
    if !std::mem::needs_drop::<T>() {
        // SAFETY: as the caller promises.
        unsafe { free::<T>(object.cast()) };
        return;
    }
    let depth = DEPTH.get();
    if depth >= DEEPEST {
        let waiting = Waiting {
            object: object.cast(),
            end: free::<T>,
        };
        // SAFETY: nobody has a reference into the vector but for the length of a push or a pop.
        WAITING.with(|all| unsafe { (*all.get()).push(waiting) });
        return;
    }
    DEPTH.set(depth + 1);
    // SAFETY: as the caller promises.
    unsafe { free::<T>(object.cast()) };
    if depth == 0 {
        // SAFETY: as above.
        while let Some(next) = WAITING.with(|all| unsafe { (*all.get()).pop() }) {
            // SAFETY: it was put there by `end`, whose caller promised it, and is taken out once.
            unsafe { (next.end)(next.object) };
        }
    }
    DEPTH.set(depth);
}

impl<T: Shared> Deref for Ref<T> {
    type Target = T;

    #[inline(always)]
    fn deref(&self) -> &T {
        &self.object().value
    }
}

impl<T: Shared + fmt::Debug> fmt::Debug for Ref<T> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        (**self).fmt(f)
    }
}

/// What can change in an object: locked from when it is shared.
pub(crate) struct Guarded<T> {
    /// Whether somebody is inside. Of a private object; of a shared one the lock knows.
    is_open: Cell<bool>,
    is_shared: Cell<bool>,
    lock: Mutex<()>,
    value: UnsafeCell<T>,
}

// SAFETY: while it is private one thread at a time uses it (the invariant above); from then on `with` locks.
unsafe impl<T: Send> Sync for Guarded<T> {}

impl<T> Guarded<T> {
    pub(crate) const fn new(value: T) -> Guarded<T> {
        Guarded {
            is_open: Cell::new(false),
            is_shared: Cell::new(false),
            lock: Mutex::new(()),
            value: UnsafeCell::new(value),
        }
    }

    /// Locks it from now on. It must be private still, or shared already.
    pub(crate) fn share(&self) {
        if !self.is_shared.get() {
            self.is_shared.set(true);
        }
    }

    #[inline(always)]
    pub(crate) fn is_shared(&self) -> bool {
        self.is_shared.get()
    }

    /// Looks at the content or changes it. What `visit` does must be short, and touch no other `Guarded`
    /// that could come back to this one.
    #[inline(always)]
    pub(crate) fn with<R>(&self, visit: impl FnOnce(&mut T) -> R) -> R {
        visit(&mut self.enter())
    }

    /// The same for where each instruction counts: compilers may make a function of a closure.
    #[inline(always)]
    pub(crate) fn enter(&self) -> Inside<'_, T> {
        let lock = if self.is_shared.get() {
            // A poisoned lock only means that a thread died; the content is whole.
            Some(self.lock.lock().unwrap_or_else(PoisonError::into_inner))
        } else {
            assert!(
                !self.is_open.get(),
                "an object is changed while it is being changed"
            );
            self.is_open.set(true);
            None
        };
        Inside {
            guarded: self,
            lock,
        }
    }

    /// The content, of what nobody else can see.
    pub(crate) fn get_mut(&mut self) -> &mut T {
        self.value.get_mut()
    }
}

/// Who is inside of a [`Guarded`]: nobody else is.
pub(crate) struct Inside<'a, T> {
    guarded: &'a Guarded<T>,
    lock: Option<MutexGuard<'a, ()>>,
}

impl<T> Deref for Inside<'_, T> {
    type Target = T;

    #[inline(always)]
    fn deref(&self) -> &T {
        // SAFETY: nobody else is inside: the lock is held, or it is private and was not open.
        unsafe { &*self.guarded.value.get() }
    }
}

impl<T> DerefMut for Inside<'_, T> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: as above.
        unsafe { &mut *self.guarded.value.get() }
    }
}

impl<T> Drop for Inside<'_, T> {
    #[inline(always)]
    fn drop(&mut self) {
        if self.lock.is_none() {
            self.guarded.is_open.set(false);
        }
    }
}

/// Content that has values in numbered places.
pub(crate) trait Places {
    /// The value in a place, if there is one. It does no more than look.
    fn value(&self, place: usize) -> Option<&Value>;
    /// The same, to be exchanged.
    fn place(&mut self, place: usize) -> Option<&mut Value>;
}

impl<T: Places> Guarded<T> {
    /// The value in a place, or `Null`. As `with`, but cheaper while it is private.
    #[inline(always)]
    pub(crate) fn value_at(&self, place: usize) -> Value {
        if self.is_shared.get() {
            return self.shared_value_at(place);
        }
        assert!(
            !self.is_open.get(),
            "an object is looked at while it is being changed"
        );
        // SAFETY: it is private, nobody is inside, and neither looking nor cloning comes back to a `Guarded`.
        match unsafe { &*self.value.get() }.value(place) {
            Some(value) => value.clone(),
            None => Value::Null,
        }
    }

    #[cold]
    #[inline(never)]
    fn shared_value_at(&self, place: usize) -> Value {
        match self.enter().value(place) {
            Some(value) => value.clone(),
            None => Value::Null,
        }
    }

    /// Exchanges the value in a place, if there is one; says whether it did. What comes in must be shared if this
    /// is.
    #[inline(always)]
    pub(crate) fn swap_at(&self, place: usize, from: &mut Value) -> bool {
        if self.is_shared.get() {
            return self.shared_swap_at(place, from);
        }
        assert!(
            !self.is_open.get(),
            "an object is changed while it is being changed"
        );
        // SAFETY: it is private, nobody is inside, and neither looking nor exchanging comes back to a `Guarded`.
        match unsafe { &mut *self.value.get() }.place(place) {
            Some(value) => {
                swap(value, from);
                true
            }
            None => false,
        }
    }

    #[cold]
    #[inline(never)]
    fn shared_swap_at(&self, place: usize, from: &mut Value) -> bool {
        match self.enter().place(place) {
            Some(value) => {
                swap(value, from);
                true
            }
            None => false,
        }
    }
}

impl Guarded<Value> {
    /// The value. As `with`, but cheaper while it is private.
    #[inline(always)]
    pub(crate) fn get(&self) -> Value {
        if self.is_shared.get() {
            return self.with(|value| value.clone());
        }
        assert!(
            !self.is_open.get(),
            "an object is looked at while it is being changed"
        );
        // SAFETY: it is private, nobody is inside, and cloning a value comes back to no `Guarded`.
        unsafe { (*self.value.get()).clone() }
    }
}

impl<T: Default> Default for Guarded<T> {
    fn default() -> Guarded<T> {
        Guarded::new(T::default())
    }
}

impl<T> fmt::Debug for Guarded<T> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("Guarded")
    }
}
