package io.github.mzmaven.project;

/**
 * A file's text, in which places can be named.
 *
 * @param path as people know it, with slashes
 * @param text without a byte order mark
 */
public record Source(String path, String text) {
    private static final int TAB_WIDTH = 4;

    /**
     * A place in a file.
     *
     * @param line from 1
     * @param column in characters (code points) from 1
     */
    public record Location(int line, int column) {}

    /** The place of a character; CR, LF and CRLF end lines. */
    public Location location(int offset) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < offset; i++) {
            if (endsLine(i)) {
                line++;
                lineStart = i + 1;
            }
        }
        return new Location(line, text.codePointCount(lineStart, offset) + 1);
    }

    /** For messages: {@code path:line:column}. */
    public String at(int offset) {
        Location location = location(offset);
        return path + ":" + location.line() + ":" + location.column();
    }

    /** For messages: the line of a character, numbered, and under it a caret. */
    public String excerpt(int offset) {
        int start = offset;
        while (start > 0 && !endsLine(start - 1)) {
            start--;
        }
        int end = offset;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        String number = String.valueOf(location(offset).line());
        String before = text.substring(start, offset).replace("\t", " ".repeat(TAB_WIDTH));
        String after = text.substring(offset, end).replace("\t", " ".repeat(TAB_WIDTH));
        return "    " + number + " | " + before + after + "\n    " + " ".repeat(number.length()) + " | "
                + " ".repeat(before.codePointCount(0, before.length())) + "^";
    }

    private boolean endsLine(int offset) {
        char c = text.charAt(offset);
        return c == '\n' || c == '\r' && (offset + 1 >= text.length() || text.charAt(offset + 1) != '\n');
    }
}
