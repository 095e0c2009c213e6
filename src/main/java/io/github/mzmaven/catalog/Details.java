package io.github.mzmaven.catalog;

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
 */
final class Details {
    private final Reading reading;
    private final Catalog catalog;
    private final Set<String> schemaIds = new HashSet<>();
    private final List<Cluster> clusters;
    private final Set<Relation<?>> whole = new LinkedHashSet<>();
    private final Map<Relation<?>, Set<String>> some = new LinkedHashMap<>();

    /** What is wanted of what the relations tell of. */
    static Request of(Reading reading, Settings settings, Catalog catalog) {
        var details = new Details(reading, settings, catalog);
        details.collect();
        return new Request(details.whole, details.some);
    }

    /**
     * What may be asked for before anything is known: most clusters that are configured exist and are managed. The definition
     * of any other is an error, and then it is asked for by and by.
     */
    static Request hoped(Reading reading, Settings settings) {
        return reading == Reading.INIT
                ? Request.some(Relations.CLUSTER_DEFINITIONS, settings.clusterNames())
                : Request.NOTHING;
    }

    /** What will be wanted, as an earlier reading has it; the copies that init was to make exist by now. */
    static Request expected(Reading reading, Settings settings, Catalog before) {
        Request known = of(reading, settings, before);
        if (reading != Reading.VERIFY) {
            return known;
        }
        Set<String> clusters = known.of(Relations.CLUSTER_DEFINITIONS);
        return known.and(Request.some(
                Relations.CLUSTER_DEFINITIONS,
                settings.clusterNames().stream()
                        .filter(clusters::contains)
                        .map(settings::copyOf)
                        .toList()));
    }

    private Details(Reading reading, Settings settings, Catalog catalog) {
        this.reading = reading;
        this.catalog = catalog;
        Set<String> schemas = new LinkedHashSet<>(settings.schemas());
        Set<String> clusterNames = new LinkedHashSet<>(settings.clusterNames());
        if (reading.isOfProduction()) {
            all(schemas, Set.of(""), catalog::schema).map(Schema::id).forEach(schemaIds::add);
            this.clusters = List.of();
            return;
        }
        Marker marker = Marker.of(catalog, settings.target());
        ProductionSnapshot inventory = marker == null ? null : marker.inventory();
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

    private void collect() {
        if (reading.isOfProduction()) {
            collectProduction();
            return;
        }
        Set<String> kept = ids(object -> Marker.isMarker(catalog.schemas().get(object.schemaId())));
        // What markers keep under other names than those that are read anyway.
        kept.stream()
                .map(catalog.objects()::get)
                .filter(view -> Relations.MARKER_VIEW_NAMES.stream().noneMatch(view::isNamed))
                .forEach(this::define);
        if (reading.readsObjectDetails()) {
            Set<String> deployed = ids(object -> schemaIds.contains(object.schemaId()));
            Set<String> sinks = ids(object -> object.is(ObjectType.SINK));
            Stream.concat(deployed.stream(), sinks.stream().filter(id -> uses(id).anyMatch(deployed::contains)))
                    .forEach(id -> define(catalog.objects().get(id)));
            some.put(Relations.COLUMNS, deployed);
            some.put(Relations.OBJECT_DETAILS, Request.plus(kept, lookedAt(deployed, sinks)));
        }
        if (reading.readsClusterDefinitions()) {
            // SHOW CREATE of an unmanaged cluster is an error.
            clusters.stream()
                    .filter(Cluster::managed)
                    .forEach(cluster -> want(Relations.CLUSTER_DEFINITIONS, cluster.name()));
            if (!clusters.stream().allMatch(Cluster::managed)) {
                whole.add(Relations.INTERNAL_REPLICAS);
            }
        }
        if (Marker.anyWorker(catalog) || reading.reads(Relations.SUBSCRIPTIONS) && isSubscribed()) {
            whole.add(Relations.SESSIONS);
        }
    }

    private void collectProduction() {
        Set<String> deployed = ids(object -> schemaIds.contains(object.schemaId()));
        for (String id : deployed) {
            CatalogObject object = catalog.objects().get(id);
            if (object.is(ObjectType.TYPE)) {
                want(Relations.TYPE_DEFINITIONS, id);
            } else if (!object.is(ObjectType.SINK)) {
                define(object);
            }
        }
        some.put(Relations.COLUMNS, deployed);
        some.put(Relations.OBJECT_DETAILS, deployed);
        some.put(Relations.OBJECT_COMMENTS, deployed);
    }

    private void define(CatalogObject object) {
        Relation<?> relation = Relations.DEFINITIONS.get(object.type());
        if (relation != null) {
            want(relation, object.id());
        }
    }

    private void want(Relation<?> relation, String id) {
        some.computeIfAbsent(relation, k -> new LinkedHashSet<>()).add(id);
    }

    /** What may have to be named, or moved, or read by a new owner. */
    private Set<String> lookedAt(Set<String> deployed, Set<String> sinks) {
        Set<String> clusterIds = clusters.stream().map(Cluster::id).collect(Collectors.toSet());
        Set<String> moving = Request.plus(deployed, ids(object -> clusterIds.contains(object.clusterId())));
        Set<String> looked = Request.plus(Request.plus(moving, catalog.dependentsOf(moving)), sinks);
        Set<String> used = looked.stream()
                .flatMap(this::uses)
                .filter(catalog.objects()::containsKey)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return Request.plus(looked, used);
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

    private boolean isSubscribed() {
        return catalog.subscriptions().stream()
                .anyMatch(subscription ->
                        clusters.stream().anyMatch(cluster -> cluster.id().equals(subscription.clusterId())));
    }
}
