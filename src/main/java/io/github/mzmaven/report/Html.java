package io.github.mzmaven.report;

import java.util.List;
import java.util.stream.Collectors;

/** The one place where texts become markup that HTML and XML read alike. */
final class Html {
    private Html() {}

    /** A text inside of an element or an attribute; what XML cannot hold becomes U+FFFD. {@code null} reads as empty. */
    static String escape(String text) {
        if (text == null) {
            return "";
        }
        var escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(isXml(c) ? c : 0xFFFD);
            }
        });
        return escaped.toString();
    }

    private static boolean isXml(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || c >= ' ' && c <= 0xD7FF
                || c >= 0xE000 && c <= 0xFFFD
                || c > 0xFFFF;
    }

    /** An element of escaped text, with a class. */
    static String span(String className, String text) {
        return "<span class=\"" + className + "\">" + escape(text) + "</span>";
    }

    /** An element of escaped text in the type of code. */
    static String code(String text) {
        return "<code>" + escape(text) + "</code>";
    }

    /** A cell of a table; its content is markup. */
    record Cell(String className, String content) {
        static Cell of(String content) {
            return new Cell("", content);
        }
    }

    /**
     * A table.
     *
     * @param caption for those who cannot see it
     * @param heads texts; with a class each, e.g. "number:Took", where the cells have one
     */
    static String table(String caption, List<String> heads, List<List<Cell>> rows) {
        String head = heads.stream()
                .map(text -> {
                    int colon = text.indexOf(':');
                    return "<th scope=\"col\"" + classOf(text.substring(0, Math.max(0, colon))) + ">"
                            + escape(text.substring(colon + 1)) + "</th>";
                })
                .collect(Collectors.joining());
        String body = rows.stream()
                .map(row -> row.stream()
                        .map(cell -> "<td" + classOf(cell.className) + ">" + cell.content + "</td>")
                        .collect(Collectors.joining("", "<tr>", "</tr>\n")))
                .collect(Collectors.joining());
        return """
                <table><caption>%s</caption>
                <thead><tr>%s</tr></thead>
                <tbody>
                %s</tbody></table>
                """.formatted(escape(caption), head, body);
    }

    private static String classOf(String className) {
        return className.isEmpty() ? "" : " class=\"" + className + "\"";
    }
}
