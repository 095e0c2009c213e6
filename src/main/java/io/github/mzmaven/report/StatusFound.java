package io.github.mzmaven.report;

import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.Current;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.plan.ClusterReadiness;
import io.github.mzmaven.plan.ObjectChange;
import io.github.mzmaven.plan.OutsideSink;
import java.util.List;

/**
 * What mz:status found.
 *
 * @param marker {@code null} where there is none
 * @param current what production was built from; {@code null} where that is not known
 * @param run of a deployment in the making or being cleaned up, who is at work on it; {@code null} where nobody has to be
 * @param promoted whether production's names hold the new objects, as the ids say it
 * @param changes what a promote would change, or has changed
 * @param next the goal that comes next, without prefix
 * @param refusals what that goal would refuse for
 */
public record StatusFound(
        Marker marker,
        Current current,
        String run,
        boolean promoted,
        List<TargetStatus.PairStatus> pairs,
        List<ClusterReadiness> readiness,
        List<OutsideSink> sinks,
        List<ObjectChange> changes,
        String next,
        List<Problem> refusals)
        implements Event {
    public StatusFound {
        pairs = List.copyOf(pairs);
        readiness = List.copyOf(readiness);
        sinks = List.copyOf(sinks);
        changes = List.copyOf(changes);
        refusals = List.copyOf(refusals);
    }

    /** The state by the marker's name; none where there is no marker. */
    String state() {
        return marker == null ? "none" : Texts.word(marker.state());
    }
}
