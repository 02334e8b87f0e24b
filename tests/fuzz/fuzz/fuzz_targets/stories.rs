//! `cargo +nightly fuzz run stories`, in `tests/fuzz`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| rolecall_fuzz::stories(bytes));
