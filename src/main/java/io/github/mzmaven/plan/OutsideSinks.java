package io.github.mzmaven.plan;

import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.Catalog.CatalogObject;
import io.github.mzmaven.catalog.Catalog.Schema;
import io.github.mzmaven.config.Settings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the sinks that a deployment does not swap but that read what it does. */
public final class OutsideSinks {
    private OutsideSinks() {}

    /** Those of all databases, by name. */
    public static List<OutsideSink> of(Settings settings, Catalog catalog) {
        // The schema on the other side, by id; null where that one does not exist.
        Map<String, Schema> partners = new HashMap<>();
        for (String name : settings.schemas()) {
            Schema production = catalog.schema(name);
            Schema copy = catalog.schema(settings.copyOf(name));
            if (production != null) {
                partners.put(production.id(), copy);
            }
            if (copy != null) {
                partners.put(copy.id(), production);
            }
        }
        var sinks = new ArrayList<OutsideSink>();
        for (CatalogObject sink : catalog.objects().values()) {
            if (sink.is("sink") && !partners.containsKey(sink.schemaId())) {
                for (String id : catalog.uses().getOrDefault(sink.id(), Set.of())) {
                    CatalogObject read = catalog.objects().get(id);
                    // A sink uses its connection as well.
                    if (read != null && !read.is("connection") && partners.containsKey(read.schemaId())) {
                        Schema partner = partners.get(read.schemaId());
                        sinks.add(sink(catalog, sink, read, partner, isCopy(settings, catalog, read)));
                    }
                }
            }
        }
        sinks.sort(Comparator.comparing(OutsideSink::name).thenComparing(OutsideSink::relation));
        return List.copyOf(sinks);
    }

    private static boolean isCopy(Settings settings, Catalog catalog, CatalogObject object) {
        return settings.schemas().stream()
                .map(name -> catalog.schema(settings.copyOf(name)))
                .anyMatch(copy -> copy != null && copy.id().equals(object.schemaId()));
    }

    private static OutsideSink sink(
            Catalog catalog, CatalogObject sink, CatalogObject read, Schema partner, boolean readsCopy) {
        CatalogObject twin = partner == null
                ? null
                : catalog.objectsIn(partner.id()).stream()
                        .filter(object -> object.name().equals(read.name()) && !object.is("type"))
                        .findFirst()
                        .orElse(null);
        return new OutsideSink(
                sink.id(),
                catalog.display(sink),
                catalog.display(read),
                read.id(),
                readsCopy,
                twin == null ? null : twin.id(),
                verdict(catalog, read, twin));
    }

    private static String verdict(Catalog catalog, CatalogObject read, CatalogObject twin) {
        if (twin == null) {
            return "nothing of that name to move to";
        }
        if (twin.is("view")) {
            return "the other one is a view, which cannot be sunk";
        }
        String columns = ColumnChanges.between(
                catalog.columns().getOrDefault(read.id(), List.of()),
                catalog.columns().getOrDefault(twin.id(), List.of()));
        return columns == null ? "same columns" : columns;
    }
}
