//! What reads as a receipt, a batch of them or a statement is written back byte for byte.
#![no_main]

use exchange::{Receipt, ReceiptBatch, Statement, join_receipt, split_receipt};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(receipt) = Receipt::from_bytes(bytes) {
        assert_eq!(receipt.to_bytes(), bytes);
        let (slip, note) = split_receipt(bytes).expect("a receipt comes apart");
        assert_eq!(join_receipt(slip, note), bytes);
    }
    if let Some((slip, note)) = split_receipt(bytes) {
        assert_eq!(join_receipt(slip, note), bytes);
    }
    if let Ok(batch) = ReceiptBatch::from_bytes(bytes) {
        assert_eq!(batch.to_bytes(), bytes);
    }
    if let Ok(statement) = Statement::from_bytes(bytes) {
        assert_eq!(statement.to_bytes(), bytes);
    }
});
