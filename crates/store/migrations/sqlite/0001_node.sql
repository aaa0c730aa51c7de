-- The node itself, the people who work at it, and what they did.
-- Moments (`…_at`) are microseconds since 1970 UTC in every table.

CREATE TABLE node (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),                            -- there is one row
    authority TEXT NOT NULL CHECK (length(authority) BETWEEN 5 AND 43),           -- `cc.name`
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),                    -- as people write it
    epoch INTEGER NOT NULL CHECK (epoch >= 1),                                    -- of its outgoing channels
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE settings (
    key TEXT NOT NULL PRIMARY KEY CHECK (length(key) BETWEEN 1 AND 80),
    value TEXT NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;

CREATE TABLE officers (
    login TEXT NOT NULL PRIMARY KEY CHECK (length(login) BETWEEN 2 AND 32),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    password TEXT NOT NULL CHECK (password LIKE '$argon2%'),                      -- PHC string, never the password
    locale TEXT NOT NULL CHECK (length(locale) BETWEEN 2 AND 35),                 -- language of the pages, BCP 47
    disabled INTEGER NOT NULL CHECK (disabled IN (0, 1)),
    words TEXT NOT NULL,                                                          -- lower-case text that lists search
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;

CREATE TABLE officer_roles (
    login TEXT NOT NULL REFERENCES officers (login) ON DELETE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('officer', 'approver', 'auditor', 'admin')),
    PRIMARY KEY (login, role)
) STRICT;

CREATE TABLE sessions (
    token_sha256 BLOB NOT NULL PRIMARY KEY CHECK (length(token_sha256) = 32),     -- the token itself is not kept
    login TEXT NOT NULL REFERENCES officers (login) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,                                                     -- last use, kept roughly
    expires_at INTEGER NOT NULL,
    CHECK (created_at <= seen_at AND created_at < expires_at)
) STRICT;
CREATE INDEX sessions_by_login ON sessions (login);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    login TEXT NOT NULL,                                                          -- or `node`: done by rule
    what TEXT NOT NULL CHECK (length(what) BETWEEN 1 AND 80),                     -- a key such as `search`
    object TEXT NOT NULL,                                                         -- case, register, login, …
    purpose TEXT NOT NULL,                                                        -- as stated, or ''
    legal_basis TEXT NOT NULL,                                                    -- as stated, or ''
    detail TEXT NOT NULL,
    words TEXT NOT NULL                                                           -- lower-case text that lists search
) STRICT;
CREATE INDEX audit_by_login ON audit (login, id);

CREATE TRIGGER audit_is_written_once BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'audit is written once'); END;
