-- The orders in which lists are read. A rebuild makes them when all rows are there, which is many times as fast.

CREATE INDEX IF NOT EXISTS map_missed ON map (missed_since) WHERE missed_since IS NOT NULL;
CREATE INDEX IF NOT EXISTS map_waiting ON map (id) WHERE waiting = 1;
CREATE INDEX IF NOT EXISTS map_by_time ON map (seen_at, id) WHERE shown = 1;
CREATE INDEX IF NOT EXISTS map_by_name ON map (name_folded, id) WHERE shown = 1;
CREATE INDEX IF NOT EXISTS map_by_state ON map (state_rank, name_folded, id) WHERE shown = 1;
CREATE INDEX IF NOT EXISTS map_by_state_time ON map (state, seen_at, id) WHERE shown = 1;
CREATE INDEX IF NOT EXISTS map_by_model ON map (model_name, seen_at, id) WHERE shown = 1;
