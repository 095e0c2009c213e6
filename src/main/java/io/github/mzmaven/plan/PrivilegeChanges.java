package io.github.mzmaven.plan;

import io.github.mzmaven.catalog.Acl;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.catalog.Privilege;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Turns what objects have and what they shall have into as few GRANTs and REVOKEs as the server's syntax allows. */
public final class PrivilegeChanges {
    /**
     * An object whose privileges are to change.
     *
     * @param name quoted
     */
    public record Target(String name, Acl has, Acl shallHave) {}

    private PrivilegeChanges() {}

    /** The statements for objects of one type; none for what is already so. System roles' privileges are left alone. */
    public static List<Step> between(Catalog catalog, ObjectType type, List<Target> targets) {
        var missing = new LinkedHashMap<String, Acl>();
        var extra = new LinkedHashMap<String, Acl>();
        for (Target target : targets) {
            Acl has = target.has().withoutSystemRoles();
            Acl shallHave = target.shallHave().withoutSystemRoles();
            missing.put(target.name(), shallHave.minus(has));
            extra.put(target.name(), has.minus(shallHave));
        }
        var steps = new ArrayList<>(statements(catalog, type, true, missing));
        steps.addAll(statements(catalog, type, false, extra));
        return steps;
    }

    private record Grant(String grantee, Set<Privilege> privileges) {}

    private record Group(Set<Privilege> privileges, List<String> targets) {}

    private static List<Step> statements(Catalog catalog, ObjectType type, boolean grant, Map<String, Acl> changes) {
        Map<Grant, List<String>> targetsOf = new LinkedHashMap<>();
        changes.forEach((target, acl) -> acl.grants()
                .forEach((grantee, privileges) -> targetsOf
                        .computeIfAbsent(new Grant(grantee, privileges), k -> new ArrayList<>())
                        .add(target)));
        Map<Group, List<Grantee>> granteesOf = new LinkedHashMap<>();
        targetsOf.forEach((key, targets) -> granteesOf
                .computeIfAbsent(new Group(key.privileges(), targets), k -> new ArrayList<>())
                .add(Grantee.of(catalog, key.grantee())));
        var steps = new ArrayList<Step>();
        granteesOf.forEach((group, grantees) ->
                steps.add(new Step.ChangePrivileges(grant, group.privileges(), type, group.targets(), grantees)));
        return steps;
    }
}
