package io.github.mzmaven.sandbox.wire;

import io.github.mzmaven.sandbox.Answers;
import io.github.mzmaven.sandbox.Column;
import io.github.mzmaven.sandbox.Notice;
import io.github.mzmaven.sandbox.SqlError;
import java.util.List;

/** Hears nothing but whether it failed. */
final class IgnoredAnswers implements Answers {
    private boolean failed;

    boolean failed() {
        return failed;
    }

    @Override
    public void columns(List<Column> columns) {}

    @Override
    public void row(List<String> values) {}

    @Override
    public void notice(Notice notice) {}

    @Override
    public void complete(String tag) {}

    @Override
    public void empty() {}

    @Override
    public void error(SqlError error) {
        failed = true;
    }
}
