-- Acts that were recalled: their content goes, what they were stays.

ALTER TABLE acts ADD COLUMN purged_at BIGINT;  -- when `bytes` was emptied

CREATE OR REPLACE FUNCTION acts_are_written_once() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF OLD.purged_at IS NULL AND NEW.purged_at IS NOT NULL AND octet_length(NEW.bytes) = 0
        AND NEW.id = OLD.id AND NEW.case_id = OLD.case_id AND NEW.author = OLD.author AND NEW.kind = OLD.kind
        AND NEW.direction = OLD.direction AND NEW.made_at = OLD.made_at AND NEW.stored_at = OLD.stored_at
    THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'acts are written once';
END $$;

-- What authors have recalled, kept so that an act that arrives after its recall is erased as well.
CREATE TABLE recalls (
    recall BYTEA NOT NULL CHECK (octet_length(recall) = 32),  -- the act that recalls
    target BYTEA NOT NULL CHECK (octet_length(target) = 32),  -- the act recalled
    author TEXT COLLATE "C" NOT NULL,  -- who recalls it
    case_id BYTEA NOT NULL CHECK (octet_length(case_id) = 16),
    effect TEXT COLLATE "C" NOT NULL CHECK (effect IN ('withdraw', 'correct', 'narrow')),
    reason TEXT COLLATE "C" NOT NULL,
    at BIGINT NOT NULL,
    purged_at BIGINT,  -- when it was erased here; NULL: it may stay
    PRIMARY KEY (recall)
);
CREATE INDEX recalls_by_target ON recalls (target);

-- What belongs to no case of the desk is found by what it is.
CREATE INDEX acts_of_groups ON acts (kind, made_at)
WHERE kind IN ('group', 'group-message', 'forward', 'recall', 'purged', 'passed-on', 'leave');
