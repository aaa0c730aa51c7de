-- What went to and came from partners, and what still has to go.

CREATE TABLE envelopes_out (
    partner TEXT COLLATE "C" NOT NULL,
    epoch BIGINT NOT NULL CHECK (epoch >= 1),
    sequence BIGINT NOT NULL CHECK (sequence >= 1),  -- no two envelopes share a place
    hash BYTEA NOT NULL UNIQUE CHECK (octet_length(hash) = 32),
    act BYTEA NOT NULL CHECK (octet_length(act) = 32),
    previous BYTEA CHECK (octet_length(previous) = 32),  -- the channel's envelope before
    signed BYTEA NOT NULL,  -- header, act, signatures: the evidence
    wire BYTEA NOT NULL,  -- sealed, as delivered
    made_at BIGINT NOT NULL,
    PRIMARY KEY (partner, epoch, sequence),
    CHECK ((sequence = 1) = (previous IS NULL))
);
CREATE INDEX envelopes_out_by_act ON envelopes_out (act);

CREATE TABLE deliveries (
    partner TEXT COLLATE "C" NOT NULL,
    epoch BIGINT NOT NULL,
    sequence BIGINT NOT NULL,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('waiting', 'delivered', 'refused')),
    attempts BIGINT NOT NULL CHECK (attempts >= 0),
    next_attempt_at BIGINT NOT NULL,  -- a claim moves it ahead: a lease
    error_class TEXT COLLATE "C" CHECK (error_class IN ('user', 'peer', 'passing', 'ours')),  -- of the last failure
    error TEXT COLLATE "C",
    ended_at BIGINT,  -- delivered or refused
    PRIMARY KEY (partner, epoch, sequence),
    FOREIGN KEY (partner, epoch, sequence) REFERENCES envelopes_out (partner, epoch, sequence),
    CHECK ((state = 'waiting') = (ended_at IS NULL)),
    CHECK ((error_class IS NULL) = (error IS NULL)),
    CHECK (state <> 'refused' OR error IS NOT NULL)
);
CREATE INDEX deliveries_due ON deliveries (next_attempt_at) WHERE state = 'waiting';

CREATE TABLE envelopes_in (
    sender TEXT COLLATE "C" NOT NULL,
    epoch BIGINT NOT NULL CHECK (epoch >= 1),
    sequence BIGINT NOT NULL CHECK (sequence >= 1),
    hash BYTEA NOT NULL UNIQUE CHECK (octet_length(hash) = 32),
    act BYTEA NOT NULL CHECK (octet_length(act) = 32),
    previous BYTEA CHECK (octet_length(previous) = 32),
    signed BYTEA NOT NULL,  -- header, act, signatures: the evidence
    arrived_at BIGINT NOT NULL,
    PRIMARY KEY (sender, epoch, sequence)
);
CREATE INDEX envelopes_in_by_act ON envelopes_in (act);

-- A second envelope in a place that is taken, or one that contradicts its neighbour: proof of a forked channel.
CREATE TABLE envelope_conflicts (
    sender TEXT COLLATE "C" NOT NULL,
    epoch BIGINT NOT NULL,
    sequence BIGINT NOT NULL,
    hash BYTEA NOT NULL CHECK (octet_length(hash) = 32),
    act BYTEA NOT NULL CHECK (octet_length(act) = 32),
    signed BYTEA NOT NULL,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (sender, epoch, sequence, hash)
);

-- Which sequences have arrived in the sender's present epoch. It outlives envelopes that are removed later.
CREATE TABLE channels_in (
    sender TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    epoch BIGINT NOT NULL CHECK (epoch >= 1),
    ranges TEXT COLLATE "C" NOT NULL,  -- JSON: [[first, last], …]
    changed_at BIGINT NOT NULL
);

-- The latest signed acknowledgement given or got for each channel.
CREATE TABLE acks (
    partner TEXT COLLATE "C" NOT NULL,
    direction TEXT COLLATE "C" NOT NULL CHECK (direction IN ('outgoing', 'incoming')),  -- given, got
    epoch BIGINT NOT NULL CHECK (epoch >= 1),
    bytes BYTEA NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (partner, direction, epoch)
);

CREATE TABLE receipts (
    envelope BYTEA NOT NULL CHECK (octet_length(envelope) = 32),
    stage TEXT COLLATE "C" NOT NULL CHECK (stage IN ('stored', 'opened', 'accepted', 'refused')),
    direction TEXT COLLATE "C" NOT NULL CHECK (direction IN ('outgoing', 'incoming')),  -- given, got
    act BYTEA NOT NULL CHECK (octet_length(act) = 32),
    partner TEXT COLLATE "C" NOT NULL,  -- who gave or got it
    bytes BYTEA NOT NULL,
    reason TEXT COLLATE "C",  -- of a refusal
    at BIGINT NOT NULL,  -- as the receipt says
    stored_at BIGINT NOT NULL,
    next_attempt_at BIGINT,  -- NULL: nothing left to deliver
    PRIMARY KEY (envelope, stage, direction),
    CHECK ((stage = 'refused') = (reason IS NOT NULL)),
    CHECK (direction = 'outgoing' OR next_attempt_at IS NULL)
);
CREATE INDEX receipts_by_act ON receipts (act);
CREATE INDEX receipts_due ON receipts (next_attempt_at) WHERE next_attempt_at IS NOT NULL;
