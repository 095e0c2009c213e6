package io.github.mzmaven.execute;

import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.Catalog.CatalogObject;
import io.github.mzmaven.catalog.Catalog.Schema;
import io.github.mzmaven.config.Settings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Compares what is outside a deployment before and after its SQL ran: nothing there may appear or vanish by it. */
final class Outsiders {
    private final Settings settings;
    private final Catalog before;
    private final Catalog after;

    Outsiders(Settings settings, Catalog before, Catalog after) {
        this.settings = settings;
        this.before = before;
        this.after = after;
    }

    /**
     * What appeared or vanished, a line each. In production's schemas everything counts; elsewhere only what belongs to this
     * session's role, since other people work there.
     */
    List<String> changes() {
        var changes = new ArrayList<String>();
        for (CatalogObject object : after.objects().values()) {
            if (!before.objects().containsKey(object.id()) && counts(after, object)) {
                changes.add(object.kind() + " " + after.display(object) + " appeared");
            }
        }
        for (CatalogObject object : before.objects().values()) {
            if (!after.objects().containsKey(object.id()) && counts(before, object)) {
                changes.add(object.kind() + " " + before.display(object) + " vanished");
            }
        }
        return changes;
    }

    /** Copies that read production's object, which will be the old one after promote; a line each. */
    List<String> readersOfProduction() {
        Set<String> copies =
                ids(settings.schemas().stream().map(settings::copyOf).toList());
        Set<String> production = ids(settings.schemas());
        var lines = new ArrayList<String>();
        for (CatalogObject object : after.objects().values()) {
            if (copies.contains(object.schemaId())) {
                after.uses().getOrDefault(object.id(), Set.of()).stream()
                        .map(id -> after.objects().get(id))
                        .filter(used -> used != null && production.contains(used.schemaId()))
                        .forEach(used -> lines.add(after.display(object) + " reads " + after.display(used)));
            }
        }
        return lines;
    }

    private boolean counts(Catalog catalog, CatalogObject object) {
        Schema schema = catalog.schemas().get(object.schemaId());
        if (schema == null
                || ids(settings.schemas().stream().map(settings::copyOf).toList())
                        .contains(schema.id())) {
            return false;
        }
        boolean marker = schema.name().startsWith("_mz_deployment_");
        boolean production = ids(settings.schemas()).contains(schema.id());
        boolean own = catalog.identity().role().equals(catalog.roleName(object.ownerId()));
        return !marker && (production || own);
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
