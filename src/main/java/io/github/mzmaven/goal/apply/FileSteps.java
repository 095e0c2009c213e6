package io.github.mzmaven.goal.apply;

import io.github.mzmaven.config.Settings;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.project.FileNames;
import io.github.mzmaven.project.ProjectSql;
import io.github.mzmaven.project.SqlFile;
import io.github.mzmaven.project.SqlStatement;
import io.github.mzmaven.sql.StatementSummary;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** What is sent for a file: where it builds, then its statements. */
final class FileSteps {
    private final Settings settings;

    FileSteps(Settings settings) {
        this.settings = settings;
    }

    /** A session in which nothing is set yet. */
    SessionState session() {
        return new SessionState();
    }

    /** Follows what the session is set to, so that only changes are sent. */
    final class SessionState {
        private List<String> path;
        private String cluster;
        // Without clusters of its own a deployment builds on the user's default cluster, not on the catalog's.
        private boolean touched = settings.clusters().isEmpty();
        private boolean used;

        /** @param next whether it runs right after the file before; one that may go on later sets everything itself */
        List<Step> steps(SqlFile file, boolean next) {
            var steps = new ArrayList<Step>();
            if (touched || !next) {
                steps.add(new Step.ResetSession());
                path = null;
                cluster = null;
            }
            if (!searchPath(file).equals(path)) {
                path = searchPath(file);
                steps.add(new Step.SetSession("search_path", path));
            }
            if (clusterOf(file) != null && !clusterOf(file).equals(cluster)) {
                cluster = clusterOf(file);
                steps.add(new Step.SetSession("cluster", List.of(cluster)));
            }
            for (SqlStatement statement : file.statements()) {
                var start = statement.source().location(statement.start());
                steps.add(new Step.RunStatement(statement.sql(), file.path(), start.line(), start.column()));
            }
            touched = !next
                    || file.statements().stream().map(SqlStatement::summary).anyMatch(StatementSummary::changesSession);
            used = true;
            return steps;
        }

        /** What is sent after the last file, so that nothing that it set is in the way of what follows. */
        List<Step> end() {
            return used && touched ? List.of(new Step.ResetSession()) : List.of();
        }
    }

    private List<String> searchPath(SqlFile file) {
        return FileNames.searchPath(settings, file).stream()
                .map(settings::copyOf)
                .toList();
    }

    /** The copy on which a file builds; {@code null} where the target has no clusters. */
    private String clusterOf(SqlFile file) {
        String named = file.headers().get(ProjectSql.CLUSTER);
        if (named == null && settings.clusters().isEmpty()) {
            return null;
        }
        return settings.copyOf(named == null ? settings.clusterNames().get(0) : named);
    }

    /** Over what is run, so that a placeholder's new value counts as a change, and line ends do not. */
    String checksum(SqlFile file) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            var lines = new ArrayList<String>(searchPath(file));
            lines.add(String.valueOf(clusterOf(file)));
            file.statements().forEach(statement -> lines.add(statement.sql().replace("\r\n", "\n")));
            lines.forEach(line -> digest.update((line + '\0').getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
