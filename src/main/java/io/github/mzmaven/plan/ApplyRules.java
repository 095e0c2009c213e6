package io.github.mzmaven.plan;

import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.Applied.ObjectName;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.project.Head;
import io.github.mzmaven.project.Name;
import io.github.mzmaven.project.ProjectSql;
import io.github.mzmaven.project.SqlFile;
import io.github.mzmaven.project.SqlStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a file's statements may do: build in the copies, and nothing else. */
final class ApplyRules {
    private static final Set<String> QUERIES = Set.of("SELECT", "WITH", "VALUES", "TABLE", "SHOW", "EXPLAIN");
    private static final Set<String> WRITES = Set.of("CREATE", "DROP", "ALTER", "COMMENT", "GRANT", "REVOKE");
    private static final Set<String> ROW_WRITES = Set.of("INSERT", "UPDATE", "DELETE");
    private static final Set<String> TRANSACTIONS =
            Set.of("BEGIN", "START", "COMMIT", "ROLLBACK", "END", "ABORT", "SAVEPOINT", "RELEASE");
    private static final Set<String> KINDS =
            Set.of("view", "materialized view", "index", "table", "source", "connection", "type", "column");
    private static final Set<String> STATEFUL = Set.of("table", "source", "connection");
    private static final Set<String> FIXED_VARIABLES =
            Set.of("search_path", "schema", "database", "cluster", "cluster_replica", "all", "");

    private final Settings settings;
    private final String database;
    private final boolean allowStateful;
    private final List<Problem> problems;

    ApplyRules(Settings settings, String database, boolean allowStateful, List<Problem> problems) {
        this.settings = settings;
        this.database = database;
        this.allowStateful = allowStateful;
        this.problems = problems;
    }

    /** Tells what is wrong in a file, and returns what it creates. */
    List<ObjectName> check(SqlFile file, FileNames names) {
        var made = new ArrayList<ObjectName>();
        for (SqlStatement statement : file.statements()) {
            Head head = statement.head();
            if (head.verb().isEmpty() || QUERIES.contains(head.verb())) {
                continue;
            }
            if (WRITES.contains(head.verb()) || ROW_WRITES.contains(head.verb())) {
                checkTargets(statement);
                checkKind(statement);
                checkCluster(statement);
                checkWords(statement);
            } else if (head.is("SET") || head.is("RESET")) {
                checkVariable(statement);
            } else if (TRANSACTIONS.contains(head.verb())) {
                refuse(
                        statement,
                        "files cannot control transactions, since Materialize runs each statement of a file alone.",
                        "Remove it.");
            } else {
                refuse(
                        statement,
                        "only statements that build in the deployment's schemas belong in a file.",
                        "Remove it.");
            }
            if (head.is("CREATE") && !head.has("TEMPORARY")) {
                made.addAll(names.madeBy(file, statement));
            }
        }
        return made;
    }

    private void checkTargets(SqlStatement statement) {
        var named = new ArrayList<>(statement.head().targets());
        if (statement.head().on() != null) {
            named.add(statement.head().on());
        }
        for (Name name : named) {
            String schema = name.schema();
            boolean here = name.database() == null || name.database().equals(database);
            if (schema == null
                    || here && settings.schemas().stream().map(settings::copyOf).anyMatch(schema::equals)) {
                continue;
            }
            boolean production = here && settings.schemas().contains(schema);
            refuse(
                    statement,
                    production
                            ? name + " is production's; mz:apply writes only to the copies."
                            : name + " is not in a schema of the deployment; mz:apply writes only there.",
                    production
                            ? "Write " + name.object() + " alone, or ${schema." + schema + "}." + name.object() + "."
                            : "Create it by hand, outside the project's SQL.");
        }
    }

    private void checkKind(SqlStatement statement) {
        Head head = statement.head();
        if (ROW_WRITES.contains(head.verb())) {
            return;
        }
        if (head.kind().equals("sink")) {
            refuse(
                    statement,
                    "a swap would move the sink.",
                    "Keep sinks in a schema and a cluster of their own, outside the"
                            + " deployment; mz:promote points them at the new objects.");
        } else if (head.kind().equals("secret")) {
            refuse(
                    statement,
                    "its value would be shown in plans and logs.",
                    "Create secrets by hand, in a schema of their own.");
        } else if (!KINDS.contains(head.kind())) {
            refuse(
                    statement,
                    "only objects in the deployment's schemas may be created, changed or dropped"
                            + " (views, materialized views, indexes, tables, sources, connections, types).",
                    "Remove it.");
        } else if (head.is("CREATE") && STATEFUL.contains(head.kind()) && !head.has("TEMPORARY") && !allowStateful) {
            refuse(
                    statement,
                    "each deployment would replace the " + head.kind() + " by an empty one.",
                    "Keep it in a schema of its own, outside the deployment, or run mvn mz:init -Dmz.allowStateful=true.");
        }
    }

    private void checkCluster(SqlStatement statement) {
        Name cluster = statement.head().cluster();
        if (cluster != null && settings.clusterNames().contains(cluster.object())) {
            refuse(
                    statement,
                    "cluster " + cluster + " is production's.",
                    "Write ${cluster." + cluster + "}, or begin the file with -- mz:" + ProjectSql.CLUSTER + "="
                            + cluster);
        }
    }

    private void checkWords(SqlStatement statement) {
        Head head = statement.head();
        if (head.has("CASCADE")) {
            refuse(
                    statement,
                    "CASCADE may take along what others built.",
                    "Name what must be dropped, without CASCADE.");
        }
        if (head.has("RENAME") || head.has("SWAP") || head.has("SET SCHEMA")) {
            refuse(statement, "which file makes which object must stay known.", "Create it under its final name.");
        }
        if (head.has("REPLACEMENT")) {
            refuse(statement, "in a copy nothing needs a replacement.", "Create the materialized view itself.");
        }
    }

    private void checkVariable(SqlStatement statement) {
        String variable = statement.head().variable();
        if (FIXED_VARIABLES.contains(variable)) {
            refuse(
                    statement,
                    (variable.isEmpty() ? "this" : variable)
                            + " is set by mz:apply, so that a file builds in the copies.",
                    variable.startsWith("cluster")
                            ? "Begin the file with -- mz:" + ProjectSql.CLUSTER + "=<production name>"
                            : "Put the file into its schema's folder, or write ${schema.<name>} before a name.");
        }
    }

    private void refuse(SqlStatement statement, String why, String remedy) {
        problems.add(Problem.hard(statement.at() + ": " + statement.head().display() + ": " + why, remedy));
    }
}
