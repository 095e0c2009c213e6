package io.github.mzmaven.catalog;

import io.github.mzmaven.catalog.Catalog.Column;
import io.github.mzmaven.catalog.Catalog.Role;
import io.github.mzmaven.catalog.Relation.Attribute;
import io.github.mzmaven.catalog.Relations.ClusterReplica;
import io.github.mzmaven.catalog.Relations.MarkerView;
import io.github.mzmaven.catalog.Relations.ObjectComment;
import io.github.mzmaven.catalog.Relations.ObjectDetails;
import io.github.mzmaven.catalog.Relations.RelationColumn;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Makes a catalog of what was read of it; the joins are made here, since the server joins slowly and scans fast. */
final class CatalogAssembler {
    private final Reading reading;
    private final Catalog before;
    private final Tables tables;

    /** @param before an earlier reading, or {@code null} */
    CatalogAssembler(Reading reading, Catalog before, Tables tables) {
        this.reading = reading;
        this.before = before;
        this.tables = tables;
    }

    /** What is known by now; the rest throws when it is asked for. */
    Catalog catalog() {
        Map<String, Role> roles = byId(tables.of(Relations.ROLES), Role::id);
        return new Catalog(
                tables.of(Relations.IDENTITY).get(0),
                roles,
                list(Relations.MEMBERS, Catalog::memberships),
                new Acl(known(
                        Relations.SYSTEM_PRIVILEGES,
                        Map.class,
                        () -> systemAcl(roles.values()).grants(),
                        catalog -> catalog.systemPrivileges().grants())),
                byId(tables.of(Relations.DATABASES), Catalog.Database::id),
                byId(tables.of(Relations.SCHEMAS), Catalog.Schema::id),
                clusters(),
                objects(),
                columns(),
                objectComments(),
                known(Relations.DEPENDENCIES, Map.class, () -> tables.sets(Relations.DEPENDENCIES), Catalog::uses),
                comments(ObjectType.SCHEMA),
                comments(ObjectType.CLUSTER),
                list(Relations.DEFAULT_PRIVILEGES, Catalog::defaultPrivileges),
                known(Relations.RECONFIGURATIONS, Set.class, this::resizing, Catalog::resizing),
                list(Relations.SESSIONS, Catalog::sessions),
                list(Relations.SUBSCRIPTIONS, Catalog::subscriptions));
    }

    private <T> List<T> list(Relation<T> relation, Function<Catalog, List<T>> earlier) {
        return known(relation, List.class, () -> tables.of(relation), earlier);
    }

    /** What a relation says, or, where it was not read, what the reading before has of it, or what throws. */
    private <C> C known(Relation<?> relation, Class<? super C> type, Supplier<C> now, Function<Catalog, C> earlier) {
        if (tables.has(relation)) {
            return now.get();
        }
        return before != null && reading.keepsTheRest()
                ? earlier.apply(before)
                : Unread.of(type, relation.name(), reading);
    }

    private Acl systemAcl(Collection<Role> roles) {
        Map<String, String> idByName = new HashMap<>();
        roles.forEach(role -> idByName.put(role.name(), role.id()));
        Acl sum = Acl.EMPTY;
        for (String item : tables.of(Relations.SYSTEM_PRIVILEGES)) {
            sum = sum.plus(Acl.ofItem(item, name -> idByName.getOrDefault(name, name)));
        }
        return sum;
    }

    private Map<String, Cluster> clusters() {
        Map<String, List<Replica>> replicasOf = replicas();
        Map<String, String> definitions = tables.map(Relations.CLUSTER_DEFINITIONS);
        Map<String, String> workloadClasses = tables.map(Relations.WORKLOAD_CLASSES);
        Map<String, Cluster> clusters = byId(tables.of(Relations.CLUSTERS), Cluster::id);
        clusters.replaceAll((id, cluster) -> new Cluster(
                id,
                cluster.name(),
                cluster.ownerId(),
                cluster.acl(),
                cluster.managed(),
                tables.has(Relations.REPLICAS)
                        ? List.copyOf(replicasOf.getOrDefault(id, List.of()))
                        : Unread.of(List.class, Relations.REPLICAS.name(), reading),
                !cluster.managed() || definitions.containsKey(cluster.name())
                        ? definitions.get(cluster.name())
                        : Unread.text("the definition of cluster " + cluster.name(), reading),
                tables.has(Relations.WORKLOAD_CLASSES)
                        ? workloadClasses.get(id)
                        : Unread.text(Relations.WORKLOAD_CLASSES.name(), reading)));
        return clusters;
    }

    private Map<String, List<Replica>> replicas() {
        Set<String> internal = new LinkedHashSet<>(tables.of(Relations.INTERNAL_REPLICAS));
        Map<String, List<Replica>> replicasOf = new HashMap<>();
        for (ClusterReplica row : tables.of(Relations.REPLICAS)) {
            Replica replica = row.replica();
            replicasOf
                    .computeIfAbsent(row.clusterId(), k -> new ArrayList<>())
                    .add(
                            tables.has(Relations.INTERNAL_REPLICAS)
                                    ? replica.asInternal(internal.contains(replica.id()))
                                    : replica);
        }
        replicasOf.values().forEach(list -> list.sort(Comparator.comparing(Replica::name)));
        return replicasOf;
    }

    private Map<String, CatalogObject> objects() {
        Map<String, String> sources = tables.map(Relations.SOURCES);
        Map<String, String> names = new HashMap<>();
        Map<String, String> definitions = new HashMap<>();
        Relations.DEFINITIONS.values().forEach(relation -> definitions.putAll(tables.map(relation)));
        definitions.putAll(tables.map(Relations.TYPE_DEFINITIONS));
        for (MarkerView view : tables.of(Relations.MARKER_VIEWS)) {
            names.put(view.id(), view.name());
            definitions.put(view.id(), view.definition());
        }
        Map<String, Acl> privileges = new HashMap<>();
        for (ObjectDetails details : tables.of(Relations.OBJECT_DETAILS)) {
            names.put(details.id(), details.name());
            privileges.put(details.id(), details.acl());
        }
        Map<String, CatalogObject> objects =
                byId(tables.of(reading.objects()).stream().flatMap(List::stream).toList(), CatalogObject::id);
        // Gone since the message that named it.
        objects.keySet().removeIf(id -> tables.has(Relations.OBJECT_DETAILS, id) && !privileges.containsKey(id));
        objects.replaceAll((id, object) -> {
            String kind = object.type() + " " + id;
            return new CatalogObject(
                    id,
                    object.schemaId(),
                    reading.objects() == Relations.OBJECTS
                            ? object.name()
                            : names.getOrDefault(id, Unread.text("the name of " + kind, reading)),
                    object.type(),
                    object.ownerId(),
                    object.clusterId(),
                    privileges.getOrDefault(id, new Acl(Unread.of(Map.class, "what is granted on " + kind, reading))),
                    sources.get(id),
                    definitions.containsKey(id) || isDefined(object)
                            ? definitions.get(id)
                            : Unread.text("the definition of " + kind, reading));
        });
        return objects;
    }

    /** Whether all is known of its definition: it was asked for, or there is none. */
    private boolean isDefined(CatalogObject object) {
        Relation<?> relation = Relations.DEFINITIONS.get(object.type());
        return relation == null || tables.has(relation, object.id());
    }

    private Map<String, List<Column>> columns() {
        var sorted = new ArrayList<>(tables.of(Relations.COLUMNS));
        sorted.sort(Comparator.comparing(RelationColumn::position));
        Map<String, List<Column>> columnsOf = new LinkedHashMap<>();
        sorted.forEach(column -> columnsOf
                .computeIfAbsent(column.relationId(), k -> new ArrayList<>())
                .add(column.column()));
        return Unread.beyond(columnsOf, id -> tables.has(Relations.COLUMNS, id), Relations.COLUMNS.name(), reading);
    }

    private Map<String, Map<Long, String>> objectComments() {
        Map<String, CatalogObject> objects = new HashMap<>();
        tables.of(reading.objects()).forEach(all -> all.forEach(object -> objects.put(object.id(), object)));
        Map<String, Map<Long, String>> comments = new HashMap<>();
        for (ObjectComment comment : tables.of(Relations.OBJECT_COMMENTS)) {
            // A role or a schema may have an object's id.
            if (objects.containsKey(comment.id()) && objects.get(comment.id()).is(comment.objectType())) {
                comments.computeIfAbsent(comment.id(), k -> new TreeMap<>()).put(comment.column(), comment.text());
            }
        }
        return Unread.beyond(comments, id -> tables.has(Relations.OBJECT_COMMENTS, id), "the comments", reading);
    }

    private Map<String, String> comments(ObjectType type) {
        Map<String, String> found = new HashMap<>();
        tables.of(Relations.COMMENTS).stream()
                .filter(comment -> comment.objectType().equals(type))
                .forEach(comment -> found.put(comment.id(), comment.text()));
        return found;
    }

    private Set<String> resizing() {
        return tables.of(Relations.RECONFIGURATIONS).stream()
                .filter(cluster -> "in-progress".equals(cluster.value()))
                .map(Attribute::id)
                .collect(Collectors.toSet());
    }

    /** In the order of creation, so that plans do not depend on the order of rows. */
    private static <T> Map<String, T> byId(List<T> things, Function<T, String> id) {
        var sorted = new ArrayList<>(things);
        sorted.sort(Comparator.comparing((T thing) -> id.apply(thing).length()).thenComparing(id));
        Map<String, T> byId = new LinkedHashMap<>();
        sorted.forEach(thing -> byId.put(id.apply(thing), thing));
        return byId;
    }
}
