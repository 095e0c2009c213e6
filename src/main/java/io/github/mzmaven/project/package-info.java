/**
 * The project's own SQL: files, placeholders, statements and what their first words say. Statements are split with the
 * lexer of the PostgreSQL driver; nothing here connects to a server.
 */
package io.github.mzmaven.project;
