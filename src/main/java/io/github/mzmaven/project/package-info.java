/** The project's own SQL files: found, read, placeholders replaced, split into statements. Nothing here connects to a server. */
package io.github.mzmaven.project;
