package io.github.mzmaven.config;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * How many rows of a relation may be in only one of two versions.
 *
 * @param rows at most so many; {@code null} where a share is meant
 * @param percent at most such a share of the rows before, 0 to 100; {@code null} where rows are meant
 * @param text as it was written
 */
public record MaxChanged(Long rows, BigDecimal percent, String text) {
    /**
     * Reads {@code 100} or {@code 0.5%}.
     *
     * @throws IllegalArgumentException where it is neither
     */
    static MaxChanged parse(String text) {
        if (text.matches("\\d{1,18}")) {
            return new MaxChanged(Long.valueOf(text), null, text);
        }
        if (text.matches("\\d{1,3}(\\.\\d{1,9})? ?%")) {
            var percent = new BigDecimal(text.substring(0, text.length() - 1).strip());
            if (percent.compareTo(BigDecimal.valueOf(100)) <= 0) {
                return new MaxChanged(null, percent, text);
            }
        }
        throw new IllegalArgumentException("which is neither a number of rows nor a percentage from 0% to 100%");
    }

    /**
     * Whether so many are too many. Of no rows at all any is too large a share.
     *
     * @param before how many rows there were
     * @param changed how many rows are in only one version
     */
    public boolean isExceeded(long before, long changed) {
        if (rows != null) {
            return changed > rows;
        }
        BigDecimal allowed = percent.multiply(new BigDecimal(BigInteger.valueOf(before)));
        return changed > 0 && BigDecimal.valueOf(changed).movePointRight(2).compareTo(allowed) > 0;
    }
}
