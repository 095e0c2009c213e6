package io.github.mzmaven.sandbox;

import java.util.List;

/** Takes what a message is answered with, in the order of the protocol. */
public interface Answers {
    /** Takes no notice. */
    Answers IGNORED = new Answers() {};

    default void columns(List<Column> columns) {}

    /** One row in text format; {@code null} for NULL. */
    default void row(List<String> values) {}

    default void notice(Notice notice) {}

    /** The command tag that ends a statement, e.g. {@code SELECT 1} or {@code ALTER SCHEMA}. */
    default void complete(String tag) {}

    /** A message without a statement. */
    default void empty() {}

    default void error(SqlError error) {}
}
