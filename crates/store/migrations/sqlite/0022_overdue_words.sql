-- Overdue receipts are searched by partner and act.

ALTER TABLE overdue ADD COLUMN words TEXT NOT NULL DEFAULT '';
UPDATE overdue SET words = partner || ' ' || lower(hex(act));
