-- The catalog of the sandbox, in the PostgreSQL database that evaluates its queries.
--
-- The engine keeps Materialize's state in Java and mirrors it into the tables of sandbox_state below after each
-- committed DDL, in one PostgreSQL transaction with the schemas, tables and views themselves. The relations that users
-- see (mz_catalog, mz_internal) are views over these tables and over what never changes (system_*).
--
-- Filled by the engine: databases, schemas, clusters, replicas, roles, role_members, objects, columns, dependencies,
-- comments, default_privileges, system_privileges, refresh_strategies, deployment_lineage, sessions, subscriptions,
-- audit_events. These hold also the system clusters and system roles, but only the user's schemas and objects (ids u…).
-- Filled here, read only for the engine: system_schemas, system_objects, system_columns, replica_sizes.
-- Filled by tests through the Sandbox's API, never by the engine: behaviour_*.
--
-- Functions and types that a user's object depends on are found by name in system_objects
-- (SELECT id FROM sandbox_state.system_objects WHERE schema_name = 'pg_catalog' AND name = 'count' AND type = 'function').
-- A function has one row per overload with one id, as on Materialize: joins show it as often as it has overloads.

CREATE SCHEMA sandbox_state;
SET search_path = sandbox_state, pg_catalog;

CREATE TABLE databases (id text PRIMARY KEY, oid oid NOT NULL, name text NOT NULL, owner_id text NOT NULL,
    privileges text[] NOT NULL);
CREATE TABLE schemas (id text PRIMARY KEY, oid oid NOT NULL, database_id text NOT NULL, name text NOT NULL,
    owner_id text NOT NULL, privileges text[] NOT NULL);
CREATE TABLE clusters (id text PRIMARY KEY, name text NOT NULL, owner_id text NOT NULL, privileges text[] NOT NULL,
    managed boolean NOT NULL,
    -- NULL for an unmanaged cluster:
    size text, replication_factor bigint, disk boolean, availability_zones text[], introspection_debugging boolean,
    introspection_interval interval,
    schedule_type text,                       -- 'manual', 'on-refresh'; NULL for an unmanaged cluster
    refresh_hydration_time_estimate interval,
    auto_scaling_strategy jsonb, workload_class text);
CREATE TABLE replicas (id text PRIMARY KEY, name text NOT NULL, cluster_id text NOT NULL, size text,
    availability_zone text, owner_id text NOT NULL, disk boolean, internal boolean NOT NULL DEFAULT false,
    pending boolean NOT NULL DEFAULT false, created_at timestamptz NOT NULL);
CREATE TABLE roles (id text PRIMARY KEY, oid oid NOT NULL, name text NOT NULL, inherit boolean NOT NULL DEFAULT true,
    rolcanlogin boolean, rolsuper boolean);
CREATE TABLE role_members (role_id text NOT NULL, member text NOT NULL, grantor text NOT NULL,
    PRIMARY KEY (role_id, member, grantor));

CREATE TABLE objects (id text PRIMARY KEY, oid oid NOT NULL, schema_id text NOT NULL, name text NOT NULL,
    -- 'table', 'view', 'materialized-view', 'index', 'source', 'sink', 'connection', 'secret', 'type':
    type text NOT NULL,
    subtype text,                             -- type column of mz_sources, mz_sinks, mz_connections: 'kafka', 'subsource' …
    owner_id text NOT NULL, cluster_id text, privileges text[], -- privileges NULL for indexes and sinks
    create_sql text, redacted_create_sql text,
    definition text,                          -- views and materialized views: the query, ending in ';'
    on_id text,                               -- indexes
    source_id text,                           -- tables created from a source
    connection_id text, envelope_type text, format text, key_format text, value_format text, -- sources and sinks
    constant boolean NOT NULL DEFAULT false,  -- a query over no changing input: its frontier closes when hydrated
    created_at timestamptz NOT NULL);
CREATE TABLE columns (id text NOT NULL, name text NOT NULL, position bigint NOT NULL, nullable boolean NOT NULL,
    type text NOT NULL, "default" text, type_oid oid NOT NULL, type_mod integer NOT NULL DEFAULT -1,
    PRIMARY KEY (id, position));
CREATE TABLE dependencies (object_id text NOT NULL, referenced_object_id text NOT NULL,
    PRIMARY KEY (object_id, referenced_object_id));
CREATE TABLE comments (id text NOT NULL, object_type text NOT NULL, object_sub_id integer, comment text NOT NULL,
    UNIQUE NULLS NOT DISTINCT (id, object_type, object_sub_id));
-- One row for each (role, database, schema, object type, grantee, grantor), as Materialize has it:
CREATE TABLE default_privileges (role_id text NOT NULL, database_id text, schema_id text, object_type text NOT NULL,
    grantee text NOT NULL, privileges text NOT NULL);
CREATE TABLE system_privileges (privileges text PRIMARY KEY);
CREATE TABLE refresh_strategies (materialized_view_id text NOT NULL, type text NOT NULL, interval interval,
    aligned_to timestamptz, at timestamptz);
CREATE TABLE deployment_lineage (cluster_id text PRIMARY KEY, current_deployment_cluster_id text NOT NULL,
    cluster_name text NOT NULL);
CREATE TABLE sessions (id uuid PRIMARY KEY, connection_id bigint NOT NULL UNIQUE, role_id text NOT NULL, client_ip text,
    connected_at timestamptz NOT NULL);
CREATE TABLE subscriptions (id text PRIMARY KEY, session_id uuid NOT NULL, cluster_id text NOT NULL,
    created_at timestamptz NOT NULL, referenced_object_ids text[] NOT NULL);
CREATE TABLE audit_events (id bigint PRIMARY KEY, event_type text NOT NULL, object_type text NOT NULL,
    details jsonb NOT NULL, "user" text, occurred_at timestamptz NOT NULL);
