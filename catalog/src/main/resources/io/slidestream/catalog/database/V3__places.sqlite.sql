-- Any part of a name of three letters or more is found without reading all names, which stay in the table of maps.
DROP TABLE map_name;
CREATE VIRTUAL TABLE map_name USING fts5(name_folded, content = 'map', content_rowid = 'place', tokenize = 'trigram case_sensitive 1');
INSERT INTO map_name (map_name, rank) VALUES ('secure-delete', 1);
