package io.github.mzmaven.plan;

import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.CatalogObject;
import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.plan.OutsideSink.Fit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds the sinks that a deployment does not swap but that read what it does. */
public final class OutsideSinks {
    private OutsideSinks() {}

    /** Those of all databases, in the order of their creation. */
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
        return List.copyOf(sinks);
    }

    private static OutsideSink sink(Deployment deployment, CatalogObject sink, CatalogObject read) {
        Catalog catalog = deployment.catalog();
        String otherSide = deployment.otherSide(read.schemaId());
        CatalogObject twin = otherSide == null ? null : deployment.counterpart(read, otherSide);
        Fit fit = fit(otherSide, twin);
        return new OutsideSink(
                sink.id(),
                catalog.display(sink),
                catalog.display(read),
                read.id(),
                deployment.copySchemaIds().contains(read.schemaId()),
                twin == null ? null : twin.id(),
                fit,
                // Nullability counts, since formats with a schema write it down.
                fit == Fit.FITS
                        ? ColumnChanges.between(
                                catalog.columns().getOrDefault(read.id(), List.of()),
                                catalog.columns().getOrDefault(twin.id(), List.of()))
                        : null);
    }

    private static Fit fit(String otherSide, CatalogObject twin) {
        if (twin == null) {
            return otherSide == null ? Fit.NO_COPY : Fit.MISSING;
        }
        return twin.type().isSinkable() ? Fit.FITS : Fit.NOT_SINKABLE;
    }
}
