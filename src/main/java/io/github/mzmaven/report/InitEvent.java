package io.github.mzmaven.report;

import java.time.Duration;

/** What mz:init tells. */
public sealed interface InitEvent extends Event {
    /** Copies are to be made; the tag may be {@code null}. */
    record Begun(String deployment, String tag, int schemas, int clusters, String suffix) implements InitEvent {}

    /** The copies are there; 0 statements where nothing was missing. */
    record Staged(int statements, Duration took) implements InitEvent {}
}
