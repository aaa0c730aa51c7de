-- Signed checkpoints of receipts: one stands for all receipts of a commit, so it is kept once.

CREATE TABLE receipt_notes (
    hash BYTEA NOT NULL PRIMARY KEY CHECK (octet_length(hash) = 32),  -- SHA-256 of `note`
    note BYTEA NOT NULL  -- as a CBOR byte string
);

-- NULL: `bytes` is the whole receipt; else `bytes` is its slip.
ALTER TABLE receipts ADD COLUMN note BYTEA CHECK (note IS NULL OR octet_length(note) = 32);
