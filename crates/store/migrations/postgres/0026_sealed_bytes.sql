-- Signed and sealed bytes do not become smaller: trying to compress them took a sixth of the engine's time.
ALTER TABLE acts ALTER COLUMN bytes SET STORAGE EXTERNAL;
ALTER TABLE envelopes_out ALTER COLUMN signed SET STORAGE EXTERNAL;
ALTER TABLE envelopes_out ALTER COLUMN wire SET STORAGE EXTERNAL;
ALTER TABLE envelopes_in ALTER COLUMN signed SET STORAGE EXTERNAL;
ALTER TABLE receipts ALTER COLUMN bytes SET STORAGE EXTERNAL;
