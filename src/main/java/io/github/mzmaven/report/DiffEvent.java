package io.github.mzmaven.report;

import java.time.Duration;
import java.util.List;

/** What mz:diff tells. */
public sealed interface DiffEvent extends Event {
    /** Production is the new version already, so that there is nothing to compare. */
    record AlreadyPromoted(String deployment) implements DiffEvent {}

    /**
     * Relations are compared from now on.
     *
     * @param deployment {@code null} for copies that dbt made
     * @param names of all that is looked at, by which lines are aligned
     */
    record Begun(String deployment, List<String> names) implements DiffEvent {
        public Begun {
            names = List.copyOf(names);
        }
    }

    /** A relation was compared, or why it was not. */
    record Compared(RelationDiff relation) implements DiffEvent {}

    /**
     * All are through, and nobody has changed either version meanwhile.
     *
     * @param relations all of them
     * @param allowed whether no more changes than the build allows
     */
    record Ended(List<RelationDiff> relations, boolean allowed, Duration took) implements DiffEvent {
        public Ended {
            relations = List.copyOf(relations);
        }
    }
}
