-- The Merkle log of what was sent and received. Rows are added, never changed and never removed.

CREATE TABLE ledger_head (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    size INTEGER NOT NULL CHECK (size >= 0),
    root BLOB NOT NULL CHECK (length(root) = 32)
) STRICT;
-- The root of the empty tree is the hash of nothing (RFC 6962 §2.1).
INSERT INTO ledger_head (one, size, root)
VALUES (1, 0, X'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');

CREATE TABLE ledger_leaves (
    idx INTEGER NOT NULL PRIMARY KEY CHECK (idx >= 0),
    leaf BLOB NOT NULL CHECK (length(leaf) = 32),                                 -- hash of the salted commitment
    salt BLOB NOT NULL CHECK (length(salt) = 32),
    kind TEXT NOT NULL CHECK (
        kind IN ('sent', 'received', 'receipt-given', 'receipt-got', 'key', 'partner', 'note')),
    digest BLOB NOT NULL CHECK (length(digest) = 32),                             -- of what is entered
    reference BLOB CHECK (length(reference) = 32),                                -- the act it belongs to
    detail TEXT NOT NULL,                                                         -- for the reader; not committed to
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX ledger_leaves_by_digest ON ledger_leaves (digest);
CREATE INDEX ledger_leaves_by_reference ON ledger_leaves (reference);

CREATE TRIGGER ledger_leaves_do_not_change BEFORE UPDATE ON ledger_leaves
BEGIN SELECT RAISE(ABORT, 'ledger leaves do not change'); END;
CREATE TRIGGER ledger_leaves_stay BEFORE DELETE ON ledger_leaves
BEGIN SELECT RAISE(ABORT, 'ledger leaves stay'); END;

-- Complete subtrees of two leaves and more; level 0 is `ledger_leaves.leaf`.
CREATE TABLE ledger_nodes (
    level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 63),
    idx INTEGER NOT NULL CHECK (idx >= 0),
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (level, idx)
) STRICT, WITHOUT ROWID;

CREATE TABLE ledger_checkpoints (
    size INTEGER NOT NULL PRIMARY KEY CHECK (size >= 0),
    root BLOB NOT NULL CHECK (length(root) = 32),
    note BLOB NOT NULL,                                                           -- the signed note
    at INTEGER NOT NULL
) STRICT;
