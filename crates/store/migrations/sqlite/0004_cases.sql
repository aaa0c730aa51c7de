-- Cases, the acts they consist of, drafts of acts, and searches at partners.

CREATE TABLE cases (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    counterpart TEXT NOT NULL CHECK (length(counterpart) BETWEEN 5 AND 43),       -- the other authority
    direction TEXT NOT NULL CHECK (direction IN ('outgoing', 'incoming')),        -- who asked
    title TEXT NOT NULL,                                                          -- whom or what it concerns
    opened_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,                                                  -- last act made or arrived
    -- What folding the acts gave the last time, so that lists can sort and filter. The acts decide, not these.
    status TEXT,
    our_move INTEGER CHECK (our_move IN (0, 1)),
    due_at INTEGER,
    summary TEXT NOT NULL,                                                        -- JSON, for the row of a list
    words TEXT NOT NULL                                                           -- lower-case text that lists search
) STRICT;
CREATE INDEX cases_by_change ON cases (changed_at);
CREATE INDEX cases_by_due ON cases (due_at);

CREATE TABLE acts (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 32),                         -- SHA-256 of `bytes`
    case_id BLOB NOT NULL CHECK (length(case_id) = 16),                           -- a search has no row in `cases`
    author TEXT NOT NULL,
    kind TEXT NOT NULL,
    direction TEXT NOT NULL CHECK (direction IN ('outgoing', 'incoming')),
    made_at INTEGER NOT NULL,                                                     -- as the author says
    stored_at INTEGER NOT NULL,                                                   -- made here, or arrived here
    bytes BLOB NOT NULL                                                           -- canonical
) STRICT;
CREATE INDEX acts_by_case ON acts (case_id, made_at);

CREATE TRIGGER acts_are_written_once BEFORE UPDATE ON acts
BEGIN SELECT RAISE(ABORT, 'acts are written once'); END;

CREATE TABLE act_openings (
    act BLOB NOT NULL REFERENCES acts (id),
    login TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    PRIMARY KEY (act, login)
) STRICT;

CREATE TABLE drafts (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    case_id BLOB NOT NULL CHECK (length(case_id) = 16),
    counterpart TEXT NOT NULL,
    kind TEXT NOT NULL,                                                           -- of the act it is to become
    title TEXT NOT NULL,                                                          -- whom or what it concerns
    body TEXT NOT NULL,                                                           -- JSON
    version INTEGER NOT NULL CHECK (version >= 1),                                -- counts every change
    state TEXT NOT NULL CHECK (state IN ('editing', 'submitted', 'returned', 'approved', 'sent', 'discarded')),
    created_by TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_by TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    submitted_by TEXT,
    submitted_at INTEGER,
    returned_by TEXT,
    remark TEXT,                                                                  -- of the person who returned it
    approved_by TEXT,
    approved_at INTEGER,
    act BLOB CHECK (length(act) = 32),                                            -- what it became
    words TEXT NOT NULL,                                                          -- lower-case text that lists search
    CHECK (approved_by <> submitted_by AND approved_by <> created_by),            -- four eyes
    CHECK ((submitted_by IS NULL) = (submitted_at IS NULL)),
    CHECK ((approved_by IS NULL) = (approved_at IS NULL)),
    CHECK ((returned_by IS NULL) = (remark IS NULL)),
    CHECK (state NOT IN ('submitted', 'approved') OR submitted_by IS NOT NULL),
    CHECK (state <> 'approved' OR approved_by IS NOT NULL),
    CHECK (approved_by IS NULL OR state IN ('approved', 'sent', 'discarded')),
    CHECK ((state = 'sent') = (act IS NOT NULL))
) STRICT;
CREATE INDEX drafts_by_case ON drafts (case_id);
CREATE INDEX drafts_by_state ON drafts (state, updated_at);

CREATE TABLE draft_editors (
    draft BLOB NOT NULL REFERENCES drafts (id) ON DELETE CASCADE,
    login TEXT NOT NULL,
    PRIMARY KEY (draft, login)
) STRICT;

CREATE TABLE searches (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),                         -- also the case of its query acts
    login TEXT NOT NULL,
    name TEXT NOT NULL,                                                           -- the name asked for
    query TEXT NOT NULL,                                                          -- JSON
    own_hits TEXT NOT NULL,                                                       -- JSON
    asked_at INTEGER NOT NULL
) STRICT;
CREATE INDEX searches_by_login ON searches (login, asked_at);

CREATE TABLE search_partners (
    search BLOB NOT NULL REFERENCES searches (id),
    partner TEXT NOT NULL,
    query_act BLOB NOT NULL CHECK (length(query_act) = 32),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'answered', 'declined')),
    answer_act BLOB CHECK (length(answer_act) = 32),
    answered_at INTEGER,
    PRIMARY KEY (search, partner),
    CHECK ((state = 'waiting') = (answer_act IS NULL)),
    CHECK ((state = 'waiting') = (answered_at IS NULL))
) STRICT;
CREATE INDEX search_partners_by_act ON search_partners (query_act);

-- What stands behind the opaque handles that partners were given with their hits.
CREATE TABLE handles (
    handle TEXT NOT NULL PRIMARY KEY CHECK (length(handle) BETWEEN 16 AND 80),
    partner TEXT NOT NULL,
    register TEXT NOT NULL,
    subject TEXT NOT NULL,
    query_act BLOB NOT NULL CHECK (length(query_act) = 32),
    given_at INTEGER NOT NULL
) STRICT;
