/** mz:cleanup: drops what the marker recorded, and nothing that merely matches the suffix. */
package io.github.mzmaven.goal.cleanup;
