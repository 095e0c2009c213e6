package io.github.mzmaven.sandbox.engine;

import java.util.List;
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
        /** The command tag. */
        String tag();
    }

    record CreateDatabase(boolean ifNotExists, String name) implements Ddl {
        @Override
        public String tag() {
            return "CREATE DATABASE";
        }
    }

    record CreateSchema(boolean ifNotExists, List<String> name) implements Ddl {
        @Override
        public String tag() {
            return "CREATE SCHEMA";
        }
    }

    record CreateRole(String name, List<String> attributes) implements Ddl {
        @Override
        public String tag() {
            return "CREATE ROLE";
        }
    }

    record CreateCluster(boolean ifNotExists, String name, ClusterOptionList options) implements Ddl {
        @Override
        public String tag() {
            return "CREATE CLUSTER";
        }
    }

    record CreateReplica(boolean ifNotExists, String cluster, String name, ReplicaSpec spec) implements Ddl {
        @Override
        public String tag() {
            return "CREATE CLUSTER REPLICA";
        }
    }

    record CreateView(
            boolean orReplace, boolean ifNotExists, List<String> name, List<String> columns, List<Token> query)
            implements Ddl {
        @Override
        public String tag() {
            return "CREATE VIEW";
        }
    }

    /** @param cluster {@code null} for the session's; {@code refresh} empty for ON COMMIT */
    record CreateMaterializedView(
            boolean orReplace,
            boolean ifNotExists,
            List<String> name,
            List<String> columns,
            String cluster,
            List<List<Token>> refresh,
            List<Token> query)
            implements Ddl {
        @Override
        public String tag() {
            return "CREATE MATERIALIZED VIEW";
        }
    }

    /** @param keys {@code null} for a default index */
    record CreateIndex(boolean ifNotExists, String name, String cluster, List<String> on, List<List<Token>> keys)
            implements Ddl {
        @Override
        public String tag() {
            return "CREATE INDEX";
        }
    }

    /** A column of CREATE TABLE. */
    record ColumnSpec(String name, List<Token> type, boolean notNull, List<Token> defaultValue) {}

    record CreateTable(boolean ifNotExists, List<String> name, List<ColumnSpec> columns) implements Ddl {
        @Override
        public String tag() {
            return "CREATE TABLE";
        }
    }

    record CreateSecret(boolean ifNotExists, List<String> name) implements Ddl {
        @Override
        public String tag() {
            return "CREATE SECRET";
        }
    }

    /** @param kind {@code list} or {@code map} */
    record CreateType(List<String> name, String kind, List<Token> body) implements Ddl {
        @Override
        public String tag() {
            return "CREATE TYPE";
        }
    }

    record CreateConnection(boolean ifNotExists, List<String> name, String kind, List<Token> options) implements Ddl {
        @Override
        public String tag() {
            return "CREATE CONNECTION";
        }
    }

    record CreateSource(boolean ifNotExists, List<String> name, String cluster, String generator, List<Token> body)
            implements Ddl {
        @Override
        public String tag() {
            return "CREATE SOURCE";
        }
    }

    /** @param key columns, {@code null} without KEY */
    record CreateSink(
            boolean ifNotExists,
            List<String> name,
            String cluster,
            List<String> from,
            List<String> connection,
            List<Token> options,
            List<String> key,
            boolean keyNotEnforced,
            List<Token> format,
            String envelope)
            implements Ddl {
        @Override
        public String tag() {
            return "CREATE SINK";
        }
    }

    record AlterRename(ObjectType type, boolean ifExists, List<String> name, String to) implements Rename {
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

    record AlterOwner(ObjectType type, boolean ifExists, List<String> name, String role) implements Ddl {
        @Override
        public String tag() {
            return "ALTER " + type.words();
        }
    }

    record AlterCluster(boolean ifExists, String name, ClusterOptionList options, List<String> reset) implements Ddl {
        @Override
        public String tag() {
            return "ALTER CLUSTER";
        }
    }

    record AlterSink(boolean ifExists, List<String> name, List<String> from) implements Ddl {
        @Override
        public String tag() {
            return "ALTER SINK";
        }
    }

    record Drop(ObjectType type, boolean ifExists, List<List<String>> names, boolean cascade) implements Ddl {
        @Override
        public String tag() {
            return "DROP " + type.words();
        }
    }

    /** @param type {@code null} for a column, the last part of the name; {@code text} {@code null} takes it away */
    record Comment(ObjectType type, List<String> name, String text) implements Ddl {
        @Override
        public String tag() {
            return "COMMENT";
        }
    }

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
            implements Ddl {
        @Override
        public String tag() {
            return "ALTER DEFAULT PRIVILEGES";
        }
    }

    /** A replica's options; {@code zone} may be {@code null}. */
    record ReplicaSpec(String name, String size, String zone) {}
}
