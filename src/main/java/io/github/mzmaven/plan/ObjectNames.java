package io.github.mzmaven.plan;

import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.CatalogObject;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Objects named in messages. */
public final class ObjectNames {
    private static final int SHOWN = 10;

    private ObjectNames() {}

    /** For example "view staging.orders, index staging.orders_id"; many are cut short with a count. */
    public static String list(Catalog catalog, Collection<CatalogObject> objects) {
        return cut(objects.stream()
                .map(object -> object.type() + " " + catalog.display(object))
                .toList());
    }

    /** Names joined by commas; many are cut short with a count. */
    public static String cut(List<String> names) {
        String shown = names.stream().limit(SHOWN).collect(Collectors.joining(", "));
        return names.size() > SHOWN ? shown + " and " + (names.size() - SHOWN) + " more" : shown;
    }
}
