package io.github.mzmaven.sandbox.wire;

import io.github.mzmaven.sandbox.Answers;
import io.github.mzmaven.sandbox.Column;
import io.github.mzmaven.sandbox.Notice;
import io.github.mzmaven.sandbox.SqlError;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A bound statement; keeps its answer so that a client may fetch it in parts. */
final class Portal implements Answers {
    private final String sql;
    private final ResultFormats formats;
    private final Deque<List<String>> rows = new ArrayDeque<>();
    private final List<Notice> notices = new ArrayList<>();
    private List<Column> columns = List.of();
    private boolean started;
    private String tag;
    private SqlError error;

    Portal(String sql, ResultFormats formats) {
        this.sql = sql;
        this.formats = formats;
    }

    String sql() {
        return sql;
    }

    ResultFormats formats() {
        return formats;
    }

    /** Whether it was not executed yet; from now on it was. */
    boolean start() {
        boolean first = !started;
        started = true;
        return first;
    }

    /** Sends up to {@code maxRows} rows, 0 for all, and the end if it is reached; false if that is an error. */
    boolean send(BackendWriter out, int maxRows) throws IOException, SqlError {
        for (Notice notice : notices) {
            out.notice(notice);
        }
        notices.clear();
        for (int sent = 0; !rows.isEmpty(); sent++) {
            if (maxRows > 0 && sent == maxRows) {
                out.empty('s');
                return true;
            }
            out.dataRow(rows.remove(), columns, formats);
        }
        if (error != null) {
            out.error("ERROR", error);
            return false;
        }
        if (tag == null) {
            out.empty('I');
        } else {
            out.commandComplete(tag);
        }
        return true;
    }

    @Override
    public void columns(List<Column> answered) {
        columns = answered;
    }

    @Override
    public void row(List<String> values) {
        rows.add(values);
    }

    @Override
    public void notice(Notice notice) {
        notices.add(notice);
    }

    @Override
    public void complete(String answered) {
        tag = answered;
    }

    @Override
    public void empty() {
        tag = null;
    }

    @Override
    public void error(SqlError answered) {
        error = answered;
    }
}
