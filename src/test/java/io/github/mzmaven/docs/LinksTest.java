package io.github.mzmaven.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What readers of the pages click and see, on GitHub: links lead to files and headings, rows of a table have its columns. */
class LinksTest {
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)#]*)(?:#([^)]*))?\\)");
    private static final Pattern BAR = Pattern.compile("(?<!\\\\)\\|");
    private static final String FENCED = "(?ms)^ *```.*?^ *```";

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        var wrong = new ArrayList<String>();
        for (Path page : pages()) {
            String text = text(page).replaceAll("`[^`]*`", "");
            LINK.matcher(text)
                    .results()
                    .filter(link -> !link.group(1).startsWith("http"))
                    .filter(link -> !leads(page, link.group(1), link.group(2)))
                    .forEach(link -> wrong.add(page + ": " + link.group()));
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyRowHasItsTablesColumns() throws IOException {
        var wrong = new ArrayList<String>();
        for (Path page : pages()) {
            long columns = 0;
            for (String line : text(page).lines().toList()) {
                long bars = line.startsWith("|") ? BAR.matcher(line).results().count() : 0;
                if (columns > 0 && bars > 0 && bars != columns) {
                    wrong.add(page + ": " + line);
                }
                columns = bars;
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static boolean leads(Path page, String file, String heading) {
        Path target = file.isEmpty() ? page : page.resolveSibling(file).normalize();
        return Files.exists(target) && (heading == null || headings(target).contains(heading));
    }

    /** As GitHub names them in links. */
    private static List<String> headings(Path page) {
        return text(page)
                .lines()
                .filter(line -> line.matches("#+ .*"))
                .map(line -> line.replaceFirst("#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                        .replace(' ', '-'))
                .toList();
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.list(Path.of("docs"))) {
            return Stream.concat(
                            Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
                                    .map(Path::of),
                            docs)
                    .filter(page -> page.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    private static String text(Path page) {
        try {
            return Files.readString(page).replaceAll(FENCED, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
