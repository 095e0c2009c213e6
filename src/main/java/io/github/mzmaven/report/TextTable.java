package io.github.mzmaven.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Rows as people read them in a log. */
public final class TextTable {
    private static final int WIDEST_CELL = 60;

    private TextTable() {}

    /**
     * Lines: names of columns, a rule, then the rows.
     *
     * @param rows {@code null} for NULL; long values are cut
     */
    public static List<String> lines(List<String> columns, List<List<String>> rows) {
        List<List<String>> cells = new ArrayList<>();
        cells.add(columns.stream().map(TextTable::cell).toList());
        rows.forEach(row -> cells.add(row.stream().map(TextTable::cell).toList()));
        var widths = new int[columns.size()];
        for (List<String> row : cells) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(
                        widths[i], row.get(i).codePointCount(0, row.get(i).length()));
            }
        }
        var lines = new ArrayList<String>();
        for (List<String> row : cells) {
            lines.add(line(row, widths));
            if (lines.size() == 1) {
                lines.add(java.util.Arrays.stream(widths).mapToObj("-"::repeat).collect(Collectors.joining("-+-")));
            }
        }
        return lines;
    }

    private static String line(List<String> row, int[] widths) {
        var line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = row.get(i);
            line.append(i == 0 ? "" : " | ")
                    .append(cell)
                    .append(" ".repeat(widths[i] - cell.codePointCount(0, cell.length())));
        }
        return line.toString().stripTrailing();
    }

    private static String cell(String value) {
        String text = value == null ? "NULL" : value.replaceAll("\\R", "↵").replace('\t', ' ');
        return text.codePointCount(0, text.length()) <= WIDEST_CELL
                ? text
                : text.substring(0, text.offsetByCodePoints(0, WIDEST_CELL - 1)) + "…";
    }
}
