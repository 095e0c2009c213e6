/** Text of SQL: identifiers and literals, tokens, the summary of a statement, CREATE text taken apart. Nothing here connects to a server. */
package io.github.mzmaven.sql;
