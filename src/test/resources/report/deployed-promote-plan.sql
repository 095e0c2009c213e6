-- mz:promote on target default
-- Deployment: 20261122T121500Z-ab12cd3
-- Planned for materialize at db.example.com:6875 as deployer, 2026-11-22T12:30:00Z
\set ON_ERROR_STOP on

-- swap 2 schemas and 1 cluster
BEGIN;
ALTER SCHEMA "materialize"."_mz_deployment_default_staged" RENAME TO "_mz_deployment_default_promoted";
ALTER SCHEMA "materialize"."staging" SWAP WITH "staging_dbt_deploy";
ALTER SCHEMA "materialize"."marts" SWAP WITH "marts_dbt_deploy";
ALTER CLUSTER "prod" SWAP WITH "prod_dbt_deploy";
COMMIT;

-- point sink sinks.revenue_out at marts.revenue
ALTER SINK "materialize"."sinks"."revenue_out" SET FROM "materialize"."marts"."revenue";
