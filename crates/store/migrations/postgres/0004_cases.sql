-- Cases, the acts they consist of, drafts of acts, and searches at partners.

CREATE TABLE cases (
    id BYTEA NOT NULL PRIMARY KEY CHECK (octet_length(id) = 16),
    counterpart TEXT COLLATE "C" NOT NULL CHECK (length(counterpart) BETWEEN 5 AND 43),  -- the other authority
    direction TEXT COLLATE "C" NOT NULL CHECK (direction IN ('outgoing', 'incoming')),  -- who asked
    title TEXT COLLATE "C" NOT NULL,  -- whom or what it concerns
    opened_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,  -- last act made or arrived
-- What folding the acts gave the last time, so that lists can sort and filter. The acts decide, not these.
    status TEXT COLLATE "C",
    our_move BOOLEAN,
    due_at BIGINT,
    summary TEXT COLLATE "C" NOT NULL,  -- JSON, for the row of a list
    words TEXT COLLATE "C" NOT NULL  -- lower-case text that lists search
);
CREATE INDEX cases_by_change ON cases (changed_at);
CREATE INDEX cases_by_due ON cases (due_at);

CREATE TABLE acts (
    id BYTEA NOT NULL PRIMARY KEY CHECK (octet_length(id) = 32),  -- SHA-256 of `bytes`
    case_id BYTEA NOT NULL CHECK (octet_length(case_id) = 16),  -- a search has no row in `cases`
    author TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    direction TEXT COLLATE "C" NOT NULL CHECK (direction IN ('outgoing', 'incoming')),
    made_at BIGINT NOT NULL,  -- as the author says
    stored_at BIGINT NOT NULL,  -- made here, or arrived here
    bytes BYTEA NOT NULL  -- canonical
);
CREATE INDEX acts_by_case ON acts (case_id, made_at);

CREATE FUNCTION acts_are_written_once() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'acts are written once'; END $$;
CREATE TRIGGER acts_are_written_once BEFORE UPDATE ON acts
FOR EACH ROW EXECUTE FUNCTION acts_are_written_once();

CREATE TABLE act_openings (
    act BYTEA NOT NULL REFERENCES acts (id),
    login TEXT COLLATE "C" NOT NULL,
    opened_at BIGINT NOT NULL,
    PRIMARY KEY (act, login)
);

CREATE TABLE drafts (
    id BYTEA NOT NULL PRIMARY KEY CHECK (octet_length(id) = 16),
    case_id BYTEA NOT NULL CHECK (octet_length(case_id) = 16),
    counterpart TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,  -- of the act it is to become
    title TEXT COLLATE "C" NOT NULL,  -- whom or what it concerns
    body TEXT COLLATE "C" NOT NULL,  -- JSON
    version BIGINT NOT NULL CHECK (version >= 1),  -- counts every change
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('editing', 'submitted', 'returned', 'approved', 'sent', 'discarded')),
    created_by TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    submitted_by TEXT COLLATE "C",
    submitted_at BIGINT,
    returned_by TEXT COLLATE "C",
    remark TEXT COLLATE "C",  -- of the person who returned it
    approved_by TEXT COLLATE "C",
    approved_at BIGINT,
    act BYTEA CHECK (octet_length(act) = 32),  -- what it became
    words TEXT COLLATE "C" NOT NULL,  -- lower-case text that lists search
    CHECK (approved_by <> submitted_by AND approved_by <> created_by),  -- four eyes
    CHECK ((submitted_by IS NULL) = (submitted_at IS NULL)),
    CHECK ((approved_by IS NULL) = (approved_at IS NULL)),
    CHECK ((returned_by IS NULL) = (remark IS NULL)),
    CHECK (state NOT IN ('submitted', 'approved') OR submitted_by IS NOT NULL),
    CHECK (state <> 'approved' OR approved_by IS NOT NULL),
    CHECK (approved_by IS NULL OR state IN ('approved', 'sent', 'discarded')),
    CHECK ((state = 'sent') = (act IS NOT NULL))
);
CREATE INDEX drafts_by_case ON drafts (case_id);
CREATE INDEX drafts_by_state ON drafts (state, updated_at);

CREATE TABLE draft_editors (
    draft BYTEA NOT NULL REFERENCES drafts (id) ON DELETE CASCADE,
    login TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (draft, login)
);

CREATE TABLE searches (
    id BYTEA NOT NULL PRIMARY KEY CHECK (octet_length(id) = 16),  -- also the case of its query acts
    login TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,  -- the name asked for
    query TEXT COLLATE "C" NOT NULL,  -- JSON
    own_hits TEXT COLLATE "C" NOT NULL,  -- JSON
    asked_at BIGINT NOT NULL
);
CREATE INDEX searches_by_login ON searches (login, asked_at);

CREATE TABLE search_partners (
    search BYTEA NOT NULL REFERENCES searches (id),
    partner TEXT COLLATE "C" NOT NULL,
    query_act BYTEA NOT NULL CHECK (octet_length(query_act) = 32),
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('waiting', 'answered', 'declined')),
    answer_act BYTEA CHECK (octet_length(answer_act) = 32),
    answered_at BIGINT,
    PRIMARY KEY (search, partner),
    CHECK ((state = 'waiting') = (answer_act IS NULL)),
    CHECK ((state = 'waiting') = (answered_at IS NULL))
);
CREATE INDEX search_partners_by_act ON search_partners (query_act);

-- What stands behind the opaque handles that partners were given with their hits.
CREATE TABLE handles (
    handle TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (length(handle) BETWEEN 16 AND 80),
    partner TEXT COLLATE "C" NOT NULL,
    register TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    query_act BYTEA NOT NULL CHECK (octet_length(query_act) = 32),
    given_at BIGINT NOT NULL
);
