CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX IF NOT EXISTS map_by_name_part ON map USING gin (name_folded gin_trgm_ops);
-- With the number itself, without which PostgreSQL looks at the row of every map that it passes over.
CREATE INDEX IF NOT EXISTS map_most_tumour ON map (COALESCE(tumour_mm2, -1), id) INCLUDE (tumour_mm2) WHERE shown = 1;
CREATE INDEX IF NOT EXISTS map_least_tumour ON map (COALESCE(tumour_mm2, 1e300), id) INCLUDE (tumour_mm2) WHERE shown = 1;
CREATE INDEX IF NOT EXISTS map_most_share ON map (COALESCE(tumour_share, -1), id) INCLUDE (tumour_share) WHERE shown = 1;
CREATE INDEX IF NOT EXISTS map_least_share ON map (COALESCE(tumour_share, 1e300), id) INCLUDE (tumour_share) WHERE shown = 1;
CREATE INDEX IF NOT EXISTS map_most_unsure ON map (COALESCE(unsure_share, -1), id) INCLUDE (unsure_share) WHERE shown = 1;
CREATE INDEX IF NOT EXISTS map_least_unsure ON map (COALESCE(unsure_share, 1e300), id) INCLUDE (unsure_share) WHERE shown = 1;
CREATE INDEX IF NOT EXISTS map_most_done ON map (COALESCE(progress, -1), id) INCLUDE (progress) WHERE shown = 1;
CREATE INDEX IF NOT EXISTS map_least_done ON map (COALESCE(progress, 1e300), id) INCLUDE (progress) WHERE shown = 1;
