/**
 * A server for tests that speaks PostgreSQL's protocol and answers as Materialize does: {@code wire} is the protocol,
 * {@code engine} is Materialize's statements and catalog, and an embedded PostgreSQL evaluates the queries.
 */
package io.github.mzmaven.sandbox;
