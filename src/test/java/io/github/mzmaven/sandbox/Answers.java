package io.github.mzmaven.sandbox;

import java.util.List;

/** Takes what a message is answered with, in the order of the protocol. */
public interface Answers {
    void columns(List<Column> columns);

    /** One row in text format; {@code null} for NULL. */
    void row(List<String> values);

    void notice(Notice notice);

    /** The command tag that ends a statement, e.g. {@code SELECT 1} or {@code ALTER SCHEMA}. */
    void complete(String tag);

    /** A message without a statement. */
    void empty();

    void error(SqlError error);
}
