-- The catalog of the sandbox, in the PostgreSQL database that evaluates its queries.
--
-- The engine keeps Materialize's state in Java and mirrors it into the tables of sandbox_state below after each
-- committed DDL, in one PostgreSQL transaction with the tables and views themselves (sandbox_objects). The relations that users
-- see (mz_catalog, mz_internal) are views over these tables and over what never changes (system_*).
--
-- Filled by the engine: databases, schemas, clusters, replicas, roles, role_members, objects, columns, dependencies,
-- comments, default_privileges, system_privileges, sessions, subscriptions. These hold also the system clusters and system roles, but only the user's schemas and objects (ids u…).
-- Filled here, read only for the engine: system_schemas, system_objects, system_columns, replica_sizes.
-- Filled by tests through the Sandbox's API, never by the engine: behaviour_*.
--
-- Functions and types that a user's object depends on are found by name in system_objects
-- (SELECT id FROM sandbox_state.system_objects WHERE schema_name = 'pg_catalog' AND name = 'count' AND type = 'function').
-- A function has one row per overload with one id, as on Materialize: joins show it as often as it has overloads.

SET client_min_messages = warning;
CREATE SCHEMA sandbox_state;
CREATE SCHEMA sandbox_objects;
CREATE SCHEMA mz_catalog;
CREATE SCHEMA mz_internal;
----------------------------------------------------------------------------------------------------------------------
-- Types that Materialize has and PostgreSQL lacks, with Materialize's OIDs, so that results carry those by themselves.
-- First of all, while those OIDs are free.

DO $$
DECLARE
    t record;
BEGIN
    FOR t IN VALUES ('uint2', 'int8', 'N'), ('uint4', 'int8', 'N'), ('uint8', 'xid8', 'N'), ('mz_timestamp', 'int8', 'N'),
            ('mz_aclitem', 'text', 'U'), ('list', 'text', 'U')
    LOOP
        EXECUTE format('CREATE TYPE mz_catalog.%s', t.column1);
        EXECUTE format('CREATE FUNCTION mz_catalog.%1$s_in(cstring) RETURNS mz_catalog.%1$s LANGUAGE internal
            IMMUTABLE STRICT PARALLEL SAFE AS %2$L', t.column1, t.column2 || 'in');
        EXECUTE format('CREATE FUNCTION mz_catalog.%1$s_out(mz_catalog.%1$s) RETURNS cstring LANGUAGE internal
            IMMUTABLE STRICT PARALLEL SAFE AS %2$L', t.column1, t.column2 || 'out');
        EXECUTE format('CREATE TYPE mz_catalog.%1$s (INPUT = mz_catalog.%1$s_in, OUTPUT = mz_catalog.%1$s_out,
            LIKE = %2$s, CATEGORY = %3$L)', t.column1, t.column2, t.column3);
    END LOOP;
END $$;

SET allow_system_table_mods = on;
DO $$
DECLARE
    t record;
    old oid;
    old_array oid;
BEGIN
    FOR t IN VALUES ('uint2', 16460, 16461), ('uint4', 16462, 16463), ('uint8', 16464, 16465),
            ('mz_timestamp', 16552, 16553), ('mz_aclitem', 16566, 16567), ('list', 16384, NULL)
    LOOP
        SELECT oid, typarray INTO old, old_array FROM pg_type
        WHERE typname = t.column1 AND typnamespace = 'mz_catalog'::regnamespace;
        t.column3 := coalesce(t.column3, old_array);
        UPDATE pg_type SET oid = t.column2, typarray = t.column3 WHERE oid = old;
        UPDATE pg_type SET oid = t.column3, typelem = t.column2 WHERE oid = old_array;
        UPDATE pg_proc SET prorettype = t.column2 WHERE prorettype = old;
        UPDATE pg_proc SET proargtypes = t.column2::text::oidvector WHERE proargtypes = old::text::oidvector;
        UPDATE pg_depend SET objid = t.column2 WHERE classid = 'pg_type'::regclass AND objid = old;
        UPDATE pg_depend SET refobjid = t.column2 WHERE refclassid = 'pg_type'::regclass AND refobjid = old;
        UPDATE pg_depend SET objid = t.column3 WHERE classid = 'pg_type'::regclass AND objid = old_array;
        UPDATE pg_depend SET refobjid = t.column3 WHERE refclassid = 'pg_type'::regclass AND refobjid = old_array;
    END LOOP;
END $$;
RESET allow_system_table_mods;

-- Unsigned integers behave as bigint, but keep their type through min and max, and uint8 is read and written without a sign.
DO $$
DECLARE
    t text;
    f text;
BEGIN
    FOREACH t IN ARRAY ARRAY['uint2', 'uint4', 'uint8'] LOOP
        EXECUTE format('CREATE CAST (mz_catalog.%s AS int8) WITHOUT FUNCTION AS IMPLICIT', t);
        EXECUTE format('CREATE CAST (int8 AS mz_catalog.%s) WITHOUT FUNCTION AS ASSIGNMENT', t);
        EXECUTE format('CREATE FUNCTION mz_catalog.numeric(mz_catalog.%s) RETURNS numeric LANGUAGE internal
            IMMUTABLE STRICT PARALLEL SAFE AS %L', t, 'int8_numeric');
        EXECUTE format('CREATE CAST (mz_catalog.%1$s AS numeric) WITH FUNCTION mz_catalog.numeric(mz_catalog.%1$s)', t);
        EXECUTE format('CREATE FUNCTION mz_catalog.int4(mz_catalog.%s) RETURNS int4 LANGUAGE internal
            IMMUTABLE STRICT PARALLEL SAFE AS %L', t, 'int84');
        EXECUTE format('CREATE CAST (mz_catalog.%1$s AS int4) WITH FUNCTION mz_catalog.int4(mz_catalog.%1$s)', t);
        EXECUTE format('CREATE FUNCTION mz_catalog.%1$s(int4) RETURNS mz_catalog.%1$s LANGUAGE internal
            IMMUTABLE STRICT PARALLEL SAFE AS %2$L', t, 'int48');
        EXECUTE format('CREATE CAST (int4 AS mz_catalog.%1$s) WITH FUNCTION mz_catalog.%1$s(int4) AS ASSIGNMENT', t);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['uint2', 'uint4', 'uint8', 'mz_timestamp'] LOOP
        FOREACH f IN ARRAY ARRAY['larger', 'smaller'] LOOP
            EXECUTE format('CREATE FUNCTION mz_catalog.%1$s_%2$s(mz_catalog.%1$s, mz_catalog.%1$s)
                RETURNS mz_catalog.%1$s LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS %3$L', t, f, 'int8' || f);
        END LOOP;
        EXECUTE format('CREATE AGGREGATE mz_catalog.max(mz_catalog.%1$s) (SFUNC = mz_catalog.%1$s_larger,
            STYPE = mz_catalog.%1$s)', t);
        EXECUTE format('CREATE AGGREGATE mz_catalog.min(mz_catalog.%1$s) (SFUNC = mz_catalog.%1$s_smaller,
            STYPE = mz_catalog.%1$s)', t);
    END LOOP;
END $$;

-- Times compare with each other and nothing else can be done with them, as on Materialize; an access item is opaque.
DO $$
DECLARE
    t record;
    o record;
BEGIN
    FOR t IN VALUES ('mz_timestamp', 'int8', 'btint8cmp', 'hashint8'), ('mz_aclitem', 'bytea', 'byteacmp', 'hashvarlena') LOOP
        FOR o IN VALUES ('eq', '=', '=', '<>'), ('ne', '<>', '<>', '='), ('lt', '<', '>', '>='), ('le', '<=', '>=', '>'),
                ('gt', '>', '<', '<='), ('ge', '>=', '<=', '<')
        LOOP
            EXECUTE format('CREATE FUNCTION mz_catalog.%1$s_%2$s(mz_catalog.%1$s, mz_catalog.%1$s) RETURNS boolean
                LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS %3$L', t.column1, o.column1, t.column2 || o.column1);
            EXECUTE format('CREATE OPERATOR mz_catalog.%s (FUNCTION = mz_catalog.%s_%s, LEFTARG = mz_catalog.%2$s,
                RIGHTARG = mz_catalog.%2$s, COMMUTATOR = OPERATOR(mz_catalog.%4$s), NEGATOR = OPERATOR(mz_catalog.%5$s)%6$s)',
                o.column2, t.column1, o.column1, o.column3, o.column4,
                CASE WHEN o.column1 = 'eq' THEN ', HASHES, MERGES' ELSE '' END);
        END LOOP;
        EXECUTE format('CREATE FUNCTION mz_catalog.%1$s_cmp(mz_catalog.%1$s, mz_catalog.%1$s) RETURNS int4
            LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS %2$L', t.column1, t.column3);
        EXECUTE format('CREATE FUNCTION mz_catalog.%1$s_hash(mz_catalog.%1$s) RETURNS int4
            LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS %2$L', t.column1, t.column4);
        EXECUTE format('CREATE OPERATOR CLASS mz_catalog.%1$s_ops DEFAULT FOR TYPE mz_catalog.%1$s USING btree AS
            OPERATOR 1 mz_catalog.<, OPERATOR 2 mz_catalog.<=, OPERATOR 3 mz_catalog.=, OPERATOR 4 mz_catalog.>=,
            OPERATOR 5 mz_catalog.>, FUNCTION 1 mz_catalog.%1$s_cmp(mz_catalog.%1$s, mz_catalog.%1$s)', t.column1);
        EXECUTE format('CREATE OPERATOR CLASS mz_catalog.%1$s_hash_ops DEFAULT FOR TYPE mz_catalog.%1$s USING hash AS
            OPERATOR 1 mz_catalog.=, FUNCTION 1 mz_catalog.%1$s_hash(mz_catalog.%1$s)', t.column1);
    END LOOP;
END $$;

CREATE CAST (int8 AS mz_catalog.mz_timestamp) WITHOUT FUNCTION AS IMPLICIT;
CREATE FUNCTION mz_catalog.mz_timestamp(int4) RETURNS mz_catalog.mz_timestamp
    LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS 'int48';
CREATE CAST (int4 AS mz_catalog.mz_timestamp) WITH FUNCTION mz_catalog.mz_timestamp(int4) AS IMPLICIT;
CREATE FUNCTION mz_catalog.timestamptz(mz_catalog.mz_timestamp) RETURNS timestamptz
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN to_timestamp($1::text::numeric / 1000);
CREATE CAST (mz_catalog.mz_timestamp AS timestamptz) WITH FUNCTION mz_catalog.timestamptz(mz_catalog.mz_timestamp)
    AS ASSIGNMENT;
CREATE FUNCTION mz_catalog.timestamp(mz_catalog.mz_timestamp) RETURNS timestamp
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN to_timestamp($1::text::numeric / 1000) AT TIME ZONE 'UTC';
CREATE CAST (mz_catalog.mz_timestamp AS timestamp) WITH FUNCTION mz_catalog.timestamp(mz_catalog.mz_timestamp)
    AS ASSIGNMENT;

CREATE CAST (text AS mz_catalog.mz_aclitem) WITHOUT FUNCTION;
CREATE CAST (text AS mz_catalog.list) WITHOUT FUNCTION;

-- Lists and maps of the common types. They can be grouped by and subtracted, but there is no = and no <> for them.
DO $$
DECLARE
    element text;
    t text;
BEGIN
    FOREACH element IN ARRAY ARRAY['boolean', 'integer', 'bigint', 'numeric', 'double precision', 'text', 'jsonb', 'date',
            'timestamp without time zone', 'timestamp with time zone'] LOOP
        FOREACH t IN ARRAY ARRAY[element || ' list', 'map[text=>' || element || ']'] LOOP
            EXECUTE format('CREATE TYPE mz_catalog.%I', t);
            EXECUTE format('CREATE FUNCTION mz_catalog.%I(cstring) RETURNS mz_catalog.%I LANGUAGE internal
                IMMUTABLE STRICT PARALLEL SAFE AS %L', t || '_in', t, 'textin');
            EXECUTE format('CREATE FUNCTION mz_catalog.%I(mz_catalog.%I) RETURNS cstring LANGUAGE internal
                IMMUTABLE STRICT PARALLEL SAFE AS %L', t || '_out', t, 'textout');
            EXECUTE format('CREATE TYPE mz_catalog.%I (INPUT = mz_catalog.%I, OUTPUT = mz_catalog.%I, LIKE = text)',
                t, t || '_in', t || '_out');
            EXECUTE format('CREATE CAST (text AS mz_catalog.%I) WITHOUT FUNCTION', t);
            EXECUTE format('CREATE FUNCTION mz_catalog.%1$I(mz_catalog.%2$I, mz_catalog.%2$I) RETURNS boolean
                LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS %3$L', t || '_same', t, 'byteaeq');
            EXECUTE format('CREATE FUNCTION mz_catalog.%I(mz_catalog.%I) RETURNS integer LANGUAGE internal
                IMMUTABLE STRICT PARALLEL SAFE AS %L', t || '_hash', t, 'hashvarlena');
            EXECUTE format('CREATE OPERATOR mz_catalog.<=> (FUNCTION = mz_catalog.%2$I, LEFTARG = mz_catalog.%1$I,
                RIGHTARG = mz_catalog.%1$I, COMMUTATOR = OPERATOR(mz_catalog.<=>), HASHES)', t, t || '_same');
            EXECUTE format('CREATE OPERATOR CLASS mz_catalog.%1$I DEFAULT FOR TYPE mz_catalog.%2$I USING hash AS
                OPERATOR 1 mz_catalog.<=>, FUNCTION 1 mz_catalog.%3$I(mz_catalog.%2$I)', t || '_ops', t, t || '_hash');
        END LOOP;
        EXECUTE format('CREATE FUNCTION mz_catalog.list(%s[]) RETURNS mz_catalog.%2$I LANGUAGE sql IMMUTABLE
            RETURN $1::text::mz_catalog.%2$I', element, element || ' list');
    END LOOP;
END $$;

----------------------------------------------------------------------------------------------------------------------
-- State.

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
-- One row for each (role, database, schema, object type, grantee), privileges as letters, e.g. 'ar':
CREATE TABLE default_privileges (role_id text NOT NULL, database_id text, schema_id text, object_type text NOT NULL,
    grantee text NOT NULL, privileges text NOT NULL);
CREATE TABLE system_privileges (privileges text PRIMARY KEY);
CREATE TABLE sessions (id uuid PRIMARY KEY, connection_id bigint NOT NULL UNIQUE, role_id text NOT NULL, client_ip text,
    connected_at timestamptz NOT NULL);
CREATE TABLE subscriptions (id text PRIMARY KEY, session_id uuid NOT NULL, cluster_id text NOT NULL,
    created_at timestamptz NOT NULL, referenced_object_ids text[] NOT NULL);
-- What tests set; nothing here changes by itself.
CREATE TABLE behaviour_defaults (hydration_delay interval NOT NULL, wallclock_lag_delay interval NOT NULL);
INSERT INTO behaviour_defaults VALUES ('300 ms', '75 s');
-- hydration_delay 'infinity' is never; lag is how far the frontier stays behind; stuck_at is where it stands still.
CREATE TABLE behaviour_clusters (cluster_id text PRIMARY KEY, hydration_delay interval);
CREATE TABLE behaviour_objects (object_id text PRIMARY KEY, hydration_delay interval, lag interval, stuck_at timestamptz,
    status text, error text, status_since timestamptz);
-- A row for each process; where there is none, a replica has one process that is nearly empty.
CREATE TABLE behaviour_replica_memory (replica_id text NOT NULL, process_id bigint NOT NULL, memory_percent float8,
    heap_percent float8);
CREATE TABLE behaviour_replica_events (replica_id text NOT NULL, status text NOT NULL, reason text,
    occurred_at timestamptz NOT NULL);

----------------------------------------------------------------------------------------------------------------------
-- Functions. In mz_catalog, which comes before pg_catalog in the search path, they shadow PostgreSQL's.

-- An item alone is shown with the names of its roles, one of an array with their ids.
CREATE FUNCTION mz_catalog.text(mz_catalog.mz_aclitem) RETURNS text LANGUAGE sql STABLE STRICT AS $$
    SELECT CASE WHEN p[1] = '' THEN '' ELSE coalesce((SELECT name FROM sandbox_state.roles WHERE id = p[1]), p[1]) END
        || '=' || p[2] || '/' || coalesce((SELECT name FROM sandbox_state.roles WHERE id = p[3]), p[3])
    FROM regexp_match(textin(mz_catalog.mz_aclitem_out($1)), '^([^=]*)=([^/]*)/(.*)$') p
$$;
CREATE CAST (mz_catalog.mz_aclitem AS text) WITH FUNCTION mz_catalog.text(mz_catalog.mz_aclitem);

CREATE FUNCTION mz_catalog."current_user"() RETURNS text LANGUAGE sql STABLE
    RETURN current_setting('sandbox.role', true);
CREATE FUNCTION mz_catalog."session_user"() RETURNS text LANGUAGE sql STABLE
    RETURN current_setting('sandbox.role', true);
CREATE FUNCTION mz_catalog."current_role"() RETURNS text LANGUAGE sql STABLE
    RETURN current_setting('sandbox.role', true);
CREATE FUNCTION mz_catalog."user"() RETURNS text LANGUAGE sql STABLE
    RETURN current_setting('sandbox.role', true);
CREATE FUNCTION mz_catalog.current_database() RETURNS text LANGUAGE sql STABLE
    RETURN current_setting('sandbox.database', true);
CREATE FUNCTION mz_catalog.pg_backend_pid() RETURNS integer LANGUAGE sql STABLE
    RETURN current_setting('sandbox.connection_id', true)::integer;
CREATE FUNCTION mz_catalog.mz_is_superuser() RETURNS boolean LANGUAGE sql STABLE
    RETURN coalesce(current_setting('sandbox.superuser', true)::boolean, false);
CREATE FUNCTION mz_internal.mz_is_superuser() RETURNS boolean LANGUAGE sql STABLE
    RETURN mz_catalog.mz_is_superuser();
CREATE FUNCTION mz_catalog.mz_version() RETURNS text LANGUAGE sql IMMUTABLE
    RETURN 'v26.35.0-dev (sandbox)';
CREATE FUNCTION mz_catalog.version() RETURNS text LANGUAGE sql IMMUTABLE
    RETURN 'PostgreSQL 9.5 (Materialize v26.35.0-dev, sandbox)';
-- Time goes by seconds, and stands still within a message, so that mz_now() agrees with the frontiers read beside it.
CREATE FUNCTION sandbox_state.mz_time(timestamptz) RETURNS mz_catalog.mz_timestamp LANGUAGE sql IMMUTABLE STRICT
    RETURN (floor(extract(epoch FROM $1))::int8 * 1000)::mz_catalog.mz_timestamp;
CREATE FUNCTION mz_catalog.mz_now() RETURNS mz_catalog.mz_timestamp LANGUAGE sql STABLE
    RETURN sandbox_state.mz_time(statement_timestamp());

CREATE FUNCTION mz_internal.mz_format_privileges(letters text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT array_agg(CASE l WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE'
        WHEN 'U' THEN 'USAGE' WHEN 'C' THEN 'CREATE' WHEN 'R' THEN 'CREATEROLE' WHEN 'B' THEN 'CREATEDB'
        WHEN 'N' THEN 'CREATECLUSTER' WHEN 'P' THEN 'CREATENETWORKPOLICY' END)
    FROM regexp_split_to_table(letters, '') l
$$;
CREATE FUNCTION mz_internal.mz_aclexplode(privileges mz_catalog.mz_aclitem[], OUT grantor text, OUT grantee text,
    OUT privilege_type text) RETURNS SETOF record LANGUAGE sql IMMUTABLE STRICT ROWS 3 AS $$
    SELECT p[3], CASE WHEN p[1] = '' THEN 'p' ELSE p[1] END, type
    FROM unnest($1) item, regexp_match(textin(mz_catalog.mz_aclitem_out(item)), '^([^=]*)=([^/]*)/(.*)$') p,
        unnest(mz_internal.mz_format_privileges(p[2])) type
$$;

----------------------------------------------------------------------------------------------------------------------
-- What never changes: filled at the end of this file, from what PostgreSQL then knows.

CREATE TABLE system_schemas (id text PRIMARY KEY, oid oid NOT NULL, name text NOT NULL, owner_id text NOT NULL,
    privileges text[] NOT NULL);
CREATE TABLE system_objects (id text NOT NULL, oid oid NOT NULL, schema_id text NOT NULL, schema_name text NOT NULL,
    name text NOT NULL, type text NOT NULL, cluster_id text, on_id text, privileges text[]);
CREATE TABLE system_columns (id text NOT NULL, name text NOT NULL, position bigint NOT NULL, nullable boolean NOT NULL,
    type text NOT NULL, type_oid oid NOT NULL, type_mod integer NOT NULL);
CREATE TABLE replica_sizes (size text PRIMARY KEY, processes bigint NOT NULL, workers bigint NOT NULL,
    cpu_nano_cores mz_catalog.uint8 NOT NULL, memory_bytes mz_catalog.uint8 NOT NULL, disk_bytes bigint NOT NULL,
    credits_per_hour numeric NOT NULL);
-- Without limits, as recorded.
INSERT INTO replica_sizes VALUES
    ('25cc', 1, 1, '18446744073709000000', '18446744073709551615', 1073741824, 0.25),
    ('50cc', 1, 1, '18446744073709000000', '18446744073709551615', 1073741824, 0.5),
    ('100cc', 1, 2, '18446744073709000000', '18446744073709551615', 1073741824, 1);
-- The indexes that every cluster has for its own introspection: hydrated, on the cluster, and not the user's.
CREATE TABLE introspection (number int PRIMARY KEY, name text NOT NULL);
INSERT INTO introspection VALUES (1, 'mz_active_peeks_per_worker'), (2, 'mz_compute_exports_per_worker');

CREATE VIEW introspection_indexes AS
SELECT 'si' || (hashtext(c.id)::bigint + 2147483648) * 10 + i.number AS id,
    i.name || '_' || c.id || '_primary_idx' AS name, c.id AS cluster_id, o.id AS on_id, o.oid, o.schema_id
FROM clusters c, introspection i
JOIN system_objects o ON o.name = i.name AND o.type = 'log';

----------------------------------------------------------------------------------------------------------------------
-- The catalog.

CREATE VIEW mz_catalog.mz_databases AS
SELECT id, oid, name, owner_id, privileges::mz_catalog.mz_aclitem[] AS privileges FROM databases;
CREATE VIEW mz_catalog.mz_schemas AS
SELECT id, oid, database_id, name, owner_id, privileges::mz_catalog.mz_aclitem[] AS privileges FROM schemas
UNION ALL SELECT id, oid, NULL, name, owner_id, privileges::mz_catalog.mz_aclitem[] FROM system_schemas;
CREATE VIEW mz_catalog.mz_clusters AS
SELECT id, name, owner_id, privileges::mz_catalog.mz_aclitem[] AS privileges, managed, size,
    replication_factor::mz_catalog.uint4 AS replication_factor, disk,
    availability_zones::text::mz_catalog.list AS availability_zones, introspection_debugging, introspection_interval
FROM clusters;
CREATE VIEW mz_catalog.mz_cluster_replicas AS
SELECT id, name, cluster_id, size, availability_zone, owner_id, disk FROM replicas;
CREATE VIEW mz_catalog.mz_cluster_replica_sizes AS
SELECT size, processes::mz_catalog.uint8 AS processes, workers::mz_catalog.uint8 AS workers,
    cpu_nano_cores, memory_bytes, disk_bytes::mz_catalog.uint8 AS disk_bytes, credits_per_hour
FROM replica_sizes;
CREATE VIEW mz_catalog.mz_roles AS SELECT id, oid, name, inherit, rolcanlogin, rolsuper FROM roles;
CREATE VIEW mz_catalog.mz_role_members AS SELECT role_id, member, grantor FROM role_members;

CREATE VIEW mz_catalog.mz_objects AS
SELECT id, oid, schema_id, name, type, owner_id, cluster_id, privileges::mz_catalog.mz_aclitem[] AS privileges FROM objects
UNION ALL SELECT id, oid, schema_id, name, type, 's1', cluster_id, privileges::mz_catalog.mz_aclitem[] FROM system_objects
UNION ALL SELECT id, oid, schema_id, name, 'index', 's1', cluster_id, NULL FROM introspection_indexes;
CREATE VIEW mz_catalog.mz_relations AS
SELECT id, oid, schema_id, name, type, owner_id, cluster_id, privileges FROM mz_catalog.mz_objects
WHERE type IN ('table', 'source', 'view', 'materialized-view');
CREATE VIEW mz_catalog.mz_columns AS
SELECT id, name, position::mz_catalog.uint8 AS position, nullable, type, "default", type_oid, type_mod FROM columns
UNION ALL SELECT id, name, position::mz_catalog.uint8, nullable, type, NULL, type_oid, type_mod FROM system_columns;
CREATE VIEW mz_catalog.mz_views AS
SELECT id, oid, schema_id, name, definition, owner_id, privileges::mz_catalog.mz_aclitem[] AS privileges, create_sql,
    redacted_create_sql
FROM objects WHERE type = 'view'
UNION ALL SELECT id, oid, schema_id, name, NULL, 's1', privileges::mz_catalog.mz_aclitem[], NULL, NULL
FROM system_objects WHERE type = 'view';
CREATE VIEW mz_catalog.mz_materialized_views AS
SELECT id, oid, schema_id, name, cluster_id, definition, owner_id, privileges::mz_catalog.mz_aclitem[] AS privileges,
    create_sql, redacted_create_sql
FROM objects WHERE type = 'materialized-view';
CREATE VIEW mz_catalog.mz_indexes AS
SELECT id, oid, name, on_id, cluster_id, owner_id, create_sql, redacted_create_sql FROM objects WHERE type = 'index'
UNION ALL SELECT id, oid, name, on_id, cluster_id, 's1', NULL, NULL FROM system_objects WHERE type = 'index'
UNION ALL SELECT id, oid, name, on_id, cluster_id, 's1', NULL, NULL FROM introspection_indexes;
CREATE VIEW mz_catalog.mz_types AS
SELECT id, oid, schema_id, name, subtype AS category, owner_id,
    privileges::mz_catalog.mz_aclitem[] AS privileges, create_sql, redacted_create_sql
FROM objects WHERE type = 'type';
CREATE VIEW mz_catalog.mz_tables AS
SELECT id, oid, schema_id, name, owner_id, privileges::mz_catalog.mz_aclitem[] AS privileges, create_sql,
    redacted_create_sql, source_id
FROM objects WHERE type = 'table'
UNION ALL SELECT id, oid, schema_id, name, 's1', privileges::mz_catalog.mz_aclitem[], NULL, NULL, NULL
FROM system_objects WHERE type = 'table';
CREATE VIEW mz_catalog.mz_sources AS
SELECT id, oid, schema_id, name, subtype AS type, connection_id, NULL::text AS size, envelope_type, key_format, value_format,
    cluster_id, owner_id, privileges::mz_catalog.mz_aclitem[] AS privileges, create_sql, redacted_create_sql
FROM objects WHERE type = 'source'
UNION ALL SELECT id, oid, schema_id, name, 'log', NULL, NULL, NULL, NULL, NULL, NULL, 's1',
    privileges::mz_catalog.mz_aclitem[], NULL, NULL
FROM system_objects WHERE type = 'log';
CREATE VIEW mz_catalog.mz_sinks AS
SELECT id, oid, schema_id, name, subtype AS type, connection_id, NULL::text AS size, envelope_type, format, key_format,
    value_format, cluster_id, owner_id, create_sql, redacted_create_sql
FROM objects WHERE type = 'sink';
CREATE VIEW mz_catalog.mz_connections AS
SELECT id, oid, schema_id, name, subtype AS type, owner_id, privileges::mz_catalog.mz_aclitem[] AS privileges, create_sql,
    redacted_create_sql
FROM objects WHERE type = 'connection';
CREATE VIEW mz_catalog.mz_secrets AS
SELECT id, oid, schema_id, name, owner_id, privileges::mz_catalog.mz_aclitem[] AS privileges
FROM objects WHERE type = 'secret';
CREATE VIEW mz_catalog.mz_default_privileges AS
SELECT role_id, database_id, schema_id, object_type, grantee, privileges FROM default_privileges;
CREATE VIEW mz_catalog.mz_system_privileges AS
SELECT privileges::mz_catalog.mz_aclitem AS privileges FROM system_privileges;
CREATE VIEW mz_catalog.mz_audit_events AS
SELECT NULL::mz_catalog.uint8 AS id, NULL::text AS event_type, NULL::text AS object_type, NULL::jsonb AS details,
    NULL::text AS "user", NULL::timestamptz AS occurred_at
WHERE false;

CREATE VIEW mz_internal.mz_comments AS SELECT id, object_type, object_sub_id, comment FROM comments;
CREATE VIEW mz_internal.mz_object_dependencies AS SELECT object_id, referenced_object_id FROM dependencies;
CREATE VIEW mz_internal.mz_object_transitive_dependencies AS
SELECT NULL::text AS object_id, NULL::text AS referenced_object_id WHERE false;
CREATE VIEW mz_internal.mz_cluster_schedules AS
SELECT id AS cluster_id, schedule_type AS type, refresh_hydration_time_estimate FROM clusters WHERE schedule_type IS NOT NULL;
CREATE VIEW mz_internal.mz_cluster_auto_scaling_strategies AS
SELECT id AS cluster_id, auto_scaling_strategy AS strategy, NULL::jsonb AS state FROM clusters
WHERE auto_scaling_strategy IS NOT NULL;
CREATE VIEW mz_internal.mz_cluster_workload_classes AS SELECT id, workload_class FROM clusters;
CREATE VIEW mz_internal.mz_cluster_deployment_lineage AS
SELECT NULL::text AS cluster_id, NULL::text AS current_deployment_cluster_id, NULL::text AS cluster_name WHERE false;
CREATE VIEW mz_internal.mz_cluster_reconfigurations AS
SELECT NULL::text AS cluster_id, NULL::text AS status, NULL::mz_catalog.mz_timestamp AS deadline, NULL::text AS on_timeout,
    NULL::jsonb AS target, NULL::jsonb AS changes
WHERE false;
CREATE VIEW mz_internal.mz_internal_cluster_replicas AS SELECT id FROM replicas WHERE internal;
CREATE VIEW mz_internal.mz_pending_cluster_replicas AS SELECT id FROM replicas WHERE pending;
CREATE VIEW mz_internal.mz_sessions AS
SELECT id, connection_id::mz_catalog.uint4 AS connection_id, role_id, client_ip, connected_at FROM sessions;
CREATE VIEW mz_internal.mz_subscriptions AS
SELECT id, session_id, cluster_id, created_at, referenced_object_ids::text::mz_catalog.list AS referenced_object_ids
FROM subscriptions;
CREATE VIEW mz_internal.mz_materialized_view_refresh_strategies AS
SELECT id AS materialized_view_id, 'on-commit' AS type, NULL::interval AS interval, NULL::timestamptz AS aligned_to,
    NULL::timestamptz AS at
FROM objects WHERE type = 'materialized-view';
CREATE VIEW mz_internal.mz_recent_activity_log AS
SELECT NULL::uuid AS execution_id, NULL::float8 AS sample_rate, NULL::text AS cluster_id, NULL::text AS application_name,
    NULL::text AS cluster_name, NULL::text AS database_name, NULL::mz_catalog.list AS search_path,
    NULL::text AS transaction_isolation, NULL::mz_catalog.uint8 AS execution_timestamp, NULL::text AS transient_index_id,
    NULL::text[] AS params, NULL::text AS mz_version, NULL::timestamptz AS began_at, NULL::timestamptz AS finished_at,
    NULL::text AS finished_status, NULL::text AS error_message, NULL::int8 AS result_size, NULL::int8 AS rows_returned,
    NULL::text AS execution_strategy, NULL::mz_catalog.uint8 AS transaction_id, NULL::uuid AS prepared_statement_id,
    NULL::bytea AS sql_hash, NULL::text AS prepared_statement_name, NULL::uuid AS session_id,
    NULL::timestamptz AS prepared_at, NULL::text AS statement_type, NULL::mz_catalog.uint8 AS throttled_count,
    NULL::timestamptz AS connected_at, NULL::text AS initial_application_name, NULL::text AS authenticated_user,
    NULL::text AS sql
WHERE false;

-- Privileges by name, of roles that are not the system's.
CREATE VIEW mz_internal.mz_show_default_privileges AS
SELECT CASE d.role_id WHEN 'p' THEN 'PUBLIC' ELSE owner.name END AS object_owner, db.name AS database, s.name AS schema,
    d.object_type, CASE d.grantee WHEN 'p' THEN 'PUBLIC' ELSE grantee.name END AS grantee, type AS privilege_type
FROM default_privileges d
LEFT JOIN roles owner ON owner.id = d.role_id
LEFT JOIN roles grantee ON grantee.id = d.grantee
LEFT JOIN databases db ON db.id = d.database_id
LEFT JOIN schemas s ON s.id = d.schema_id, unnest(mz_internal.mz_format_privileges(d.privileges)) type
WHERE d.grantee NOT LIKE 's%';

-- Those of the session's role, its roles, and PUBLIC.
CREATE VIEW mz_internal.mz_show_my_database_privileges AS
WITH RECURSIVE mine (id) AS (
    SELECT id FROM roles WHERE name = mz_catalog."current_user"() OR mz_catalog.mz_is_superuser() UNION ALL VALUES ('p')
    UNION SELECT m.role_id FROM role_members m JOIN mine ON m.member = mine.id)
SELECT g.name AS grantor, coalesce(r.name, 'PUBLIC') AS grantee, d.name, p.privilege_type
FROM mz_catalog.mz_databases d, mz_internal.mz_aclexplode(d.privileges) p
    JOIN mine ON mine.id = p.grantee LEFT JOIN roles g ON g.id = p.grantor LEFT JOIN roles r ON r.id = p.grantee
WHERE p.grantee NOT LIKE 's%';
CREATE VIEW mz_internal.mz_show_my_schema_privileges AS
SELECT NULL::text AS grantor, NULL::text AS grantee, NULL::text AS database, NULL::text AS name, NULL::text AS privilege_type
WHERE false;
CREATE VIEW mz_internal.mz_show_my_cluster_privileges AS
SELECT NULL::text AS grantor, NULL::text AS grantee, NULL::text AS name, NULL::text AS privilege_type WHERE false;

----------------------------------------------------------------------------------------------------------------------
-- What moves with time. An object is hydrated on a replica a while after both exist, its frontier follows the clock from
-- then on while a replica is online, and what tests set in behaviour_* bends that.

CREATE VIEW mz_internal.mz_cluster_replica_status_history AS
SELECT r.id AS replica_id, 0::int8::mz_catalog.uint8 AS process_id, e.status, e.reason, e.occurred_at
FROM replicas r, LATERAL (
    SELECT 'online' AS status, NULL AS reason, r.created_at AS occurred_at
    UNION ALL SELECT status, reason, occurred_at FROM behaviour_replica_events b WHERE b.replica_id = r.id) e;
CREATE VIEW mz_internal.mz_cluster_replica_statuses AS
SELECT DISTINCT ON (replica_id) replica_id, process_id, status, reason, occurred_at AS updated_at
FROM mz_internal.mz_cluster_replica_status_history
ORDER BY replica_id, occurred_at DESC;

-- As documented; not recorded. A replica that is offline has a row of NULLs.
CREATE VIEW mz_internal.mz_cluster_replica_utilization AS
SELECT r.id AS replica_id, coalesce(m.process_id, 0)::int8::mz_catalog.uint8 AS process_id,
    CASE s.status WHEN 'online' THEN 1.5::float8 END AS cpu_percent,
    CASE WHEN s.status <> 'online' THEN NULL WHEN m.replica_id IS NULL THEN 0.7 ELSE m.memory_percent END AS memory_percent,
    NULL::float8 AS disk_percent,
    CASE WHEN s.status <> 'online' THEN NULL WHEN m.replica_id IS NULL THEN 0.4 ELSE m.heap_percent END AS heap_percent
FROM replicas r
JOIN mz_internal.mz_cluster_replica_statuses s ON s.replica_id = r.id
LEFT JOIN behaviour_replica_memory m ON m.replica_id = r.id;

-- What runs on a cluster, with how tests want it to behave.
CREATE VIEW dataflows AS
SELECT o.id, o.type, o.cluster_id, o.constant, o.created_at,
    coalesce(b.hydration_delay, c.hydration_delay, d.hydration_delay) AS hydration_delay,
    coalesce(b.lag, '0') AS lag, b.stuck_at
FROM (
    SELECT id, type, cluster_id, constant, created_at FROM objects WHERE cluster_id IS NOT NULL
    UNION ALL SELECT id, type, cluster_id, false, '-infinity' FROM system_objects WHERE type = 'index'
    UNION ALL SELECT id, 'index', cluster_id, false, '-infinity' FROM introspection_indexes) o
CROSS JOIN behaviour_defaults d
LEFT JOIN behaviour_clusters c ON c.cluster_id = o.cluster_id
LEFT JOIN behaviour_objects b ON b.object_id = o.id;

CREATE VIEW hydrations AS
SELECT f.id AS object_id, r.id AS replica_id, greatest(f.created_at, r.created_at) + f.hydration_delay AS hydrated_at,
    CASE s.status WHEN 'offline' THEN s.updated_at END AS offline_since
FROM dataflows f
JOIN replicas r ON r.cluster_id = f.cluster_id
JOIN mz_internal.mz_cluster_replica_statuses s ON s.replica_id = r.id;

CREATE VIEW hydration AS
SELECT object_id, replica_id, hydrated_at, offline_since,
    hydrated_at <= least(statement_timestamp(), offline_since) AS hydrated
FROM hydrations;

CREATE VIEW mz_internal.mz_hydration_statuses AS
SELECT f.id AS object_id, h.replica_id, coalesce(h.hydrated, false) AS hydrated
FROM dataflows f LEFT JOIN hydration h ON h.object_id = f.id
WHERE f.type IN ('index', 'materialized-view') OR h.replica_id IS NOT NULL;
CREATE VIEW mz_internal.mz_compute_hydration_statuses AS
SELECT h.object_id, h.replica_id, h.hydrated,
    CASE WHEN h.hydrated THEN f.hydration_delay END AS hydration_time
FROM hydration h JOIN dataflows f ON f.id = h.object_id
WHERE f.type IN ('index', 'materialized-view');

-- A dataflow is as far as its furthest replica.
CREATE VIEW dataflow_frontiers AS
SELECT f.id, f.constant AND coalesce(bool_or(h.hydrated), false) AS closed,
    CASE WHEN NOT coalesce(bool_or(h.hydrated), false) THEN f.created_at
        ELSE least(max(CASE WHEN h.hydrated THEN coalesce(h.offline_since, statement_timestamp()) END) - f.lag, f.stuck_at)
    END AS reached
FROM dataflows f LEFT JOIN hydration h ON h.object_id = f.id
GROUP BY f.id, f.type, f.constant, f.created_at, f.lag, f.stuck_at;
CREATE VIEW mz_internal.mz_frontiers AS
SELECT id AS object_id,
    CASE WHEN NOT closed THEN mz_time(reached - interval '1 s') END AS read_frontier,
    CASE WHEN NOT closed THEN mz_time(reached) END AS write_frontier
FROM (
    SELECT id, closed, greatest(reached, '1970-01-01 00:00:01Z') AS reached FROM dataflow_frontiers
    UNION ALL SELECT id, false, statement_timestamp() FROM objects WHERE type IN ('table', 'source') AND cluster_id IS NULL
    UNION ALL SELECT id, false, statement_timestamp() FROM system_objects WHERE type = 'table') f;

-- Measured once a minute, in whole seconds, rounded up; nothing is known of what is new.
CREATE VIEW mz_internal.mz_wallclock_global_lag_recent_history AS
SELECT f.object_id, ceil(greatest(extract(epoch FROM statement_timestamp()) - w.ms / 1000, 0)) * interval '1 s' AS lag,
    date_trunc('minute', statement_timestamp()) AS occurred_at
FROM mz_internal.mz_frontiers f
CROSS JOIN LATERAL (SELECT f.write_frontier::text::numeric AS ms) w
CROSS JOIN behaviour_defaults d
LEFT JOIN objects o ON o.id = f.object_id
WHERE w.ms IS NOT NULL AND (o.id IS NULL OR o.created_at + d.wallclock_lag_delay <= statement_timestamp());
CREATE VIEW mz_internal.mz_wallclock_global_lag AS
SELECT object_id, lag FROM mz_internal.mz_wallclock_global_lag_recent_history;

-- The nearest inputs that have a frontier (reads through views), and all of them.
CREATE VIEW inputs AS
WITH RECURSIVE reach (object_id, input_id, through, near) AS (
    SELECT d.object_id, d.referenced_object_id, r.type, true
    FROM dependencies d JOIN objects r ON r.id = d.referenced_object_id
    UNION SELECT i.object_id, d.referenced_object_id, r.type, i.near AND i.through = 'view'
    FROM reach i JOIN dependencies d ON d.object_id = i.input_id JOIN objects r ON r.id = d.referenced_object_id)
SELECT object_id, input_id, near, through IN ('table', 'source') AS root FROM reach
WHERE through IN ('table', 'source', 'materialized-view');
CREATE VIEW mz_internal.mz_materialization_lag AS
WITH frontiers AS MATERIALIZED (SELECT object_id, write_frontier::text::numeric AS ms FROM mz_internal.mz_frontiers),
lags AS MATERIALIZED (
    SELECT i.object_id, i.input_id, i.near, i.root, greatest(x.ms - own.ms, 0) / 1000 * interval '1 s' AS lag
    FROM inputs i
    JOIN frontiers own ON own.object_id = i.object_id
    JOIN frontiers x ON x.object_id = i.input_id),
nearest AS (SELECT DISTINCT ON (object_id) * FROM lags WHERE near ORDER BY object_id, lag DESC NULLS LAST, input_id),
roots AS (SELECT DISTINCT ON (object_id) * FROM lags WHERE root ORDER BY object_id, lag DESC NULLS LAST, input_id)
SELECT f.id AS object_id, l.lag AS local_lag, g.lag AS global_lag, l.input_id AS slowest_local_input_id,
    g.input_id AS slowest_global_input_id
FROM dataflows f
LEFT JOIN nearest l ON l.object_id = f.id
LEFT JOIN roots g ON g.object_id = f.id
WHERE f.type IN ('index', 'materialized-view', 'sink');

-- Sources and sinks start with their cluster's replica.
CREATE VIEW connector_statuses AS
SELECT o.id, o.name, o.type AS object_type, o.subtype AS type,
    CASE WHEN b.status IS NOT NULL THEN b.status_since WHEN bool_or(h.hydrated) THEN min(h.hydrated_at)
        ELSE o.created_at END AS last_status_change_at,
    CASE WHEN b.status IS NOT NULL THEN b.status WHEN count(h.replica_id) = 0 AND o.cluster_id IS NOT NULL THEN 'paused'
        WHEN bool_or(h.hydrated) OR o.cluster_id IS NULL THEN 'running' ELSE 'starting' END AS status,
    b.error, NULL::jsonb AS details
FROM objects o
LEFT JOIN behaviour_objects b ON b.object_id = o.id
LEFT JOIN hydration h ON h.object_id = o.id
WHERE o.type IN ('source', 'sink')
GROUP BY o.id, b.object_id;
CREATE VIEW mz_internal.mz_sink_statuses AS
SELECT id, name, type, last_status_change_at, status, error, details FROM connector_statuses WHERE object_type = 'sink';
CREATE VIEW mz_internal.mz_source_statuses AS
SELECT id, name, type, last_status_change_at, status, error, details FROM connector_statuses WHERE object_type = 'source';

CREATE VIEW mz_internal.mz_materialized_view_refreshes AS
SELECT NULL::text AS materialized_view_id, NULL::mz_catalog.mz_timestamp AS last_completed_refresh,
    NULL::mz_catalog.mz_timestamp AS next_refresh
WHERE false;

----------------------------------------------------------------------------------------------------------------------
-- What the system itself has: its schemas, PostgreSQL's types and functions, and the relations above.

INSERT INTO system_schemas
SELECT 's' || number, oid, name, 's1', '{s1=UC/s1,=U/s1}'
FROM (VALUES (1, 16656, 'mz_catalog'), (2, 16657, 'pg_catalog'), (3, 16658, 'mz_internal'), (4, 16659, 'information_schema'),
    (5, 16660, 'mz_unsafe'), (6, 17008, 'mz_introspection')) s (number, oid, name);
INSERT INTO system_objects
SELECT 's' || CASE t.oid WHEN 'int4'::regtype THEN 20 WHEN 'text'::regtype THEN 46 ELSE 700000 + t.oid::bigint END,
    t.oid, s.id, s.name, t.typname, 'type', NULL, NULL, '{s1=U/s1,=U/s1}'::text[]
FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace JOIN system_schemas s ON s.name = n.nspname
WHERE t.typrelid = 0 AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid AND e.typrelid <> 0)
UNION ALL
SELECT 's' || 800000 + min(p.oid::bigint) OVER (PARTITION BY p.pronamespace, p.proname), p.oid, s.id, s.name, p.proname, 'function', NULL,
    NULL, '{s1=U/s1,=U/s1}'
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN system_schemas s ON s.name = n.nspname
UNION ALL
SELECT 's' || 500000 + row_number() OVER (ORDER BY n.nspname, c.relname), c.oid, s.id, s.name, c.relname, 'view', NULL,
    NULL, '{s1=r/s1,=r/s1}'
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN system_schemas s ON s.name = n.nspname
WHERE c.relkind IN ('v', 'r');
INSERT INTO system_objects
SELECT 's' || 400000 + i.number, 400000 + i.number, s.id, s.name, i.name, 'log', NULL, NULL, '{s1=r/s1}'
FROM introspection i, system_schemas s WHERE s.name = 'mz_introspection';
INSERT INTO system_objects
SELECT 's' || 600000 + row_number() OVER (ORDER BY o.name), 600000 + row_number() OVER (ORDER BY o.name), o.schema_id,
    o.schema_name, o.name || '_ind', 'index', 's2', o.id, NULL
FROM system_objects o
WHERE o.type = 'view' AND (o.schema_name, o.name) IN (
    ('mz_catalog', 'mz_cluster_replicas'), ('mz_catalog', 'mz_clusters'), ('mz_catalog', 'mz_columns'),
    ('mz_catalog', 'mz_connections'), ('mz_catalog', 'mz_databases'), ('mz_catalog', 'mz_indexes'),
    ('mz_catalog', 'mz_materialized_views'), ('mz_catalog', 'mz_objects'), ('mz_catalog', 'mz_roles'),
    ('mz_catalog', 'mz_schemas'), ('mz_catalog', 'mz_secrets'), ('mz_catalog', 'mz_sinks'), ('mz_catalog', 'mz_sources'),
    ('mz_catalog', 'mz_tables'), ('mz_catalog', 'mz_views'),
    ('mz_internal', 'mz_cluster_auto_scaling_strategies'), ('mz_internal', 'mz_cluster_replica_status_history'),
    ('mz_internal', 'mz_cluster_replica_statuses'), ('mz_internal', 'mz_comments'), ('mz_internal', 'mz_frontiers'),
    ('mz_internal', 'mz_hydration_statuses'), ('mz_internal', 'mz_object_dependencies'),
    ('mz_internal', 'mz_sink_statuses'), ('mz_internal', 'mz_wallclock_global_lag_recent_history'));
SET search_path = mz_catalog, pg_catalog;
INSERT INTO sandbox_state.system_columns
SELECT o.id, a.attname, a.attnum, NOT a.attnotnull, pg_catalog.format_type(a.atttypid, a.atttypmod), a.atttypid, a.atttypmod
FROM sandbox_state.system_objects o JOIN pg_attribute a ON a.attrelid = o.oid
WHERE o.type = 'view' AND a.attnum > 0;
RESET search_path;
