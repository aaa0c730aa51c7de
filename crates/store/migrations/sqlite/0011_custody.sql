-- Acts that were recalled: their content goes, what they were stays.

ALTER TABLE acts ADD COLUMN purged_at INTEGER;                                     -- when `bytes` was emptied

DROP TRIGGER acts_are_written_once;
CREATE TRIGGER acts_are_written_once BEFORE UPDATE ON acts
WHEN NOT (
    OLD.purged_at IS NULL AND NEW.purged_at IS NOT NULL AND length(NEW.bytes) = 0
    AND NEW.id = OLD.id AND NEW.case_id = OLD.case_id AND NEW.author = OLD.author AND NEW.kind = OLD.kind
    AND NEW.direction = OLD.direction AND NEW.made_at = OLD.made_at AND NEW.stored_at = OLD.stored_at
)
BEGIN SELECT RAISE(ABORT, 'acts are written once'); END;

-- What authors have recalled, kept so that an act that arrives after its recall is erased as well.
CREATE TABLE recalls (
    recall BLOB NOT NULL CHECK (length(recall) = 32),                             -- the act that recalls
    target BLOB NOT NULL CHECK (length(target) = 32),                             -- the act recalled
    author TEXT NOT NULL,                                                         -- who recalls it
    case_id BLOB NOT NULL CHECK (length(case_id) = 16),
    effect TEXT NOT NULL CHECK (effect IN ('withdraw', 'correct', 'narrow')),
    reason TEXT NOT NULL,
    at INTEGER NOT NULL,
    purged_at INTEGER,                                                            -- when it was erased here; NULL: it may stay
    PRIMARY KEY (recall)
) STRICT;
CREATE INDEX recalls_by_target ON recalls (target);

-- What belongs to no case of the desk is found by what it is.
CREATE INDEX acts_of_groups ON acts (kind, made_at)
WHERE kind IN ('group', 'group-message', 'forward', 'recall', 'purged', 'passed-on', 'leave');
