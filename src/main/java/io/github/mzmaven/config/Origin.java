package io.github.mzmaven.config;

import io.github.mzmaven.Place;

/**
 * Where a value was written.
 *
 * @param source for log lines, e.g. "mz.yml"
 * @param place for errors, e.g. "mz.yml:3:10"
 * @param where the same for tools; {@code null} where it is in no file
 */
record Origin(String source, String place, Place where) {
    Origin(String source, String place) {
        this(source, place, null);
    }

    static Origin of(String source) {
        return new Origin(source, source);
    }
}
