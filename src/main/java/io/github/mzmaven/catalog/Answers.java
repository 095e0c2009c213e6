package io.github.mzmaven.catalog;

import io.github.mzmaven.catalog.Catalog.CatalogObject;
import io.github.mzmaven.catalog.Catalog.Cluster;
import io.github.mzmaven.catalog.Catalog.Column;
import io.github.mzmaven.catalog.Catalog.Replica;
import io.github.mzmaven.catalog.Catalog.Role;
import io.github.mzmaven.catalog.Relations.ClusterReplica;
import io.github.mzmaven.catalog.Relations.MarkerView;
import io.github.mzmaven.catalog.Relations.ObjectDetails;
import io.github.mzmaven.catalog.Relations.RelationColumn;
import io.github.mzmaven.catalog.Relations.Said;
import io.github.mzmaven.session.Row;
import io.github.mzmaven.session.Session;
import io.github.mzmaven.session.Table;
import io.github.mzmaven.sql.Sql;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** What was asked so far, and what the server said; the joins are made here, since the server joins slowly and scans fast. */
final class Answers {
    private final Reading reading;
    private final Catalog before;
    private final Map<Relation<?>, List<Row>> rows = new HashMap<>();
    private final Map<String, String> clusterDefinitions = new HashMap<>();
    private Details asked = Details.NONE;

    /** @param before an earlier reading, or {@code null} */
    Answers(Reading reading, Catalog before) {
        this.reading = reading;
        this.before = before;
    }

    private record Question(String sql, Consumer<Table> answer) {}

    /** Asks for all relations, and for some details, in one message. */
    void askAll(Session session, Details details) {
        var questions = new ArrayList<Question>();
        reading.relations().forEach(relation -> questions.add(ask(relation, relation.sql())));
        questions.addAll(questions(details));
        questions.add(ask(Relations.IDENTITY, Relations.IDENTITY.sql()));
        send(session, questions);
        asked = details;
    }

    /** Asks for what of these details was not asked yet, in one message; none where nothing is left. */
    void ask(Session session, Details details) {
        Details missing = details.without(asked);
        if (!missing.isEmpty()) {
            send(session, questions(missing));
            asked = asked.and(missing);
        }
    }

    private List<Question> questions(Details details) {
        var questions = new ArrayList<Question>();
        details.whole().forEach(relation -> questions.add(ask(relation, relation.sql())));
        details.ids().forEach((relation, ids) -> questions.add(ask(relation, relation.sqlFor(ids))));
        details.clusters()
                .forEach(name -> questions.add(new Question(
                        "SHOW CREATE CLUSTER " + Sql.identifier(name),
                        table ->
                                clusterDefinitions.put(name, table.rows().get(0).text("create_sql")))));
        return questions;
    }

    private Question ask(Relation<?> relation, String sql) {
        return new Question(
                sql,
                table -> rows.computeIfAbsent(relation, k -> new ArrayList<>()).addAll(table.rows()));
    }

    private static void send(Session session, List<Question> questions) {
        List<Table> tables = session.query(questions.stream().map(Question::sql).toList());
        for (int i = 0; i < questions.size(); i++) {
            questions.get(i).answer().accept(tables.get(i));
        }
    }

    /** What is known by now; the rest throws when it is asked for. */
    Catalog catalog() {
        Map<String, Role> roles = byId(of(Relations.ROLES), Role::id);
        return new Catalog(
                of(Relations.IDENTITY).get(0),
                roles,
                list(Relations.MEMBERS, Catalog::memberships),
                read(Relations.SYSTEM_PRIVILEGES)
                        ? systemAcl(roles.values())
                        : kept() ? before.systemPrivileges() : unreadAcl(Relations.SYSTEM_PRIVILEGES.name()),
                byId(of(Relations.DATABASES), Catalog.Database::id),
                byId(of(Relations.SCHEMAS), Catalog.Schema::id),
                clusters(),
                objects(),
                columns(),
                uses(),
                comments(ObjectType.SCHEMA),
                comments(ObjectType.CLUSTER),
                list(Relations.DEFAULT_PRIVILEGES, Catalog::defaultPrivileges),
                resizing(),
                list(Relations.SESSIONS, Catalog::sessions),
                list(Relations.SUBSCRIPTIONS, Catalog::subscriptions));
    }

    private boolean read(Relation<?> relation) {
        return rows.containsKey(relation);
    }

    private boolean kept() {
        return before != null && reading.keepsTheRest();
    }

    private <T> List<T> of(Relation<T> relation) {
        return relation.read(rows.getOrDefault(relation, List.of()));
    }

    private <T> List<T> list(Relation<T> relation, Function<Catalog, List<T>> earlier) {
        return read(relation)
                ? of(relation)
                : kept() ? earlier.apply(before) : Unread.of(List.class, relation.name(), reading);
    }

    private Acl unreadAcl(String what) {
        return new Acl(Unread.of(Map.class, what, reading));
    }

    private Acl systemAcl(Collection<Role> roles) {
        Map<String, String> idByName = new HashMap<>();
        roles.forEach(role -> idByName.put(role.name(), role.id()));
        Acl sum = Acl.EMPTY;
        for (String item : of(Relations.SYSTEM_PRIVILEGES)) {
            sum = sum.plus(Acl.ofItem(item, name -> idByName.getOrDefault(name, name)));
        }
        return sum;
    }

    private Map<String, Cluster> clusters() {
        Map<String, List<Replica>> replicasOf = replicas();
        Map<String, String> workloadClasses = said(of(Relations.WORKLOAD_CLASSES));
        Map<String, Cluster> clusters = byId(of(Relations.CLUSTERS), Cluster::id);
        clusters.replaceAll((id, cluster) -> new Cluster(
                id,
                cluster.name(),
                cluster.ownerId(),
                cluster.acl(),
                cluster.managed(),
                read(Relations.REPLICAS)
                        ? List.copyOf(replicasOf.getOrDefault(id, List.of()))
                        : Unread.of(List.class, Relations.REPLICAS.name(), reading),
                !cluster.managed() || clusterDefinitions.containsKey(cluster.name())
                        ? clusterDefinitions.get(cluster.name())
                        : Unread.text("the definition of cluster " + cluster.name(), reading),
                read(Relations.WORKLOAD_CLASSES)
                        ? workloadClasses.get(id)
                        : Unread.text(Relations.WORKLOAD_CLASSES.name(), reading)));
        return clusters;
    }

    private Map<String, List<Replica>> replicas() {
        Set<String> internal = new LinkedHashSet<>(of(Relations.INTERNAL_REPLICAS));
        Map<String, List<Replica>> replicasOf = new HashMap<>();
        for (ClusterReplica row : of(Relations.REPLICAS)) {
            Replica replica = row.replica();
            replicasOf
                    .computeIfAbsent(row.clusterId(), k -> new ArrayList<>())
                    .add(
                            read(Relations.INTERNAL_REPLICAS)
                                    ? replica.asInternal(internal.contains(replica.id()))
                                    : replica);
        }
        replicasOf.values().forEach(list -> list.sort(Comparator.comparing(Replica::name)));
        return replicasOf;
    }

    private Map<String, CatalogObject> objects() {
        Map<String, String> sources = said(of(Relations.SOURCES));
        Map<String, String> names = new HashMap<>();
        Map<String, String> definitions = new HashMap<>();
        Relations.DEFINITIONS.values().forEach(relation -> definitions.putAll(said(of(relation))));
        for (MarkerView view : of(Relations.MARKER_VIEWS)) {
            names.put(view.id(), view.name());
            definitions.put(view.id(), view.definition());
        }
        Map<String, Acl> privileges = new HashMap<>();
        for (ObjectDetails details : of(Relations.OBJECT_DETAILS)) {
            names.put(details.id(), details.name());
            privileges.put(details.id(), details.acl());
        }
        Map<String, CatalogObject> objects =
                byId(of(reading.objects()).stream().flatMap(List::stream).toList(), CatalogObject::id);
        // Gone since the message that told of it.
        objects.keySet().removeIf(id -> asked(Relations.OBJECT_DETAILS, id) && !privileges.containsKey(id));
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
                    privileges.getOrDefault(id, unreadAcl("what is granted on " + kind)),
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
        return relation == null || asked(relation, object.id());
    }

    private boolean asked(Relation<?> relation, String id) {
        return asked.ids().getOrDefault(relation, Set.of()).contains(id);
    }

    private Map<String, List<Column>> columns() {
        var sorted = new ArrayList<>(of(Relations.COLUMNS));
        sorted.sort(Comparator.comparing(RelationColumn::position));
        Map<String, List<Column>> columnsOf = new LinkedHashMap<>();
        sorted.forEach(column -> columnsOf
                .computeIfAbsent(column.relationId(), k -> new ArrayList<>())
                .add(column.column()));
        Set<String> ids = asked.ids().getOrDefault(Relations.COLUMNS, Set.of());
        return Unread.beyond(columnsOf, ids::contains, Relations.COLUMNS.name(), reading);
    }

    private Map<String, Set<String>> uses() {
        if (!read(Relations.DEPENDENCIES)) {
            return Unread.of(Map.class, Relations.DEPENDENCIES.name(), reading);
        }
        Map<String, Set<String>> uses = new LinkedHashMap<>();
        of(Relations.DEPENDENCIES)
                .forEach(dependency -> uses.computeIfAbsent(dependency.user(), k -> new LinkedHashSet<>())
                        .add(dependency.used()));
        return uses;
    }

    private Map<String, String> comments(ObjectType type) {
        Map<String, String> found = new HashMap<>();
        of(Relations.COMMENTS).stream()
                .filter(comment -> comment.objectType().equals(type))
                .map(comment -> new Said(comment.id(), comment.text()))
                .forEach(said -> found.put(said.id(), said.text()));
        return found;
    }

    private Set<String> resizing() {
        if (!read(Relations.RECONFIGURATIONS)) {
            return kept() ? before.resizing() : Unread.of(Set.class, Relations.RECONFIGURATIONS.name(), reading);
        }
        Set<String> ids = new LinkedHashSet<>();
        of(Relations.RECONFIGURATIONS).stream()
                .filter(said -> "in-progress".equals(said.text()))
                .forEach(said -> ids.add(said.id()));
        return ids;
    }

    private static Map<String, String> said(List<Said> all) {
        Map<String, String> texts = new HashMap<>();
        all.forEach(said -> texts.put(said.id(), said.text()));
        return texts;
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
