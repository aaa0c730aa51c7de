-- Registers, their subjects, and the feed from which the search index is kept fresh.

CREATE TABLE registers (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 80),
    title TEXT COLLATE "C" NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
    purpose TEXT COLLATE "C" NOT NULL,
    legal_basis TEXT COLLATE "C" NOT NULL,
    retention_days BIGINT CHECK (retention_days > 0),  -- NULL: until removed
    searchable_by_partners BOOLEAN NOT NULL,
    reveals TEXT COLLATE "C" NOT NULL CHECK (reveals IN ('hit-only', 'summary')),  -- what a partner's hit shows
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);

CREATE TABLE subjects (
    register TEXT COLLATE "C" NOT NULL REFERENCES registers (id),
    id TEXT COLLATE "C" NOT NULL CHECK (length(id) BETWEEN 1 AND 255),
    schema TEXT COLLATE "C" NOT NULL,  -- FollowTheMoney
    properties TEXT COLLATE "C" NOT NULL,  -- JSON: property to values
    name TEXT COLLATE "C" NOT NULL,  -- to show and to sort by
    born TEXT COLLATE "C",  -- birth date or year, to show and to sort by
    words TEXT COLLATE "C" NOT NULL,  -- lower-case text that lists search
    change BIGINT NOT NULL UNIQUE,  -- place in the change feed
    deleted BOOLEAN NOT NULL,  -- a tombstone for the feed
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (register, id),
    CHECK (NOT deleted OR (properties = '{}' AND name = '' AND born IS NULL AND words = ''))
);
CREATE INDEX subjects_by_name ON subjects (register, name, id) WHERE NOT deleted;

-- The last place given out. Its row is locked while places are given, so places become visible in order.
CREATE TABLE change_feed (
    one BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
    last BIGINT NOT NULL CHECK (last >= 0)
);
INSERT INTO change_feed (one, last) VALUES (1, 0);
