-- Talks: records of meetings with the text they were read from, and the commitments that came of them.

CREATE TABLE talks (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    thread BLOB NOT NULL CHECK (length(thread) = 16),                             -- the case of its acts: a record and what corrects it
    version INTEGER NOT NULL CHECK (version >= 1),                                -- counts every change
    state TEXT NOT NULL CHECK (state IN ('draft', 'signed', 'corrected', 'discarded')),
    direction TEXT NOT NULL CHECK (direction IN ('outgoing', 'incoming')),
    author TEXT NOT NULL,                                                         -- whose record it is
    title TEXT NOT NULL,
    held_on TEXT,                                                                 -- day, month or year of the meeting
    countries TEXT NOT NULL,                                                      -- codes, a blank before and after each
    record TEXT NOT NULL,                                                         -- JSON
    readout TEXT NOT NULL,                                                        -- the text; empty when it was not sent along
    source TEXT NOT NULL,                                                         -- JSON: where the text came from
    signed BLOB,                                                                  -- the record as signed: canonical bytes
    digest BLOB CHECK (length(digest) = 32),                                      -- SHA-256 of `signed`, as in the ledger
    act BLOB CHECK (length(act) = 32),                                            -- the last act that carried it
    shared_with TEXT NOT NULL,                                                    -- authorities, separated by blanks
    corrects BLOB REFERENCES talks (id),
    created_by TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_by TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    signed_by TEXT,
    signed_at INTEGER,
    words TEXT NOT NULL,                                                          -- lower-case text that lists search
    CHECK ((state IN ('signed', 'corrected')) = (signed IS NOT NULL)),
    CHECK ((signed IS NULL) = (digest IS NULL)),
    CHECK ((signed IS NULL) = (signed_by IS NULL)),
    CHECK ((signed IS NULL) = (signed_at IS NULL)),
    CHECK (signed IS NOT NULL OR act IS NULL),
    CHECK (direction = 'outgoing' OR act IS NOT NULL),
    CHECK (corrects <> id)
) STRICT;
CREATE INDEX talks_by_day ON talks (held_on);
CREATE INDEX talks_by_change ON talks (updated_at);
CREATE INDEX talks_by_thread ON talks (thread);
CREATE INDEX talks_by_act ON talks (act);

CREATE TRIGGER signed_talks_are_written_once BEFORE UPDATE OF record, signed, digest, signed_by, signed_at ON talks
WHEN OLD.signed IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'signed talks are written once'); END;

-- What an officer said about two records: of one meeting, or not.
CREATE TABLE talks_pairs (
    one BLOB NOT NULL CHECK (length(one) = 16),                                   -- threads
    other BLOB NOT NULL CHECK (length(other) = 16),
    same INTEGER NOT NULL CHECK (same IN (0, 1)),
    login TEXT NOT NULL,
    said_at INTEGER NOT NULL,
    PRIMARY KEY (one, other),
    CHECK (one < other)
) STRICT;

-- What a record, or one finding of it, has to do with: a case, a draft, an instrument, a procedure.
CREATE TABLE talks_links (
    thread BLOB NOT NULL CHECK (length(thread) = 16),
    about TEXT NOT NULL,                                                          -- key of a finding; empty: the record
    kind TEXT NOT NULL CHECK (kind IN ('case', 'draft', 'instrument', 'procedure')),
    target TEXT NOT NULL,
    login TEXT NOT NULL,
    added_at INTEGER NOT NULL,
    PRIMARY KEY (thread, about, kind, target)
) STRICT;
CREATE INDEX talks_links_by_target ON talks_links (kind, target);

CREATE TABLE commitments (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    talks BLOB NOT NULL REFERENCES talks (id),                                    -- the record that states it now
    thread BLOB NOT NULL CHECK (length(thread) = 16),
    key TEXT NOT NULL,                                                            -- its name within the thread
    who TEXT NOT NULL,                                                            -- both, all, or codes joined by +
    what TEXT NOT NULL,
    due TEXT,                                                                     -- as agreed: day, month or year
    due_on TEXT,                                                                  -- the last day of it
    owner TEXT,                                                                   -- the officer who follows it up
    state TEXT NOT NULL CHECK (state IN ('open', 'kept', 'partly-kept', 'broken', 'superseded', 'dropped')),
    outcome TEXT NOT NULL,
    superseded_by BLOB REFERENCES commitments (id),
    closed_by TEXT,
    closed_at INTEGER,
    countries TEXT NOT NULL,                                                      -- those of the record
    version INTEGER NOT NULL CHECK (version >= 1),
    created_at INTEGER NOT NULL,
    updated_by TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    words TEXT NOT NULL,                                                          -- lower-case text that lists search
    UNIQUE (thread, key),
    CHECK ((state = 'open') = (closed_at IS NULL)),
    CHECK ((closed_at IS NULL) = (closed_by IS NULL)),
    CHECK (superseded_by IS NULL OR state = 'superseded'),
    CHECK (superseded_by <> id)
) STRICT;
CREATE INDEX commitments_by_due ON commitments (state, due_on);
CREATE INDEX commitments_by_talks ON commitments (talks);

CREATE TABLE commitment_reminders (
    commitment BLOB NOT NULL REFERENCES commitments (id),
    remind_on TEXT NOT NULL CHECK (length(remind_on) = 10),
    PRIMARY KEY (commitment, remind_on)
) STRICT;

-- What each authority last said became of a commitment.
CREATE TABLE commitment_words (
    commitment BLOB NOT NULL REFERENCES commitments (id),
    author TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'kept', 'partly-kept', 'broken', 'superseded', 'dropped')),
    outcome TEXT NOT NULL,
    act BLOB NOT NULL CHECK (length(act) = 32),
    made_at INTEGER NOT NULL,
    PRIMARY KEY (commitment, author)
) STRICT;
