-- Overdue receipts are searched by partner and act.

ALTER TABLE overdue ADD COLUMN words TEXT COLLATE "C" NOT NULL DEFAULT '';
UPDATE overdue SET words = partner || ' ' || encode(act, 'hex');
