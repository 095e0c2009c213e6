package io.github.mzmaven.goal.swap;

import io.github.mzmaven.catalog.Acl;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.Catalog.Schema;
import io.github.mzmaven.catalog.CatalogObject;
import io.github.mzmaven.catalog.Cluster;
import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.plan.Deployment;
import io.github.mzmaven.plan.Deployment.Pair;
import io.github.mzmaven.plan.Direction;
import io.github.mzmaven.sql.Sql;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a swap takes production's names from and what it gives them to, by ids, so that it reads the same before the swap and
 * after it. A promote replaces what the marker recorded; a rollback brings that back.
 *
 * @param schemas by the id of the one that loses production's name
 * @param clusters likewise
 */
record Replacement(
        Direction direction, Deployment deployment, Map<String, Handover> schemas, Map<String, Handover> clusters) {

    /** A schema or a cluster; the quoted name is what it has now. */
    record Holder(String id, String name, String quoted, String ownerId, Acl acl) {}

    /**
     * What becomes of one of production's names.
     *
     * @param replaced what loses it
     * @param replacement what gets it
     */
    record Handover(ObjectType type, String name, Holder replaced, Holder replacement) {
        /** What the replacement has to grant so that nobody loses a privilege, whoever its owner is. */
        Acl needed() {
            return replaced.acl.withOwner(replaced.ownerId, replacement.ownerId);
        }
    }

    static Replacement of(Direction direction, Deployment deployment) {
        Catalog catalog = deployment.catalog();
        return new Replacement(
                direction,
                deployment,
                handovers(direction, ObjectType.SCHEMA, deployment.schemas(), id -> {
                    Schema schema = catalog.schemas().get(id);
                    String quoted = Sql.qualified(catalog.database().name(), schema.name());
                    return new Holder(id, schema.name(), quoted, schema.ownerId(), schema.acl());
                }),
                handovers(direction, ObjectType.CLUSTER, deployment.clusters(), id -> {
                    Cluster cluster = catalog.clusters().get(id);
                    return new Holder(
                            id, cluster.name(), Sql.identifier(cluster.name()), cluster.ownerId(), cluster.acl());
                }));
    }

    private static Map<String, Handover> handovers(
            Direction direction, ObjectType type, List<Pair> pairs, Function<String, Holder> holders) {
        Map<String, Handover> handovers = new LinkedHashMap<>();
        for (Pair pair : pairs) {
            String recorded = pair.recordedId();
            String other = recorded.equals(pair.productionId()) ? pair.copyId() : pair.productionId();
            boolean promote = direction == Direction.PROMOTE;
            handovers.put(
                    promote ? recorded : other,
                    new Handover(
                            type,
                            pair.production(),
                            holders.apply(promote ? recorded : other),
                            holders.apply(promote ? other : recorded)));
        }
        return handovers;
    }

    /** All of them, schemas first. */
    List<Handover> handovers() {
        return Stream.concat(schemas.values().stream(), clusters.values().stream())
                .toList();
    }

    /** The version that loses production's names, for messages: old or new. */
    String replacedWord() {
        return direction == Direction.PROMOTE ? "old" : "new";
    }

    /** The version that gets production's names, for messages: new or old. */
    String replacementWord() {
        return direction == Direction.PROMOTE ? "new" : "old";
    }

    /** The objects in schemas that lose production's names. */
    List<CatalogObject> replaced() {
        return deployment.objectsIn(schemas.keySet());
    }

    /** The objects in schemas that get production's names. */
    List<CatalogObject> replacements() {
        return deployment.objectsIn(schemas.values().stream()
                .map(schema -> schema.replacement().id())
                .collect(Collectors.toSet()));
    }

    /** Whether an object is in a schema that loses production's name, or gets it. */
    boolean isInside(CatalogObject object) {
        return isOneOf(schemas, object.schemaId());
    }

    /** Whether an object runs on a cluster that loses production's name, or gets it. */
    boolean runsInside(CatalogObject object) {
        return isOneOf(clusters, object.clusterId());
    }

    private static boolean isOneOf(Map<String, Handover> handovers, String id) {
        return handovers.containsKey(id)
                || handovers.values().stream()
                        .anyMatch(handover -> handover.replacement().id().equals(id));
    }

    /** What gets the name of an object that is replaced; {@code null} where nothing does. */
    CatalogObject successor(CatalogObject replaced) {
        return deployment.counterpart(
                replaced, schemas.get(replaced.schemaId()).replacement().id());
    }

    /** The name under which readers know the schema of an object that is replaced. */
    String productionSchema(CatalogObject replaced) {
        return schemas.get(replaced.schemaId()).name();
    }

    /** The name under which readers know an object that is replaced. */
    String productionName(CatalogObject replaced) {
        return productionSchema(replaced) + "." + replaced.name();
    }
}
