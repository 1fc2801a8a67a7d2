//! Ground truth: what CPython's lock does to programs, as it was measured with CPython 2.7 and 3.6 to
//! 3.13 on x86-64 Linux with two cores, and what this project makes of the same programs.
//!
//! On virtual cores the bounds are those that the measurements' own spread implies. On real threads,
//! on machines that have other things to do, only ratios are looked at, within wider bounds.

mod programs;
mod source;
mod threads;
mod virtual_cores;
