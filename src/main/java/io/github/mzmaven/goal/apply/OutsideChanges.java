package io.github.mzmaven.goal.apply;

import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.Catalog.Schema;
import io.github.mzmaven.catalog.CatalogObject;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.catalog.QualifiedName;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.plan.Awaited;
import io.github.mzmaven.report.ApplyEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares a deployment and its surroundings before and after its SQL ran. Others work on the server meanwhile, with the same
 * role too: what concerns this deployment is production, and what was built upon its copies.
 */
final class OutsideChanges {
    private final Settings settings;
    private final Catalog before;
    private final Catalog after;
    private final Set<String> copies;

    OutsideChanges(Settings settings, Catalog before, Catalog after) {
        this.settings = settings;
        this.before = before;
        this.after = after;
        this.copies = ids(settings.schemas().stream().map(settings::copyOf).toList());
    }

    /** Those of the deployment's objects that are not in their copies; named as there. */
    List<String> missing(List<QualifiedName> objects) {
        return objects.stream()
                .filter(object -> !isThere(object))
                .map(object -> settings.copyOf(object.schema()) + "." + object.name())
                .toList();
    }

    /**
     * What appeared in production's schemas, or vanished from them, and what this session's role, and so perhaps a file, built
     * upon the copies elsewhere; a line each.
     */
    List<String> changes() {
        var changes = new ArrayList<String>();
        Set<String> production = new HashSet<>();
        for (String name : settings.schemas()) {
            Schema was = before.schema(name);
            Schema is = after.schema(name);
            String change = new Awaited.Thing(name, was == null ? null : was.id())
                    .change(ObjectType.SCHEMA, is == null ? null : is.id());
            if (change != null) {
                changes.add(change);
            } else if (was != null) {
                production.add(was.id());
            }
        }
        Set<String> others = schemasOfOtherTargets();
        for (CatalogObject object : after.objects().values()) {
            boolean isNew = !before.objects().containsKey(object.id());
            if (isNew && (production.contains(object.schemaId()) || isBuiltUponCopies(object, others))) {
                changes.add(object.type() + " " + after.display(object) + " appeared");
            }
        }
        for (CatalogObject object : before.objects().values()) {
            if (!after.objects().containsKey(object.id()) && production.contains(object.schemaId())) {
                changes.add(object.type() + " " + before.display(object) + " vanished");
            }
        }
        return changes;
    }

    /** Copies that read production's object, which will be the old one after promote; a line each. */
    List<ApplyEvent.ProductionRead> readersOfProduction() {
        Set<String> production = ids(settings.schemas());
        var readers = new ArrayList<ApplyEvent.ProductionRead>();
        for (CatalogObject object : after.objects().values()) {
            if (copies.contains(object.schemaId())) {
                after.uses().getOrDefault(object.id(), Set.of()).stream()
                        .map(id -> after.objects().get(id))
                        .filter(used -> used != null && production.contains(used.schemaId()))
                        .forEach(used ->
                                readers.add(new ApplyEvent.ProductionRead(after.display(object), after.display(used))));
            }
        }
        return readers;
    }

    private boolean isThere(QualifiedName object) {
        Schema copy = after.schema(settings.copyOf(object.schema()));
        return copy != null
                && after.objectsIn(copy.id()).stream()
                        .anyMatch(found -> found.name().equals(object.name()));
    }

    private boolean isBuiltUponCopies(CatalogObject object, Set<String> others) {
        return !copies.contains(object.schemaId())
                && !others.contains(object.schemaId())
                && after.identity().role().equals(after.roleName(object.ownerId()))
                && after.uses().getOrDefault(object.id(), Set.of()).stream()
                        .map(id -> after.objects().get(id))
                        .anyMatch(used -> used != null && copies.contains(used.schemaId()));
    }

    /** Ids of the copies of other targets, which may have come or gone meanwhile. */
    private Set<String> schemasOfOtherTargets() {
        Set<String> ids = new TreeSet<>();
        for (Catalog catalog : List.of(before, after)) {
            for (Marker marker : Marker.others(catalog, settings.target())) {
                ids.add(marker.schemaId());
                if (marker.inventory() != null) {
                    for (Schema schema : catalog.schemas().values()) {
                        if (schema.databaseId().equals(marker.databaseId()) && isCopy(marker, schema.name())) {
                            ids.add(schema.id());
                        }
                    }
                }
            }
        }
        return ids;
    }

    private static boolean isCopy(Marker marker, String schema) {
        String suffix = marker.inventory().suffix();
        return marker.inventory().schemas().keySet().stream().anyMatch(name -> schema.equals(name + suffix));
    }

    private Set<String> ids(List<String> names) {
        var ids = new HashSet<String>();
        for (String name : names) {
            Schema schema = before.schema(name);
            if (schema != null) {
                ids.add(schema.id());
            }
        }
        return ids;
    }
}
