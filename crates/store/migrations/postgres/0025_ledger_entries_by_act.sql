-- Entries are found by their act. Keeping every digest in order as well made each act write two more pages in random places.
DROP INDEX ledger_leaves_by_digest;
