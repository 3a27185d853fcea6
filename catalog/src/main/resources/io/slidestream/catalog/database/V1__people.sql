-- What people add. Nothing else can tell it again: a rebuild of the catalog leaves it as it is.

CREATE TABLE correction (
  id             TEXT   NOT NULL PRIMARY KEY, -- a UUID
  map_id         TEXT   NOT NULL,             -- the map that was looked at when it was made
  slide_location TEXT   NOT NULL,
  slide_name     TEXT   NOT NULL,
  geometry       TEXT   NOT NULL,             -- GeoJSON: Polygon or MultiPolygon in pixels of level 0
  label          TEXT   NOT NULL,             -- name of a class, 'artefact' or 'not sure'
  comment        TEXT   NOT NULL,
  author         TEXT   NOT NULL,
  made_at        BIGINT NOT NULL              -- milliseconds since 1970
);

CREATE INDEX correction_by_slide ON correction (slide_location, made_at, id);
CREATE INDEX correction_by_time ON correction (made_at, id);

CREATE TABLE mark (
  map_id         TEXT   NOT NULL,
  author         TEXT   NOT NULL,
  kind           TEXT   NOT NULL CHECK (kind IN ('looked-at', 'marked')),
  slide_location TEXT   NOT NULL,
  slide_name     TEXT   NOT NULL,
  made_at        BIGINT NOT NULL,
  PRIMARY KEY (map_id, author, kind)
);

CREATE INDEX mark_by_author ON mark (author, kind, made_at);
CREATE INDEX mark_by_slide ON mark (slide_location);

CREATE TABLE tag (
  slide_location TEXT   NOT NULL,
  tag            TEXT   NOT NULL,
  slide_name     TEXT   NOT NULL,
  author         TEXT   NOT NULL,
  made_at        BIGINT NOT NULL,
  PRIMARY KEY (slide_location, tag)
);

CREATE INDEX tag_by_name ON tag (tag, slide_location);
