-- The index of maps anew, with a short key for its own indexes. Topics and results folders fill it again.

DROP TABLE map;
DELETE FROM topic_position;

CREATE TABLE map (
  place        INTEGER PRIMARY KEY,      -- in the index only, and another after a rebuild
  id           TEXT    NOT NULL UNIQUE,
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
  tumour_share DOUBLE PRECISION,
  unsure_share DOUBLE PRECISION,
  progress     DOUBLE PRECISION,
  found_path   TEXT,                     -- folder of its results
  missed_since BIGINT,                   -- since when it was mapped and its results were not found
  waiting      INTEGER NOT NULL,
  details      TEXT    NOT NULL          -- JSON: what is known of it, by where it is known from
);

CREATE INDEX map_by_location ON map (location);
CREATE INDEX map_by_path ON map (found_path) WHERE found_path IS NOT NULL;

-- Slides that are no longer in their bucket, which a rebuild does not know again at once.
CREATE TABLE gone_slide (
  location TEXT   NOT NULL PRIMARY KEY,
  since    BIGINT NOT NULL               -- milliseconds since 1970
);
