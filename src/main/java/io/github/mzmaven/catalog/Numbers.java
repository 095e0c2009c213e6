package io.github.mzmaven.catalog;

import java.math.BigInteger;

/** Numbers as the server prints them. Its unsigned ones, and its times, have 64 bits: more than a {@code long} holds. */
final class Numbers {
    private static final BigInteger LONGEST = BigInteger.valueOf(Long.MAX_VALUE);

    private Numbers() {}

    /**
     * Reads a whole number from 0; one that is too large for a {@code long} is as large as one can be.
     *
     * @return {@code null} for NULL, and for what is no such number: who asks has to live with not knowing it
     */
    static Long unsigned(String text) {
        if (text == null || !text.matches("[0-9]+")) {
            return null;
        }
        return new BigInteger(text).min(LONGEST).longValueExact();
    }

    /**
     * Reads a number from 0 that may have a fraction, which is left out.
     *
     * @return {@code null} for NULL, and for what is no such number
     */
    static Integer whole(String text) {
        return text == null || !text.matches("[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]{1,3})?")
                ? null
                : (int) Double.parseDouble(text);
    }
}
