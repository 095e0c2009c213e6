package io.github.mzmaven.sandbox.engine;

import io.github.mzmaven.sandbox.Notice;
import io.github.mzmaven.sandbox.SqlError;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Errors and notices in Materialize's words. */
final class Errors {
    static final String CASCADE_HINT = "Use DROP ... CASCADE to drop the dependent objects too.";

    private Errors() {}

    /** What Materialize has no SQLSTATE of its own for. */
    static SqlError plan(String message) {
        return new SqlError("XX000", message);
    }

    static SqlError plan(String message, String detail, String hint) {
        return new SqlError("XX000", message, detail, hint, null);
    }

    static SqlError unsupported(String what) {
        return new SqlError("0A000", "sandbox: " + what + " is not supported");
    }

    /** @param offset of the offending token, 0-based; told 1-based */
    static SqlError syntax(String message, int offset) {
        return new SqlError("42601", message, null, null, offset + 1);
    }

    static SqlError unknownSchema(String name) {
        return plan("unknown schema '" + name + "'");
    }

    static SqlError unknownCluster(String name) {
        return plan("unknown cluster '" + name + "'");
    }

    static SqlError unknownItem(String name) {
        return plan("unknown catalog item '" + name + "'");
    }

    static SqlError unknownRole(String name) {
        return plan("unknown role '" + name + "'");
    }

    static SqlError mustOwn(Collection<String> objects) {
        return new SqlError("42501", "must be owner of " + String.join(", ", objects));
    }

    static SqlError mustBeMember(Collection<String> roles) {
        return new SqlError(
                "42501",
                "must be a member of "
                        + roles.stream().map(Names::display).sorted().collect(Collectors.joining(", ")));
    }

    static SqlError superuserOnly(String action) {
        return new SqlError(
                "42501", "permission denied to " + action, "You must be a superuser to " + action, null, null);
    }

    static SqlError denied(String object, String role, String privileges) {
        return new SqlError(
                "42501",
                "permission denied for " + object,
                "The '" + role + "' role needs " + privileges + " privileges on " + object,
                null,
                null);
    }

    static SqlError prohibitedInTransaction(String statement) {
        return new SqlError("25001", statement + " cannot be run inside a transaction block");
    }

    static SqlError ddlOnly() {
        return new SqlError("25000", "transactions which modify objects are restricted to just modifying objects");
    }

    static SqlError singleStatement() {
        return new SqlError("25000", "this transaction can only execute a single statement");
    }

    static SqlError readOnly() {
        return new SqlError(
                "25006",
                "transaction in read-only mode",
                "SELECT queries cannot be combined with other query types, including SUBSCRIBE.",
                null,
                null);
    }

    static SqlError writeOnly() {
        return new SqlError("25000", "transaction in write-only mode");
    }

    static SqlError race() {
        return new SqlError(
                "40001",
                "another session modified the catalog while this DDL transaction was open",
                null,
                "Currently, DDL transactions fail when any other DDL happens concurrently, even on unrelated"
                        + " schemas/clusters.",
                null);
    }

    static SqlError aborted() {
        return new SqlError("25P02", "current transaction is aborted, commands ignored until end of transaction block");
    }

    static SqlError cancelled() {
        return new SqlError("57014", "canceling statement due to user request");
    }

    static Notice notice(String code, String message) {
        return new Notice("NOTICE", code, message, null, null);
    }

    static Notice skipped(ObjectType type, String name) {
        return notice("42704", type.words() + " " + Names.display(name) + " does not exist, skipping");
    }

    static Notice existsAlready(String type, String name) {
        return notice("42710", type + " " + Names.display(name) + " already exists, skipping");
    }

    static Notice cascaded(List<String> objects) {
        return new Notice(
                "NOTICE",
                "00000",
                "drop cascades to " + objects.size() + " other objects",
                objects.stream().map(o -> "drop cascades to " + o).collect(Collectors.joining("\n")),
                null);
    }
}
