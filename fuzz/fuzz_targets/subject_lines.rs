//! Any bytes are read to the end as a register, as queries and as pairs; every line is kept or reported.
#![no_main]

use libfuzzer_sys::fuzz_target;
use search::SubjectReader;
use search::batch::{Work, compare_pairs, match_queries};

fuzz_target!(|bytes: &[u8]| {
    let mut reader = SubjectReader::new(bytes);
    let items = reader.by_ref().count() as u64;
    let summary = reader.summary();
    assert_eq!(summary.read, items);
    assert_eq!(summary.kept + summary.bad, items);
    let mut out = Vec::new();
    let work = Work { limit: 5, threads: 1, earlier: &mut &b""[..] };
    let _ = match_queries(bytes, bytes, work, &mut out, &|| 0, &mut |_| {});
    let _ = compare_pairs(bytes, &mut out, &mut |_| {});
});
