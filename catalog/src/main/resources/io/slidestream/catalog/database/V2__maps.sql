-- Which maps there are. All of it can be told again by topics and results folders: a rebuild makes it anew.

CREATE TABLE model (
  hash        TEXT NOT NULL PRIMARY KEY,
  description TEXT NOT NULL              -- JSON
);

CREATE TABLE map (
  id           TEXT    NOT NULL PRIMARY KEY,
  location     TEXT    NOT NULL,         -- of the slide
  name         TEXT    NOT NULL,         -- of the slide
  name_folded  TEXT    NOT NULL,         -- in small letters, to search in and sort by
  model_name   TEXT,
  shown        INTEGER NOT NULL,         -- 1: the newest map of its slide
  state        TEXT,                     -- null: nothing but the ledger's figures is known
  state_rank   INTEGER NOT NULL,
  seen_at      BIGINT  NOT NULL,         -- milliseconds since 1970
  ended_at     BIGINT,
  tissue_mm2   DOUBLE PRECISION,
  tumour_mm2   DOUBLE PRECISION,
  unsure_share DOUBLE PRECISION,
  progress     DOUBLE PRECISION,
  found_path   TEXT,                     -- folder of its results
  missed_since BIGINT,                   -- since when it was mapped and its results were not found
  waiting      INTEGER NOT NULL,
  details      TEXT    NOT NULL          -- JSON: what is known of it, by where it is known from
);

CREATE INDEX map_by_location ON map (location);
CREATE INDEX map_by_path ON map (found_path) WHERE found_path IS NOT NULL;
CREATE INDEX map_missed ON map (missed_since) WHERE missed_since IS NOT NULL;
CREATE INDEX map_waiting ON map (id) WHERE waiting = 1;
CREATE INDEX map_by_time ON map (seen_at, id) WHERE shown = 1;
CREATE INDEX map_by_name ON map (name_folded, id) WHERE shown = 1;
CREATE INDEX map_by_state ON map (state_rank, name_folded, id) WHERE shown = 1;
CREATE INDEX map_by_state_time ON map (state, seen_at, id) WHERE shown = 1;
CREATE INDEX map_by_model ON map (model_name, seen_at, id) WHERE shown = 1;
CREATE INDEX map_most_tumour ON map (COALESCE(tumour_mm2, -1), id) WHERE shown = 1;
CREATE INDEX map_least_tumour ON map (COALESCE(tumour_mm2, 1e300), id) WHERE shown = 1;
CREATE INDEX map_most_unsure ON map (COALESCE(unsure_share, -1), id) WHERE shown = 1;
CREATE INDEX map_least_unsure ON map (COALESCE(unsure_share, 1e300), id) WHERE shown = 1;
CREATE INDEX map_most_done ON map (COALESCE(progress, -1), id) WHERE shown = 1;
CREATE INDEX map_least_done ON map (COALESCE(progress, 1e300), id) WHERE shown = 1;

-- How far topics were read, for each cluster that the catalog ever followed.
CREATE TABLE topic_position (
  cluster     TEXT    NOT NULL,
  topic       TEXT    NOT NULL,
  topic_part  INTEGER NOT NULL,
  next_record BIGINT  NOT NULL,
  PRIMARY KEY (cluster, topic, topic_part)
);
