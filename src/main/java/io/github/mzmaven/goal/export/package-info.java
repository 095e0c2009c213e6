/** mz:export: writes production as the project's files. */
package io.github.mzmaven.goal.export;
