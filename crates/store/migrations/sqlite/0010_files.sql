-- Large files that acts offer: to whom or by whom, and how far they have come. The sealed bytes are beside the database.

CREATE TABLE file_offers (
    act BLOB NOT NULL CHECK (length(act) = 32),                                   -- the act that offers it
    root BLOB NOT NULL CHECK (length(root) = 32),                                 -- names the file
    partner TEXT NOT NULL,                                                        -- the recipient, or the author
    direction TEXT NOT NULL CHECK (direction IN ('outgoing', 'incoming')),
    case_id BLOB NOT NULL CHECK (length(case_id) = 16),
    title TEXT NOT NULL,
    media_type TEXT NOT NULL,
    length INTEGER NOT NULL CHECK (length >= 1),
    state TEXT NOT NULL CHECK (state IN ('offered', 'wanted', 'stored', 'refused', 'cancelled', 'erased')),
    moved INTEGER NOT NULL CHECK (moved >= 0),                                    -- bytes here, or given out
    attempts INTEGER NOT NULL CHECK (attempts >= 0),
    next_attempt_at INTEGER,                                                      -- only while wanted; a claim moves it ahead
    error_class TEXT CHECK (error_class IN ('user', 'peer', 'passing', 'ours')),
    error TEXT,                                                                   -- of the last failure, or why it was not taken
    offered_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    words TEXT NOT NULL,                                                          -- lower-case text that lists search
    PRIMARY KEY (act, root, partner),
    CHECK ((state = 'wanted') = (next_attempt_at IS NOT NULL)),
    CHECK ((error_class IS NULL) = (error IS NULL)),
    CHECK (direction = 'incoming' OR state <> 'wanted'),
    CHECK (direction = 'outgoing' OR state <> 'offered')
) STRICT;
CREATE INDEX file_offers_due ON file_offers (next_attempt_at) WHERE state = 'wanted';
CREATE INDEX file_offers_by_root ON file_offers (root);
CREATE INDEX file_offers_by_partner ON file_offers (partner, direction);
