package io.github.mzmaven.sandbox.wire;

import io.github.mzmaven.sandbox.Answers;
import io.github.mzmaven.sandbox.Column;
import io.github.mzmaven.sandbox.Conversation;
import io.github.mzmaven.sandbox.Engine;
import io.github.mzmaven.sandbox.Notice;
import io.github.mzmaven.sandbox.SqlError;
import io.github.mzmaven.sandbox.postgres.PgClient;
import io.github.mzmaven.sandbox.postgres.PgDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Passes all on to PostgreSQL as it is: what the protocol is tested with. */
final class PostgresEngine implements Engine {
    private final PgDatabase database;
    private final AtomicInteger sessions = new AtomicInteger();

    PostgresEngine(PgDatabase database) {
        this.database = database;
    }

    int openSessions() {
        return sessions.get();
    }

    @Override
    public Conversation open(String role, String name, String clientAddress, boolean internal) throws SqlError {
        if (role.equals("mz_system") && !internal) {
            throw new SqlError("28000", "unauthorized login to user 'mz_system'");
        }
        try {
            return new PostgresConversation(database.connect(), sessions.incrementAndGet());
        } catch (IOException e) {
            throw new SqlError("08006", e.getMessage());
        }
    }

    @Override
    public void close() {}

    private final class PostgresConversation implements Conversation {
        private final PgClient client;
        private final int id;

        PostgresConversation(PgClient client, int id) {
            this.client = client;
            this.id = id;
        }

        @Override
        public void message(String sql, Answers answers) {
            try {
                for (PgClient.Result result : client.query(sql)) {
                    pass(result, answers);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void pass(PgClient.Result result, Answers answers) {
            result.notices()
                    .forEach(n -> answers.notice(
                            new Notice(n.field('S'), n.field('C'), n.field('M'), n.field('D'), n.field('H'))));
            if (result.columns() != null) {
                answers.columns(columns(result));
            }
            result.rows().forEach(answers::row);
            if (result.error() != null) {
                answers.error(
                        new SqlError(result.error().field('C'), result.error().field('M')));
            } else {
                answers.complete(result.tag());
            }
        }

        private static List<Column> columns(PgClient.Result result) {
            return result.columns().stream()
                    .map(field -> new Column(field.name(), field.typeOid()))
                    .toList();
        }

        @Override
        public List<Column> describe(String sql) throws SqlError {
            if (!sql.strip().regionMatches(true, 0, "SELECT", 0, 6)) {
                return List.of();
            }
            try {
                PgClient.Result result = client.query(
                                "SELECT * FROM (" + sql.replaceAll("\\$\\d+", "NULL") + ") q LIMIT 0")
                        .get(0);
                if (result.error() != null) {
                    throw new SqlError(result.error().field('C'), result.error().field('M'));
                }
                return columns(result);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Transaction transaction() {
            return switch (client.transaction()) {
                case 'T' -> Transaction.OPEN;
                case 'E' -> Transaction.FAILED;
                default -> Transaction.IDLE;
            };
        }

        @Override
        public int connectionId() {
            return id;
        }

        @Override
        public void cancel() {
            try {
                client.cancel();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            client.close();
            sessions.decrementAndGet();
        }
    }
}
