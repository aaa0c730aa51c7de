-- Histories of keys, witnesses, and what is found of partners.

-- `partner_keys.keys` holds, from here on, the bytes of the partner's history of keys: its root and every statement. The
-- fingerprint is the root's, so a row is replaced by a longer history of the same root. The node's own history is there too.

-- How many of our own statements about keys a partner has said to know, and the last set of keys that its node took.
CREATE TABLE key_progress (
    partner TEXT NOT NULL PRIMARY KEY,
    statements INTEGER NOT NULL CHECK (statements >= 0),
    at INTEGER NOT NULL
) STRICT;

ALTER TABLE envelopes_out ADD COLUMN signed_with BLOB CHECK (length(signed_with) = 32);  -- record of our keys

-- The last checkpoint of each partner's ledger that this node cosigned: no other of that size is ever cosigned.
CREATE TABLE ledgers_seen (
    authority TEXT NOT NULL PRIMARY KEY,
    epoch INTEGER NOT NULL CHECK (epoch >= 1),
    size INTEGER NOT NULL CHECK (size >= 0),
    root BLOB NOT NULL CHECK (length(root) = 32),
    note BLOB NOT NULL,                                                           -- with our cosignature
    at INTEGER NOT NULL
) STRICT;

-- What each witness last cosigned of this node's ledger.
CREATE TABLE cosignatures (
    witness TEXT NOT NULL,
    epoch INTEGER NOT NULL CHECK (epoch >= 1),
    size INTEGER NOT NULL CHECK (size >= 0),
    root BLOB NOT NULL CHECK (length(root) = 32),
    lines BLOB NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (witness, epoch, size)
) STRICT;

-- What a node found: each with the proof, once.
CREATE TABLE alarms (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    authority TEXT NOT NULL,                                                      -- whose doing it is
    kind TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 40),
    digest BLOB NOT NULL CHECK (length(digest) = 32),                             -- of the proof
    detail TEXT NOT NULL,
    proof BLOB NOT NULL,
    at INTEGER NOT NULL,
    seen_by TEXT,
    seen_at INTEGER,
    words TEXT NOT NULL,
    UNIQUE (authority, kind, digest),
    CHECK ((seen_by IS NULL) = (seen_at IS NULL))
) STRICT;

-- Checkpoints of partners that receipts showed and that were not yet proven to be of the ledger that was cosigned.
CREATE TABLE checkpoints_shown (
    authority TEXT NOT NULL,
    epoch INTEGER NOT NULL CHECK (epoch >= 1),
    size INTEGER NOT NULL CHECK (size >= 0),
    root BLOB NOT NULL CHECK (length(root) = 32),
    note BLOB NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (authority, epoch, size, root)
) STRICT;

-- Envelopes for which no receipt came in time. Each has its entry in the ledger.
CREATE TABLE overdue (
    envelope BLOB NOT NULL PRIMARY KEY CHECK (length(envelope) = 32),
    partner TEXT NOT NULL,
    act BLOB NOT NULL CHECK (length(act) = 32),
    statement BLOB NOT NULL,                                                      -- what the ledger's entry names
    sent_at INTEGER NOT NULL,
    noticed_at INTEGER NOT NULL,
    settled_at INTEGER                                                            -- the receipt came after all
) STRICT;
CREATE INDEX overdue_by_partner ON overdue (partner, settled_at);

-- More kinds of entries: `overdue`, `filler`.
DROP TRIGGER ledger_leaves_do_not_change;
DROP TRIGGER ledger_leaves_stay;
DROP INDEX ledger_leaves_by_digest;
DROP INDEX ledger_leaves_by_reference;
ALTER TABLE ledger_leaves RENAME TO ledger_leaves_before;
CREATE TABLE ledger_leaves (
    idx INTEGER NOT NULL PRIMARY KEY CHECK (idx >= 0),
    leaf BLOB NOT NULL CHECK (length(leaf) = 32),                                 -- hash of the salted commitment
    salt BLOB NOT NULL CHECK (length(salt) = 32),
    kind TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 20),                     -- `ledger::EntryKind`
    digest BLOB NOT NULL CHECK (length(digest) = 32),                             -- of what is entered
    reference BLOB CHECK (length(reference) = 32),                                -- the act it belongs to
    detail TEXT NOT NULL,                                                         -- for the reader; not committed to
    at INTEGER NOT NULL
) STRICT;
INSERT INTO ledger_leaves (idx, leaf, salt, kind, digest, reference, detail, at)
SELECT idx, leaf, salt, kind, digest, reference, detail, at FROM ledger_leaves_before;
DROP TABLE ledger_leaves_before;
CREATE INDEX ledger_leaves_by_digest ON ledger_leaves (digest);
CREATE INDEX ledger_leaves_by_reference ON ledger_leaves (reference);

CREATE TRIGGER ledger_leaves_do_not_change BEFORE UPDATE ON ledger_leaves
BEGIN SELECT RAISE(ABORT, 'ledger leaves do not change'); END;
CREATE TRIGGER ledger_leaves_stay BEFORE DELETE ON ledger_leaves
BEGIN SELECT RAISE(ABORT, 'ledger leaves stay'); END;
