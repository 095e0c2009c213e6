/** mz:apply: the project's SQL files, run in the copies; what ran unchanged before is not run again. */
package io.github.mzmaven.goal.apply;
