package io.github.mzmaven.sandbox;

/** A result column: its name and the OID that Materialize gives its type. */
public record Column(String name, int typeOid) {}
