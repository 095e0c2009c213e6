package io.github.mzmaven.plan;

import io.github.mzmaven.catalog.Acl;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.Catalog.DefaultPrivilege;
import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.catalog.Privilege;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Brings the default privileges of copies to those of production schemas, in as few statements as the syntax allows. */
public final class DefaultPrivilegeChanges {
    /** Who gets what when which role creates an object of a type. */
    private record Rule(String roleId, ObjectType objectType, String granteeId) {}

    private record RoleAndGrantee(boolean grant, Set<Privilege> privileges, ObjectType objectType, String roleId) {}

    private DefaultPrivilegeChanges() {}

    /**
     * The statements.
     *
     * @param copies quoted names of copies with the id of production's schema and that of the copy, {@code null} for one that
     *     does not exist yet
     */
    public static List<Step> between(Catalog catalog, List<Copy> copies) {
        Map<Change, List<String>> schemasOf = new LinkedHashMap<>();
        for (Copy copy : copies) {
            Map<Rule, Set<Privilege>> wanted = rules(catalog, copy.productionId());
            Map<Rule, Set<Privilege>> has = rules(catalog, copy.copyId());
            difference(wanted, has)
                    .forEach((rule, privileges) -> schemasOf
                            .computeIfAbsent(new Change(true, rule, privileges), k -> new ArrayList<>())
                            .add(copy.name()));
            difference(has, wanted)
                    .forEach((rule, privileges) -> schemasOf
                            .computeIfAbsent(new Change(false, rule, privileges), k -> new ArrayList<>())
                            .add(copy.name()));
        }
        return statements(catalog, schemasOf);
    }

    /** The ids of the roles whose default privileges differ between a schema and its copy. */
    public static Set<String> creators(Catalog catalog, String productionId, String copyId) {
        Map<Rule, Set<Privilege>> wanted = rules(catalog, productionId);
        Map<Rule, Set<Privilege>> has = rules(catalog, copyId);
        Set<String> creators = new LinkedHashSet<>();
        difference(wanted, has).keySet().forEach(rule -> creators.add(rule.roleId()));
        difference(has, wanted).keySet().forEach(rule -> creators.add(rule.roleId()));
        return creators;
    }

    /** A copy of a schema; see {@link #between}. */
    public record Copy(String name, String productionId, String copyId) {}

    private record Change(boolean grant, Rule rule, Set<Privilege> privileges) {}

    private record ForGrantees(RoleAndGrantee key, List<String> schemas) {}

    private record ForRoles(
            boolean grant,
            Set<Privilege> privileges,
            ObjectType objectType,
            boolean allRoles,
            List<String> schemas,
            List<Grantee> grantees) {}

    /** Joins first the grantees of rules that are otherwise alike, then the roles. */
    private static List<Step> statements(Catalog catalog, Map<Change, List<String>> schemasOf) {
        Map<ForGrantees, List<Grantee>> granteesOf = new LinkedHashMap<>();
        schemasOf.forEach((change, schemas) -> granteesOf
                .computeIfAbsent(
                        new ForGrantees(
                                new RoleAndGrantee(
                                        change.grant(),
                                        change.privileges(),
                                        change.rule().objectType(),
                                        change.rule().roleId()),
                                schemas),
                        k -> new ArrayList<>())
                .add(Grantee.of(catalog, change.rule().granteeId())));
        Map<ForRoles, List<String>> rolesOf = new LinkedHashMap<>();
        granteesOf.forEach((group, grantees) -> {
            boolean allRoles = Acl.PUBLIC_ID.equals(group.key().roleId());
            List<String> roles = rolesOf.computeIfAbsent(
                    new ForRoles(
                            group.key().grant(),
                            group.key().privileges(),
                            group.key().objectType(),
                            allRoles,
                            group.schemas(),
                            grantees),
                    k -> new ArrayList<>());
            if (!allRoles) {
                roles.add(catalog.roleName(group.key().roleId()));
            }
        });
        var steps = new ArrayList<Step>();
        rolesOf.forEach((group, roles) -> steps.add(new Step.ChangeDefaults(
                group.grant(), roles, group.schemas(), group.privileges(), group.objectType(), group.grantees())));
        return steps;
    }

    private static Map<Rule, Set<Privilege>> rules(Catalog catalog, String schemaId) {
        Map<Rule, Set<Privilege>> rules = new TreeMap<>(Comparator.comparing(Rule::toString));
        for (DefaultPrivilege rule : catalog.defaultPrivileges()) {
            if (schemaId != null && schemaId.equals(rule.schemaId())) {
                rules.computeIfAbsent(
                                new Rule(rule.roleId(), rule.objectType(), rule.granteeId()),
                                k -> EnumSet.noneOf(Privilege.class))
                        .addAll(rule.privileges());
            }
        }
        return rules;
    }

    private static Map<Rule, Set<Privilege>> difference(
            Map<Rule, Set<Privilege>> left, Map<Rule, Set<Privilege>> right) {
        Map<Rule, Set<Privilege>> rest = new LinkedHashMap<>();
        left.forEach((rule, privileges) -> {
            Set<Privilege> more = EnumSet.copyOf(privileges);
            more.removeAll(right.getOrDefault(rule, Set.of()));
            if (!more.isEmpty()) {
                rest.put(rule, more);
            }
        });
        return rest;
    }
}
