/** The only package that speaks JDBC: one connection, messages of one or more statements, answers as text. */
package io.github.mzmaven.session;
