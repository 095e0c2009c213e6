package io.github.mzmaven.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.report.TestReport.Outcome;
import io.github.mzmaven.report.TestReport.TestCase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestReportTest {
    @TempDir
    Path directory;

    @Test
    void theReportIsInSurefiresForm() throws Exception {
        TestReport.write(
                directory.resolve("mz"),
                List.of(
                        new TestCase("all.sql", Outcome.PASSED, Duration.ofMillis(12), "", "", null),
                        new TestCase(
                                "marts/deep/a&b.sql",
                                Outcome.FAILED,
                                Duration.ofMillis(1500),
                                "1 row",
                                "x\n-\n<1>",
                                null),
                        new TestCase(
                                "marts/c.sql",
                                Outcome.ERROR,
                                Duration.ZERO,
                                "\"no\" \u0001",
                                "]]> \uD800 😀\r\nend",
                                null)));

        assertThat(directory.resolve("mz/TEST-mz.xml")).hasContent("""
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuite name="mz" time="1.512" tests="3" errors="1" skipped="0" failures="1">
                  <testcase name="all" classname="mz" time="0.012"></testcase>
                  <testcase name="a&amp;b" classname="mz.marts.deep" time="1.500">
                    <failure message="1 row" type="rows">x
                -
                &lt;1&gt;</failure>
                  </testcase>
                  <testcase name="c" classname="mz.marts" time="0.000">
                    <error message="&quot;no&quot; \uFFFD" type="error">]]&gt; ? 😀\s
                end</error>
                  </testcase>
                </testsuite>
                """);
        var parsed = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(directory.resolve("mz/TEST-mz.xml").toFile());
        assertThat(parsed.getElementsByTagName("testcase").getLength()).isEqualTo(3);
    }

    @Test
    void anEmptyReportIsValidToo() throws Exception {
        TestReport.write(directory, List.of());

        assertThat(Files.readString(directory.resolve("TEST-mz.xml")))
                .contains(
                        "<testsuite name=\"mz\" time=\"0.000\" tests=\"0\" errors=\"0\" skipped=\"0\" failures=\"0\">");
    }

    @Test
    void rowsAreAligned() {
        assertThat(TextTable.lines(
                        List.of("id", "name"),
                        List.of(Arrays.asList("1", null), List.of("1000", "a\nb 😀"), List.of("", "x".repeat(70)))))
                .containsExactly(
                        "id   | name",
                        "-----+-" + "-".repeat(60),
                        "1    | NULL",
                        "1000 | a↵b 😀",
                        "     | " + "x".repeat(59) + "…");
    }
}
