//! Any bytes are an index or are refused, and an index of any bytes is searched without a panic.
#![no_main]

use std::sync::Arc;

use libfuzzer_sys::fuzz_target;
use search::{Index, Query, RegisterId};

fuzz_target!(|bytes: &[u8]| {
    let _ = Index::open(Arc::new(bytes.to_vec()));
    // Past the checksums, which hardly any bytes would pass.
    if let Ok(index) = Index::of_segment(bytes.to_vec()) {
        let registers: Vec<RegisterId> = index.registers();
        for name in ["Ivan Petrov", "محمد", "王小明", ""] {
            let query = Query { born: "1961-03-14".parse().ok(), ..Query::named(name) };
            let _ = index.search(&query, &registers, 10);
        }
        let mut out = Vec::new();
        let stamp = search::Stamp { label: String::new(), mark: 0 };
        let _ = index.write(&stamp, &mut out);
    }
});
