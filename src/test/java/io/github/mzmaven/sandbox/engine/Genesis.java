package io.github.mzmaven.sandbox.engine;

import static io.github.mzmaven.sandbox.engine.Catalog.MATERIALIZE;
import static io.github.mzmaven.sandbox.engine.Catalog.MZ_SUPPORT;
import static io.github.mzmaven.sandbox.engine.Catalog.MZ_SYSTEM;

import io.github.mzmaven.sandbox.engine.Entities.Cluster;
import io.github.mzmaven.sandbox.engine.Entities.Database;
import io.github.mzmaven.sandbox.engine.Entities.DefaultPrivilege;
import io.github.mzmaven.sandbox.engine.Entities.Replica;
import io.github.mzmaven.sandbox.engine.Entities.Role;
import io.github.mzmaven.sandbox.engine.Entities.Schema;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The catalog of a server that was just started. */
final class Genesis {
    private static final Set<Privilege> USAGE = EnumSet.of(Privilege.USAGE);
    private static final Set<Privilege> BOTH = EnumSet.of(Privilege.USAGE, Privilege.CREATE);

    private final Catalog catalog = new Catalog();

    private Genesis() {}

    /** @param systemSchemas names of the schemas that belong to no database, by id */
    static Catalog catalog(List<Schema> systemSchemas) {
        return new Genesis().build(systemSchemas);
    }

    private Catalog build(List<Schema> systemSchemas) {
        catalog.roles.put(MZ_SYSTEM, new Role(MZ_SYSTEM, "mz_system", true));
        catalog.roles.put(MZ_SUPPORT, new Role(MZ_SUPPORT, "mz_support", false));
        catalog.roles.put("s3", new Role("s3", "mz_analytics", false));
        catalog.roles.put(catalog.newId(ObjectType.ROLE), new Role(MATERIALIZE, "materialize", false));
        defaultPrivileges(catalog);
        systemSchemas.forEach(s -> catalog.schemas.put(s.id(), s));
        Acl shared = Acl.EMPTY
                .grant(MZ_SYSTEM, MZ_SYSTEM, BOTH)
                .grant(MZ_SUPPORT, MZ_SYSTEM, USAGE)
                .grant(Acl.PUBLIC, MZ_SYSTEM, USAGE)
                .grant(MATERIALIZE, MZ_SYSTEM, BOTH);
        String database = catalog.newId(ObjectType.DATABASE);
        catalog.databases.put(database, new Database(database, "materialize", MZ_SYSTEM, shared));
        String schema = catalog.newId(ObjectType.SCHEMA);
        catalog.schemas.put(schema, new Schema(schema, database, "public", MZ_SYSTEM, shared));
        catalog.systemPrivileges(Acl.EMPTY
                .grant(MZ_SYSTEM, MZ_SYSTEM, Privilege.all(null))
                .grant(MATERIALIZE, MZ_SYSTEM, Privilege.all(null)));
        clusters(shared);
        return catalog;
    }

    static void defaultPrivileges(Catalog catalog) {
        for (ObjectType type : List.of(ObjectType.DATABASE, ObjectType.SCHEMA, ObjectType.CLUSTER)) {
            catalog.defaultPrivileges.add(
                    new DefaultPrivilege(Acl.PUBLIC, null, null, type, MZ_SUPPORT, Privilege.USAGE));
        }
        catalog.defaultPrivileges.add(
                new DefaultPrivilege(Acl.PUBLIC, null, null, ObjectType.TYPE, Acl.PUBLIC, Privilege.USAGE));
    }

    private void clusters(Acl shared) {
        List<String> names = List.of("mz_system", "mz_catalog_server", "mz_probe", "mz_support", "mz_analytics");
        for (int i = 0; i < names.size(); i++) {
            Acl acl = Acl.EMPTY.grant(MZ_SYSTEM, MZ_SYSTEM, BOTH).grant(MZ_SUPPORT, MZ_SYSTEM, USAGE);
            if (names.get(i).equals("mz_catalog_server")) {
                acl = acl.grant(Acl.PUBLIC, MZ_SYSTEM, USAGE);
            }
            cluster("s" + (i + 1), names.get(i), acl, i < 2 ? 1 : 0);
        }
        cluster(catalog.newId(ObjectType.CLUSTER), "quickstart", shared, 1);
    }

    private void cluster(String id, String name, Acl acl, int replicas) {
        ClusterOptions options = new ClusterOptions(true, "25cc", replicas, 1000, false, null, null, null);
        catalog.clusters.put(id, new Cluster(id, name, MZ_SYSTEM, acl, options));
        for (int i = 1; i <= replicas; i++) {
            String replica = Ids.isSystem(id) ? id : catalog.newId(ObjectType.CLUSTER_REPLICA);
            catalog.replicas.put(
                    replica, new Replica(replica, id, "r" + i, "25cc", null, MZ_SYSTEM, java.time.Instant.now()));
        }
    }
}
