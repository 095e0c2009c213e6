package io.github.mzmaven.config;

/**
 * Where a value was written.
 *
 * @param source for log lines, e.g. "mz.yml"
 * @param place for errors, e.g. "mz.yml:3:10"
 */
record Origin(String source, String place) {
    static Origin of(String source) {
        return new Origin(source, source);
    }
}
