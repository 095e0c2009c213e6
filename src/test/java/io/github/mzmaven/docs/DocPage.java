package io.github.mzmaven.docs;

import io.github.mzmaven.sql.Lexer;
import io.github.mzmaven.sql.Token;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page for users, taken apart: what stands between fences, and what stands between backticks elsewhere. A comment
 * {@code <!-- run: NAME -->} on the line before a fence says that a test runs the block as it is.
 */
public final class DocPage {
    private static final Pattern FENCE = Pattern.compile(" *```(\\w*) *");
    private static final Pattern RUN = Pattern.compile("<!-- run: ([\\w-]+) -->");
    private static final Pattern SPAN = Pattern.compile("`([^`]+)`");

    private final String name;
    private final List<Block> blocks = new ArrayList<>();
    private final List<Span> spans = new ArrayList<>();

    /**
     * What stands between two fences.
     *
     * @param place of the fence, e.g. README.md:41
     * @param language what the fence says; empty for commands of a shell
     * @param run what the comment before it says; empty where there is none
     * @param lines between the fences
     */
    public record Block(String place, String language, String run, List<String> lines) {
        public String text() {
            return String.join("\n", lines) + "\n";
        }

        /** Commands of a shell, one a line: continued lines joined, comments taken off. */
        public List<String> commands() {
            var commands = new ArrayList<String>();
            for (String line : text().replaceAll("\\\\\n *", "").split("\n")) {
                String command = line.replaceAll("(^| +)# .*", "").strip();
                if (!command.isEmpty()) {
                    commands.add(command);
                }
            }
            return commands;
        }

        /** The statements of SQL, as psql tells them apart. */
        public List<String> statements() {
            try {
                return Lexer.statements(Lexer.tokens(text())).stream()
                        .map(tokens -> tokens.stream()
                                .filter(token -> !token.isComment())
                                .toList())
                        .filter(tokens -> !tokens.isEmpty())
                        .map(this::between)
                        .toList();
            } catch (Lexer.UnterminatedException e) {
                throw new IllegalStateException(place + ": " + e.getMessage(), e);
            }
        }

        private String between(List<Token> tokens) {
            return text().substring(
                            tokens.get(0).start(), tokens.get(tokens.size() - 1).end());
        }
    }

    /** What stands between two backticks, on one line. */
    record Span(String place, String text) {}

    private DocPage(String name, List<String> lines) {
        this.name = name;
        var text = new StringBuilder();
        int line = 0;
        while (line < lines.size()) {
            Matcher fence = FENCE.matcher(lines.get(line));
            if (fence.matches()) {
                Matcher run = RUN.matcher(line == 0 ? "" : lines.get(line - 1));
                int end = line + 1;
                while (!FENCE.matcher(lines.get(end)).matches()) {
                    end++;
                }
                blocks.add(new Block(
                        place(line + 1),
                        fence.group(1),
                        run.matches() ? run.group(1) : "",
                        lines.subList(line + 1, end).stream()
                                .map(each -> each.substring(Math.min(fence.start(1) - 3, indent(each))))
                                .toList()));
                text.append("\n".repeat(end + 1 - line));
                line = end + 1;
            } else {
                text.append(lines.get(line++)).append('\n');
            }
        }
        SPAN.matcher(text)
                .results()
                .forEach(span -> spans.add(new Span(
                        place((int) text.substring(0, span.start()).lines().count()),
                        span.group(1).replaceAll("\\s+", " "))));
    }

    private static int indent(String line) {
        return line.length() - line.stripLeading().length();
    }

    private String place(int line) {
        return name + ":" + line;
    }

    /** Those of the README and of {@code docs}, in this directory's project. */
    static List<DocPage> all() {
        try (Stream<Path> files = Files.list(Path.of("docs"))) {
            return Stream.concat(
                            Stream.of(Path.of("README.md")),
                            files.filter(file -> file.toString().endsWith(".md"))
                                    .sorted())
                    .map(DocPage::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static DocPage of(Path file) {
        try {
            return new DocPage(file.toString().replaceAll(".*/(?=README)", ""), Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public List<Block> blocks() {
        return List.copyOf(blocks);
    }

    List<Span> spans() {
        return List.copyOf(spans);
    }
}
