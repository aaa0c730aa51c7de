//! Any bytes as a file on removable media, or as the head of a part of a large file: refused or read, never a panic.
#![no_main]

use exchange::carried_file::{BEGINNING, CarriedFile};
use exchange::carry::Carried;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = Carried::claimed_maker(bytes);
    let _ = CarriedFile::claimed_maker(bytes);
    if let Some((beginning, head)) = bytes.split_first_chunk::<{ BEGINNING }>()
        && let Ok(length) = CarriedFile::head_length(beginning)
        && let Some(head) = head.get(..length)
    {
        let _ = CarriedFile::claimed_maker(head);
    }
});
