-- The Merkle log of what was sent and received. Rows are added, never changed and never removed.

CREATE TABLE ledger_head (
    one BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
    size BIGINT NOT NULL CHECK (size >= 0),
    root BYTEA NOT NULL CHECK (octet_length(root) = 32)
);
-- The root of the empty tree is the hash of nothing (RFC 6962 §2.1).
INSERT INTO ledger_head (one, size, root)
VALUES (1, 0, '\xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');

CREATE TABLE ledger_leaves (
    idx BIGINT NOT NULL PRIMARY KEY CHECK (idx >= 0),
    leaf BYTEA NOT NULL CHECK (octet_length(leaf) = 32),  -- hash of the salted commitment
    salt BYTEA NOT NULL CHECK (octet_length(salt) = 32),
    kind TEXT COLLATE "C" NOT NULL CHECK (
        kind IN ('sent', 'received', 'receipt-given', 'receipt-got', 'key', 'partner', 'note')),
    digest BYTEA NOT NULL CHECK (octet_length(digest) = 32),  -- of what is entered
    reference BYTEA CHECK (octet_length(reference) = 32),  -- the act it belongs to
    detail TEXT COLLATE "C" NOT NULL,  -- for the reader; not committed to
    at BIGINT NOT NULL
);
CREATE INDEX ledger_leaves_by_digest ON ledger_leaves (digest);
CREATE INDEX ledger_leaves_by_reference ON ledger_leaves (reference);

CREATE FUNCTION ledger_leaves_do_not_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'ledger leaves do not change'; END $$;
CREATE TRIGGER ledger_leaves_do_not_change BEFORE UPDATE ON ledger_leaves
FOR EACH ROW EXECUTE FUNCTION ledger_leaves_do_not_change();
CREATE FUNCTION ledger_leaves_stay() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'ledger leaves stay'; END $$;
CREATE TRIGGER ledger_leaves_stay BEFORE DELETE ON ledger_leaves
FOR EACH ROW EXECUTE FUNCTION ledger_leaves_stay();

-- Complete subtrees of two leaves and more; level 0 is `ledger_leaves.leaf`.
CREATE TABLE ledger_nodes (
    level BIGINT NOT NULL CHECK (level BETWEEN 1 AND 63),
    idx BIGINT NOT NULL CHECK (idx >= 0),
    hash BYTEA NOT NULL CHECK (octet_length(hash) = 32),
    PRIMARY KEY (level, idx)
);

CREATE TABLE ledger_checkpoints (
    size BIGINT NOT NULL PRIMARY KEY CHECK (size >= 0),
    root BYTEA NOT NULL CHECK (octet_length(root) = 32),
    note BYTEA NOT NULL,  -- the signed note
    at BIGINT NOT NULL
);
