-- When a person goes free unless something happens first: the nearest period of the case that frees a person. The front
-- page and the list find such cases by it among thousands. Derived like the columns beside it; filled with the next act.
ALTER TABLE cases ADD COLUMN liberty_at INTEGER;
CREATE INDEX cases_by_liberty ON cases (liberty_at);
