package io.github.mzmaven.report;

import io.github.mzmaven.report.TestReport.TestCase;
import java.nio.file.Path;
import java.time.Duration;

/** What mz:test tells. */
public sealed interface TestEvent extends Event {
    /** The project has no tests. */
    record NoTests(Path directory) implements TestEvent {}

    /** A query is about to be sent. */
    record QuerySent(String sql) implements TestEvent {}

    /** A test ended. */
    record Tested(TestCase test) implements TestEvent {}

    /** All passed. */
    record Passed(int tests, Duration took) implements TestEvent {}
}
