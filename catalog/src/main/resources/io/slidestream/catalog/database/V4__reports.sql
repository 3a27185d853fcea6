-- What 'status' and 'report' ask. All of it can be told again by topics and results folders, which are therefore read anew.

-- How far each slide has come, as topic slide-states tells it; and the bucket's last listing.
CREATE TABLE slide_state (
  slide_key TEXT  NOT NULL PRIMARY KEY,  -- of the record, in ASCII
  state     TEXT,                        -- null: a bucket
  map_id    TEXT,
  word      BYTEA NOT NULL               -- the record
);

-- The summaries in results folders: a row a file, whichever map it is of.
CREATE TABLE summary (
  folder  TEXT   NOT NULL PRIMARY KEY,
  map_id  TEXT   NOT NULL,
  millis  BIGINT NOT NULL,               -- of the file, as it was when it was read
  size    BIGINT NOT NULL,
  figures TEXT   NOT NULL                -- JSON: what a report says of it
);

CREATE INDEX summary_by_map ON summary (map_id);

-- What else the last look through a results folder found, in its order.
CREATE TABLE folder_note (
  root   TEXT    NOT NULL,
  number INTEGER NOT NULL,
  note   TEXT    NOT NULL,
  PRIMARY KEY (root, number)
);

-- Until when somebody vouches that the catalog has what a results folder has, since he looks again and again.
CREATE TABLE folder_watch (
  root   TEXT   NOT NULL PRIMARY KEY,
  lasts  BIGINT NOT NULL                 -- milliseconds since 1970
);

DELETE FROM topic_position;
ALTER TABLE topic_position ADD COLUMN told_at BIGINT NOT NULL DEFAULT 0; -- when a process last followed the topic
