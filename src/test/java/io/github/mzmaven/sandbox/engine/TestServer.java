package io.github.mzmaven.sandbox.engine;

import io.github.mzmaven.sandbox.Answers;
import io.github.mzmaven.sandbox.Conversation;
import io.github.mzmaven.sandbox.Notice;
import io.github.mzmaven.sandbox.SqlError;
import io.github.mzmaven.sandbox.postgres.CatalogDatabases;
import io.github.mzmaven.sandbox.postgres.PgDatabase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An engine of its own, asked without a protocol in between; answers come as lines of text. */
final class TestServer implements AutoCloseable {
    private final PgDatabase database;
    private final MaterializeEngine engine;
    private final Map<String, Conversation> sessions = new HashMap<>();

    TestServer() {
        try {
            database = CatalogDatabases.shared().create();
            engine = new MaterializeEngine(database);
        } catch (IOException | SqlError e) {
            throw new IllegalStateException(e);
        }
    }

    /** A session of this name: of the role {@code materialize}, or of the one named before a colon. */
    Conversation session(String name) {
        return sessions.computeIfAbsent(name, n -> {
            String role = n.contains(":") ? n.substring(0, n.indexOf(':')) : "materialize";
            try {
                return engine.open(role, "materialize", "127.0.0.1", role.equals("mz_system"));
            } catch (SqlError e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** Carries these out in one session, in turn; an error is one of the test's. */
    void run(String... statements) {
        for (String sql : statements) {
            List<String> lines = ask("main", sql);
            if (lines.stream().anyMatch(l -> l.startsWith("ERROR"))) {
                throw new IllegalStateException(sql + ": " + lines);
            }
        }
    }

    List<String> ask(String sql) {
        return ask("main", sql);
    }

    /** The answer: rows with bars between the values, notices, tags, and an error last. */
    List<String> ask(String session, String sql) {
        List<String> lines = new ArrayList<>();
        session(session).message(sql, new Lines(lines));
        return lines;
    }

    @Override
    public void close() throws IOException {
        sessions.values().forEach(Conversation::close);
        engine.close();
        CatalogDatabases.shared().drop(database);
    }

    private record Lines(List<String> lines) implements Answers {
        @Override
        public void row(List<String> values) {
            lines.add(String.join(
                    "|", values.stream().map(v -> v == null ? "NULL" : v).toList()));
        }

        @Override
        public void notice(Notice notice) {
            lines.add(notice.severity() + " " + notice.message()
                    + (notice.detail() == null ? "" : "\n" + notice.detail()));
        }

        @Override
        public void complete(String tag) {
            lines.add(tag);
        }

        @Override
        public void empty() {
            lines.add("");
        }

        @Override
        public void error(SqlError error) {
            lines.add("ERROR " + error.code() + " " + error.getMessage()
                    + (error.detail() == null ? "" : "\n" + error.detail())
                    + (error.position() == null ? "" : " at " + error.position()));
        }
    }
}
