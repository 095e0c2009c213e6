package io.github.mzmaven.sandbox.engine;

import io.github.mzmaven.sandbox.SqlError;
import io.github.mzmaven.sandbox.engine.Entities.CommentKey;
import io.github.mzmaven.sandbox.engine.Entities.DefaultPrivilege;
import io.github.mzmaven.sandbox.engine.Entities.Item;
import io.github.mzmaven.sandbox.engine.Entities.Membership;
import io.github.mzmaven.sandbox.engine.Entities.Owned;
import io.github.mzmaven.sandbox.engine.Entities.Schema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** GRANT, REVOKE, ALTER DEFAULT PRIVILEGES, and COMMENT. */
final class PrivilegeDdl {
    private static final int MAX_COMMENT = 1024;

    private final Work work;
    private final Catalog catalog;

    PrivilegeDdl(Work work) {
        this.work = work;
        this.catalog = work.catalog;
    }

    void grant(Statement.Grant grant) throws SqlError {
        List<Owned> targets = grant.system() ? List.of() : targets(grant);
        List<String> roles = roles(grant.roles());
        if (grant.system()) {
            checkValid(grant.privileges(), null, "SYSTEM");
            work.access.superuser("GRANT/REVOKE SYSTEM PRIVILEGES");
            catalog.systemPrivileges(changed(
                    catalog.systemPrivileges(), grant, roles, Catalog.MZ_SYSTEM, given(grant.privileges(), null)));
            return;
        }
        for (Owned target : targets) {
            ObjectType type =
                    grant.type() == ObjectType.TABLE || grant.type() == null ? ObjectType.TABLE : target.type();
            checkValid(grant.privileges(), type, target.type().words() + " " + Names.display(catalog.display(target)));
        }
        work.access.owns(targets);
        for (Owned target : targets) {
            if (target instanceof Schema schema && schema.database() != null) {
                work.access.needs(catalog.databases.get(schema.database()), Privilege.USAGE);
            } else if (target instanceof Item item) {
                work.access.needs(catalog.schemas.get(item.schema()), Privilege.USAGE);
            }
        }
        for (Owned target : targets) {
            Set<Privilege> privileges = given(grant.privileges(), target.type());
            catalog.change(target, target.owner(), changed(target.acl(), grant, roles, target.owner(), privileges));
        }
    }

    private static Acl changed(
            Acl acl, Statement.Grant grant, List<String> roles, String grantor, Set<Privilege> privileges) {
        Acl changed = acl;
        for (String role : roles) {
            changed = grant.grant() ? changed.grant(role, grantor, privileges) : changed.revoke(role, privileges);
        }
        return changed;
    }

    private static Set<Privilege> given(Set<Privilege> privileges, ObjectType type) {
        return privileges == null ? Privilege.all(type) : privileges;
    }

    private static void checkValid(Set<Privilege> privileges, ObjectType type, String object) throws SqlError {
        if (privileges == null) {
            return;
        }
        Set<Privilege> invalid = EnumSet.copyOf(privileges);
        invalid.removeAll(Privilege.all(type));
        if (!invalid.isEmpty()) {
            throw Errors.plan("invalid privilege types " + Privilege.names(invalid) + " for " + object);
        }
    }

    private List<Owned> targets(Statement.Grant grant) throws SqlError {
        List<Owned> targets = new ArrayList<>();
        if (grant.all()) {
            Predicate<Owned> within = within(grant.within(), grant.names());
            catalog.allOwned()
                    .filter(o -> o.type().forPrivileges() == grant.type())
                    .filter(o -> !Ids.isSystem(o.id()))
                    .filter(within)
                    .forEach(targets::add);
            return targets;
        }
        for (List<String> name : grant.names()) {
            targets.add(target(grant.type(), name));
        }
        return targets;
    }

    private Predicate<Owned> within(ObjectType kind, List<List<String>> names) throws SqlError {
        Set<String> ids = new java.util.HashSet<>();
        for (List<String> name : names) {
            ids.add(
                    kind == ObjectType.SCHEMA
                            ? work.scope.schema(name).id()
                            : work.scope.database(String.join(".", name)).id());
        }
        return object -> {
            if (kind == null) {
                return true;
            }
            Schema schema = object instanceof Item item
                    ? catalog.schemas.get(item.schema())
                    : object instanceof Schema itself ? itself : null;
            return schema != null && ids.contains(kind == ObjectType.SCHEMA ? schema.id() : schema.database());
        };
    }

    private Owned target(ObjectType type, List<String> name) throws SqlError {
        if (type == ObjectType.DATABASE) {
            return work.scope.database(String.join(".", name));
        }
        if (type == ObjectType.SCHEMA) {
            return work.scope.schema(name);
        }
        if (type == ObjectType.CLUSTER) {
            return work.scope.cluster(String.join(".", name));
        }
        Item item = work.scope.item(name);
        boolean fits = type == null || type == ObjectType.TABLE ? item.type().isRelation() : item.type() == type;
        if (!fits) {
            throw Errors.plan(item.type().words() + " " + Names.display(catalog.display(item)) + " is not a "
                    + (type == null ? ObjectType.TABLE : type).words());
        }
        return item;
    }

    private List<String> roles(List<String> names) throws SqlError {
        List<String> ids = new ArrayList<>();
        for (String name : names) {
            ids.add(work.scope.role(name));
        }
        return ids;
    }

    void grant(Statement.GrantRole grant) throws SqlError {
        List<String> roles = roles(grant.roles());
        List<String> members = roles(grant.members());
        work.access.system(Privilege.CREATEROLE);
        for (String role : roles) {
            for (String member : members) {
                change(grant.grant(), role, member);
            }
        }
    }

    private void change(boolean grant, String role, String member) throws SqlError {
        if (Ids.isSystem(role) || role.equals(Acl.PUBLIC) || member.equals(Acl.PUBLIC)) {
            throw Errors.plan("role name " + Names.display(catalog.roleName(role)) + " is reserved");
        }
        boolean held = catalog.memberships.stream()
                .anyMatch(m -> m.role().equals(role) && m.member().equals(member));
        String names = Names.display(catalog.roleName(member));
        if (!grant) {
            catalog.memberships.removeIf(
                    m -> m.role().equals(role) && m.member().equals(member));
            if (!held) {
                work.notice(Errors.notice(
                        "00000",
                        "role " + names + " is not a member of role " + Names.display(catalog.roleName(role))));
            }
        } else if (held) {
            work.notice(Errors.notice(
                    "00000",
                    "role " + names + " is already a member of role " + Names.display(catalog.roleName(role))));
        } else if (catalog.rolesOf(role).contains(member)) {
            throw Errors.plan("role " + Names.display(catalog.roleName(role)) + " is a member of role " + names);
        } else {
            catalog.memberships.add(new Membership(role, member, work.owner()));
        }
    }

    void alter(Statement.AlterDefaultPrivileges alter) throws SqlError {
        List<String> owners = alter.roles() == null
                ? List.of(Acl.PUBLIC)
                : alter.roles().isEmpty() ? List.of(work.owner()) : roles(alter.roles());
        List<String[]> places = new ArrayList<>();
        for (List<String> name : alter.names()) {
            if (alter.within() == ObjectType.SCHEMA) {
                Schema schema = work.scope.schema(name);
                places.add(new String[] {schema.database(), schema.id()});
            } else {
                places.add(new String[] {
                    work.scope.database(String.join(".", name)).id(), null
                });
            }
        }
        if (places.isEmpty()) {
            places.add(new String[] {null, null});
        }
        checkDefault(alter);
        List<String> grantees = roles(alter.grantees());
        work.access.memberOf(owners);
        if (owners.contains(Acl.PUBLIC)) {
            work.access.superuser("ALTER DEFAULT PRIVILEGES FOR ALL ROLES");
        }
        for (String owner : owners) {
            for (String[] place : places) {
                for (String grantee : grantees) {
                    for (Privilege privilege : given(alter.privileges(), alter.type())) {
                        DefaultPrivilege entry =
                                new DefaultPrivilege(owner, place[0], place[1], alter.type(), grantee, privilege);
                        if (alter.grant()) {
                            catalog.defaultPrivileges.add(entry);
                        } else {
                            catalog.defaultPrivileges.remove(entry);
                        }
                    }
                }
            }
        }
    }

    private static void checkDefault(Statement.AlterDefaultPrivileges alter) throws SqlError {
        checkValid(alter.privileges(), alter.type(), alter.type().words() + "S");
        boolean noSchema = alter.type() == ObjectType.SCHEMA
                || alter.type() == ObjectType.DATABASE
                || alter.type() == ObjectType.CLUSTER;
        if (noSchema && alter.within() == ObjectType.SCHEMA) {
            throw Errors.plan("cannot use IN SCHEMA clause when using GRANT/REVOKE ON "
                    + alter.type().words() + "S");
        }
    }

    void comment(Statement.Comment comment) throws SqlError {
        if (comment.text() != null) {
            int bytes = comment.text().getBytes(StandardCharsets.UTF_8).length;
            if (bytes > MAX_COMMENT) {
                throw Errors.plan(
                        "provided comment was " + bytes + " bytes long, max size is " + MAX_COMMENT + " bytes");
            }
        }
        CommentKey key = object(comment);
        if (comment.text() == null) {
            catalog.comments.remove(key);
        } else {
            catalog.comments.put(key, comment.text());
        }
    }

    private CommentKey object(Statement.Comment comment) throws SqlError {
        if (comment.type() == ObjectType.CLUSTER_REPLICA || comment.type() == ObjectType.ROLE) {
            throw Errors.unsupported("COMMENT ON " + comment.type().words());
        }
        List<String> name = comment.name();
        if (comment.type() == null) {
            if (name.size() < 2) {
                throw Errors.plan(
                        "column name '" + String.join(".", name) + "' must have at least a table qualification");
            }
            Item item = work.scope.item(name.subList(0, name.size() - 1));
            String column = name.get(name.size() - 1);
            for (int i = 0; i < item.columns().size(); i++) {
                if (item.columns().get(i).name().equals(column)) {
                    work.access.owns(List.of(item));
                    return new CommentKey(item.type(), item.id(), i + 1);
                }
            }
            throw Errors.plan("column " + Names.display(item.name() + "." + column) + " does not exist");
        }
        Owned target = comment.type().isItem() ? work.scope.item(name) : target(comment.type(), name);
        if (target instanceof Item item) {
            DropDdl.checkType(work, item, comment.type(), "COMMENT");
        }
        work.access.owns(List.of(target));
        return new CommentKey(target.type(), target.id(), null);
    }
}
