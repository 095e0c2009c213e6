package io.github.mzmaven.sandbox.engine;

import java.time.Instant;
import java.util.List;

/** What the catalog holds. All immutable, found by id; ids are never used again. */
final class Entities {
    private Entities() {}

    /** What has an owner and privileges. */
    sealed interface Owned permits Database, Schema, Cluster, Item {
        String id();

        String name();

        String owner();

        Acl acl();

        ObjectType type();
    }

    record Database(String id, String name, String owner, Acl acl) implements Owned {
        @Override
        public ObjectType type() {
            return ObjectType.DATABASE;
        }
    }

    /** A schema; one of the system's has no database. */
    record Schema(String id, String database, String name, String owner, Acl acl) implements Owned {
        @Override
        public ObjectType type() {
            return ObjectType.SCHEMA;
        }

        Schema named(String newName) {
            return new Schema(id, database, newName, owner, acl);
        }
    }

    record Cluster(String id, String name, String owner, Acl acl, ClusterOptions options) implements Owned {
        @Override
        public ObjectType type() {
            return ObjectType.CLUSTER;
        }

        Cluster named(String newName) {
            return new Cluster(id, newName, owner, acl, options);
        }

        Cluster with(ClusterOptions newOptions) {
            return new Cluster(id, name, owner, acl, newOptions);
        }
    }

    record Replica(String id, String cluster, String name, String size, String zone, String owner, Instant createdAt) {}

    record Role(String id, String name, boolean superuser) {}

    record Membership(String role, String member, String grantor) {}

    /** @param type as the catalog names it, e.g. {@code integer} */
    record ColumnDef(String name, String type, boolean nullable, int oid) {}

    /**
     * An object in a schema.
     *
     * @param references ids of what it reads or uses, in the order of mention, each once
     * @param linked grows with each (re)definition: the order in which dependents are visited
     */
    record Item(
            String id,
            ObjectType type,
            String schema,
            String name,
            String cluster,
            String owner,
            Acl acl,
            List<String> references,
            List<ColumnDef> columns,
            Definition definition,
            Instant createdAt,
            long linked)
            implements Owned {
        Item named(String newName) {
            return new Item(
                    id, type, schema, newName, cluster, owner, acl, references, columns, definition, createdAt, linked);
        }

        Item relinked(long order) {
            return new Item(
                    id, type, schema, name, cluster, owner, acl, references, columns, definition, createdAt, order);
        }

        Item defined(Definition newDefinition, List<String> newReferences, long order) {
            return new Item(
                    id,
                    type,
                    schema,
                    name,
                    cluster,
                    owner,
                    acl,
                    newReferences,
                    columns,
                    newDefinition,
                    createdAt,
                    order);
        }
    }

    /** A default privilege; {@code role} or {@code grantee} {@code p} is all roles, {@code database}/{@code schema} may be {@code null}. */
    record DefaultPrivilege(
            String role, String database, String schema, ObjectType type, String grantee, Privilege privilege) {}

    /** @param column 1-based, {@code null} for the object itself */
    record CommentKey(ObjectType type, String id, Integer column) {}
}
