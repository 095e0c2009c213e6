package io.github.mzmaven.project;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Names of files and folders that every file system takes and tells apart: what may not stand in one (Windows is the strictest) is
 * written as in a URL, {@code %2F} for a slash. A percent sign stays as it is where no two hexadecimal digits follow it.
 */
public final class SafeName {
    /** In bytes of UTF-8, on Linux; others count in fewer units. */
    static final int MAX_BYTES = 255;

    private static final String FORBIDDEN = "/\\:*?\"<>|";
    /** What Windows takes for a device, whatever follows a dot. */
    private static final Set<String> DEVICES = Set.of("con", "prn", "aux", "nul", "conin$", "conout$");

    private static final int DIGITS_OF_HASH = 10;

    private SafeName() {}

    /**
     * Names by what they are to stand for: alike for the same ones in any order, and different even where a file system knows no
     * case, or takes an accent in two ways for one.
     *
     * @param ending of all of them, {@code .sql} for example
     */
    public static Map<String, String> of(Collection<String> names, String ending) {
        Map<String, String> safe = new LinkedHashMap<>();
        Set<String> taken = new LinkedHashSet<>();
        // Of names that differ in case only, the one in small letters stays as it is.
        List<String> sorted = new LinkedHashSet<>(names)
                .stream().sorted(Comparator.<String>reverseOrder()).toList();
        for (String name : sorted) {
            String plain = encode(name, c -> false);
            String made = taken.add(folded(plain)) ? plain : encode(name, SafeName::mayClash);
            taken.add(folded(made));
            safe.put(name, cut(made, name, MAX_BYTES - bytes(ending)) + ending);
        }
        return safe;
    }

    /** What a name stands for, unless it was too long to say. */
    public static String decode(String safe) {
        if (safe.indexOf('%') < 0) {
            return safe;
        }
        byte[] bytes = safe.getBytes(StandardCharsets.UTF_8);
        var decoded = new ByteArrayOutputStream();
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '%' && i + 2 < bytes.length && isHex(bytes[i + 1]) && isHex(bytes[i + 2])) {
                decoded.write(Character.digit(bytes[i + 1], 16) * 16 + Character.digit(bytes[i + 2], 16));
                i += 2;
            } else {
                decoded.write(bytes[i]);
            }
        }
        return decoded.toString(StandardCharsets.UTF_8);
    }

    private static String encode(String name, IntPredicate more) {
        int[] characters = name.codePoints().toArray();
        boolean device = isDevice(name);
        var safe = new StringBuilder();
        for (int i = 0; i < characters.length; i++) {
            int c = characters[i];
            boolean first = i == 0;
            boolean last = i == characters.length - 1;
            boolean end = first && (c == '.' || device) || (first || last) && c == ' ' || last && c == '.';
            boolean escape = c == '%' && isHex(characters, i + 1) && isHex(characters, i + 2);
            if (end || escape || isForbidden(c) || more.test(c)) {
                append(safe, c);
            } else {
                safe.appendCodePoint(c);
            }
        }
        return safe.toString();
    }

    private static void append(StringBuilder safe, int c) {
        for (byte octet : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
            safe.append('%').append(HexFormat.of().withUpperCase().toHexDigits(octet));
        }
    }

    /** What no file system, no shell and no reader likes; other languages' letters are letters. */
    private static boolean isForbidden(int c) {
        int type = Character.getType(c);
        return FORBIDDEN.indexOf(c) >= 0
                || Character.isISOControl(c)
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.UNASSIGNED
                || type == Character.PRIVATE_USE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || c != ' ' && type == Character.SPACE_SEPARATOR;
    }

    private static boolean mayClash(int c) {
        return c >= 0x80 || c >= 'A' && c <= 'Z';
    }

    private static boolean isDevice(String name) {
        int dot = name.indexOf('.');
        String stem = (dot < 0 ? name : name.substring(0, dot)).strip().toLowerCase(Locale.ROOT);
        return DEVICES.contains(stem) || stem.matches("(com|lpt)[0-9\u00b9\u00b2\u00b3]");
    }

    private static String folded(String name) {
        String folded = Normalizer.normalize(name, Normalizer.Form.NFKC)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
        return Normalizer.normalize(folded, Normalizer.Form.NFKC);
    }

    /** The end of a name that is too long is told by a hash of all of it. */
    private static String cut(String safe, String name, int maxBytes) {
        if (bytes(safe) <= maxBytes) {
            return safe;
        }
        String end = "~" + hash(name);
        var kept = new StringBuilder();
        int i = 0;
        while (i < safe.length()) {
            boolean escape = safe.charAt(i) == '%';
            int length = escape ? Math.min(3, safe.length() - i) : Character.charCount(safe.codePointAt(i));
            String part = safe.substring(i, i + length);
            if (bytes(kept + part) > maxBytes - bytes(end)) {
                break;
            }
            kept.append(part);
            i += length;
        }
        return kept + end;
    }

    private static String hash(String name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, DIGITS_OF_HASH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static boolean isHex(int[] characters, int i) {
        return i < characters.length && isHex(characters[i]);
    }

    private static boolean isHex(int c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
    }
}
