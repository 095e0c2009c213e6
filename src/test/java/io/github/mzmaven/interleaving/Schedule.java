package io.github.mzmaven.interleaving;

/**
 * Who has the turn for how long: one sends {@code before} messages, the other {@code between}, the one all others, and the
 * other all others.
 */
record Schedule(Side first, int before, int between) {
    static final int ALL = Integer.MAX_VALUE;

    /** One after the other. */
    static Schedule serial(Side first) {
        return new Schedule(first, ALL, 0);
    }

    Side side(int phase) {
        return phase % 2 == 0 ? first : first.other();
    }

    int messages(int phase) {
        return phase == 0 ? before : phase == 1 ? between : ALL;
    }

    @Override
    public String toString() {
        return before == ALL
                ? first + ", then " + first.other()
                : first + " " + before + ", " + first.other() + " " + (between == ALL ? "to its end" : between) + ", "
                        + first + " to its end, " + first.other() + " to its end";
    }
}
