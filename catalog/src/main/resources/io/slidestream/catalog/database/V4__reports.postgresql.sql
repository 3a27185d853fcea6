-- Sorted by bytes, as everywhere else.
ALTER TABLE slide_state ALTER COLUMN slide_key TYPE TEXT COLLATE "C";
ALTER TABLE summary ALTER COLUMN folder TYPE TEXT COLLATE "C";
ALTER TABLE map ALTER COLUMN found_path TYPE TEXT COLLATE "C";
