package io.github.mzmaven.catalog;

import io.github.mzmaven.catalog.Catalog.Schema;
import java.util.Optional;

/**
 * What production was built from: the last state of the marker of the deployment that production has, when nothing of the old
 * version is left. It is no deployment in progress, and nothing is swapped or dropped by it.
 *
 * @param schema the marker's
 * @param facts {@code null} where the comment says none
 * @param history empty where there is a view of that name, and it cannot be read
 */
public record Current(Schema schema, DeploymentFacts facts, Optional<History> history) {
    /** A target's in the session's database, or {@code null}. */
    public static Current of(Catalog catalog, String target) {
        Schema schema = catalog.schema(Marker.currentName(target));
        if (schema == null) {
            return null;
        }
        return new Current(
                schema,
                DeploymentFacts.parse(catalog.schemaComments().get(schema.id())),
                History.of(catalog, schema.id()));
    }
}
