package io.github.mzmaven.sandbox.engine;

import io.github.mzmaven.sandbox.engine.Entities.Cluster;
import io.github.mzmaven.sandbox.engine.Entities.ColumnDef;
import io.github.mzmaven.sandbox.engine.Entities.DefaultPrivilege;
import io.github.mzmaven.sandbox.engine.Entities.Item;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The rows that stand behind the catalog's relations, as catalog.sql lists their tables. */
final class CatalogRows {
    private static final int FIRST_OID = 20_000;

    /** @param key the condition that finds it again */
    private record Row(String table, String key, String columns, String values) {}

    private final Catalog catalog;
    private final Map<String, Row> rows = new LinkedHashMap<>();

    private CatalogRows(Catalog catalog) {
        this.catalog = catalog;
    }

    static CatalogRows of(Catalog catalog) {
        CatalogRows rows = new CatalogRows(catalog);
        rows.namespaces();
        rows.clusters();
        catalog.items.values().forEach(rows::item);
        rows.privileges();
        return rows;
    }

    /** The statements that turn the other's rows into these. */
    List<String> changesFrom(CatalogRows before) {
        List<String> sql = new ArrayList<>();
        before.rows.forEach((id, row) -> {
            Row now = rows.get(id);
            if (now == null || !now.values().equals(row.values())) {
                sql.add("DELETE FROM sandbox_state." + row.table() + " WHERE " + row.key());
            }
        });
        rows.forEach((id, row) -> {
            Row old = before.rows.get(id);
            if (old == null || !old.values().equals(row.values())) {
                sql.add("INSERT INTO sandbox_state." + row.table() + " (" + row.columns() + ") VALUES (" + row.values()
                        + ")");
            }
        });
        return sql;
    }

    /** What is in each table, in short. */
    Map<String, String> digests() {
        Map<String, MessageDigest> digests = new TreeMap<>();
        rows.values()
                .forEach(row -> digests.computeIfAbsent(row.table(), table -> digest())
                        .update((row.key() + row.values() + "\n").getBytes(StandardCharsets.UTF_8)));
        return digests.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        digest -> HexFormat.of().formatHex(digest.getValue().digest())));
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has it", e);
        }
    }

    private void namespaces() {
        catalog.databases
                .values()
                .forEach(d -> add(
                        "databases",
                        1,
                        "id, oid, name, owner_id, privileges",
                        d.id(),
                        oid(d.id()),
                        d.name(),
                        d.owner(),
                        array(d.acl())));
        catalog.schemas.values().stream()
                .filter(s -> s.database() != null)
                .forEach(s -> add(
                        "schemas",
                        1,
                        "id, oid, database_id, name, owner_id, privileges",
                        s.id(),
                        oid(s.id()),
                        s.database(),
                        s.name(),
                        s.owner(),
                        array(s.acl())));
        catalog.roles
                .values()
                .forEach(r -> add(
                        "roles",
                        1,
                        "id, oid, name, inherit, rolsuper",
                        r.id(),
                        oid(r.id()),
                        r.name(),
                        true,
                        r.superuser()));
        catalog.memberships.forEach(
                m -> add("role_members", 3, "role_id, member, grantor", m.role(), m.member(), m.grantor()));
    }

    private void clusters() {
        catalog.clusters.values().forEach(this::cluster);
        catalog.replicas
                .values()
                .forEach(r -> add(
                        "replicas",
                        1,
                        "id, name, cluster_id, size, availability_zone, owner_id, disk, created_at",
                        r.id(),
                        r.name(),
                        r.cluster(),
                        r.size(),
                        r.zone(),
                        r.owner(),
                        true,
                        r.createdAt()));
    }

    private void cluster(Cluster c) {
        ClusterOptions o = c.options();
        boolean managed = o.managed();
        add(
                "clusters",
                1,
                "id, name, owner_id, privileges, managed, size, replication_factor, disk, availability_zones,"
                        + " introspection_debugging, introspection_interval, schedule_type,"
                        + " refresh_hydration_time_estimate, auto_scaling_strategy, workload_class",
                c.id(),
                c.name(),
                c.owner(),
                array(c.acl()),
                managed,
                o.size(),
                managed ? o.replicationFactor() : null,
                managed ? true : null,
                null,
                managed ? o.introspectionDebugging() : null,
                managed ? Intervals.clock(o.introspectionMillis()) : null,
                managed ? o.onRefresh() ? "on-refresh" : "manual" : null,
                o.onRefresh() ? Intervals.clock(o.refreshEstimate() * 1000) : null,
                strategy(o.autoScaling()),
                o.workloadClass());
    }

    private static String strategy(ClusterOptions.AutoScaling scaling) {
        if (scaling == null) {
            return null;
        }
        String linger =
                scaling.lingerSeconds() == null ? "null" : "{\"nanos\":0,\"secs\":" + scaling.lingerSeconds() + "}";
        return "{\"on_hydration\":{\"hydration_size\":\"" + scaling.hydrationSize() + "\",\"linger_duration\":" + linger
                + "}}";
    }

    private void item(Item i) {
        ShowCreate create = new ShowCreate(catalog);
        Definition d = i.definition();
        boolean hasAcl = i.type() != ObjectType.INDEX && i.type() != ObjectType.SINK;
        Definition.Sink sink = d instanceof Definition.Sink s ? s : null;
        add(
                "objects",
                1,
                "id, oid, schema_id, name, type, subtype, owner_id, cluster_id, privileges, create_sql,"
                        + " redacted_create_sql, definition, on_id, connection_id, envelope_type, format, constant,"
                        + " created_at",
                i.id(),
                oid(i.id()),
                i.schema(),
                i.name(),
                i.type().catalogName(),
                subtype(d),
                i.owner(),
                i.cluster(),
                hasAcl ? array(i.acl()) : null,
                create.stored(i),
                create.redacted(i),
                d instanceof Definition.Queried q ? create.definition(q) : null,
                d instanceof Definition.Index x ? x.on() : null,
                sink == null ? null : sink.connection(),
                sink == null ? null : sink.envelope().toLowerCase(java.util.Locale.ROOT),
                sink == null ? null : "json",
                isConstant(i),
                i.createdAt());
        int position = 0;
        for (ColumnDef c : i.columns()) {
            add(
                    "columns",
                    3,
                    "id, name, position, nullable, type, type_oid",
                    i.id(),
                    c.name(),
                    ++position,
                    c.nullable(),
                    c.type(),
                    c.oid());
        }
        for (String reference : i.references()) {
            add("dependencies", 2, "object_id, referenced_object_id", i.id(), reference);
        }
    }

    private static String subtype(Definition definition) {
        if (definition instanceof Definition.Source source) {
            return source.subtype();
        }
        if (definition instanceof Definition.Sink) {
            return "kafka";
        }
        return definition instanceof Definition.Other other ? other.subtype() : null;
    }

    /** Whether nothing it reads can change. */
    private boolean isConstant(Item item) {
        return item.definition() instanceof Definition.Queried
                && item.references().stream()
                        .map(catalog.items::get)
                        .allMatch(r -> r == null || r.type() == ObjectType.TYPE || isConstant(r));
    }

    private void privileges() {
        Map<List<String>, Set<Privilege>> defaults = new LinkedHashMap<>();
        for (DefaultPrivilege d : catalog.defaultPrivileges) {
            List<String> key =
                    Arrays.asList(d.role(), d.database(), d.schema(), d.type().catalogName(), d.grantee());
            defaults.computeIfAbsent(key, k -> EnumSet.noneOf(Privilege.class)).add(d.privilege());
        }
        defaults.forEach((k, privileges) -> add(
                "default_privileges",
                5,
                "role_id, database_id, schema_id, object_type, grantee, privileges",
                k.get(0),
                k.get(1),
                k.get(2),
                k.get(3),
                k.get(4),
                Privilege.letters(privileges)));
        catalog.systemPrivileges().entries().forEach(e -> add("system_privileges", 1, "privileges", e.toString()));
        catalog.comments.forEach((k, text) -> add(
                "comments",
                3,
                "id, object_type, object_sub_id, comment",
                k.id(),
                k.type().catalogName(),
                k.column(),
                text));
    }

    private static int oid(String id) {
        return FIRST_OID + (int) Ids.number(id) + (Ids.isSystem(id) ? -10_000 : 0);
    }

    private static List<String> array(Acl acl) {
        return acl.entries().stream().map(Acl.Entry::toString).toList();
    }

    /** @param keys how many of the columns, from the first, find the row */
    private void add(String table, int keys, String columns, Object... values) {
        String[] names = columns.split(", *");
        Set<String> condition = new LinkedHashSet<>();
        for (int i = 0; i < keys; i++) {
            condition.add(names[i] + " IS NOT DISTINCT FROM " + literal(values[i]));
        }
        String key = String.join(" AND ", condition);
        String literals = Arrays.stream(values).map(CatalogRows::literal).collect(Collectors.joining(", "));
        rows.put(table + " " + key, new Row(table, key, columns, literals));
    }

    private static String literal(Object value) {
        if (value == null) {
            return "NULL";
        }
        if (value instanceof List<?> list) {
            return list.stream().map(CatalogRows::literal).collect(Collectors.joining(", ", "ARRAY[", "]::text[]"));
        }
        return value instanceof Number || value instanceof Boolean ? value.toString() : Names.literal(value.toString());
    }
}
