/**
 * Materialize's own statements, catalog, transactions and permissions, for tests. A statement is parsed, planned
 * against a snapshot of the catalog, and its outcome published; an embedded PostgreSQL mirrors what was published and
 * evaluates the queries. What is not carried is an error that says so, never a silent success.
 *
 * <p>Not carried are, for example, {@code IF [NOT] EXISTS} but where a test has it, zones, REFRESH schedules of materialized
 * views, sources but for one load generator, sinks but to Kafka, SHOW of lists, and how SHOW CREATE breaks long lines. Sources
 * stay empty, and sinks send nothing.
 *
 * <p>{@link io.github.mzmaven.sandbox.engine.CatalogBuilder} has the same statements and rules without PostgreSQL and without
 * a connection, for the tests of planners.
 */
package io.github.mzmaven.sandbox.engine;
