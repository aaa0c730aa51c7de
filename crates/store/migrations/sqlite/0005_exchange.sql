-- What went to and came from partners, and what still has to go.

CREATE TABLE envelopes_out (
    partner TEXT NOT NULL,
    epoch INTEGER NOT NULL CHECK (epoch >= 1),
    sequence INTEGER NOT NULL CHECK (sequence >= 1),                              -- no two envelopes share a place
    hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
    act BLOB NOT NULL CHECK (length(act) = 32),
    previous BLOB CHECK (length(previous) = 32),                                  -- the channel's envelope before
    signed BLOB NOT NULL,                                                         -- header, act, signatures: the evidence
    wire BLOB NOT NULL,                                                           -- sealed, as delivered
    made_at INTEGER NOT NULL,
    PRIMARY KEY (partner, epoch, sequence),
    CHECK ((sequence = 1) = (previous IS NULL))
) STRICT;
CREATE INDEX envelopes_out_by_act ON envelopes_out (act);

CREATE TABLE deliveries (
    partner TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'delivered', 'refused')),
    attempts INTEGER NOT NULL CHECK (attempts >= 0),
    next_attempt_at INTEGER NOT NULL,                                             -- a claim moves it ahead: a lease
    error_class TEXT CHECK (error_class IN ('user', 'peer', 'passing', 'ours')),  -- of the last failure
    error TEXT,
    ended_at INTEGER,                                                             -- delivered or refused
    PRIMARY KEY (partner, epoch, sequence),
    FOREIGN KEY (partner, epoch, sequence) REFERENCES envelopes_out (partner, epoch, sequence),
    CHECK ((state = 'waiting') = (ended_at IS NULL)),
    CHECK ((error_class IS NULL) = (error IS NULL)),
    CHECK (state <> 'refused' OR error IS NOT NULL)
) STRICT;
CREATE INDEX deliveries_due ON deliveries (next_attempt_at) WHERE state = 'waiting';

CREATE TABLE envelopes_in (
    sender TEXT NOT NULL,
    epoch INTEGER NOT NULL CHECK (epoch >= 1),
    sequence INTEGER NOT NULL CHECK (sequence >= 1),
    hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
    act BLOB NOT NULL CHECK (length(act) = 32),
    previous BLOB CHECK (length(previous) = 32),
    signed BLOB NOT NULL,                                                         -- header, act, signatures: the evidence
    arrived_at INTEGER NOT NULL,
    PRIMARY KEY (sender, epoch, sequence)
) STRICT;
CREATE INDEX envelopes_in_by_act ON envelopes_in (act);

-- A second envelope in a place that is taken, or one that contradicts its neighbour: proof of a forked channel.
CREATE TABLE envelope_conflicts (
    sender TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    act BLOB NOT NULL CHECK (length(act) = 32),
    signed BLOB NOT NULL,
    seen_at INTEGER NOT NULL,
    PRIMARY KEY (sender, epoch, sequence, hash)
) STRICT;

-- Which sequences have arrived in the sender's present epoch. It outlives envelopes that are removed later.
CREATE TABLE channels_in (
    sender TEXT NOT NULL PRIMARY KEY,
    epoch INTEGER NOT NULL CHECK (epoch >= 1),
    ranges TEXT NOT NULL,                                                         -- JSON: [[first, last], …]
    changed_at INTEGER NOT NULL
) STRICT;

-- The latest signed acknowledgement given or got for each channel.
CREATE TABLE acks (
    partner TEXT NOT NULL,
    direction TEXT NOT NULL CHECK (direction IN ('outgoing', 'incoming')),      -- given, got
    epoch INTEGER NOT NULL CHECK (epoch >= 1),
    bytes BLOB NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (partner, direction, epoch)
) STRICT;

CREATE TABLE receipts (
    envelope BLOB NOT NULL CHECK (length(envelope) = 32),
    stage TEXT NOT NULL CHECK (stage IN ('stored', 'opened', 'accepted', 'refused')),
    direction TEXT NOT NULL CHECK (direction IN ('outgoing', 'incoming')),        -- given, got
    act BLOB NOT NULL CHECK (length(act) = 32),
    partner TEXT NOT NULL,                                                        -- who gave or got it
    bytes BLOB NOT NULL,
    reason TEXT,                                                                  -- of a refusal
    at INTEGER NOT NULL,                                                          -- as the receipt says
    stored_at INTEGER NOT NULL,
    next_attempt_at INTEGER,                                                      -- NULL: nothing left to deliver
    PRIMARY KEY (envelope, stage, direction),
    CHECK ((stage = 'refused') = (reason IS NOT NULL)),
    CHECK (direction = 'outgoing' OR next_attempt_at IS NULL)
) STRICT;
CREATE INDEX receipts_by_act ON receipts (act);
CREATE INDEX receipts_due ON receipts (next_attempt_at) WHERE next_attempt_at IS NOT NULL;
