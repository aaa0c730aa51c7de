-- Large files that acts offer: to whom or by whom, and how far they have come. The sealed bytes are beside the database.

CREATE TABLE file_offers (
    act BYTEA NOT NULL CHECK (octet_length(act) = 32),  -- the act that offers it
    root BYTEA NOT NULL CHECK (octet_length(root) = 32),  -- names the file
    partner TEXT COLLATE "C" NOT NULL,  -- the recipient, or the author
    direction TEXT COLLATE "C" NOT NULL CHECK (direction IN ('outgoing', 'incoming')),
    case_id BYTEA NOT NULL CHECK (octet_length(case_id) = 16),
    title TEXT COLLATE "C" NOT NULL,
    media_type TEXT COLLATE "C" NOT NULL,
    length BIGINT NOT NULL CHECK (length >= 1),
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('offered', 'wanted', 'stored', 'refused', 'cancelled', 'erased')),
    moved BIGINT NOT NULL CHECK (moved >= 0),  -- bytes here, or given out
    attempts BIGINT NOT NULL CHECK (attempts >= 0),
    next_attempt_at BIGINT,  -- only while wanted; a claim moves it ahead
    error_class TEXT COLLATE "C" CHECK (error_class IN ('user', 'peer', 'passing', 'ours')),
    error TEXT COLLATE "C",  -- of the last failure, or why it was not taken
    offered_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    words TEXT COLLATE "C" NOT NULL,  -- lower-case text that lists search
    PRIMARY KEY (act, root, partner),
    CHECK ((state = 'wanted') = (next_attempt_at IS NOT NULL)),
    CHECK ((error_class IS NULL) = (error IS NULL)),
    CHECK (direction = 'incoming' OR state <> 'wanted'),
    CHECK (direction = 'outgoing' OR state <> 'offered')
);
CREATE INDEX file_offers_due ON file_offers (next_attempt_at) WHERE state = 'wanted';
CREATE INDEX file_offers_by_root ON file_offers (root);
CREATE INDEX file_offers_by_partner ON file_offers (partner, direction);
