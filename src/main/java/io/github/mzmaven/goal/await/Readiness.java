package io.github.mzmaven.goal.await;

import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.catalog.RuntimeState;
import io.github.mzmaven.catalog.RuntimeState.Frontier;
import io.github.mzmaven.catalog.RuntimeState.Refresh;
import io.github.mzmaven.catalog.RuntimeState.RunningCluster;
import io.github.mzmaven.catalog.RuntimeState.RunningObject;
import io.github.mzmaven.catalog.RuntimeState.RunningReplica;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.config.Settings.Replicas;
import io.github.mzmaven.plan.Awaited;
import io.github.mzmaven.plan.ClusterReadiness;
import io.github.mzmaven.plan.ClusterReadiness.Failure;
import io.github.mzmaven.plan.ClusterReadiness.State;
import io.github.mzmaven.plan.ObjectReadiness;
import io.github.mzmaven.plan.ObjectReadiness.Missing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Judges how far copies of clusters are, object by object and replica by replica. It starts from the objects that exist:
 * what the server says nothing about is not ready.
 */
public final class Readiness {
    private final Settings.Await await;

    public Readiness(Settings settings) {
        await = settings.await();
    }

    /**
     * Judges the deployment's clusters, in their order, with all that runs on them; then, by name, each other cluster on which
     * objects of the deployment's schemas run, with those objects alone.
     */
    public List<ClusterReadiness> judge(Awaited awaited, RuntimeState state) {
        var look = new OneLook(awaited, state);
        var judged = new ArrayList<ClusterReadiness>();
        awaited.clusters().stream()
                .map(cluster -> state.clusters().get(cluster.name()))
                .filter(Objects::nonNull)
                .forEach(cluster -> judged.add(look.judge(cluster, look.on(cluster))));
        look.elsewhere().forEach((place, objects) -> {
            RunningCluster cluster = state.clusters().get(place);
            judged.add(cluster == null ? look.judgeWithoutCluster(place, objects) : look.judge(cluster, objects));
        });
        return judged;
    }

    /** What the server said at one moment, and how it is judged. */
    private final class OneLook {
        private final Awaited awaited;
        private final RuntimeState state;
        private final Map<String, RunningCluster> clusterById = new HashMap<>();
        private final Map<List<String>, RunningObject> objectByName = new HashMap<>();

        OneLook(Awaited awaited, RuntimeState state) {
            this.awaited = awaited;
            this.state = state;
            state.clusters().values().forEach(cluster -> clusterById.put(cluster.id(), cluster));
            state.objects().forEach(object -> objectByName.put(nameOf(object, object.schema()), object));
        }

        List<RunningObject> on(RunningCluster cluster) {
            return state.objects().stream()
                    .filter(object -> cluster.id().equals(object.clusterId()) && isMaintained(object))
                    .toList();
        }

        /** The objects of the deployment's schemas that run on none of its clusters, by where they run. */
        Map<String, List<RunningObject>> elsewhere() {
            Set<String> schemas =
                    awaited.schemas().stream().map(Awaited.Thing::name).collect(Collectors.toSet());
            Set<String> own =
                    awaited.clusters().stream().map(Awaited.Thing::name).collect(Collectors.toSet());
            Map<String, List<RunningObject>> byPlace = state.objects().stream()
                    .filter(object -> awaited.databaseId().equals(object.databaseId())
                            && schemas.contains(object.schema())
                            && isMaintained(object))
                    .collect(Collectors.groupingBy(this::place, TreeMap::new, Collectors.toList()));
            byPlace.keySet().removeAll(own);
            return byPlace;
        }

        /** A cluster's name; words where the object has no cluster, or one that is not the users' or is gone. */
        private String place(RunningObject object) {
            if (object.clusterId() == null) {
                return "(no cluster)";
            }
            RunningCluster cluster = clusterById.get(object.clusterId());
            return cluster == null ? "(unknown cluster " + object.clusterId() + ")" : cluster.name();
        }

        ClusterReadiness judge(RunningCluster cluster, List<RunningObject> all) {
            List<ObjectReadiness> objects = judgeAll(
                    all.stream()
                            .filter(object -> !cluster.scheduled() || object.refresh() != Refresh.ON_COMMIT)
                            .toList(),
                    cluster);
            List<String> offline = cluster.replicas().stream()
                    .filter(replica -> !replica.online())
                    .map(RunningReplica::name)
                    .toList();
            Failure failure = objects.isEmpty() ? null : ClusterFailures.of(cluster);
            return new ClusterReadiness(
                    cluster.name(), stateOf(objects, failure), failure, objects, all.size() - objects.size(), offline);
        }

        ClusterReadiness judgeWithoutCluster(String place, List<RunningObject> all) {
            List<ObjectReadiness> objects = judgeAll(all, null);
            return new ClusterReadiness(place, stateOf(objects, null), null, objects, 0, List.of());
        }

        private List<ObjectReadiness> judgeAll(List<RunningObject> objects, RunningCluster cluster) {
            return objects.stream()
                    .map(object -> judge(object, cluster))
                    .sorted(Comparator.comparing(ObjectReadiness::name))
                    .toList();
        }

        private ObjectReadiness judge(RunningObject object, RunningCluster cluster) {
            List<RunningReplica> replicas = cluster == null ? List.of() : cluster.replicas();
            List<String> notOn = replicas.stream()
                    .filter(replica -> !isHydrated(object, replica))
                    .map(RunningReplica::name)
                    .toList();
            boolean refreshed = object.refresh() != Refresh.ON_COMMIT;
            RunningObject production = objectByName.get(twinName(object));
            Frontier twin = production == null ? null : production.frontier();
            return new ObjectReadiness(
                    object.id(),
                    displayName(object),
                    object.type().toString(),
                    missing(object, replicas.size(), notOn.size(), twin, state.now()),
                    notOn,
                    replicas.size(),
                    refreshed ? null : lag(object.frontier(), state.now()),
                    refreshed || !awaited.isCopy(object.schema()) ? null : lag(twin, state.now()),
                    object.trouble());
        }

        /** The same object of the other version: production's for a copy, what it has replaced for one that is promoted. */
        private List<String> twinName(RunningObject object) {
            if (awaited.isCopy(object.schema())) {
                return nameOf(object, awaited.production(object.schema()));
            }
            // An object of any other schema must not be compared with itself.
            return awaited.schemas().stream().anyMatch(schema -> schema.name().equals(object.schema()))
                    ? nameOf(object, object.schema() + awaited.suffix())
                    : List.of();
        }

        private String displayName(RunningObject object) {
            return awaited.production(object.schema()) + "." + object.name();
        }
    }

    /** Progress and webhook sources are written by no dataflow, so that they never have a row about hydration. */
    private static boolean isMaintained(RunningObject object) {
        return !"progress".equals(object.subtype()) && !"webhook".equals(object.subtype());
    }

    private static State stateOf(List<ObjectReadiness> objects, Failure failure) {
        if (objects.isEmpty()) {
            return State.EMPTY;
        }
        if (failure != null) {
            return State.FAILING;
        }
        List<Missing> missing = objects.stream().map(ObjectReadiness::missing).toList();
        if (missing.contains(Missing.HYDRATION)) {
            return State.HYDRATING;
        }
        if (missing.contains(Missing.REFRESH)) {
            return State.SCHEDULED;
        }
        return missing.contains(Missing.FRESHNESS) ? State.LAGGING : State.READY;
    }

    /** A replica that is offline goes on saying that it is. */
    private static boolean isHydrated(RunningObject object, RunningReplica replica) {
        return replica.online() && object.hydratedOn().contains(replica.id());
    }

    private Missing missing(RunningObject object, int replicas, int notOn, Frontier production, long now) {
        if (object.refresh() != Refresh.ON_COMMIT) {
            return object.refresh() == Refresh.COMPLETED ? Missing.NOTHING : Missing.REFRESH;
        }
        // A source or sink may run on one replica only, whatever their number.
        boolean oneIsEnough =
                await.replicas() == Replicas.ONE || object.is(ObjectType.SOURCE) || object.is(ObjectType.SINK);
        boolean hydrated = isFedByAnother(object)
                ? hasBegun(object.frontier())
                : replicas > 0 && notOn <= (oneIsEnough ? replicas - 1 : 0);
        if (!hydrated) {
            return Missing.HYDRATION;
        }
        return isFresh(object.frontier(), production, now) ? Missing.NOTHING : Missing.FRESHNESS;
    }

    private boolean isFresh(Frontier frontier, Frontier production, long now) {
        if (frontier != null && frontier.time() == null) {
            return true;
        }
        long threshold = await.lagThreshold().toMillis();
        Duration lag = lag(frontier, now);
        if (lag == null) {
            return false;
        }
        return lag.toMillis() <= threshold
                || lag(production, now) != null && production.time() - frontier.time() <= threshold;
    }

    /** Subsources have no cluster and no row about hydration: how far they are is what their frontier says. */
    private static boolean isFedByAnother(RunningObject object) {
        return object.is(ObjectType.SOURCE) && object.clusterId() == null;
    }

    /** As long as no replica has answered, the frontier is missing or zero. */
    private static boolean hasBegun(Frontier frontier) {
        return frontier != null && (frontier.time() == null || frontier.time() != 0);
    }

    /** {@code null} for a frontier that is closed, missing or, as before the first answer of a replica, zero. */
    private static Duration lag(Frontier frontier, long now) {
        return frontier == null || frontier.time() == null || frontier.time() == 0
                ? null
                : Duration.ofMillis(Math.max(0, now - frontier.time()));
    }

    /**
     * Of relations that sinks are going to read, those that no replica could serve them from now: a sink that is pointed at
     * one waits for it without end.
     *
     * @param ids of materialized views and sources; what is none that the server knows counts as gone
     * @return what each lacks, by id, in the order of the ids: {@code hydrated on 0 of 1 replicas}
     */
    public static Map<String, String> notHydrated(RuntimeState state, Collection<String> ids) {
        Map<String, String> lacking = new LinkedHashMap<>();
        for (String id : ids) {
            String lack = state.objects().stream()
                    .filter(object -> object.id().equals(id))
                    .findFirst()
                    .map(object -> lack(object, state))
                    .orElse(Optional.of("the server does not know it any more"))
                    .orElse(null);
            if (lack != null) {
                lacking.put(id, lack);
            }
        }
        return lacking;
    }

    private static Optional<String> lack(RunningObject object, RuntimeState state) {
        if (!isMaintained(object)) {
            return Optional.empty();
        }
        if (object.refresh() != Refresh.ON_COMMIT) {
            return object.refresh() == Refresh.COMPLETED
                    ? Optional.empty()
                    : Optional.of("its first refresh is not completed");
        }
        if (isFedByAnother(object)) {
            return hasBegun(object.frontier()) ? Optional.empty() : Optional.of("it has no write frontier yet");
        }
        RunningCluster cluster = state.clusters().values().stream()
                .filter(one -> one.id().equals(object.clusterId()))
                .findFirst()
                .orElse(null);
        if (cluster == null) {
            return Optional.of("it runs on no cluster that is known");
        }
        List<RunningReplica> replicas = cluster.replicas();
        if (replicas.isEmpty()) {
            return Optional.of("its cluster " + cluster.name() + " has no replica");
        }
        return replicas.stream().anyMatch(replica -> isHydrated(object, replica))
                ? Optional.empty()
                : Optional.of("hydrated on 0 of " + replicas.size() + " replicas");
    }

    private static List<String> nameOf(RunningObject object, String schema) {
        var name = new ArrayList<String>();
        name.add(String.valueOf(object.databaseId()));
        name.add(schema);
        name.add(object.name());
        return name;
    }
}
