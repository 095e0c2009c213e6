package io.github.mzmaven.sandbox.engine;

import io.github.mzmaven.sandbox.SqlError;
import io.github.mzmaven.sandbox.engine.Entities.Cluster;
import io.github.mzmaven.sandbox.engine.Entities.Database;
import io.github.mzmaven.sandbox.engine.Entities.Item;
import io.github.mzmaven.sandbox.engine.Entities.Owned;
import io.github.mzmaven.sandbox.engine.Entities.Role;
import io.github.mzmaven.sandbox.engine.Entities.Schema;
import java.util.List;

/** Databases, schemas and roles; and for whatever has a name: RENAME, SWAP and OWNER. */
final class NamespaceDdl {
    private final Work work;
    private final Catalog catalog;

    NamespaceDdl(Work work) {
        this.work = work;
        this.catalog = work.catalog;
    }

    void create(Statement.CreateDatabase create) throws SqlError {
        work.access.system(Privilege.CREATEDB);
        Names.checkLength(create.name());
        if (catalog.database(create.name()).isPresent()) {
            throw Errors.plan("database '" + create.name() + "' already exists");
        }
        String id = catalog.newId(ObjectType.DATABASE);
        catalog.databases.put(
                id,
                new Database(id, create.name(), work.owner(), work.newAcl(ObjectType.DATABASE, null, work.owner())));
        addSchema(id, "public");
    }

    void create(Statement.CreateSchema create) throws SqlError {
        List<String> parts = create.name();
        if (parts.size() > 2) {
            throw Errors.plan("CREATE SCHEMA " + Names.idents(parts) + " has more than two name components");
        }
        String name = parts.get(parts.size() - 1);
        Database database = work.scope.database(parts.size() == 2 ? parts.get(0) : work.session.database());
        work.access.needs(database, Privilege.CREATE);
        checkSchemaName(name);
        if (catalog.schema(database.id(), name).isPresent()) {
            throw Errors.plan("schema '" + name + "' already exists");
        }
        addSchema(database.id(), name);
    }

    private void addSchema(String database, String name) {
        String id = catalog.newId(ObjectType.SCHEMA);
        Schema inDatabase = new Schema(id, database, name, work.owner(), Acl.EMPTY);
        Acl acl = work.newAcl(ObjectType.SCHEMA, inDatabase, work.owner());
        catalog.schemas.put(id, new Schema(id, database, name, work.owner(), acl));
    }

    private static void checkSchemaName(String name) throws SqlError {
        Names.checkLength(name);
        if (name.startsWith("mz_") || name.startsWith("pg_")) {
            throw Errors.plan(
                    "unacceptable schema name '" + name + "'",
                    "The prefixes \"mz_\" and \"pg_\" are reserved for system schemas.",
                    null);
        }
    }

    void create(Statement.CreateRole create) throws SqlError {
        if (create.superuser()) {
            work.access.superuser("create superuser role");
        }
        work.access.system(Privilege.CREATEROLE);
        String name = create.name();
        Names.checkLength(name);
        if (name.startsWith("mz_") || name.startsWith("pg_") || name.equalsIgnoreCase("public")) {
            throw Errors.plan(
                    "role name " + Names.display(name) + " is reserved",
                    "The role \"public\" and the prefixes \"mz_\" and \"pg_\" are reserved for system roles.",
                    null);
        }
        if (catalog.role(name).isPresent()) {
            throw Errors.plan("role '" + name + "' already exists");
        }
        String id = catalog.newId(ObjectType.ROLE);
        catalog.roles.put(id, new Role(id, name, create.superuser()));
    }

    void rename(Statement.AlterRename rename) throws SqlError {
        switch (rename.type()) {
            case SCHEMA -> renameSchema(rename);
            case CLUSTER, DATABASE, ROLE, CLUSTER_REPLICA ->
                throw Errors.unsupported("ALTER " + rename.type().words() + " ... RENAME");
            default -> renameItem(rename);
        }
    }

    private void renameSchema(Statement.AlterRename rename) throws SqlError {
        Schema schema = work.scope.schema(rename.name());
        if (schema.database() == null) {
            throw Errors.plan("cannot rename schemas in the ambient database: " + Names.display(schema.name()));
        }
        checkSchemaName(rename.to());
        work.access.owns(List.of(schema));
        work.access.needs(catalog.databases.get(schema.database()), Privilege.CREATE);
        if (catalog.schema(schema.database(), rename.to()).isPresent()) {
            throw Errors.plan("schema '" + rename.to() + "' already exists");
        }
        catalog.schemas.put(schema.id(), schema.named(rename.to()));
        catalog.relink(schema);
    }

    private void renameItem(Statement.AlterRename rename) throws SqlError {
        Item item = item(rename.type(), rename.name());
        Names.checkLength(rename.to());
        work.access.owns(List.of(item));
        if (item.type() == ObjectType.TYPE) {
            throw Errors.plan("cannot rename type: " + item.name());
        }
        if (catalog.item(item.schema(), rename.to()).isPresent()) {
            throw Errors.plan("catalog item '" + rename.to() + "' already exists");
        }
        catalog.items.put(item.id(), item.named(rename.to()));
    }

    private Item item(ObjectType type, List<String> name) throws SqlError {
        Item item = work.scope.item(name);
        DropDdl.checkType(work, item, type, "ALTER");
        return item;
    }

    void swap(Statement.AlterSwap swap) throws SqlError {
        if (swap.type() == ObjectType.CLUSTER) {
            swapClusters(swap);
            return;
        }
        if (swap.ifExists() && work.scope.findSchema(swap.name()).isEmpty()) {
            work.notice(Errors.skipped(ObjectType.SCHEMA, String.join(".", swap.name())));
            return;
        }
        Schema a = work.scope.schema(swap.name());
        List<String> other = a.database() == null
                ? List.of(swap.other())
                : List.of(catalog.databases.get(a.database()).name(), swap.other());
        Schema b = work.scope.findSchema(other).orElseThrow(() -> Errors.unknownSchema(swap.other()));
        if (a.database() == null) {
            throw Errors.plan("cannot swap schemas that are in the ambient database");
        }
        work.access.owns(List.of(a, b));
        work.access.needs(catalog.databases.get(a.database()), Privilege.CREATE);
        if (a.id().equals(b.id())) {
            return;
        }
        catalog.schemas.put(a.id(), a.named(b.name()));
        catalog.schemas.put(b.id(), b.named(a.name()));
        catalog.relink(a);
        catalog.relink(b);
    }

    private void swapClusters(Statement.AlterSwap swap) throws SqlError {
        Cluster a = work.scope.cluster(String.join(".", swap.name()));
        Cluster b = work.scope.cluster(swap.other());
        work.access.owns(List.of(a, b));
        for (Cluster cluster : List.of(a, b)) {
            if (Ids.isSystem(cluster.id())) {
                throw Errors.plan("system cluster '" + cluster.name() + "' cannot be modified");
            }
        }
        catalog.clusters.put(a.id(), a.named(b.name()));
        if (!a.id().equals(b.id())) {
            catalog.clusters.put(b.id(), b.named(a.name()));
        }
    }

    void owner(Statement.AlterOwner alter) throws SqlError {
        Owned object = switch (alter.type()) {
            case SCHEMA -> work.scope.schema(alter.name());
            case CLUSTER -> work.scope.cluster(String.join(".", alter.name()));
            case DATABASE -> work.scope.database(String.join(".", alter.name()));
            case ROLE, CLUSTER_REPLICA ->
                throw Errors.unsupported("ALTER " + alter.type().words() + " ... OWNER");
            default -> item(alter.type(), alter.name());
        };
        String owner = work.scope.role(alter.role());
        if (object.type() == ObjectType.INDEX) {
            throw Errors.plan(
                    "cannot change owner of " + Names.display(catalog.display(object)),
                    null,
                    "Change the ownership of the index's relation, instead.");
        }
        work.access.memberOf(List.of(owner));
        work.access.owns(List.of(object));
        if (object instanceof Schema schema) {
            work.access.needs(catalog.databases.get(schema.database()), Privilege.CREATE);
        } else if (object instanceof Item item) {
            work.access.needs(catalog.schemas.get(item.schema()), Privilege.CREATE);
        }
        changeOwner(object, owner);
    }

    private void changeOwner(Owned object, String owner) {
        if (object.owner().equals(owner)) {
            return;
        }
        catalog.change(object, owner, object.acl().withOwner(object.owner(), owner));
        if (object instanceof Cluster cluster) {
            catalog.replicasOf(cluster)
                    .forEach(r -> catalog.replicas.put(
                            r.id(),
                            new Entities.Replica(
                                    r.id(), r.cluster(), r.name(), r.size(), r.zone(), owner, r.createdAt())));
        }
        catalog.usedBy(object.id()).stream()
                .filter(i -> i.type() == ObjectType.INDEX && object instanceof Item)
                .forEach(i -> catalog.change(i, owner, i.acl()));
    }
}
