/** mz:validate: all that can be said of settings, files and tests without a server. */
package io.github.mzmaven.goal.validate;
