/** What a real Materialize answered, replayed on the sandbox or on another server. */
package io.github.mzmaven.conformance;
