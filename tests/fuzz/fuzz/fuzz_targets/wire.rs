//! `cargo +nightly fuzz run wire`, in `tests/fuzz`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| rolecall_fuzz::wire(bytes));
