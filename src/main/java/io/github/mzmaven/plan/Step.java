package io.github.mzmaven.plan;

import io.github.mzmaven.catalog.Acl;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.catalog.Privilege;
import io.github.mzmaven.catalog.ProductionSnapshot;
import io.github.mzmaven.sql.Sql;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** One message to the server: what it does, in SQL and in words, and how it is undone. */
public sealed interface Step {
    /** The message; of one statement, except for {@link Transaction}. */
    String sql();

    /** One line for people, without a trailing period, e.g. "create schema staging_dbt_deploy". */
    String describe();

    /** What undoes it, or {@code null} where nothing can or need be undone. */
    default Step inverse() {
        return null;
    }

    /** Several steps that happen together or not at all; the server lets only swaps and renames share one. */
    record Transaction(List<Step> steps, String describe) implements Step {
        public Transaction {
            steps = List.copyOf(steps);
        }

        @Override
        public String sql() {
            return "BEGIN;\n" + body() + "COMMIT";
        }

        /** The same without its end: what it did is checked before it is committed. */
        public String opening() {
            return "BEGIN;\n" + steps.stream().map(Step::sql).collect(Collectors.joining(";\n"));
        }

        /** The same, undone at its end: the server checks names, owners and conflicts, and nothing changes. */
        public String rehearsal() {
            return "BEGIN;\n" + body() + "ROLLBACK";
        }

        @Override
        public Step inverse() {
            var inverses = new ArrayList<Step>();
            for (Step step : steps) {
                if (step.inverse() == null) {
                    return null;
                }
                inverses.add(0, step.inverse());
            }
            return new Transaction(inverses, "undo: " + describe);
        }

        private String body() {
            return steps.stream().map(step -> step.sql() + ";\n").collect(Collectors.joining());
        }
    }

    /** A step that keeps the marker: part of every plan, of no interest to people. */
    record MarkerStep(Step step) implements Step {
        @Override
        public String sql() {
            return step.sql();
        }

        @Override
        public String describe() {
            return step.describe();
        }

        @Override
        public Step inverse() {
            Step inverse = step.inverse();
            return inverse == null ? null : new MarkerStep(inverse);
        }
    }

    /** Creates a schema in the session's database. */
    record CreateSchema(String database, String name, String describe) implements Step {
        @Override
        public String sql() {
            return "CREATE SCHEMA " + Sql.qualified(database, name);
        }

        @Override
        public Step inverse() {
            return new DropSchemas(database, List.of(name), Drop.IF_EXISTS);
        }
    }

    /** Renames a schema. */
    record RenameSchema(String database, String from, String to) implements Step {
        @Override
        public String sql() {
            return "ALTER SCHEMA " + Sql.qualified(database, from) + " RENAME TO " + Sql.identifier(to);
        }

        @Override
        public String describe() {
            return "rename schema " + from + " to " + to;
        }

        @Override
        public Step inverse() {
            return new RenameSchema(database, to, from);
        }
    }

    /** Swaps the names of two schemas of one database. */
    record SwapSchemas(String database, String production, String copy) implements Step {
        @Override
        public String sql() {
            return "ALTER SCHEMA " + Sql.qualified(database, production) + " SWAP WITH " + Sql.identifier(copy);
        }

        @Override
        public String describe() {
            return "swap schemas " + production + " and " + copy;
        }

        @Override
        public Step inverse() {
            return this;
        }
    }

    /** Swaps the names of two clusters. */
    record SwapClusters(String production, String copy) implements Step {
        @Override
        public String sql() {
            return "ALTER CLUSTER " + Sql.identifier(production) + " SWAP WITH " + Sql.identifier(copy);
        }

        @Override
        public String describe() {
            return "swap clusters " + production + " and " + copy;
        }

        @Override
        public Step inverse() {
            return this;
        }
    }

    /**
     * Creates a cluster.
     *
     * @param definition what follows the name: <code>(SIZE = …)</code> or <code>REPLICAS (…)</code>
     */
    record CreateCluster(String name, String definition, String describe) implements Step {
        @Override
        public String sql() {
            return "CREATE CLUSTER " + Sql.identifier(name) + " " + definition;
        }

        @Override
        public Step inverse() {
            return new DropClusters(List.of(name), Drop.IF_EXISTS);
        }
    }

    /** Sets a cluster's workload class, which CREATE CLUSTER takes from nobody but superusers. */
    record SetWorkloadClass(String cluster, String workloadClass) implements Step {
        @Override
        public String sql() {
            return "ALTER CLUSTER " + Sql.identifier(cluster) + " SET (WORKLOAD CLASS " + Sql.literal(workloadClass)
                    + ")";
        }

        @Override
        public String describe() {
            return "set workload class " + workloadClass + " on cluster " + cluster;
        }
    }

    /**
     * Creates or replaces a view that holds a text, a marker's inventory for example.
     *
     * @param before the text that is replaced; {@code null} where there is none yet
     */
    record StoreText(String database, String schema, String view, String text, String before, String describe)
            implements Step {
        public StoreText(String database, String schema, String view, String text, String describe) {
            this(database, schema, view, text, null, describe);
        }

        @Override
        public String sql() {
            return "CREATE OR REPLACE VIEW " + Sql.qualified(database, schema, view) + " AS SELECT " + Sql.literal(text)
                    + " AS " + Sql.identifier(view);
        }

        @Override
        public Step inverse() {
            return before == null
                    ? new DropObjects(
                            ObjectType.VIEW, List.of(Sql.qualified(database, schema, view)), "drop view " + view)
                    : new StoreText(database, schema, view, before, text, "undo: " + describe);
        }
    }

    /**
     * Stands in a plan where the inventory is stored again with the ids of the copies: they are known once the copies are made,
     * so init plans again when it comes here.
     */
    record RecordCopies() implements Step {
        @Override
        public String sql() {
            return "-- Here the view \"" + ProductionSnapshot.VIEW
                    + "\" is stored again, with the ids of the copies: they are known once these are made";
        }

        @Override
        public String describe() {
            return "record the ids of the copies";
        }
    }

    /**
     * Stands in a plan where the inventory is stored again with the ids of what init has created in production: they are known
     * once it is there, so init reads again when it comes here.
     *
     * @param schemas names
     * @param clusters names
     */
    record RecordProduction(List<String> schemas, List<String> clusters) implements Step {
        public RecordProduction {
            schemas = List.copyOf(schemas);
            clusters = List.copyOf(clusters);
        }

        @Override
        public String sql() {
            return "-- Here the view \"" + ProductionSnapshot.VIEW
                    + "\" is stored again, with the ids of production: they are known once what was missing is created";
        }

        @Override
        public String describe() {
            return "record the ids of production";
        }
    }

    /**
     * Comments on an object.
     *
     * @param target quoted
     */
    record Comment(ObjectType type, String target, String text, String describe) implements Step {
        @Override
        public String sql() {
            return "COMMENT ON " + type.sql() + " " + target + " IS " + Sql.literal(text);
        }
    }

    /**
     * Gives an object another owner.
     *
     * @param target quoted
     */
    record ChangeOwner(ObjectType type, String target, String owner, String describe) implements Step {
        @Override
        public String sql() {
            return "ALTER " + type.sql() + " " + target + " OWNER TO " + Sql.identifier(owner);
        }
    }

    /**
     * Grants or revokes privileges on any number of objects of a kind to any number of roles.
     *
     * @param grant whether to grant; else revoke
     * @param type as GRANT has it: schema, cluster, table (all relations), type, secret, connection
     * @param targets quoted
     * @param grantees role names, {@link Sql#PUBLIC} for everybody
     */
    record ChangePrivileges(
            boolean grant, Set<Privilege> privileges, ObjectType type, List<String> targets, List<Grantee> grantees)
            implements Step {
        public ChangePrivileges {
            targets = List.copyOf(targets);
            grantees = List.copyOf(grantees);
        }

        /** What is granted or revoked on each of the targets. */
        public Acl acl(Catalog catalog) {
            Map<String, Set<Privilege>> grants = new HashMap<>();
            grantees.forEach(grantee -> grants.put(
                    grantee.role() == null
                            ? Acl.PUBLIC_ID
                            : catalog.role(grantee.role()).id(),
                    privileges));
            return new Acl(grants);
        }

        @Override
        public String sql() {
            return (grant ? "GRANT " : "REVOKE ") + names(privileges) + " ON " + type.sql() + " "
                    + String.join(", ", targets) + (grant ? " TO " : " FROM ") + Grantee.sql(grantees);
        }

        @Override
        public String describe() {
            return (grant ? "grant " : "revoke ") + names(privileges) + " on " + type
                    + " " + String.join(", ", targets).replace("\"", "")
                    + (grant ? " to " : " from ") + Grantee.describe(grantees);
        }
    }

    /**
     * Grants or revokes default privileges in any number of schemas.
     *
     * @param grant whether to grant; else revoke
     * @param roles names of the creating roles; empty for ALL ROLES
     * @param schemas quoted
     * @param type of the objects: table (all relations), type, secret, connection
     */
    record ChangeDefaults(
            boolean grant,
            List<String> roles,
            List<String> schemas,
            Set<Privilege> privileges,
            ObjectType type,
            List<Grantee> grantees)
            implements Step {
        public ChangeDefaults {
            roles = List.copyOf(roles);
            schemas = List.copyOf(schemas);
            grantees = List.copyOf(grantees);
        }

        @Override
        public String sql() {
            return "ALTER DEFAULT PRIVILEGES FOR " + (roles.isEmpty() ? "ALL ROLES" : "ROLE " + Sql.identifiers(roles))
                    + " IN SCHEMA " + String.join(", ", schemas) + (grant ? " GRANT " : " REVOKE ") + names(privileges)
                    + " ON " + type.sql() + "S" + (grant ? " TO " : " FROM ") + Grantee.sql(grantees);
        }

        @Override
        public String describe() {
            return (grant ? "grant" : "revoke") + " default privileges " + names(privileges) + " on "
                    + type + "s in "
                    + String.join(", ", schemas).replace("\"", "")
                    + (grant ? " to " : " from ") + Grantee.describe(grantees);
        }
    }

    /** Points a sink at another relation. It can block for ever: the executor bounds it and cancels. */
    record MoveSink(String sink, String relation, String display, String from, String to) implements Step {
        @Override
        public String sql() {
            return "ALTER SINK " + sink + " SET FROM " + relation;
        }

        @Override
        public String describe() {
            return "point sink " + display + " at " + to;
        }
    }

    /**
     * Drops objects of one kind, without CASCADE, so that the server refuses what something outside still needs.
     *
     * @param targets quoted
     */
    record DropObjects(ObjectType type, List<String> targets, String describe) implements Step {
        public DropObjects {
            targets = List.copyOf(targets);
        }

        @Override
        public String sql() {
            return "DROP " + type.sql() + " " + String.join(", ", targets);
        }
    }

    /** How schemas and clusters are dropped. */
    enum Drop {
        /** Only if they are empty; one that is missing is an error. */
        RESTRICT("", ""),
        /** Only if they are empty; one that is missing is passed over, since another run may have dropped it. */
        IF_EXISTS("IF EXISTS ", ""),
        /** With all that is in them and all that depends on that. */
        CASCADE("", " CASCADE"),
        /** With all that is in them; one that is missing is passed over. */
        IF_EXISTS_CASCADE("IF EXISTS ", " CASCADE");

        private final String before;
        private final String after;

        Drop(String before, String after) {
            this.before = before;
            this.after = after;
        }

        /** Whether what depends on the objects goes along. */
        public boolean cascades() {
            return !after.isEmpty();
        }
    }

    /** Drops schemas. */
    record DropSchemas(String database, List<String> names, Drop how, String describe) implements Step {
        public DropSchemas {
            names = List.copyOf(names);
        }

        public DropSchemas(String database, List<String> names, Drop how) {
            this(
                    database,
                    names,
                    how,
                    (names.size() == 1 ? "drop schema " : "drop schemas ") + String.join(", ", names));
        }

        @Override
        public String sql() {
            return "DROP SCHEMA " + how.before
                    + names.stream().map(name -> Sql.qualified(database, name)).collect(Collectors.joining(", "))
                    + how.after;
        }
    }

    /** Drops clusters. */
    record DropClusters(List<String> names, Drop how) implements Step {
        public DropClusters {
            names = List.copyOf(names);
        }

        @Override
        public String sql() {
            return "DROP CLUSTER " + how.before + Sql.identifiers(names) + how.after;
        }

        @Override
        public String describe() {
            return (names.size() == 1 ? "drop cluster " : "drop clusters ") + String.join(", ", names);
        }
    }

    /** Sets the session's search path or cluster before statements of a file. */
    record SetSession(String variable, List<String> values) implements Step {
        public SetSession {
            values = List.copyOf(values);
        }

        @Override
        public String sql() {
            return "SET " + variable + " = " + Sql.identifiers(values);
        }

        @Override
        public String describe() {
            return "set " + variable + " to " + String.join(", ", values);
        }
    }

    /** Undoes what a file's statements set, and drops its temporary objects. */
    record ResetSession() implements Step {
        @Override
        public String sql() {
            return "DISCARD ALL";
        }

        @Override
        public String describe() {
            return "reset the session";
        }
    }

    /**
     * A statement of the project's own SQL.
     *
     * @param file as people know it
     * @param line where the statement starts, from 1
     * @param column where the statement starts in its line, from 1
     */
    record RunStatement(String sql, String file, int line, int column) implements Step {
        @Override
        public String describe() {
            return "run " + file + ":" + line;
        }
    }

    private static String names(Collection<Privilege> privileges) {
        return privileges.stream().sorted().map(Enum::name).collect(Collectors.joining(", "));
    }
}
