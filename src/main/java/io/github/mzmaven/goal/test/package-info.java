/** mz:test: queries that must return no row, asked of the copies. */
package io.github.mzmaven.goal.test;
