/**
 * An embedded PostgreSQL that starts anywhere, and a plain client for it. What Materialize's queries need to run there is in
 * {@code sandbox/catalog.sql}; a query means there what it means in PostgreSQL, but for what {@code engine} rewrites.
 */
package io.github.mzmaven.sandbox.postgres;
