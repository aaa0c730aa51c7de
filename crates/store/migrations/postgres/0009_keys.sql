-- Histories of keys, witnesses, and what is found of partners.

-- `partner_keys.keys` holds, from here on, the bytes of the partner's history of keys: its root and every statement. The
-- fingerprint is the root's, so a row is replaced by a longer history of the same root. The node's own history is there too.

-- How many of our own statements about keys a partner has said to know, and the last set of keys that its node took.
CREATE TABLE key_progress (
    partner TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    statements BIGINT NOT NULL CHECK (statements >= 0),
    at BIGINT NOT NULL
);

ALTER TABLE envelopes_out ADD COLUMN signed_with BYTEA CHECK (octet_length(signed_with) = 32);  -- record of our keys

-- The last checkpoint of each partner's ledger that this node cosigned: no other of that size is ever cosigned.
CREATE TABLE ledgers_seen (
    authority TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    epoch BIGINT NOT NULL CHECK (epoch >= 1),
    size BIGINT NOT NULL CHECK (size >= 0),
    root BYTEA NOT NULL CHECK (octet_length(root) = 32),
    note BYTEA NOT NULL,  -- with our cosignature
    at BIGINT NOT NULL
);

-- What each witness last cosigned of this node's ledger.
CREATE TABLE cosignatures (
    witness TEXT COLLATE "C" NOT NULL,
    epoch BIGINT NOT NULL CHECK (epoch >= 1),
    size BIGINT NOT NULL CHECK (size >= 0),
    root BYTEA NOT NULL CHECK (octet_length(root) = 32),
    lines BYTEA NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (witness, epoch, size)
);

-- What a node found: each with the proof, once.
CREATE TABLE alarms (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    authority TEXT COLLATE "C" NOT NULL,  -- whose doing it is
    kind TEXT COLLATE "C" NOT NULL CHECK (length(kind) BETWEEN 1 AND 40),
    digest BYTEA NOT NULL CHECK (octet_length(digest) = 32),  -- of the proof
    detail TEXT COLLATE "C" NOT NULL,
    proof BYTEA NOT NULL,
    at BIGINT NOT NULL,
    seen_by TEXT COLLATE "C",
    seen_at BIGINT,
    words TEXT COLLATE "C" NOT NULL,
    UNIQUE (authority, kind, digest),
    CHECK ((seen_by IS NULL) = (seen_at IS NULL))
);

-- Checkpoints of partners that receipts showed and that were not yet proven to be of the ledger that was cosigned.
CREATE TABLE checkpoints_shown (
    authority TEXT COLLATE "C" NOT NULL,
    epoch BIGINT NOT NULL CHECK (epoch >= 1),
    size BIGINT NOT NULL CHECK (size >= 0),
    root BYTEA NOT NULL CHECK (octet_length(root) = 32),
    note BYTEA NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (authority, epoch, size, root)
);

-- Envelopes for which no receipt came in time. Each has its entry in the ledger.
CREATE TABLE overdue (
    envelope BYTEA NOT NULL PRIMARY KEY CHECK (octet_length(envelope) = 32),
    partner TEXT COLLATE "C" NOT NULL,
    act BYTEA NOT NULL CHECK (octet_length(act) = 32),
    statement BYTEA NOT NULL,  -- what the ledger's entry names
    sent_at BIGINT NOT NULL,
    noticed_at BIGINT NOT NULL,
    settled_at BIGINT  -- the receipt came after all
);
CREATE INDEX overdue_by_partner ON overdue (partner, settled_at);

-- More kinds of entries: `overdue`, `filler`.
ALTER TABLE ledger_leaves DROP CONSTRAINT ledger_leaves_kind_check;
ALTER TABLE ledger_leaves ADD CONSTRAINT ledger_leaves_kind_check CHECK (length(kind) BETWEEN 1 AND 20);
