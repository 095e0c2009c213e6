package io.github.mzmaven.goal.swap;

import io.github.mzmaven.catalog.Catalog.CatalogObject;
import io.github.mzmaven.plan.Deployment;
import io.github.mzmaven.plan.Deployment.Pair;
import io.github.mzmaven.plan.Direction;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a swap takes production's names from and what it gives them to, by ids, so that it reads the same before the swap and
 * after it. A promote replaces what the marker recorded; a rollback brings that back.
 *
 * @param replacements by the id of the schema that loses production's name, the id of the one that gets it
 * @param names by the id of the schema that loses production's name, that name
 * @param replacedClusters ids of the clusters that lose production's names
 * @param replacementClusters ids of those that get them
 */
record Replacement(
        Map<String, String> replacements,
        Map<String, String> names,
        Set<String> replacedClusters,
        Set<String> replacementClusters,
        boolean recordedIsReplaced) {

    static Replacement of(Direction direction, Deployment deployment) {
        boolean promote = direction == Direction.PROMOTE;
        Map<String, String> replacements = new LinkedHashMap<>();
        Map<String, String> names = new LinkedHashMap<>();
        for (Pair pair : deployment.schemas()) {
            String replaced = promote ? pair.recordedId() : other(pair);
            replacements.put(replaced, promote ? other(pair) : pair.recordedId());
            names.put(replaced, pair.production());
        }
        Set<String> replacedClusters = new LinkedHashSet<>();
        Set<String> replacementClusters = new LinkedHashSet<>();
        for (Pair pair : deployment.clusters()) {
            replacedClusters.add(promote ? pair.recordedId() : other(pair));
            replacementClusters.add(promote ? other(pair) : pair.recordedId());
        }
        return new Replacement(replacements, names, replacedClusters, replacementClusters, promote);
    }

    /** The version that loses production's names, for messages: old or new. */
    String replacedWord() {
        return recordedIsReplaced ? "old" : "new";
    }

    /** The version that gets production's names, for messages: new or old. */
    String replacementWord() {
        return recordedIsReplaced ? "new" : "old";
    }

    Set<String> replacedSchemas() {
        return replacements.keySet();
    }

    Set<String> replacementSchemas() {
        return new LinkedHashSet<>(replacements.values());
    }

    /** The id of the schema that gets the name which this one loses. */
    String replacement(String replacedId) {
        return replacements.get(replacedId);
    }

    /** Of a pair, the id of the schema that loses production's name. */
    String replacedId(Pair pair) {
        return recordedIsReplaced ? pair.recordedId() : other(pair);
    }

    /** An object of a replaced schema under the name that readers know it by. */
    String productionName(CatalogObject object) {
        return names.get(object.schemaId()) + "." + object.name();
    }

    private static String other(Pair pair) {
        return Objects.equals(pair.recordedId(), pair.productionId()) ? pair.copyId() : pair.productionId();
    }
}
