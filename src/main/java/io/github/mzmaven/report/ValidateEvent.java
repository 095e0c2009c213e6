package io.github.mzmaven.report;

/** What mz:validate tells. */
public sealed interface ValidateEvent extends Event {
    /**
     * Nothing is wrong, but for what was warned of.
     *
     * @param files of the project's SQL
     * @param schemas that have such files
     * @param tests of the deployment and of production
     * @param warnings of files and tests
     */
    record Valid(int files, int schemas, int tests, int warnings) implements ValidateEvent {}
}
