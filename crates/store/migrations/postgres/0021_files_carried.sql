-- How many chunks of an offered file, from the first on, were put on removable media for its recipient.

ALTER TABLE file_offers ADD COLUMN carried BIGINT NOT NULL DEFAULT 0 CHECK (carried >= 0);
