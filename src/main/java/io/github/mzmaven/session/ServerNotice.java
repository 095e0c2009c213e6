package io.github.mzmaven.session;

/**
 * A NOTICE or WARNING that the server sent with an answer.
 *
 * @param code the SQLSTATE
 * @param detail {@code null} where there is none
 * @param hint {@code null} where there is none
 */
public record ServerNotice(String severity, String code, String message, String detail, String hint) {}
