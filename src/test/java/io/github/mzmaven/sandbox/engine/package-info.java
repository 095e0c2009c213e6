/**
 * Materialize's own statements, catalog, transactions and permissions, for tests. A statement is parsed, planned
 * against a snapshot of the catalog, and its outcome published; an embedded PostgreSQL mirrors what was published and
 * evaluates the queries. What is not carried is an error that says so, never a silent success.
 */
package io.github.mzmaven.sandbox.engine;
