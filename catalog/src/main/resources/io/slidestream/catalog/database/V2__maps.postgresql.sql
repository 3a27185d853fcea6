-- Any part of a name of three letters or more is found without reading all names.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX map_by_name_part ON map USING gin (name_folded gin_trgm_ops);
