package io.github.mzmaven.plan;

import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.Acl;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.catalog.Privilege;
import io.github.mzmaven.sql.Sql;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the connected role may do, by ACLs and memberships: {@code has_…_privilege()} takes the server seconds. */
public final class Permissions {
    private final Catalog catalog;
    private final String role;
    private final Set<String> roles;
    private final Set<String> grantees;

    public Permissions(Catalog catalog) {
        this.catalog = catalog;
        role = catalog.identity().role();
        Catalog.Role self = catalog.role(role);
        roles = self == null ? Set.of() : catalog.rolesOf(self.id());
        grantees = new HashSet<>(roles);
        grantees.add(Acl.PUBLIC_ID);
    }

    public boolean isSuperuser() {
        return catalog.identity().superuser();
    }

    /** The id of the connected role. */
    public String roleId() {
        Catalog.Role self = catalog.role(role);
        return self == null ? null : self.id();
    }

    /** Whether the role is that role, a member of it, or a superuser. */
    public boolean isMemberOf(String roleId) {
        return isSuperuser() || roles.contains(roleId);
    }

    /** Whether the role, or one that it is a member of, or PUBLIC has the privilege. */
    public boolean has(Privilege privilege, Acl acl) {
        return isSuperuser() || acl.allows(privilege, grantees);
    }

    /** What is missing to create schemas in the database and to swap them there. */
    public List<Problem> onDatabase() {
        boolean may = isSuperuser()
                || catalog.database().acl().allows(Privilege.CREATE, grantees)
                        && catalog.database().acl().allows(Privilege.USAGE, grantees);
        String name = catalog.database().name();
        return may
                ? List.of()
                : List.of(Problem.hard(
                        "Role " + role + " lacks CREATE or USAGE on database " + name
                                + ", which creating and swapping schemas takes.",
                        asSuperuser(),
                        "GRANT CREATE, USAGE ON DATABASE " + Sql.shown(name) + " TO " + Sql.shown(role) + ";"));
    }

    /** What is missing to create clusters. */
    public List<Problem> onSystem() {
        return isSuperuser() || catalog.systemPrivileges().allows(Privilege.CREATECLUSTER, grantees)
                ? List.of()
                : List.of(Problem.hard(
                        "Role " + role + " lacks CREATECLUSTER on the system, which creating clusters takes.",
                        asSuperuser(),
                        "GRANT CREATECLUSTER ON SYSTEM TO " + Sql.shown(role) + ";"));
    }

    /** What is missing to swap an object. */
    public List<Problem> owns(ObjectType type, String name, String ownerId) {
        if (isMemberOf(ownerId)) {
            return List.of();
        }
        String owner = catalog.roleName(ownerId);
        // Whoever runs it may be connected to another database.
        String where = type == ObjectType.SCHEMA ? Sql.shown(catalog.database().name()) + "." : "";
        // Nobody can be made a member of one of the server's own roles.
        String remedy = ownerId.startsWith("s")
                ? "ALTER " + type.sql() + " " + where + Sql.shown(name) + " OWNER TO " + Sql.shown(role) + ";"
                : "GRANT " + Sql.shown(owner) + " TO " + Sql.shown(role) + ";";
        return List.of(Problem.hard(
                "Role " + role + " is not an owner of " + type + " " + name + " (owner: " + owner + ").",
                "As " + owner + " or a superuser:",
                remedy));
    }

    /** What is missing to grant the default privilege that is set for objects of the creating role. */
    public List<Problem> defaultsFor(String schema, String creatorId) {
        if (Acl.PUBLIC_ID.equals(creatorId)) {
            return isSuperuser()
                    ? List.of()
                    : List.of(Problem.hard(
                            "Schema " + schema
                                    + " has default privileges FOR ALL ROLES, which only a superuser can copy.",
                            "Run mvn mz:init as a superuser, or revoke them, naming the roles instead, e.g.",
                            "ALTER DEFAULT PRIVILEGES FOR ROLE " + Sql.shown(role) + " IN SCHEMA " + Sql.shown(schema)
                                    + " GRANT … ;"));
        }
        String creator = catalog.roleName(creatorId);
        return isMemberOf(creatorId)
                ? List.of()
                : List.of(Problem.hard(
                        "Schema " + schema + " has default privileges FOR ROLE " + creator + ", of which role " + role
                                + " is not a member.",
                        "As " + creator + " or a superuser:",
                        "GRANT " + Sql.shown(creator) + " TO " + Sql.shown(role) + ";"));
    }

    private static String asSuperuser() {
        return "As a superuser:";
    }
}
