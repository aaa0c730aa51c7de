-- What partners may ask here and how, what they asked, and what we may ask them.

-- No row: nothing may be asked.
CREATE TABLE search_agreements (
    partner TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (length(partner) BETWEEN 5 AND 43),
    forms TEXT COLLATE "C" NOT NULL CHECK (forms IN ('none', 'open', 'blind', 'both')),
    queries_per_day BIGINT NOT NULL CHECK (queries_per_day >= 0),  -- of the partner, in 24 hours
    officer_per_day BIGINT NOT NULL CHECK (officer_per_day >= 0),  -- of each of its officers
    elements_per_day BIGINT NOT NULL CHECK (elements_per_day >= 0),  -- blind elements of the partner
    blind_key BIGINT NOT NULL CHECK (blind_key >= 1),  -- number of the present key
    changed_by TEXT COLLATE "C" NOT NULL,
    changed_at BIGINT NOT NULL
);

-- What a partner last told us that we may ask, in JSON.
CREATE TABLE search_terms (
    partner TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (length(partner) BETWEEN 5 AND 43),
    terms TEXT COLLATE "C" NOT NULL,  -- the body of its act, in hexadecimal digits
    told_at BIGINT NOT NULL  -- as the act says
);

-- Registers whose answers to partners a person decides.
CREATE TABLE registers_by_person (
    register TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES registers (id)
);

CREATE TABLE partner_queries (
    query_act BYTEA NOT NULL PRIMARY KEY CHECK (length(query_act) = 32),
    partner TEXT COLLATE "C" NOT NULL,
    officer TEXT COLLATE "C" NOT NULL,  -- login there
    officer_name TEXT COLLATE "C" NOT NULL,
    form TEXT COLLATE "C" NOT NULL CHECK (form IN ('open', 'blind')),
    asked TEXT COLLATE "C" NOT NULL,  -- the name; '' when blind
    purpose TEXT COLLATE "C" NOT NULL,
    legal_basis TEXT COLLATE "C" NOT NULL,
    elements BIGINT NOT NULL CHECK (elements >= 0),
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('waiting', 'answered', 'declined')),
    hits BIGINT NOT NULL CHECK (hits >= 0),  -- told; of a blind one: entries sent
    candidates TEXT COLLATE "C" NOT NULL,  -- JSON; '[]' unless it waits
    reason TEXT COLLATE "C" NOT NULL,  -- why it was declined, or ''
    decided_by TEXT COLLATE "C",  -- a login, or `node`: by rule
    asked_at BIGINT NOT NULL,
    decided_at BIGINT,
    words TEXT COLLATE "C" NOT NULL,  -- lower-case text that lists search
    CHECK ((state = 'waiting') = (decided_by IS NULL)),
    CHECK ((state = 'waiting') = (decided_at IS NULL)),
    CHECK (state = 'waiting' OR candidates = '[]')
);
CREATE INDEX partner_queries_by_partner ON partner_queries (partner, asked_at);
CREATE INDEX partner_queries_waiting ON partner_queries (asked_at) WHERE state = 'waiting';

-- What is needed to open the answer to a blind query of ours. Gone when it is opened.
CREATE TABLE blind_queries (
    query_act BYTEA NOT NULL PRIMARY KEY CHECK (length(query_act) = 32),
    kept BYTEA NOT NULL,
    keys TEXT COLLATE "C" NOT NULL,  -- JSON: what each key is of
    public_key BYTEA NOT NULL CHECK (length(public_key) = 32),
    hits TEXT COLLATE "C"  -- JSON, once opened
);
