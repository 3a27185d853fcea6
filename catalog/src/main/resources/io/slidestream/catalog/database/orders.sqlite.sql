INSERT INTO map_name (map_name) VALUES ('rebuild');
