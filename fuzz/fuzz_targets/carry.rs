//! Any bytes as a file on removable media: refused or read, never a panic.
#![no_main]

use exchange::carry::Carried;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = Carried::claimed_maker(bytes);
});
