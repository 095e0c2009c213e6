package io.github.mzmaven.goal.cleanup;

import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.Catalog.LiveSession;
import io.github.mzmaven.catalog.Catalog.Schema;
import io.github.mzmaven.catalog.Catalog.Subscription;
import io.github.mzmaven.catalog.CatalogObject;
import io.github.mzmaven.catalog.Cluster;
import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.plan.Deployment;
import io.github.mzmaven.plan.ObjectNames;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** What a cleanup would take along or disturb: named before anything is dropped. */
final class CleanupChecks {
    private final Deployment deployment;
    private final Catalog catalog;
    private final List<Cluster> clusters;
    private final Set<String> schemaIds;
    private final Set<String> inside;
    private final Set<String> affected;
    private final List<Problem> problems = new ArrayList<>();

    /** @param objects all that is in the schemas to be dropped */
    CleanupChecks(Deployment deployment, List<Schema> schemas, List<Cluster> clusters, List<CatalogObject> objects) {
        this.deployment = deployment;
        this.catalog = deployment.catalog();
        this.clusters = clusters;
        this.schemaIds = schemas.stream().map(Schema::id).collect(Collectors.toSet());
        this.inside = objects.stream().map(CatalogObject::id).collect(Collectors.toSet());
        this.affected = affected();
        affected.stream().map(catalog.objects()::get).filter(Objects::nonNull).forEach(this::checkOutside);
        warnOfSubscriptions();
    }

    List<Problem> problems() {
        return problems;
    }

    /** Whether CASCADE would be needed. */
    boolean anythingOutside() {
        return !affected.isEmpty();
    }

    /** Ids of dependents of the objects, and of what else runs on the clusters. */
    private Set<String> affected() {
        Set<String> ids = new LinkedHashSet<>(catalog.dependentsOf(inside));
        for (Cluster cluster : clusters) {
            catalog.objectsOn(cluster.id()).stream().map(CatalogObject::id).forEach(ids::add);
        }
        ids.removeAll(inside);
        ids.addAll(catalog.dependentsOf(new LinkedHashSet<>(ids)));
        ids.removeAll(inside);
        return ids;
    }

    private void checkOutside(CatalogObject object) {
        List<CatalogObject> uses = catalog.uses().getOrDefault(object.id(), Set.of()).stream()
                .map(catalog.objects()::get)
                .filter(Objects::nonNull)
                .toList();
        List<CatalogObject> direct =
                uses.stream().filter(used -> inside.contains(used.id())).toList();
        List<CatalogObject> indirect =
                uses.stream().filter(used -> affected.contains(used.id())).toList();
        if (object.is(ObjectType.INDEX) && !indirect.isEmpty()) {
            // It goes with its relation, which is named.
            return;
        }
        String name = "The " + object.type() + " " + catalog.display(object);
        String why;
        String end = "; it would be dropped along.";
        if (!direct.isEmpty()) {
            why = " needs " + ObjectNames.list(catalog, direct) + ", which is to be dropped";
        } else if (runsThere(object)) {
            why = " runs on cluster "
                    + catalog.clusters().get(object.clusterId()).name() + ", which is to be dropped";
        } else {
            why = " needs " + ObjectNames.list(catalog, indirect) + ", which would be dropped along";
            end = "; so would it.";
        }
        if (isProduction(object)) {
            problems.add(Problem.hard(
                    name + " is production's, but" + why + ".", "Create it again on production's own objects first."));
        } else {
            problems.add(Problem.soft(name + why + end, remedy(object, direct)));
        }
    }

    private boolean runsThere(CatalogObject object) {
        return clusters.stream().anyMatch(cluster -> cluster.id().equals(object.clusterId()));
    }

    /** Not even force may take along what readers of production use. */
    private boolean isProduction(CatalogObject object) {
        return deployment.productionSchemaIds().contains(object.schemaId()) && !schemaIds.contains(object.schemaId());
    }

    private String remedy(CatalogObject object, List<CatalogObject> direct) {
        if (deployment.side() != Deployment.ProductionVersion.NEW) {
            return "Create it again on other objects, or drop it yourself.";
        }
        return object.is(ObjectType.SINK)
                        && direct.stream().anyMatch(used -> used.type().isRelation())
                ? "Run mvn mz:promote again: it points the sinks at the new objects."
                : "Create it again on the new objects, or drop it yourself.";
    }

    private void warnOfSubscriptions() {
        for (Subscription subscription : catalog.subscriptions()) {
            clusters.stream()
                    .filter(cluster -> cluster.id().equals(subscription.clusterId()))
                    .forEach(cluster -> problems.add(Problem.warning("A SUBSCRIBE runs on cluster " + cluster.name()
                            + " and will end with it: " + session(subscription.sessionId()) + ".")));
        }
    }

    private String session(String id) {
        for (LiveSession session : catalog.sessions()) {
            if (session.id().equals(id)) {
                return "role " + catalog.roleName(session.role()) + " from " + session.from() + ", connected since "
                        + session.connectedAt();
            }
        }
        return "session " + id;
    }
}
