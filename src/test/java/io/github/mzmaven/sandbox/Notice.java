package io.github.mzmaven.sandbox;

/** A NOTICE or WARNING; {@code detail} and {@code hint} may be {@code null}. */
public record Notice(String severity, String code, String message, String detail, String hint) {}
