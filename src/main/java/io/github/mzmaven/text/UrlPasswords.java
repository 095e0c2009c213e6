package io.github.mzmaven.text;

import java.util.regex.Pattern;

/** Takes passwords out of URLs in texts that people read. */
public final class UrlPasswords {
    // What is before the last @ may hold one itself, or a slash, where somebody forgot to encode it.
    private static final Pattern PASSWORD =
            Pattern.compile("(?i)(?<before>[a-z]://[^:/@\\s]*:)\\S+(?=@)|(?<parameter>password=)[^&\\s]+");

    private UrlPasswords() {}

    /** The text with stars in place of passwords; {@code null} for {@code null}. */
    public static String hidden(String text) {
        return text == null ? null : PASSWORD.matcher(text).replaceAll("${before}${parameter}***");
    }
}
