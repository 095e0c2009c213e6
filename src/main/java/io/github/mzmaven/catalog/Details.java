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
            Inventory inventory = marker == null ? null : marker.inventory();
            Set<String> schemas = new LinkedHashSet<>(settings.schemas());
            Set<String> clusterNames = new LinkedHashSet<>(settings.clusterNames());
            Set<String> suffixes = new LinkedHashSet<>(Set.of("", settings.suffix()));
            if (inventory != null) {
                schemas.addAll(inventory.schemas().keySet());
                clusterNames.addAll(inventory.clusters().keySet());
                suffixes.add(inventory.suffix());
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
            // What markers keep under other names than those that are read anyway.
            objects(object -> object.is("view")
                            && Marker.isMarker(catalog.schemas().get(object.schemaId())))
                    .filter(view -> !Set.of(Applied.VIEW, Inventory.VIEW).contains(view.name()))
                    .forEach(view -> define(view, ids));
            if (reading.readsObjectDetails()) {
                Set<String> deployed = objects(object -> schemaIds.contains(object.schemaId()))
                        .map(CatalogObject::id)
                        .collect(Collectors.toCollection(LinkedHashSet::new));
                Set<String> sinks = objects(
                                object -> object.is("sink") && uses(object.id()).anyMatch(deployed::contains))
                        .map(CatalogObject::id)
                        .collect(Collectors.toSet());
                Set<String> looked = plus(deployed, sinks);
                looked.forEach(id -> define(catalog.objects().get(id), ids));
                deployed.forEach(id -> ids.computeIfAbsent(Relations.COLUMNS, k -> new LinkedHashSet<>())
                        .add(id));
                // Whether an owner may read what his object reads is a question of that one's privileges.
                looked.stream()
                        .flatMap(id -> Stream.concat(Stream.of(id), uses(id)))
                        .filter(catalog.objects()::containsKey)
                        .forEach(id -> ids.computeIfAbsent(Relations.OBJECT_PRIVILEGES, k -> new LinkedHashSet<>())
                                .add(id));
            }
            return ids;
        }

        private static void define(CatalogObject object, Map<Relation<?>, Set<String>> ids) {
            Relation<?> relation = Relations.DEFINITIONS.get(object.type());
            if (relation != null) {
                ids.computeIfAbsent(relation, k -> new LinkedHashSet<>()).add(object.id());
            }
        }

        private Stream<CatalogObject> objects(Predicate<CatalogObject> which) {
            return catalog.objects().values().stream().filter(which);
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
