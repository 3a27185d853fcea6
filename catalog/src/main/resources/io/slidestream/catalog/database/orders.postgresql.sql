CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX IF NOT EXISTS map_by_name_part ON map USING gin (name_folded gin_trgm_ops);
