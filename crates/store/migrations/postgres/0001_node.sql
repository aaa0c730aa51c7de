-- The node itself, the people who work at it, and what they did.
-- Moments (`…_at`) are microseconds since 1970 UTC in every table.

CREATE TABLE node (
    one BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),  -- there is one row
    authority TEXT COLLATE "C" NOT NULL CHECK (length(authority) BETWEEN 5 AND 43),  -- `cc.name`
    name TEXT COLLATE "C" NOT NULL CHECK (length(name) BETWEEN 1 AND 200),  -- as people write it
    epoch BIGINT NOT NULL CHECK (epoch >= 1),  -- of its outgoing channels
    created_at BIGINT NOT NULL
);

CREATE TABLE settings (
    key TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (length(key) BETWEEN 1 AND 80),
    value TEXT COLLATE "C" NOT NULL,
    changed_at BIGINT NOT NULL
);

CREATE TABLE officers (
    login TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (length(login) BETWEEN 2 AND 32),
    name TEXT COLLATE "C" NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    password TEXT COLLATE "C" NOT NULL CHECK (password LIKE '$argon2%'),  -- PHC string, never the password
    locale TEXT COLLATE "C" NOT NULL CHECK (length(locale) BETWEEN 2 AND 35),  -- language of the pages, BCP 47
    disabled BOOLEAN NOT NULL,
    words TEXT COLLATE "C" NOT NULL,  -- lower-case text that lists search
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);

CREATE TABLE officer_roles (
    login TEXT COLLATE "C" NOT NULL REFERENCES officers (login) ON DELETE CASCADE,
    role TEXT COLLATE "C" NOT NULL CHECK (role IN ('officer', 'approver', 'auditor', 'admin')),
    PRIMARY KEY (login, role)
);

CREATE TABLE sessions (
    token_sha256 BYTEA NOT NULL PRIMARY KEY CHECK (octet_length(token_sha256) = 32),  -- the token itself is not kept
    login TEXT COLLATE "C" NOT NULL REFERENCES officers (login) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,  -- last use, kept roughly
    expires_at BIGINT NOT NULL,
    CHECK (created_at <= seen_at AND created_at < expires_at)
);
CREATE INDEX sessions_by_login ON sessions (login);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

CREATE TABLE audit (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at BIGINT NOT NULL,
    login TEXT COLLATE "C" NOT NULL,  -- or `node`: done by rule
    what TEXT COLLATE "C" NOT NULL CHECK (length(what) BETWEEN 1 AND 80),  -- a key such as `search`
    object TEXT COLLATE "C" NOT NULL,  -- case, register, login, …
    purpose TEXT COLLATE "C" NOT NULL,  -- as stated, or ''
    legal_basis TEXT COLLATE "C" NOT NULL,  -- as stated, or ''
    detail TEXT COLLATE "C" NOT NULL,
    words TEXT COLLATE "C" NOT NULL  -- lower-case text that lists search
);
CREATE INDEX audit_by_login ON audit (login, id);

CREATE FUNCTION audit_is_written_once() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'audit is written once'; END $$;
CREATE TRIGGER audit_is_written_once BEFORE UPDATE ON audit
FOR EACH ROW EXECUTE FUNCTION audit_is_written_once();
