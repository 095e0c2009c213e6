/**
 * PostgreSQL's protocol, version 3, in front of a {@link io.github.mzmaven.sandbox.engine.MaterializeEngine}, with a record of
 * what was sent and with faults on request: simple-query messages, answered as text, and cancel requests. No passwords, no
 * TLS, no prepared statements, no COPY.
 */
package io.github.mzmaven.sandbox.wire;
