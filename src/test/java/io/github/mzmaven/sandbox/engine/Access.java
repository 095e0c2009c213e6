package io.github.mzmaven.sandbox.engine;

import io.github.mzmaven.sandbox.SqlError;
import io.github.mzmaven.sandbox.engine.Entities.Cluster;
import io.github.mzmaven.sandbox.engine.Entities.Item;
import io.github.mzmaven.sandbox.engine.Entities.Owned;
import io.github.mzmaven.sandbox.engine.Entities.Schema;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a role may do. A superuser may do everything. */
final class Access {
    private final Catalog catalog;
    private final String role;

    Access(Catalog catalog, String role) {
        this.catalog = catalog;
        this.role = role;
    }

    boolean isSuperuser() {
        return catalog.isSuperuser(role);
    }

    void superuser(String action) throws SqlError {
        if (!isSuperuser()) {
            throw Errors.superuserOnly(action);
        }
    }

    void memberOf(Collection<String> wanted) throws SqlError {
        Set<String> held = catalog.rolesOf(role);
        List<String> missing = wanted.stream()
                .distinct()
                .filter(r -> !r.equals(Acl.PUBLIC) && !held.contains(r))
                .map(catalog::roleName)
                .toList();
        if (!isSuperuser() && !missing.isEmpty()) {
            throw Errors.mustBeMember(missing);
        }
    }

    void owns(Collection<? extends Owned> objects) throws SqlError {
        Set<String> held = catalog.rolesOf(role);
        List<String> missing = new ArrayList<>();
        for (Owned object : objects) {
            if (!held.contains(object.owner())) {
                missing.add(object.type().words() + " " + catalog.display(object));
            }
        }
        if (!isSuperuser() && !missing.isEmpty()) {
            throw Errors.mustOwn(missing);
        }
    }

    void system(Privilege privilege) throws SqlError {
        if (!isSuperuser() && !catalog.systemPrivileges().allows(catalog.rolesOf(role), privilege)) {
            throw Errors.denied("SYSTEM", catalog.roleName(role), privilege.name());
        }
    }

    void needs(Owned object, Privilege privilege) throws SqlError {
        needs(object, privilege, role);
    }

    private void needs(Owned object, Privilege privilege, String who) throws SqlError {
        if (!catalog.isSuperuser(role)
                && !catalog.isSuperuser(who)
                && !object.acl().allows(catalog.rolesOf(who), privilege)) {
            String name = object.type().words() + " " + Names.display(catalog.display(object));
            throw Errors.denied(name, catalog.roleName(who), privilege.name());
        }
    }

    /** To create in a schema. */
    void createIn(Schema schema) throws SqlError {
        if (schema.database() == null) {
            throw Errors.plan("system schema '" + schema.name() + "' cannot be modified");
        }
        needs(schema, Privilege.CREATE);
    }

    /** To create on a cluster. */
    void createOn(Cluster cluster) throws SqlError {
        if (Ids.isSystem(cluster.id()) && !isSuperuser()) {
            throw Errors.plan("system cluster '" + cluster.name() + "' cannot be modified");
        }
        needs(cluster, Privilege.CREATE);
    }

    /** To use a connection or secret: the object and its schema. */
    void uses(Item item) throws SqlError {
        needs(catalog.schemas.get(item.schema()), Privilege.USAGE);
        needs(item, Privilege.USAGE);
    }

    /** To read these objects; what a view reads is its owner's to read. */
    void reads(Collection<String> ids) throws SqlError {
        reads(ids, role, new HashSet<>());
    }

    private void reads(Collection<String> ids, String who, Set<String> seen) throws SqlError {
        List<Item> views = new ArrayList<>();
        for (String id : ids) {
            Item item = catalog.items.get(id);
            if (item == null || !seen.add(who + ' ' + id)) {
                continue;
            }
            needs(catalog.schemas.get(item.schema()), Privilege.USAGE, who);
            if (item.type().isRelation()) {
                needs(item, Privilege.SELECT, who);
            } else if (item.type() != ObjectType.SINK && item.type() != ObjectType.INDEX) {
                needs(item, Privilege.USAGE, who);
            }
            if (item.definition() instanceof Definition.Queried) {
                views.add(item);
            }
        }
        for (Item view : views) {
            reads(view.references(), view.owner(), seen);
        }
    }
}
