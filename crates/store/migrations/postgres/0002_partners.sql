-- Other authorities, accredited by two people.

-- Every key record a partner ever had: old acts have to stay verifiable.
CREATE TABLE partner_keys (
    authority TEXT COLLATE "C" NOT NULL,
    fingerprint BYTEA NOT NULL CHECK (octet_length(fingerprint) = 32),
    keys BYTEA NOT NULL,  -- canonical bytes of the public keys
    known_at BIGINT NOT NULL,
    PRIMARY KEY (authority, fingerprint)
);

CREATE TABLE partners (
    authority TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (length(authority) BETWEEN 5 AND 43),
    name TEXT COLLATE "C" NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    fingerprint BYTEA NOT NULL CHECK (octet_length(fingerprint) = 32),  -- SHA-256 of the keys
    endpoint TEXT COLLATE "C" NOT NULL CHECK (endpoint LIKE '%_:_%'),  -- host:port
    tls_cert_sha256 BYTEA NOT NULL CHECK (octet_length(tls_cert_sha256) = 32),
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('proposed', 'accredited', 'suspended')),
    proposed_by TEXT COLLATE "C" NOT NULL,
    proposed_at BIGINT NOT NULL,
    accredited_by TEXT COLLATE "C",  -- another person
    accredited_at BIGINT,
    suspended_by TEXT COLLATE "C",
    suspended_at BIGINT,
    reached_at BIGINT,  -- last contact that worked
    words TEXT COLLATE "C" NOT NULL,  -- lower-case text that lists search
    CHECK (accredited_by <> proposed_by),
    CHECK ((accredited_by IS NULL) = (accredited_at IS NULL)),
    CHECK ((suspended_by IS NULL) = (suspended_at IS NULL)),
    CHECK (state <> 'accredited' OR accredited_by IS NOT NULL),
    CHECK ((state = 'suspended') = (suspended_by IS NOT NULL)),
    FOREIGN KEY (authority, fingerprint) REFERENCES partner_keys (authority, fingerprint)
);
