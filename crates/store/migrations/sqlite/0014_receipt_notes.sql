-- Signed checkpoints of receipts: one stands for all receipts of a commit, so it is kept once.

CREATE TABLE receipt_notes (
    hash BLOB NOT NULL PRIMARY KEY CHECK (length(hash) = 32),                     -- SHA-256 of `note`
    note BLOB NOT NULL                                                            -- as a CBOR byte string
) STRICT, WITHOUT ROWID;

-- NULL: `bytes` is the whole receipt; else `bytes` is its slip.
ALTER TABLE receipts ADD COLUMN note BLOB CHECK (note IS NULL OR length(note) = 32);
