package io.github.mzmaven.goal.validate;

import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.QualifiedName;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.goal.test.ProjectTests.ProjectTest;
import io.github.mzmaven.project.FileNames;
import io.github.mzmaven.project.ProjectSql;
import io.github.mzmaven.project.SqlFile;
import io.github.mzmaven.project.SqlStatement;
import io.github.mzmaven.sql.Mentions;
import io.github.mzmaven.sql.Mentions.Mention;
import io.github.mzmaven.sql.Name;
import io.github.mzmaven.text.Nearest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The relations that the files create. What a test reads besides is told where the files are all there is to know: in schemas
 * that have files, and none with a source, which makes relations that no file names.
 */
final class KnownRelations {
    private final Settings settings;
    private final String database;
    private final FileNames names;
    private final Set<String> judged = new HashSet<>();
    private final Set<String> known = new TreeSet<>();

    /** @param database the deployment's; {@code null} where it is not known */
    KnownRelations(Settings settings, String database, List<SqlFile> files, FileNames names) {
        this.settings = settings;
        this.database = database;
        this.names = names;
        files.forEach(file -> judged.add(ProjectSql.schemaOf(file.path())));
        for (SqlFile file : files) {
            for (SqlStatement statement : file.statements()) {
                if (statement.summary().is("CREATE")) {
                    names.madeBy(file, statement).forEach(made -> known.add(made.name()));
                    if (statement.summary().kind().equals("source")) {
                        judged.remove(ProjectSql.schemaOf(file.path()));
                    }
                }
            }
        }
    }

    /**
     * Warns of what a test reads and no file creates.
     *
     * @param asked with the suffix of the schemas that the test is asked of
     */
    void check(ProjectTest test, Settings asked, List<Problem> problems) {
        if (test.query() == null) {
            return;
        }
        String sql = test.query().sql();
        for (Mention mention : Mentions.of(sql)) {
            if (!mention.type() && isUnknown(mention.name(), asked)) {
                int offset = test.query().sourceOffset(sql.codePointCount(0, mention.offset()) + 1);
                problems.add(Problem.warning(
                                test.query().source().at(offset) + ": no file creates "
                                        + inProduction(mention.name(), asked) + "."
                                        + Nearest.hint(mention.name().object(), known),
                                "The test can pass only where something else creates it.")
                        .in(test.query().source().place(offset)));
            }
        }
    }

    private static String inProduction(Name name, Settings asked) {
        String schema = asked.schemaOfCopy(name.schema());
        return schema == null ? name.toString() : schema + "." + name.object();
    }

    /** The rest is somebody else's, and only the server knows it. */
    private boolean isUnknown(Name name, Settings asked) {
        if (name.database() != null && !name.database().equals(database)) {
            return false;
        }
        if (name.schema() == null) {
            boolean system = name.object().startsWith("mz_") || name.object().startsWith("pg_");
            return !system
                    && judged.containsAll(settings.schemas())
                    && settings.schemas().stream().noneMatch(schema -> isMade(schema, name));
        }
        return settings.schemas().stream()
                .filter(schema -> name.schema().equals(schema) || name.schema().equals(asked.copyOf(schema)))
                .anyMatch(schema -> judged.contains(schema) && !isMade(schema, name));
    }

    private boolean isMade(String schema, Name name) {
        return names.fileOf(new QualifiedName(schema, name.object())) != null;
    }
}
