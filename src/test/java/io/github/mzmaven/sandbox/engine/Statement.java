package io.github.mzmaven.sandbox.engine;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A statement as it was written; names are not resolved yet. */
sealed interface Statement {
    record Begin(boolean readOnly) implements Statement {}

    record Commit() implements Statement {}

    record Rollback() implements Statement {}

    /** @param values as written; {@code null} for DEFAULT */
    record SetVariable(String name, List<Token> values) implements Statement {}

    record ShowVariable(String name) implements Statement {}

    record ResetVariable(String name) implements Statement {}

    record DiscardAll() implements Statement {}

    record Query(List<Token> tokens) implements Statement {}

    /** INSERT, UPDATE or DELETE, {@code verb} in capitals. */
    record Write(String verb, List<Token> tokens) implements Statement {}

    record Subscribe(List<Token> tokens) implements Statement {}

    record ShowCreate(ObjectType type, List<String> name) implements Statement {}

    /** What may be combined with others of its kind in a transaction: RENAME and SWAP. */
    sealed interface Rename extends Ddl permits AlterRename, AlterSwap {}

    /** What changes the catalog. */
    sealed interface Ddl extends Statement {
        /** The command tag: the record's name where that does not say otherwise. */
        default String tag() {
            return getClass()
                    .getSimpleName()
                    .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                    .toUpperCase(Locale.ROOT);
        }
    }

    record CreateDatabase(String name) implements Ddl {}

    record CreateSchema(List<String> name) implements Ddl {}

    record CreateRole(String name, boolean superuser) implements Ddl {}

    record CreateCluster(String name, ClusterOptionList options) implements Ddl {}

    record CreateClusterReplica(String cluster, String name, ReplicaSpec spec) implements Ddl {}

    record CreateView(
            boolean orReplace, boolean ifNotExists, List<String> name, List<String> columns, List<Token> query)
            implements Ddl {}

    /** @param cluster {@code null} for the session's */
    record CreateMaterializedView(
            boolean orReplace,
            boolean ifNotExists,
            List<String> name,
            List<String> columns,
            String cluster,
            List<Token> query)
            implements Ddl {}

    /** @param keys {@code null} for a default index */
    record CreateIndex(boolean ifNotExists, String name, String cluster, List<String> on, List<List<Token>> keys)
            implements Ddl {}

    /** A column of CREATE TABLE. */
    record ColumnSpec(String name, List<Token> type, boolean notNull) {}

    record CreateTable(boolean ifNotExists, List<String> name, List<ColumnSpec> columns) implements Ddl {}

    record CreateSecret(List<String> name) implements Ddl {}

    /** @param kind {@code list} or {@code map} */
    record CreateType(List<String> name, String kind, List<Token> body) implements Ddl {}

    record CreateConnection(List<String> name, String kind, List<Token> options) implements Ddl {}

    record CreateSource(List<String> name, String cluster, String generator, List<Token> body) implements Ddl {}

    /** @param key columns, {@code null} without KEY */
    record CreateSink(
            List<String> name,
            String cluster,
            List<String> from,
            List<String> connection,
            List<Token> options,
            List<String> key,
            boolean keyNotEnforced,
            List<Token> format,
            String envelope)
            implements Ddl {}

    record AlterRename(ObjectType type, List<String> name, String to) implements Rename {
        @Override
        public String tag() {
            return "ALTER " + type.words();
        }
    }

    record AlterSwap(ObjectType type, boolean ifExists, List<String> name, String other) implements Rename {
        @Override
        public String tag() {
            return "ALTER " + type.words();
        }
    }

    record AlterOwner(ObjectType type, List<String> name, String role) implements Ddl {
        @Override
        public String tag() {
            return "ALTER " + type.words();
        }
    }

    record AlterCluster(String name, ClusterOptionList options) implements Ddl {}

    record AlterSink(List<String> name, List<String> from) implements Ddl {}

    record Drop(ObjectType type, boolean ifExists, List<List<String>> names, boolean cascade) implements Ddl {
        @Override
        public String tag() {
            return "DROP " + type.words();
        }
    }

    /** @param type {@code null} for a column, the last part of the name; {@code text} {@code null} takes it away */
    record Comment(ObjectType type, List<String> name, String text) implements Ddl {}

    /**
     * GRANT or REVOKE of privileges.
     *
     * @param privileges {@code null} for ALL
     * @param type {@code null} where none was given (a relation), or for SYSTEM
     * @param within for ALL … IN: SCHEMA or DATABASE of these names, {@code null} otherwise
     */
    record Grant(
            boolean grant,
            Set<Privilege> privileges,
            boolean system,
            ObjectType type,
            boolean all,
            ObjectType within,
            List<List<String>> names,
            List<String> roles)
            implements Ddl {
        @Override
        public String tag() {
            return grant ? "GRANT" : "REVOKE";
        }
    }

    record GrantRole(boolean grant, List<String> roles, List<String> members) implements Ddl {
        @Override
        public String tag() {
            return grant ? "GRANT ROLE" : "REVOKE ROLE";
        }
    }

    /** @param roles whose objects: {@code null} for all roles, empty for the current one */
    record AlterDefaultPrivileges(
            List<String> roles,
            ObjectType within,
            List<List<String>> names,
            boolean grant,
            Set<Privilege> privileges,
            ObjectType type,
            List<String> grantees)
            implements Ddl {}

    /** A replica's options; {@code zone} may be {@code null}. */
    record ReplicaSpec(String name, String size, String zone) {}
}
