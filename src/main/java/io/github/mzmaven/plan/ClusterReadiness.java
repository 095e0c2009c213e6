package io.github.mzmaven.plan;

import io.github.mzmaven.catalog.RuntimeState.RunningCluster;
import io.github.mzmaven.plan.ObjectReadiness.Missing;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * How far one copy of a production cluster is.
 *
 * @param failure why it cannot get ready; {@code null} unless {@link State#FAILING}
 * @param objects all that is waited for, by name
 * @param others how many objects on it are not waited for, since only refreshes start its replicas
 * @param offline names of its replicas that are not online
 */
public record ClusterReadiness(
        String cluster, State state, Failure failure, List<ObjectReadiness> objects, int others, List<String> offline) {
    public ClusterReadiness {
        objects = List.copyOf(objects);
        offline = List.copyOf(offline);
    }

    /** What a cluster is doing. */
    public enum State {
        READY,
        HYDRATING,
        /** Hydrated, but behind both the clock and production. */
        LAGGING,
        FAILING,
        /** Waits for materialized views to be refreshed for the first time. */
        SCHEDULED,
        /** Holds nothing that could be waited for. */
        EMPTY
    }

    /** Why a cluster cannot get ready. */
    public record Failure(Cause cause, RunningCluster cluster) {}

    /** What sort of failure it is. */
    public enum Cause {
        NO_REPLICA(Duration.ofSeconds(10)),
        OUT_OF_MEMORY(Duration.ofSeconds(10)),
        /** A new replica is offline until a machine is found for it, which takes minutes at times. */
        OFFLINE(Duration.ofMinutes(5));

        private final Duration patience;

        Cause(Duration patience) {
            this.patience = patience;
        }

        /** For how long it must have lasted before waiting is given up. */
        public Duration patience() {
            return patience;
        }
    }

    /** Whether a promote need not wait for it any more. */
    public boolean isReady() {
        return state == State.READY || state == State.EMPTY;
    }

    /** How many objects are waited for. */
    public int total() {
        return objects.size();
    }

    /** How many of them are hydrated, or refreshed where that is what counts. */
    public int hydrated() {
        return (int) objects.stream().filter(ObjectReadiness::isHydrated).count();
    }

    /** The objects that lack something. */
    public List<ObjectReadiness> missing() {
        return objects.stream()
                .filter(object -> object.missing() != Missing.NOTHING)
                .toList();
    }

    /** The objects that lack just this. */
    public List<ObjectReadiness> missing(Missing what) {
        return objects.stream().filter(object -> object.missing() == what).toList();
    }

    /** The object that is furthest behind, of those that lack something if any do; {@code null} where none has a lag. */
    public ObjectReadiness slowest() {
        List<ObjectReadiness> stale = missing(Missing.FRESHNESS);
        return (stale.isEmpty() ? objects : stale)
                .stream()
                        .filter(object -> object.lag() != null && object.missing() != Missing.HYDRATION)
                        .max(Comparator.comparing(ObjectReadiness::lag))
                        .orElse(null);
    }

    /** The greatest lag of a hydrated object; {@code null} where none has one. */
    public Duration lag() {
        ObjectReadiness slowest = slowest();
        return slowest == null ? null : slowest.lag();
    }
}
