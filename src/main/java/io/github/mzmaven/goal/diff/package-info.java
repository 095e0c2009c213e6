/** mz:diff: what readers will see change, before they do. */
package io.github.mzmaven.goal.diff;
