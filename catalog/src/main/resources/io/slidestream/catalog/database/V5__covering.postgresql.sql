-- The orders by numbers, which are made anew: see orders.postgresql.sql.
DROP INDEX IF EXISTS map_most_tumour;
DROP INDEX IF EXISTS map_least_tumour;
DROP INDEX IF EXISTS map_most_share;
DROP INDEX IF EXISTS map_least_share;
DROP INDEX IF EXISTS map_most_unsure;
DROP INDEX IF EXISTS map_least_unsure;
DROP INDEX IF EXISTS map_most_done;
DROP INDEX IF EXISTS map_least_done;
