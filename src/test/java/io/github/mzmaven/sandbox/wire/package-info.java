/**
 * PostgreSQL's protocol, version 3, in front of an {@link io.github.mzmaven.sandbox.Engine}, with a record of what was
 * sent and with faults on request.
 */
package io.github.mzmaven.sandbox.wire;
