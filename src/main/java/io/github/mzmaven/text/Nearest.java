package io.github.mzmaven.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Finds the name that was probably meant. */
public final class Nearest {
    private Nearest() {}

    /** The known name nearest to the one given, or {@code null} where none is near. */
    public static String to(String name, Collection<String> known) {
        String best = known.stream()
                .min(Comparator.comparingInt((String candidate) -> distance(name, candidate))
                        .thenComparing(Comparator.naturalOrder()))
                .orElse(null);
        if (best == null) {
            return null;
        }
        // Names that have nothing in common are not near, however short they are.
        int tolerated = Math.min(Math.max(2, name.length() / 3), Math.max(name.length(), best.length()) - 1);
        return distance(name, best) <= tolerated ? best : null;
    }

    /** A sentence that asks whether the nearest name was meant, with a space before it; empty where none is near. */
    public static String hint(String name, Collection<String> known) {
        String nearest = to(name, known);
        return nearest == null ? "" : " Did you mean \"" + nearest + "\"?";
    }

    /** Levenshtein's distance, upper and lower case being the same. */
    private static int distance(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
