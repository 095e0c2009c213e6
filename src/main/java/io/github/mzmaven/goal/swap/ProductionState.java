package io.github.mzmaven.goal.swap;

/** What a run of promote or rollback knows of production; an error that ends the run says it. */
public enum ProductionState {
    UNTOUCHED("Nothing was written."),
    AS_BEFORE("Production is as before."),
    UNKNOWN("Whether production is swapped is unknown to this run, but it is whole: all of it or nothing."),
    SWAPPED_ALREADY("Production is swapped already; this run wrote nothing."),
    SWAPPED("Production was swapped; what comes after that (sinks, tags) is not finished.");

    private final String sentence;

    ProductionState(String sentence) {
        this.sentence = sentence;
    }

    /** For people, with a full stop. */
    public String sentence() {
        return sentence;
    }

    /** What is known when the ids were read. */
    ProductionState read(boolean swapped) {
        return switch (this) {
            case UNTOUCHED, SWAPPED_ALREADY -> swapped ? SWAPPED_ALREADY : UNTOUCHED;
            case AS_BEFORE, UNKNOWN, SWAPPED -> swapped ? SWAPPED : AS_BEFORE;
        };
    }

    /** What is known when something was sent that swaps nothing, or that had no effect. */
    ProductionState written() {
        return switch (this) {
            case UNTOUCHED, AS_BEFORE -> AS_BEFORE;
            case SWAPPED_ALREADY, SWAPPED -> SWAPPED;
            case UNKNOWN -> UNKNOWN;
        };
    }

    /** What is known when no answer came to COMMIT. */
    ProductionState unanswered() {
        return switch (this) {
            case UNTOUCHED, AS_BEFORE, UNKNOWN -> UNKNOWN;
            case SWAPPED_ALREADY, SWAPPED -> SWAPPED;
        };
    }
}
