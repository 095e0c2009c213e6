package io.github.mzmaven.sandbox.wire;

import io.github.mzmaven.sandbox.Answers;
import io.github.mzmaven.sandbox.Column;
import io.github.mzmaven.sandbox.Notice;
import io.github.mzmaven.sandbox.SqlError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Sends the answers to a simple-query message as they come, all in text. */
final class DirectAnswers implements Answers {
    private interface Send {
        void run() throws IOException, SqlError;
    }

    private final BackendWriter out;
    private List<Column> columns = List.of();

    DirectAnswers(BackendWriter out) {
        this.out = out;
    }

    @Override
    public void columns(List<Column> answered) {
        columns = answered;
        send(() -> out.rowDescription(answered, ResultFormats.TEXT));
    }

    @Override
    public void row(List<String> values) {
        send(() -> out.dataRow(values, columns, ResultFormats.TEXT));
    }

    @Override
    public void notice(Notice notice) {
        send(() -> out.notice(notice));
    }

    @Override
    public void complete(String tag) {
        send(() -> out.commandComplete(tag));
    }

    @Override
    public void empty() {
        send(() -> out.empty('I'));
    }

    @Override
    public void error(SqlError error) {
        send(() -> out.error("ERROR", error));
    }

    private static void send(Send send) {
        try {
            send.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SqlError e) {
            throw new IllegalStateException("Text is never converted", e);
        }
    }
}
