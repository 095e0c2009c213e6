-- mz:apply on target default
-- Deployment: 20261122T121500Z-ab12cd3
-- Planned for materialize at db.example.com:6875 as deployer, 2026-11-22T12:15:30Z
\set ON_ERROR_STOP on

-- run staging/orders.sql:1
CREATE VIEW orders AS SELECT 1 AS x;

-- run marts/revenue.sql:2
CREATE VIEW revenue AS SELECT x FROM orders;
