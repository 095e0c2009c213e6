package io.github.mzmaven.sandbox.engine;

import io.github.mzmaven.catalog.Acl;
import io.github.mzmaven.catalog.Catalog.Column;
import io.github.mzmaven.catalog.Catalog.Database;
import io.github.mzmaven.catalog.Catalog.DefaultPrivilege;
import io.github.mzmaven.catalog.Catalog.Identity;
import io.github.mzmaven.catalog.Catalog.LiveSession;
import io.github.mzmaven.catalog.Catalog.Membership;
import io.github.mzmaven.catalog.Catalog.Role;
import io.github.mzmaven.catalog.Catalog.Schema;
import io.github.mzmaven.catalog.Catalog.Subscription;
import io.github.mzmaven.catalog.CatalogObject;
import io.github.mzmaven.catalog.Cluster;
import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.catalog.Privilege;
import io.github.mzmaven.catalog.Replica;
import io.github.mzmaven.sandbox.SqlError;
import io.github.mzmaven.sandbox.engine.Entities.Item;
import io.github.mzmaven.sandbox.engine.Entities.Owned;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The engine's catalog in the records that the plugin reads it into. */
final class ReadCatalog {
    private final Catalog state;
    private final Map<String, String> texts;
    private final Set<String> internalReplicas;

    /** @param texts what things were created by, where it is not what the engine would say; keyed as by {@link #key} */
    ReadCatalog(Catalog state, Map<String, String> texts, Set<String> internalReplicas) {
        this.state = state;
        this.texts = texts;
        this.internalReplicas = internalReplicas;
    }

    io.github.mzmaven.catalog.Catalog catalog(
            Identity identity, Set<String> resizing, List<LiveSession> sessions, List<Subscription> subscriptions) {
        return new io.github.mzmaven.catalog.Catalog(
                identity,
                map(state.roles, it -> new Role(it.id(), it.name())),
                state.memberships.stream()
                        .map(it -> new Membership(it.role(), it.member()))
                        .toList(),
                acl(state.systemPrivileges()),
                map(state.databases, it -> new Database(it.id(), it.name(), it.owner(), acl(it.acl()))),
                map(
                        users(state.schemas),
                        it -> new Schema(it.id(), it.database(), it.name(), it.owner(), acl(it.acl()))),
                map(users(state.clusters), this::cluster),
                map(state.items, this::object),
                map(state.items, ReadCatalog::columns),
                objectComments(),
                uses(),
                comments("schema"),
                comments("cluster"),
                defaultPrivileges(),
                Set.copyOf(resizing),
                List.copyOf(sessions),
                List.copyOf(subscriptions));
    }

    private static List<Column> columns(Item item) {
        return item.columns().stream()
                .map(it -> new Column(it.name(), it.type(), it.nullable()))
                .toList();
    }

    private static <F, T> Map<String, T> map(Map<String, F> from, Function<F, T> change) {
        var to = new LinkedHashMap<String, T>();
        from.forEach((id, value) -> to.put(id, change.apply(value)));
        return to;
    }

    private static <F> Map<String, F> users(Map<String, F> from) {
        var to = new LinkedHashMap<>(from);
        to.keySet().removeIf(Ids::isSystem);
        return to;
    }

    private static Acl acl(Object acl) {
        return Acl.parse(acl.toString());
    }

    private Cluster cluster(Entities.Cluster it) {
        boolean managed = it.options().managed();
        List<Replica> replicas = state.replicasOf(it)
                .map(replica -> new Replica(
                        replica.id(),
                        replica.name(),
                        replica.size(),
                        replica.zone(),
                        internalReplicas.contains(replica.id())))
                .toList();
        return new Cluster(
                it.id(),
                it.name(),
                it.owner(),
                acl(it.acl()),
                managed,
                replicas,
                managed ? texts.getOrDefault(key(it), shown(it)) : null,
                it.options().workloadClass());
    }

    private String shown(Entities.Cluster cluster) {
        try {
            return new ShowCreate(state).shown(cluster);
        } catch (SqlError e) {
            throw new IllegalStateException(e);
        }
    }

    CatalogObject object(Item it) {
        boolean hasText = it.definition() instanceof Definition.View view && view.query() != CatalogBuilder.NO_TEXT;
        return new CatalogObject(
                it.id(),
                it.schema(),
                it.name(),
                new ObjectType(it.type().catalogName()),
                it.owner(),
                it.cluster(),
                acl(it.acl()),
                subtype(it),
                texts.getOrDefault(key(it), hasText ? new ShowCreate(state).stored(it) : null));
    }

    /** Ids of each sort count for themselves. */
    static String key(Owned it) {
        return it instanceof Entities.Cluster ? "cluster " + it.id() : it.id();
    }

    static String subtype(Item item) {
        return item.definition() instanceof Definition.Source source ? source.subtype() : null;
    }

    private Map<String, Set<String>> uses() {
        Map<String, Set<String>> uses = map(
                state.items,
                item -> item.references().stream()
                        .filter(state.items::containsKey)
                        .collect(Collectors.toCollection(LinkedHashSet::new)));
        uses.values().removeIf(Set::isEmpty);
        return uses;
    }

    private Map<String, Map<Long, String>> objectComments() {
        var comments = new LinkedHashMap<String, Map<Long, String>>();
        state.comments.forEach((on, text) -> {
            Item item = state.items.get(on.id());
            if (item != null && item.type() == on.type()) {
                comments.computeIfAbsent(on.id(), k -> new TreeMap<>())
                        .put(on.column() == null ? 0 : on.column().longValue(), text);
            }
        });
        return comments;
    }

    private Map<String, String> comments(String type) {
        return state.comments.entrySet().stream()
                .filter(comment -> comment.getKey().type().catalogName().equals(type))
                .collect(Collectors.toMap(comment -> comment.getKey().id(), Map.Entry::getValue));
    }

    private List<DefaultPrivilege> defaultPrivileges() {
        var rules = new LinkedHashMap<DefaultPrivilege, Acl>();
        state.defaultPrivileges.forEach(it -> rules.merge(
                new DefaultPrivilege(
                        it.role(),
                        it.database(),
                        it.schema(),
                        new ObjectType(it.type().catalogName()),
                        it.grantee(),
                        Set.of()),
                new Acl(Map.of(
                        it.grantee(), Set.of(Privilege.valueOf(it.privilege().name())))),
                Acl::plus));
        return rules.entrySet().stream()
                .map(rule -> new DefaultPrivilege(
                        rule.getKey().roleId(),
                        rule.getKey().databaseId(),
                        rule.getKey().schemaId(),
                        rule.getKey().objectType(),
                        rule.getKey().granteeId(),
                        rule.getValue().grants().get(rule.getKey().granteeId())))
                .toList();
    }
}
