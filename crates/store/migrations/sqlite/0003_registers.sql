-- Registers, their subjects, and the feed from which the search index is kept fresh.

CREATE TABLE registers (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 80),
    title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
    purpose TEXT NOT NULL,
    legal_basis TEXT NOT NULL,
    retention_days INTEGER CHECK (retention_days > 0),                            -- NULL: until removed
    searchable_by_partners INTEGER NOT NULL CHECK (searchable_by_partners IN (0, 1)),
    reveals TEXT NOT NULL CHECK (reveals IN ('hit-only', 'summary')),             -- what a partner's hit shows
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;

CREATE TABLE subjects (
    register TEXT NOT NULL REFERENCES registers (id),
    id TEXT NOT NULL CHECK (length(id) BETWEEN 1 AND 255),
    schema TEXT NOT NULL,                                                         -- FollowTheMoney
    properties TEXT NOT NULL,                                                     -- JSON: property to values
    name TEXT NOT NULL,                                                           -- to show and to sort by
    born TEXT,                                                                    -- birth date or year, to show and to sort by
    words TEXT NOT NULL,                                                          -- lower-case text that lists search
    change INTEGER NOT NULL UNIQUE,                                               -- place in the change feed
    deleted INTEGER NOT NULL CHECK (deleted IN (0, 1)),                           -- a tombstone for the feed
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (register, id),
    CHECK (deleted = 0 OR (properties = '{}' AND name = '' AND born IS NULL AND words = ''))
) STRICT;
CREATE INDEX subjects_by_name ON subjects (register, name, id) WHERE deleted = 0;

-- The last place given out. Its row is locked while places are given, so places become visible in order.
CREATE TABLE change_feed (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    last INTEGER NOT NULL CHECK (last >= 0)
) STRICT;
INSERT INTO change_feed (one, last) VALUES (1, 0);
