-- mz:cluster=compute
CREATE MATERIALIZED VIEW report AS SELECT * FROM revenue;
