package io.github.mzmaven.project;

import io.github.mzmaven.Place;
import io.github.mzmaven.sql.SecretFinder;
import io.github.mzmaven.sql.SecretFinder.Found;
import java.nio.file.Path;
import java.util.List;

/**
 * A file's text, in which places can be named.
 *
 * @param path as people know it, with slashes
 * @param text without a byte order mark
 * @param file where it was read from
 */
public record Source(String path, String text, Path file) {
    private static final int TAB_WIDTH = 4;

    /** A text that is found under its path itself. */
    public Source(String path, String text) {
        this(path, text, Path.of(path));
    }

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

    /** The same, for CI servers. */
    public Place place(int offset) {
        Location location = location(offset);
        return Place.in(file, location.line(), location.column());
    }

    /** For messages: {@code path:line:column}. */
    public String at(int offset) {
        Location location = location(offset);
        return path + ":" + location.line() + ":" + location.column();
    }

    /** For messages: the line of a character, numbered, and under it a caret; without secrets. */
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
        List<Found> secrets = SecretFinder.find(text);
        int marked = secrets.stream()
                .filter(secret -> secret.start() < offset && offset < secret.end())
                .mapToInt(Found::start)
                .findFirst()
                .orElse(offset);
        String before = shown(start, Math.max(start, marked), secrets);
        return "    " + number + " | " + shown(start, end, secrets) + "\n    " + " ".repeat(number.length()) + " | "
                + " ".repeat(before.codePointCount(0, before.length())) + "^";
    }

    /** A part of a line, without the secrets that reach into it. */
    private String shown(int start, int end, List<Found> secrets) {
        var shown = new StringBuilder();
        int copied = start;
        for (Found secret : secrets) {
            if (start < end && secret.end() > start && secret.start() < end) {
                shown.append(text, copied, Math.max(copied, secret.start())).append(secret.shown());
                copied = Math.min(secret.end(), end);
            }
        }
        return shown.append(text, copied, end).toString().replace("\t", " ".repeat(TAB_WIDTH));
    }

    private boolean endsLine(int offset) {
        char c = text.charAt(offset);
        return c == '\n' || c == '\r' && (offset + 1 >= text.length() || text.charAt(offset + 1) != '\n');
    }
}
