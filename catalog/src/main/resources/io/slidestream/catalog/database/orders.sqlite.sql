CREATE INDEX IF NOT EXISTS map_most_tumour ON map (COALESCE(tumour_mm2, -1), id) WHERE shown = 1;
CREATE INDEX IF NOT EXISTS map_least_tumour ON map (COALESCE(tumour_mm2, 1e300), id) WHERE shown = 1;
CREATE INDEX IF NOT EXISTS map_most_share ON map (COALESCE(tumour_share, -1), id) WHERE shown = 1;
CREATE INDEX IF NOT EXISTS map_least_share ON map (COALESCE(tumour_share, 1e300), id) WHERE shown = 1;
CREATE INDEX IF NOT EXISTS map_most_unsure ON map (COALESCE(unsure_share, -1), id) WHERE shown = 1;
CREATE INDEX IF NOT EXISTS map_least_unsure ON map (COALESCE(unsure_share, 1e300), id) WHERE shown = 1;
CREATE INDEX IF NOT EXISTS map_most_done ON map (COALESCE(progress, -1), id) WHERE shown = 1;
CREATE INDEX IF NOT EXISTS map_least_done ON map (COALESCE(progress, 1e300), id) WHERE shown = 1;
INSERT INTO map_name (map_name) VALUES ('rebuild');
