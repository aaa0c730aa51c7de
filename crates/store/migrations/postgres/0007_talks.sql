-- Talks: records of meetings with the text they were read from, and the commitments that came of them.

CREATE TABLE talks (
    id BYTEA NOT NULL PRIMARY KEY CHECK (octet_length(id) = 16),
    thread BYTEA NOT NULL CHECK (octet_length(thread) = 16),  -- the case of its acts: a record and what corrects it
    version BIGINT NOT NULL CHECK (version >= 1),  -- counts every change
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('draft', 'signed', 'corrected', 'discarded')),
    direction TEXT COLLATE "C" NOT NULL CHECK (direction IN ('outgoing', 'incoming')),
    author TEXT COLLATE "C" NOT NULL,  -- whose record it is
    title TEXT COLLATE "C" NOT NULL,
    held_on TEXT COLLATE "C",  -- day, month or year of the meeting
    countries TEXT COLLATE "C" NOT NULL,  -- codes, a blank before and after each
    record TEXT COLLATE "C" NOT NULL,  -- JSON
    readout TEXT COLLATE "C" NOT NULL,  -- the text; empty when it was not sent along
    source TEXT COLLATE "C" NOT NULL,  -- JSON: where the text came from
    signed BYTEA,  -- the record as signed: canonical bytes
    digest BYTEA CHECK (octet_length(digest) = 32),  -- SHA-256 of `signed`, as in the ledger
    act BYTEA CHECK (octet_length(act) = 32),  -- the last act that carried it
    shared_with TEXT COLLATE "C" NOT NULL,  -- authorities, separated by blanks
    corrects BYTEA REFERENCES talks (id),
    created_by TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    signed_by TEXT COLLATE "C",
    signed_at BIGINT,
    words TEXT COLLATE "C" NOT NULL,  -- lower-case text that lists search
    CHECK ((state IN ('signed', 'corrected')) = (signed IS NOT NULL)),
    CHECK ((signed IS NULL) = (digest IS NULL)),
    CHECK ((signed IS NULL) = (signed_by IS NULL)),
    CHECK ((signed IS NULL) = (signed_at IS NULL)),
    CHECK (signed IS NOT NULL OR act IS NULL),
    CHECK (direction = 'outgoing' OR act IS NOT NULL),
    CHECK (corrects <> id)
);
CREATE INDEX talks_by_day ON talks (held_on);
CREATE INDEX talks_by_change ON talks (updated_at);
CREATE INDEX talks_by_thread ON talks (thread);
CREATE INDEX talks_by_act ON talks (act);

CREATE FUNCTION signed_talks_are_written_once() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'signed talks are written once'; END $$;
CREATE TRIGGER signed_talks_are_written_once BEFORE UPDATE OF record, signed, digest, signed_by, signed_at ON talks
FOR EACH ROW WHEN (OLD.signed IS NOT NULL) EXECUTE FUNCTION signed_talks_are_written_once();

-- What an officer said about two records: of one meeting, or not.
CREATE TABLE talks_pairs (
    one BYTEA NOT NULL CHECK (octet_length(one) = 16),  -- threads
    other BYTEA NOT NULL CHECK (octet_length(other) = 16),
    same BOOLEAN NOT NULL,
    login TEXT COLLATE "C" NOT NULL,
    said_at BIGINT NOT NULL,
    PRIMARY KEY (one, other),
    CHECK (one < other)
);

-- What a record, or one finding of it, has to do with: a case, a draft, an instrument, a procedure.
CREATE TABLE talks_links (
    thread BYTEA NOT NULL CHECK (octet_length(thread) = 16),
    about TEXT COLLATE "C" NOT NULL,  -- key of a finding; empty: the record
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('case', 'draft', 'instrument', 'procedure')),
    target TEXT COLLATE "C" NOT NULL,
    login TEXT COLLATE "C" NOT NULL,
    added_at BIGINT NOT NULL,
    PRIMARY KEY (thread, about, kind, target)
);
CREATE INDEX talks_links_by_target ON talks_links (kind, target);

CREATE TABLE commitments (
    id BYTEA NOT NULL PRIMARY KEY CHECK (octet_length(id) = 16),
    talks BYTEA NOT NULL REFERENCES talks (id),  -- the record that states it now
    thread BYTEA NOT NULL CHECK (octet_length(thread) = 16),
    key TEXT COLLATE "C" NOT NULL,  -- its name within the thread
    who TEXT COLLATE "C" NOT NULL,  -- both, all, or codes joined by +
    what TEXT COLLATE "C" NOT NULL,
    due TEXT COLLATE "C",  -- as agreed: day, month or year
    due_on TEXT COLLATE "C",  -- the last day of it
    owner TEXT COLLATE "C",  -- the officer who follows it up
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('open', 'kept', 'partly-kept', 'broken', 'superseded', 'dropped')),
    outcome TEXT COLLATE "C" NOT NULL,
    superseded_by BYTEA REFERENCES commitments (id),
    closed_by TEXT COLLATE "C",
    closed_at BIGINT,
    countries TEXT COLLATE "C" NOT NULL,  -- those of the record
    version BIGINT NOT NULL CHECK (version >= 1),
    created_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    words TEXT COLLATE "C" NOT NULL,  -- lower-case text that lists search
    UNIQUE (thread, key),
    CHECK ((state = 'open') = (closed_at IS NULL)),
    CHECK ((closed_at IS NULL) = (closed_by IS NULL)),
    CHECK (superseded_by IS NULL OR state = 'superseded'),
    CHECK (superseded_by <> id)
);
CREATE INDEX commitments_by_due ON commitments (state, due_on);
CREATE INDEX commitments_by_talks ON commitments (talks);

CREATE TABLE commitment_reminders (
    commitment BYTEA NOT NULL REFERENCES commitments (id),
    remind_on TEXT COLLATE "C" NOT NULL CHECK (length(remind_on) = 10),
    PRIMARY KEY (commitment, remind_on)
);

-- What each authority last said became of a commitment.
CREATE TABLE commitment_words (
    commitment BYTEA NOT NULL REFERENCES commitments (id),
    author TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('open', 'kept', 'partly-kept', 'broken', 'superseded', 'dropped')),
    outcome TEXT COLLATE "C" NOT NULL,
    act BYTEA NOT NULL CHECK (octet_length(act) = 32),
    made_at BIGINT NOT NULL,
    PRIMARY KEY (commitment, author)
);
