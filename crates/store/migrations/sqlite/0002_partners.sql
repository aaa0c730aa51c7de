-- Other authorities, accredited by two people.

CREATE TABLE partners (
    authority TEXT NOT NULL PRIMARY KEY CHECK (length(authority) BETWEEN 5 AND 43),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    fingerprint BLOB NOT NULL CHECK (length(fingerprint) = 32),                   -- SHA-256 of the keys
    endpoint TEXT NOT NULL CHECK (endpoint LIKE '%_:_%'),                         -- host:port
    tls_cert_sha256 BLOB NOT NULL CHECK (length(tls_cert_sha256) = 32),
    state TEXT NOT NULL CHECK (state IN ('proposed', 'accredited', 'suspended')),
    proposed_by TEXT NOT NULL,
    proposed_at INTEGER NOT NULL,
    accredited_by TEXT,                                                           -- another person
    accredited_at INTEGER,
    suspended_by TEXT,
    suspended_at INTEGER,
    reached_at INTEGER,                                                           -- last contact that worked
    words TEXT NOT NULL,                                                          -- lower-case text that lists search
    CHECK (accredited_by <> proposed_by),
    CHECK ((accredited_by IS NULL) = (accredited_at IS NULL)),
    CHECK ((suspended_by IS NULL) = (suspended_at IS NULL)),
    CHECK (state <> 'accredited' OR accredited_by IS NOT NULL),
    CHECK ((state = 'suspended') = (suspended_by IS NOT NULL)),
    FOREIGN KEY (authority, fingerprint) REFERENCES partner_keys (authority, fingerprint)
) STRICT;

-- Every key record a partner ever had: old acts have to stay verifiable.
CREATE TABLE partner_keys (
    authority TEXT NOT NULL,
    fingerprint BLOB NOT NULL CHECK (length(fingerprint) = 32),
    keys BLOB NOT NULL,                                                           -- canonical bytes of the public keys
    known_at INTEGER NOT NULL,
    PRIMARY KEY (authority, fingerprint)
) STRICT;
