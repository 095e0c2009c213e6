/** An embedded PostgreSQL that starts anywhere, and a plain client for it. */
package io.github.mzmaven.sandbox.postgres;
