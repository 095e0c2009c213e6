package io.github.mzmaven.report;

import io.github.mzmaven.Place;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes {@code TEST-mz.xml}, in the form of Surefire's reports, which CI servers read. */
public final class TestReport {
    /** The file's name. */
    public static final String FILE = "TEST-mz.xml";

    private TestReport() {}

    /** How a test ended. */
    public enum Outcome {
        PASSED,
        /** The query returned rows. */
        FAILED,
        /** The query could not be run. */
        ERROR
    }

    /**
     * A test that ran.
     *
     * @param path of its file, relative to the test directory, with slashes
     * @param summary one line: how many rows, or the error; empty where it passed
     * @param text rows or error at length; empty where it passed
     * @param place where in its file to look; {@code null} where it passed
     */
    public record TestCase(String path, Outcome outcome, Duration took, String summary, String text, Place place) {
        /** What is wrong, with the file. */
        public String described() {
            return described(path, summary);
        }

        /** An error's summary begins with its place in the file already. */
        static String described(String path, String summary) {
            return summary.startsWith(path) ? summary : path + ": " + summary;
        }

        /** {@code mz.folder.folder}, so that CI servers group by folder. */
        String className() {
            int slash = path.lastIndexOf('/');
            return slash < 0 ? "mz" : "mz." + path.substring(0, slash).replace('/', '.');
        }

        String name() {
            String name = path.substring(path.lastIndexOf('/') + 1);
            return name.endsWith(".sql") ? name.substring(0, name.length() - ".sql".length()) : name;
        }
    }

    /**
     * Writes the file, over that of an earlier run.
     *
     * @throws UncheckedIOException where that fails
     */
    public static void write(Path outputDirectory, List<TestCase> cases) {
        try {
            Files.createDirectories(outputDirectory);
            Files.write(outputDirectory.resolve(FILE), xml(cases));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + outputDirectory.resolve(FILE), e);
        }
    }

    private static byte[] xml(List<TestCase> cases) {
        var bytes = new ByteArrayOutputStream();
        try {
            XMLStreamWriter writer = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(bytes, "UTF-8");
            writer.writeStartDocument("UTF-8", "1.0");
            line(writer, "");
            writer.writeStartElement("testsuite");
            writer.writeAttribute("name", "mz");
            writer.writeAttribute(
                    "time", seconds(cases.stream().map(TestCase::took).reduce(Duration.ZERO, Duration::plus)));
            writer.writeAttribute("tests", String.valueOf(cases.size()));
            writer.writeAttribute("errors", count(cases, Outcome.ERROR));
            writer.writeAttribute("skipped", "0");
            writer.writeAttribute("failures", count(cases, Outcome.FAILED));
            for (TestCase testCase : cases) {
                write(writer, testCase);
            }
            line(writer, "");
            writer.writeEndElement();
            line(writer, "");
            writer.writeEndDocument();
            writer.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("writing to memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    private static void write(XMLStreamWriter writer, TestCase testCase) throws XMLStreamException {
        line(writer, "  ");
        writer.writeStartElement("testcase");
        writer.writeAttribute("name", legal(testCase.name()));
        writer.writeAttribute("classname", legal(testCase.className()));
        writer.writeAttribute("time", seconds(testCase.took()));
        if (testCase.outcome() != Outcome.PASSED) {
            boolean failed = testCase.outcome() == Outcome.FAILED;
            line(writer, "    ");
            writer.writeStartElement(failed ? "failure" : "error");
            writer.writeAttribute("message", legal(testCase.summary()));
            writer.writeAttribute("type", failed ? "rows" : "error");
            writer.writeCharacters(legal(testCase.text()));
            writer.writeEndElement();
            line(writer, "  ");
        }
        writer.writeEndElement();
    }

    private static void line(XMLStreamWriter writer, String indent) throws XMLStreamException {
        writer.writeCharacters("\n" + indent);
    }

    private static String count(List<TestCase> cases, Outcome outcome) {
        return String.valueOf(
                cases.stream().filter(testCase -> testCase.outcome() == outcome).count());
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.3f", duration.toMillis() / 1000.0);
    }

    /** Without the characters that XML 1.0 cannot hold, even escaped. */
    private static String legal(String text) {
        // Unpaired surrogates become question marks here.
        String valid = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        return valid.codePoints()
                .map(c -> c == '\t' || c == '\n' || c >= 0x20 && c != 0xFFFE && c != 0xFFFF
                        ? c
                        : c == '\r' ? ' ' : 0xFFFD)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
