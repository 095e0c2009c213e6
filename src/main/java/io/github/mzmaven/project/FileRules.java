package io.github.mzmaven.project;

import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.catalog.QualifiedName;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.sql.Name;
import io.github.mzmaven.sql.StatementSummary;
import io.github.mzmaven.text.Nearest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a file's statements may do: build in the copies, and nothing else. */
public final class FileRules {
    private static final Set<String> QUERIES = Set.of("SELECT", "WITH", "VALUES", "TABLE", "SHOW", "EXPLAIN");
    private static final Set<String> WRITES = Set.of("CREATE", "DROP", "ALTER", "COMMENT", "GRANT", "REVOKE");
    private static final Set<String> TRANSACTIONS =
            Set.of("BEGIN", "START", "COMMIT", "ROLLBACK", "END", "ABORT", "SAVEPOINT", "RELEASE");
    private static final Set<String> KINDS =
            Set.of("view", "materialized view", "index", "table", "source", "connection", "type", "column");
    private static final Set<String> FIXED_VARIABLES =
            Set.of("search_path", "schema", "database", "cluster", "cluster_replica", "all", "");

    private final Settings settings;
    private final String database;
    private final boolean allowStateful;
    private final List<Problem> problems;

    private FileRules(Settings settings, String database, boolean allowStateful, List<Problem> problems) {
        this.settings = settings;
        this.database = database;
        this.allowStateful = allowStateful;
        this.problems = problems;
    }

    /**
     * Checks all files.
     *
     * @param database the deployment's; {@code null} where it is not known, so that names in any database may be in it
     * @param allowStateful whether files may create tables, sources and connections
     * @param names of the same files
     * @param problems takes what is wrong
     * @return by path, in the order of the files, what each creates and does not drop again
     */
    public static Map<String, List<QualifiedName>> check(
            Settings settings,
            String database,
            boolean allowStateful,
            List<SqlFile> files,
            FileNames names,
            List<Problem> problems) {
        var rules = new FileRules(settings, database, allowStateful, problems);
        Map<String, List<QualifiedName>> made = new LinkedHashMap<>();
        for (SqlFile file : files) {
            made.put(file.path(), rules.check(file, names));
            rules.checkClusterHeader(file);
        }
        return made;
    }

    private void checkClusterHeader(SqlFile file) {
        String cluster = file.headers().get(ProjectSql.CLUSTER);
        if (cluster != null && !settings.clusterNames().contains(cluster)) {
            problems.add(Problem.hard(
                            file.path() + ": cluster " + cluster + " is none of the target's clusters."
                                    + Nearest.hint(cluster, settings.clusterNames()),
                            "Clusters of target " + settings.target() + ": "
                                    + String.join(", ", settings.clusterNames()))
                    .in(file.source().place(0)));
        }
    }

    /** Tells what is wrong in a file, and returns what it creates and does not drop again. */
    private List<QualifiedName> check(SqlFile file, FileNames names) {
        var made = new ArrayList<QualifiedName>();
        var temporary = new HashSet<String>();
        for (SqlStatement statement : file.statements()) {
            StatementSummary summary = statement.summary();
            if (summary.verb().isEmpty() || QUERIES.contains(summary.verb())) {
                continue;
            }
            if (WRITES.contains(summary.verb()) || summary.writesRows()) {
                checkKind(statement);
                if (summary.stuckAt() == null) {
                    int before = problems.size();
                    checkTargets(statement);
                    checkCluster(statement);
                    checkWords(statement);
                    if (problems.size() == before) {
                        checkOtherFiles(file, statement, names, temporary);
                    }
                } else if (summary.kind().isEmpty() || KINDS.contains(summary.kind())) {
                    refuseUnread(statement);
                }
            } else if (summary.is("SET") || summary.is("RESET")) {
                checkVariable(statement);
            } else if (TRANSACTIONS.contains(summary.verb())) {
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
            if (summary.createsForGood()) {
                made.addAll(names.madeBy(file, statement));
            } else if (summary.is("CREATE")) {
                summary.targets().forEach(name -> temporary.add(name.object()));
            } else if (summary.is("DROP")) {
                summary.targets().forEach(name -> made.remove(names.resolve(file, name)));
            }
        }
        return made;
    }

    private void checkTargets(SqlStatement statement) {
        var named = new ArrayList<>(statement.summary().targets());
        named.addAll(statement.summary().subsources());
        if (statement.summary().on() != null) {
            named.add(statement.summary().on());
        }
        for (Name name : named) {
            String schema = name.schema();
            boolean here = database == null
                    || name.database() == null
                    || name.database().equals(database);
            if (schema == null || here && settings.schemaOfCopy(schema) != null) {
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
        StatementSummary summary = statement.summary();
        if (summary.writesRows()) {
            return;
        }
        if (summary.kind().equals("sink")) {
            refuse(
                    statement,
                    "a swap would move the sink.",
                    "Keep sinks in a schema and a cluster of their own, outside the"
                            + " deployment; mz:promote points them at the new objects.");
        } else if (summary.kind().equals("secret")) {
            refuse(
                    statement,
                    "its value would be shown in plans and logs.",
                    "Create secrets by hand, in a schema of their own.");
        } else if (!KINDS.contains(summary.kind())) {
            refuse(
                    statement,
                    "only objects in the deployment's schemas may be created, changed or dropped"
                            + " (views, materialized views, indexes, tables, sources, connections, types).",
                    "Remove it.");
        } else if (summary.is("CREATE")
                && ObjectType.ofSql(summary.kind()).isStateful()
                && !summary.has("TEMPORARY")
                && !allowStateful) {
            refuse(
                    statement,
                    "each deployment would replace the " + summary.kind() + " by an empty one.",
                    "Keep it in a schema of its own, outside the deployment, or run mvn mz:init -Dmz.allowStateful=true.");
        }
    }

    private void checkCluster(SqlStatement statement) {
        Name cluster = statement.summary().cluster();
        if (cluster != null && settings.clusterNames().contains(cluster.object())) {
            refuse(
                    statement,
                    "cluster " + cluster + " is production's.",
                    "Write ${cluster." + cluster + "}, or begin the file with -- mz:" + ProjectSql.CLUSTER + "="
                            + cluster);
        }
    }

    private void checkWords(SqlStatement statement) {
        StatementSummary summary = statement.summary();
        if (summary.has("CASCADE")) {
            refuse(
                    statement,
                    "CASCADE may take along what others built.",
                    "Name what must be dropped, without CASCADE.");
        }
        if (summary.has("RENAME") || summary.has("SWAP") || summary.has("SET SCHEMA")) {
            refuse(statement, "which file makes which object must stay known.", "Create it under its final name.");
        }
        if (summary.has("REPLACEMENT")) {
            refuse(statement, "in a copy nothing needs a replacement.", "Create the materialized view itself.");
        }
    }

    /** What another file makes can be granted, commented and altered, since that can be done again, but not filled. */
    private void checkOtherFiles(SqlFile file, SqlStatement statement, FileNames names, Set<String> temporary) {
        StatementSummary summary = statement.summary();
        for (Name target : summary.targets()) {
            QualifiedName object = names.resolve(file, target);
            String maker = names.fileOf(object);
            boolean own = file.path().equals(maker) || target.schema() == null && temporary.contains(target.object());
            if (summary.writesRows() && !own) {
                refuse(
                        statement,
                        (maker == null ? "no file creates " + object : object + " is created by " + maker)
                                + ", so that running this file again would write the rows again.",
                        "Put it into the file that creates the table: both are made again together.");
            } else if (summary.is("DROP") && maker != null && !own) {
                refuse(
                        statement,
                        object + " is created by " + maker + ".",
                        "Delete that file, or remove the statement from it: mz:apply drops what it made.");
            }
        }
    }

    private void refuseUnread(SqlStatement statement) {
        String at = statement.summary().stuckAt();
        if (at.equals("[")) {
            refuse(
                    statement,
                    "a name by its id, in brackets, does not say whether that is the copy's.",
                    "Write the plain name.");
        } else {
            refuse(
                    statement,
                    "mz:apply cannot tell for sure what this writes to, and on which cluster: it did not expect "
                            + (at.isEmpty() ? "the statement to end." : at + " there."),
                    "Write it as Materialize documents it, options in that order; or run it by hand, outside of the files.");
        }
    }

    private void checkVariable(SqlStatement statement) {
        String variable = statement.summary().variable();
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
        problems.add(Problem.hard(statement.at() + ": " + statement.summary().display() + ": " + why, remedy)
                .in(statement.place()));
    }
}
