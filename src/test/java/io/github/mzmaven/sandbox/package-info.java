/**
 * A server for tests that speaks PostgreSQL's protocol and answers as Materialize does: {@code wire} is the protocol,
 * {@code engine} is Materialize's statements and catalog, and an embedded PostgreSQL evaluates the queries.
 *
 * <p>It stands for what a deployment sees of a Materialize: names, owners, privileges, transactions and their conflicts, what
 * depends on what, the catalog's relations, hydration and lag as a test wants them, and the words of its errors. What a
 * recording in {@code src/test/resources/conformance} says is compared. It does not stand for data that flows, for plans,
 * costs or speed, nor for anything that no goal, recording or test asks for: that is an error with the code 0A000.
 */
package io.github.mzmaven.sandbox;
