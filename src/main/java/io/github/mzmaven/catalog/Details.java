package io.github.mzmaven.catalog;

import io.github.mzmaven.catalog.Catalog.CatalogObject;
import io.github.mzmaven.catalog.Catalog.Cluster;
import io.github.mzmaven.catalog.Catalog.Schema;
import io.github.mzmaven.config.Settings;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a reading wants beyond whole relations, once these tell of which things: how large the rest of the database is must
 * not matter.
 *
 * @param ids by relation, of which things it is read
 * @param clusters names of those whose definition is shown
 * @param whole relations that are read only where something asks for them
 */
record Details(Map<Relation<?>, Set<String>> ids, Set<String> clusters, Set<Relation<?>> whole) {
    static final Details NONE = new Details(Map.of(), Set.of(), Set.of());

    /** What is wanted of what the relations tell of. */
    static Details of(Reading reading, Settings settings, Catalog catalog) {
        var collected = new Collected(reading, settings, catalog);
        return new Details(collected.ids(), collected.clusters(), collected.whole());
    }

    /**
     * What may be asked for before anything is known: most clusters that are configured exist and are managed. The definition
     * of any other is an error, and then it is asked for by and by.
     */
    static Details hoped(Reading reading, Settings settings) {
        return reading == Reading.INIT
                ? new Details(Map.of(), new LinkedHashSet<>(settings.clusterNames()), Set.of())
                : NONE;
    }

    /** What will be wanted, as an earlier reading has it; the copies that init was to make exist by now. */
    static Details expected(Reading reading, Settings settings, Catalog before) {
        Details known = of(reading, settings, before);
        if (reading != Reading.VERIFY) {
            return known;
        }
        Set<String> clusters = new LinkedHashSet<>(known.clusters);
        settings.clusterNames().stream()
                .filter(known.clusters::contains)
                .map(settings::copyOf)
                .forEach(clusters::add);
        return new Details(known.ids, clusters, known.whole);
    }

    boolean isEmpty() {
        return ids.isEmpty() && clusters.isEmpty() && whole.isEmpty();
    }

    /** What of this is not in the other. */
    Details without(Details other) {
        Map<Relation<?>, Set<String>> rest = new LinkedHashMap<>();
        ids.forEach((relation, wanted) -> {
            Set<String> missing = minus(wanted, other.ids.getOrDefault(relation, Set.of()));
            if (!missing.isEmpty()) {
                rest.put(relation, missing);
            }
        });
        return new Details(rest, minus(clusters, other.clusters), minus(whole, other.whole));
    }

    Details and(Details other) {
        Map<Relation<?>, Set<String>> sum = new LinkedHashMap<>(ids);
        other.ids.forEach((relation, more) -> sum.merge(relation, more, Details::plus));
        return new Details(sum, plus(clusters, other.clusters), plus(whole, other.whole));
    }

    private static <T> Set<T> minus(Set<T> set, Set<T> other) {
        Set<T> rest = new LinkedHashSet<>(set);
        rest.removeAll(other);
        return rest;
    }

    private static <T> Set<T> plus(Set<T> set, Set<T> other) {
        Set<T> sum = new LinkedHashSet<>(set);
        sum.addAll(other);
        return sum;
    }

    /** Looks through a catalog for what is wanted of it. */
    private static final class Collected {
        private final Reading reading;
        private final Catalog catalog;
        private final Set<String> schemaIds = new HashSet<>();
        private final List<Cluster> clusters;

        Collected(Reading reading, Settings settings, Catalog catalog) {
            this.reading = reading;
            this.catalog = catalog;
            Marker marker = Marker.of(catalog, settings.target());
            ProductionSnapshot inventory = marker == null ? null : marker.inventory();
            Set<String> schemas = new LinkedHashSet<>(settings.schemas());
            Set<String> clusterNames = new LinkedHashSet<>(settings.clusterNames());
            Set<String> suffixes = new LinkedHashSet<>(Set.of("", settings.suffix()));
            if (inventory != null) {
                schemas.addAll(inventory.schemas().keySet());
                clusterNames.addAll(inventory.clusters().keySet());
                suffixes.add(inventory.suffix());
                // Under whatever names they are now.
                inventory.schemas().values().forEach(entry -> schemaIds.add(entry.id()));
                if (inventory.copies() != null) {
                    schemaIds.addAll(inventory.copies().schemas().values());
                }
            }
            all(schemas, suffixes, catalog::schema).map(Schema::id).forEach(schemaIds::add);
            this.clusters = all(clusterNames, suffixes, catalog::cluster).toList();
        }

        private static <T> Stream<T> all(Set<String> names, Set<String> suffixes, Function<String, T> find) {
            return names.stream()
                    .flatMap(name -> suffixes.stream().map(suffix -> find.apply(name + suffix)))
                    .filter(Objects::nonNull);
        }

        Map<Relation<?>, Set<String>> ids() {
            Map<Relation<?>, Set<String>> ids = new LinkedHashMap<>();
            Set<String> kept = ids(object -> Marker.isMarker(catalog.schemas().get(object.schemaId())));
            // What markers keep under other names than those that are read anyway.
            kept.stream()
                    .map(catalog.objects()::get)
                    .filter(view -> Relations.MARKER_VIEW_NAMES.stream().noneMatch(view::isNamed))
                    .forEach(view -> define(view, ids));
            if (reading.readsObjectDetails()) {
                Set<String> deployed = ids(object -> schemaIds.contains(object.schemaId()));
                Set<String> sinks = ids(object -> object.is(ObjectType.SINK));
                Stream.concat(deployed.stream(), sinks.stream().filter(id -> uses(id).anyMatch(deployed::contains)))
                        .forEach(id -> define(catalog.objects().get(id), ids));
                put(ids, Relations.COLUMNS, deployed);
                put(ids, Relations.OBJECT_DETAILS, plus(kept, lookedAt(deployed, sinks)));
            }
            return ids;
        }

        /** What may have to be named, or moved, or read by a new owner. */
        private Set<String> lookedAt(Set<String> deployed, Set<String> sinks) {
            Set<String> clusterIds = clusters.stream().map(Cluster::id).collect(Collectors.toSet());
            Set<String> moving = plus(deployed, ids(object -> clusterIds.contains(object.clusterId())));
            Set<String> looked = plus(plus(moving, catalog.dependentsOf(moving)), sinks);
            Set<String> used = looked.stream()
                    .flatMap(this::uses)
                    .filter(catalog.objects()::containsKey)
                    .collect(Collectors.toCollection(LinkedHashSet::new));
            return plus(looked, used);
        }

        private static void put(Map<Relation<?>, Set<String>> map, Relation<?> relation, Set<String> ids) {
            if (!ids.isEmpty()) {
                map.put(relation, ids);
            }
        }

        private static void define(CatalogObject object, Map<Relation<?>, Set<String>> ids) {
            Relation<?> relation = Relations.DEFINITIONS.get(object.type());
            if (relation != null) {
                ids.computeIfAbsent(relation, k -> new LinkedHashSet<>()).add(object.id());
            }
        }

        private Set<String> ids(Predicate<CatalogObject> which) {
            return catalog.objects().values().stream()
                    .filter(which)
                    .map(CatalogObject::id)
                    .collect(Collectors.toCollection(LinkedHashSet::new));
        }

        private Stream<String> uses(String id) {
            return catalog.uses().getOrDefault(id, Set.of()).stream();
        }

        /** SHOW CREATE of an unmanaged cluster is an error. */
        Set<String> clusters() {
            return !reading.readsClusterDefinitions()
                    ? Set.of()
                    : clusters.stream()
                            .filter(Cluster::managed)
                            .map(Cluster::name)
                            .collect(Collectors.toCollection(LinkedHashSet::new));
        }

        Set<Relation<?>> whole() {
            Set<Relation<?>> whole = new LinkedHashSet<>();
            if (reading.readsClusterDefinitions() && !clusters.stream().allMatch(Cluster::managed)) {
                whole.add(Relations.INTERNAL_REPLICAS);
            }
            if (Marker.anyWorker(catalog) || reading.reads(Relations.SUBSCRIPTIONS) && isSubscribed()) {
                whole.add(Relations.SESSIONS);
            }
            return whole;
        }

        private boolean isSubscribed() {
            return catalog.subscriptions().stream()
                    .anyMatch(subscription ->
                            clusters.stream().anyMatch(cluster -> cluster.id().equals(subscription.clusterId())));
        }
    }
}
