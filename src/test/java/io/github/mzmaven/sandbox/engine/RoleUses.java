package io.github.mzmaven.sandbox.engine;

import io.github.mzmaven.sandbox.engine.Entities.Owned;
import io.github.mzmaven.sandbox.engine.Entities.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What keeps a role from being dropped. */
final class RoleUses {
    private RoleUses() {}

    static List<String> of(Catalog catalog, Role role) {
        List<String> uses = new ArrayList<>();
        Stream.of(catalog.databases, catalog.schemas, catalog.clusters, catalog.items)
                .flatMap(m -> m.values().stream())
                .forEach(o -> add(catalog, role, (Owned) o, uses));
        privileges(catalog, role, "SYSTEM", catalog.systemPrivileges(), uses);
        catalog.defaultPrivileges.stream()
                .filter(d -> d.role().equals(role.id()) || d.grantee().equals(role.id()))
                .map(d -> role.name() + ": default privileges on " + d.type().words() + "S created by "
                        + catalog.roleName(d.role()))
                .distinct()
                .forEach(uses::add);
        return uses;
    }

    private static void add(Catalog catalog, Role role, Owned object, List<String> uses) {
        String name = object.type().words() + " " + Names.display(catalog.display(object));
        if (object.owner().equals(role.id())) {
            uses.add(role.name() + ": owner of " + name);
        }
        privileges(catalog, role, name, object.acl(), uses);
    }

    private static void privileges(Catalog catalog, Role role, String object, Acl acl, List<String> uses) {
        for (Acl.Entry entry : acl.entries()) {
            if (entry.grantee().equals(role.id())) {
                uses.add(
                        role.name() + ": privileges on " + object + " granted by " + catalog.roleName(entry.grantor()));
            } else if (entry.grantor().equals(role.id())) {
                uses.add(
                        role.name() + ": privileges granted on " + object + " to " + catalog.roleName(entry.grantee()));
            }
        }
    }
}
