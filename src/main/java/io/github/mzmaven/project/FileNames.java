package io.github.mzmaven.project;

import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.QualifiedName;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.sql.Name;
import io.github.mzmaven.sql.StatementSummary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Which file creates which object, and changes which of another's; each is created by one file only. */
public final class FileNames {
    private static final Set<String> CHANGES = Set.of("ALTER", "COMMENT", "GRANT", "REVOKE");

    private final Settings settings;
    private final List<Problem> problems;
    private final Map<QualifiedName, String> fileOf = new HashMap<>();
    private final Set<QualifiedName> types = new HashSet<>();

    /**
     * Reads what files create.
     *
     * @param problems takes what two files create, and indexes that cannot be told apart
     */
    public FileNames(Settings settings, List<SqlFile> files, List<Problem> problems) {
        this.settings = settings;
        this.problems = problems;
        for (SqlFile file : files) {
            for (SqlStatement statement : file.statements()) {
                StatementSummary summary = statement.summary();
                if (summary.createsForGood() && !summary.kind().equals("index")) {
                    var made = new ArrayList<>(summary.targets());
                    made.addAll(summary.subsources());
                    made.forEach(target ->
                            claim(new QualifiedName(schemaOf(file, target), target.object()), file, statement));
                    if (summary.kind().equals("type")) {
                        types.addAll(madeBy(file, statement));
                    }
                }
            }
        }
        for (SqlFile file : files) {
            file.statements().forEach(statement -> addProgress(file, statement));
        }
        for (SqlFile file : files) {
            for (SqlStatement statement : file.statements()) {
                if (statement.summary().is("CREATE")
                        && statement.summary().kind().equals("index")) {
                    addIndex(file, statement);
                }
            }
        }
    }

    /** The path of the file that creates an object, or {@code null}. */
    public String fileOf(QualifiedName object) {
        return fileOf.get(object);
    }

    /** Whether that is a type which a file creates. */
    public boolean isType(QualifiedName object) {
        return types.contains(object);
    }

    /** What a CREATE makes, unnamed indexes left out, since they go with their relation. */
    public List<QualifiedName> madeBy(SqlFile file, SqlStatement statement) {
        StatementSummary summary = statement.summary();
        return summary.targets().stream()
                .map(target -> summary.kind().equals("index") && summary.on() != null
                        ? new QualifiedName(resolve(file, summary.on()).schema(), target.object())
                        : new QualifiedName(schemaOf(file, target), target.object()))
                .toList();
    }

    /** What a source tells of its progress is called after it, unless the statement or another file says otherwise. */
    private void addProgress(SqlFile file, SqlStatement statement) {
        StatementSummary summary = statement.summary();
        if (summary.is("CREATE") && summary.kind().equals("source")) {
            summary.targets()
                    .forEach(target -> fileOf.putIfAbsent(
                            new QualifiedName(schemaOf(file, target), target.object() + "_progress"), file.path()));
        }
    }

    private void addIndex(SqlFile file, SqlStatement statement) {
        StatementSummary summary = statement.summary();
        if (summary.on() == null) {
            return;
        }
        madeBy(file, statement).forEach(index -> claim(index, file, statement));
        QualifiedName relation = resolve(file, summary.on());
        if (summary.targets().isEmpty() && !file.path().equals(fileOf.get(relation))) {
            problems.add(Problem.hard(
                            statement.at()
                                    + ": CREATE INDEX: an index without a name on a relation of another file cannot be told"
                                    + " from others when the file changes.",
                            "Give it a name, or move it into the file that creates " + relation + ".")
                    .in(statement.place()));
        }
    }

    private void claim(QualifiedName object, SqlFile file, SqlStatement statement) {
        String before = fileOf.putIfAbsent(object, file.path());
        if (before != null && !before.equals(file.path())) {
            problems.add(Problem.hard(
                            statement.at() + ": " + object + " is created by " + before + " too.",
                            "Create it in one file only.")
                    .in(statement.place()));
        }
    }

    /** Objects of other files that a file changes: what it did to them is gone when they are made again. */
    public Set<QualifiedName> changedBy(SqlFile file) {
        var changed = new TreeSet<QualifiedName>();
        for (SqlStatement statement : file.statements()) {
            StatementSummary summary = statement.summary();
            if (CHANGES.contains(summary.verb())) {
                summary.targets().forEach(target -> changed.add(resolve(file, target)));
            } else if (summary.on() != null) {
                changed.add(resolve(file, summary.on()));
            }
        }
        changed.removeIf(
                object -> !fileOf.containsKey(object) || fileOf.get(object).equals(file.path()));
        return changed;
    }

    /** The object that a name stands for: the first of that name along the search path. */
    public QualifiedName resolve(SqlFile file, Name name) {
        if (name.schema() == null) {
            for (String schema : searchPath(settings, file)) {
                if (fileOf.containsKey(new QualifiedName(schema, name.object()))) {
                    return new QualifiedName(schema, name.object());
                }
            }
        }
        return new QualifiedName(schemaOf(file, name), name.object());
    }

    private String schemaOf(SqlFile file, Name name) {
        return name.schema() == null
                ? ProjectSql.schemaOf(file.path())
                : Objects.requireNonNullElse(settings.schemaOfCopy(name.schema()), name.schema());
    }

    /** Production schemas: the file's own, then the others as configured. */
    public static List<String> searchPath(Settings settings, SqlFile file) {
        Set<String> path = new LinkedHashSet<>(List.of(ProjectSql.schemaOf(file.path())));
        path.addAll(settings.schemas());
        return new ArrayList<>(path);
    }
}
