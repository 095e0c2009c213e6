package io.github.mzmaven.goal.swap;

import io.github.mzmaven.catalog.Acl;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.Catalog.Schema;
import io.github.mzmaven.catalog.CatalogObject;
import io.github.mzmaven.catalog.Cluster;
import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.catalog.Privilege;
import io.github.mzmaven.plan.Permissions;
import io.github.mzmaven.sql.Sql;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What moving a sink takes beside being its owner (Materialize's documentation, "sql-command-privileges": ALTER SINK asks for
 * what CREATE SINK does): found before the swap, since after it a sink that cannot move is left behind.
 */
final class SinkRights {
    private final Catalog catalog;
    private final Permissions permissions;

    SinkRights(Catalog catalog, Permissions permissions) {
        this.catalog = catalog;
        this.permissions = permissions;
    }

    /**
     * The grants that are missing, as statements.
     *
     * @param reads what the sink reads now
     * @param replacement what it is to read
     * @param selects privileges on it once production's are copied
     */
    List<String> missing(CatalogObject sink, CatalogObject reads, CatalogObject replacement, Acl selects) {
        Set<String> grants = new LinkedHashSet<>();
        Cluster cluster = catalog.clusters().get(sink.clusterId());
        if (cluster != null && !permissions.has(Privilege.CREATE, cluster.acl())) {
            grants.add(grant("CREATE ON CLUSTER " + Sql.identifier(cluster.name())));
        }
        usage(sink, grants);
        for (String id : catalog.uses().getOrDefault(sink.id(), Set.of())) {
            CatalogObject used = catalog.objects().get(id);
            if (used != null && used.is(ObjectType.CONNECTION)) {
                usage(used, grants);
                if (!permissions.has(Privilege.USAGE, used.acl())) {
                    grants.add(grant("USAGE ON CONNECTION " + catalog.qualified(used)));
                }
            }
        }
        usage(replacement, grants);
        if (!permissions.has(Privilege.SELECT, selects)) {
            grants.add(grant("SELECT ON TABLE " + catalog.qualified(replacement)));
        }
        ownersSelect(sink, reads, replacement, selects, grants);
        return List.copyOf(grants);
    }

    /** Who owns the sink shall not lose the right to read what it reads, whoever points it there. */
    private void ownersSelect(
            CatalogObject sink, CatalogObject reads, CatalogObject replacement, Acl selects, Set<String> grants) {
        Set<String> grantees = new LinkedHashSet<>(catalog.rolesOf(sink.ownerId()));
        grantees.add(Acl.PUBLIC_ID);
        if (reads.acl().allows(Privilege.SELECT, grantees) && !selects.allows(Privilege.SELECT, grantees)) {
            grants.add("GRANT SELECT ON TABLE " + catalog.qualified(replacement) + " TO "
                    + Sql.identifier(catalog.roleName(sink.ownerId())) + ";");
        }
    }

    private void usage(CatalogObject object, Set<String> grants) {
        Schema schema = catalog.schemas().get(object.schemaId());
        if (!permissions.has(Privilege.USAGE, schema.acl())) {
            grants.add(grant("USAGE ON SCHEMA "
                    + Sql.qualified(catalog.databases().get(schema.databaseId()).name(), schema.name())));
        }
    }

    private String grant(String what) {
        return "GRANT " + what + " TO " + Sql.identifier(catalog.identity().role()) + ";";
    }
}
