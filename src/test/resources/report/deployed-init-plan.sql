-- mz:init on target default
-- Deployment: 20261122T121500Z-ab12cd3
-- Planned for materialize at db.example.com:6875 as deployer, 2026-11-22T12:15:00Z
\set ON_ERROR_STOP on

-- create schema staging_dbt_deploy
CREATE SCHEMA "materialize"."staging_dbt_deploy";

-- create schema marts_dbt_deploy
CREATE SCHEMA "materialize"."marts_dbt_deploy";

-- create cluster prod_dbt_deploy (100cc × 2)
CREATE CLUSTER "prod_dbt_deploy" (SIZE = '100cc', REPLICATION FACTOR = 2);
