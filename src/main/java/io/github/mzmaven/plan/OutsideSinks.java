package io.github.mzmaven.plan;

import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.Catalog.CatalogObject;
import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.config.Settings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds the sinks that a deployment does not swap but that read what it does. */
public final class OutsideSinks {
    private OutsideSinks() {}

    /** Those of all databases, by name. */
    public static List<OutsideSink> of(Settings settings, Catalog catalog) {
        return of(Deployment.of(settings, catalog));
    }

    public static List<OutsideSink> of(Deployment deployment) {
        Catalog catalog = deployment.catalog();
        Set<String> deployed = new HashSet<>(deployment.productionSchemaIds());
        deployed.addAll(deployment.copySchemaIds());
        var sinks = new ArrayList<OutsideSink>();
        for (CatalogObject sink : catalog.objects().values()) {
            if (sink.is(ObjectType.SINK) && !deployed.contains(sink.schemaId())) {
                for (String id : catalog.uses().getOrDefault(sink.id(), Set.of())) {
                    CatalogObject read = catalog.objects().get(id);
                    // A sink uses its connection as well, which is no relation.
                    if (read != null && read.type().isRelation() && deployed.contains(read.schemaId())) {
                        sinks.add(sink(deployment, sink, read));
                    }
                }
            }
        }
        sinks.sort(Comparator.comparing(OutsideSink::name).thenComparing(OutsideSink::relation));
        return List.copyOf(sinks);
    }

    private static OutsideSink sink(Deployment deployment, CatalogObject sink, CatalogObject read) {
        Catalog catalog = deployment.catalog();
        String otherSide = deployment.otherSide(read.schemaId());
        CatalogObject twin = otherSide == null ? null : deployment.counterpart(read, otherSide);
        return new OutsideSink(
                sink.id(),
                catalog.display(sink),
                catalog.display(read),
                read.id(),
                deployment.copySchemaIds().contains(read.schemaId()),
                twin == null ? null : twin.id(),
                otherSide == null ? "there is no copy of its schema" : verdict(catalog, read, twin));
    }

    private static String verdict(Catalog catalog, CatalogObject read, CatalogObject twin) {
        if (twin == null) {
            return "nothing of that name to move to";
        }
        if (twin.is(ObjectType.VIEW)) {
            return "the other one is a view, which cannot be sunk";
        }
        String columns = ColumnChanges.between(
                catalog.columns().getOrDefault(read.id(), List.of()),
                catalog.columns().getOrDefault(twin.id(), List.of()));
        return columns == null ? "same columns" : columns;
    }
}
