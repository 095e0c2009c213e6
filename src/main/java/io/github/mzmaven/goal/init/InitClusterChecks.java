package io.github.mzmaven.goal.init;

import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.Catalog.Schema;
import io.github.mzmaven.catalog.CatalogObject;
import io.github.mzmaven.catalog.Cluster;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.catalog.Replica;
import io.github.mzmaven.config.ClusterSetting;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.plan.ObjectNames;
import io.github.mzmaven.sql.ClusterDefinition;
import io.github.mzmaven.sql.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Every reason why a cluster can be neither cloned as configured nor swapped. */
final class InitClusterChecks {
    private final Settings settings;
    private final Catalog catalog;
    private final Marker marker;
    private final MissingProduction missing;
    private final List<Problem> problems = new ArrayList<>();

    InitClusterChecks(Settings settings, Catalog catalog, Marker marker, MissingProduction missing) {
        this.settings = settings;
        this.catalog = catalog;
        this.marker = marker;
        this.missing = missing;
    }

    List<Problem> problems() {
        settings.clusters().forEach(this::checkCluster);
        return problems;
    }

    private void checkCluster(ClusterSetting setting) {
        Cluster cluster = catalog.cluster(setting.name());
        if (cluster == null) {
            problems.addAll(missing.problemsOfCluster(setting));
            return;
        }
        checkWhatRunsThere(cluster);
        if (catalog.resizing().contains(cluster.id())) {
            problems.add(Problem.hard(
                    "Cluster " + setting.name() + " is being resized in the background; its options are in flux.",
                    "Wait until mz_internal.mz_cluster_reconfigurations no longer has it in-progress, then run"
                            + " mvn mz:init again."));
        }
        if (cluster.managed()) {
            checkManaged(cluster, setting);
        } else {
            checkUnmanaged(cluster, setting);
        }
        checkWorkloadClass(cluster);
    }

    private void checkWhatRunsThere(Cluster cluster) {
        Set<String> schemaIds = settings.schemas().stream()
                .map(catalog::schema)
                .filter(Objects::nonNull)
                .map(Schema::id)
                .collect(Collectors.toSet());
        List<CatalogObject> outside = catalog.objectsOn(cluster.id()).stream()
                .filter(object -> !schemaIds.contains(object.schemaId()) && !isInCopy(object))
                .toList();
        outside.stream()
                .filter(object -> object.is(ObjectType.SINK))
                .forEach(sink -> problems.add(Problem.hard("Cluster " + cluster.name() + " holds the sink "
                        + catalog.display(sink) + "; a swap would leave it on the old cluster."
                        + " Keep sinks in a schema and a cluster of their own.")));
        List<CatalogObject> others =
                outside.stream().filter(object -> !object.is(ObjectType.SINK)).toList();
        if (!others.isEmpty()) {
            problems.add(Problem.hard(
                    "Cluster " + cluster.name() + " runs objects of schemas that are not part of the deployment: "
                            + ObjectNames.list(catalog, others)
                            + ". They would stay on the old cluster and be dropped with it.",
                    "Add their schemas to <schemas>, or move them to another cluster."));
        }
    }

    /** Of a deployment in progress: what is wrong with it there, promote tells. */
    private boolean isInCopy(CatalogObject object) {
        return marker != null
                && settings.schemas().stream()
                        .map(name -> catalog.schema(settings.copyOf(name)))
                        .anyMatch(copy -> copy != null && copy.id().equals(object.schemaId()));
    }

    private void checkManaged(Cluster cluster, ClusterSetting setting) {
        ClusterDefinition definition = cluster.definition();
        if (!definition.isReadable()) {
            problems.add(Problem.hard(
                    "The options of cluster " + setting.name() + " cannot be read from its definition: "
                            + cluster.createSql(),
                    "Report this definition: your server may be newer than this version of the plugin."));
            return;
        }
        if (setting.replicationFactor() != null && definition.isScheduled()) {
            problems.add(Problem.hard(
                    "Cluster " + setting.name() + " has a schedule, which excludes a replication factor, but "
                            + setting.replicationFactor() + " is configured for its copy.",
                    "Remove <replicationFactor> of cluster " + setting.name() + "."));
        }
        String strategy = definition.options().get(ClusterDefinition.AUTO_SCALING_STRATEGY);
        if (setting.size() != null
                && strategy != null
                && strategy.contains("HYDRATION SIZE = " + Sql.literal(setting.size()))) {
            problems.add(Problem.hard(
                    "Cluster " + setting.name() + " has an auto-scaling strategy with hydration size " + setting.size()
                            + ", from which the copy's configured size must differ.",
                    "Choose another <size> for cluster " + setting.name() + "."));
        }
    }

    private void checkUnmanaged(Cluster cluster, ClusterSetting setting) {
        if (setting.size() != null || setting.replicationFactor() != null) {
            problems.add(Problem.hard(
                    "Cluster " + setting.name() + " is unmanaged: its replicas have sizes of their own, so <size> and"
                            + " <replicationFactor> do not apply.",
                    "Remove them from cluster " + setting.name() + "."));
        }
        List<String> sizeless = cluster.replicas().stream()
                .filter(replica -> !replica.internal() && replica.size() == null)
                .map(Replica::name)
                .toList();
        if (!sizeless.isEmpty()) {
            problems.add(Problem.hard(
                    "Cluster " + setting.name() + " has replicas without a size, which cannot be cloned: "
                            + String.join(", ", sizeless) + ".",
                    "Drop them, or make the cluster managed: ALTER CLUSTER " + Sql.shown(setting.name())
                            + " SET (MANAGED);"));
        }
    }

    private void checkWorkloadClass(Cluster cluster) {
        Cluster copy = catalog.cluster(settings.copyOf(cluster.name()));
        String wanted = cluster.workloadClass();
        boolean missing = wanted != null && (copy == null || !wanted.equals(copy.workloadClass()));
        if (missing && !catalog.identity().superuser()) {
            problems.add(Problem.warning(
                    "Cluster " + cluster.name() + " has the workload class " + wanted
                            + ", which only a superuser can set on its copy.",
                    "As a superuser: ALTER CLUSTER " + Sql.shown(settings.copyOf(cluster.name()))
                            + " SET (WORKLOAD CLASS " + Sql.literal(wanted) + ");"));
        }
    }
}
