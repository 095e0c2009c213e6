package io.github.mzmaven.goal.swap;

import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.Acl;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.Catalog.Schema;
import io.github.mzmaven.catalog.CatalogObject;
import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.catalog.Privilege;
import io.github.mzmaven.config.Settings.ObjectGrants;
import io.github.mzmaven.plan.Deployment;
import io.github.mzmaven.plan.Direction;
import io.github.mzmaven.plan.ObjectNames;
import io.github.mzmaven.plan.Permissions;
import io.github.mzmaven.plan.PrivilegeChanges;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.sql.Sql;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What readers of production would lose with the swap, since privileges and owners stay with ids: copied, or named. */
final class SwapGrants {
    private final Deployment deployment;
    private final Catalog catalog;
    private final Replacement replacement;
    private final Permissions permissions;
    private final Map<String, Acl> given;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();

    /** @param given what this run has granted already, by the quoted name of the object */
    SwapGrants(Replacement replacement, Map<String, Acl> given) {
        this.given = given;
        this.replacement = replacement;
        this.deployment = replacement.deployment();
        this.catalog = deployment.catalog();
        this.permissions = new Permissions(catalog);
        ObjectGrants policy = deployment.settings().promote().objectGrants();
        if (policy != ObjectGrants.IGNORE) {
            plan(policy);
        }
    }

    List<Problem> problems() {
        return problems;
    }

    List<Step> steps() {
        return steps;
    }

    private void plan(ObjectGrants policy) {
        Map<ObjectType, List<PrivilegeChanges.Target>> targets = new LinkedHashMap<>();
        replacement
                .handovers()
                .forEach(container -> add(
                        targets,
                        container.type(),
                        container.replacement().quoted(),
                        container.replacement().acl(),
                        container.needed()));
        objects(targets, policy);
        targets.forEach((type, list) -> steps.addAll(PrivilegeChanges.between(catalog, type, list)));
        if (policy == ObjectGrants.CHECK && !steps.isEmpty()) {
            problems.add(Problem.soft(
                    "Privileges on production that the version to be swapped in lacks: "
                            + steps.stream().map(Step::describe).collect(Collectors.joining("; ")) + ".",
                    "Grant them, or let mz:" + replacement.direction().goal() + " do so: -Dmz.objectGrants=copy"));
            steps.clear();
        }
    }

    private void objects(Map<ObjectType, List<PrivilegeChanges.Target>> targets, ObjectGrants policy) {
        var unowned = new ArrayList<CatalogObject>();
        for (CatalogObject object : replacement.replaced()) {
            CatalogObject gets = replacement.successor(object);
            if (gets == null || object.is(ObjectType.INDEX) || object.is(ObjectType.SINK)) {
                continue;
            }
            if (!permissions.isMemberOf(gets.ownerId())) {
                unowned.add(gets);
                continue;
            }
            String owner = gets.ownerId();
            if (replacement.direction() == Direction.PROMOTE
                    && policy == ObjectGrants.COPY
                    && !owner.equals(object.ownerId())) {
                owner = changeOwner(object, gets);
            }
            add(
                    targets,
                    object.type().isRelation() ? ObjectType.TABLE : object.type(),
                    catalog.qualified(gets),
                    gets.acl().withOwner(gets.ownerId(), owner),
                    needed(object.acl().withOwner(object.ownerId(), owner), gets));
        }
        if (!unowned.isEmpty()) {
            problems.add(Problem.warning("Owners and privileges of these are left as they are, since role "
                    + catalog.identity().role() + " is not an owner of them: " + ObjectNames.list(catalog, unowned)
                    + "."));
        }
    }

    /** What else was granted on a table means nothing on the view that takes its place; the server would refuse it. */
    private static Acl needed(Acl acl, CatalogObject gets) {
        if (!gets.type().isRelation() || gets.is(ObjectType.TABLE)) {
            return acl;
        }
        var selects = new LinkedHashMap<String, Set<Privilege>>();
        acl.grants().forEach((grantee, privileges) -> {
            if (privileges.contains(Privilege.SELECT)) {
                selects.put(grantee, Set.of(Privilege.SELECT));
            }
        });
        return new Acl(selects);
    }

    /** Gives the new object the old one's owner where the role may; returns whose it is then. */
    private String changeOwner(CatalogObject object, CatalogObject gets) {
        String owner = catalog.roleName(object.ownerId());
        if (!permissions.isMemberOf(object.ownerId())) {
            problems.add(Problem.warning("The new " + replacement.productionName(object) + " stays with owner "
                    + catalog.roleName(gets.ownerId()) + "; production's has owner " + owner + ", of which role "
                    + catalog.identity().role() + " is not a member."));
            return gets.ownerId();
        }
        checkReads(object, gets);
        steps.add(new Step.ChangeOwner(
                gets.type(),
                catalog.qualified(gets),
                owner,
                "give " + gets.type() + " " + catalog.display(gets) + " to owner " + owner));
        return object.ownerId();
    }

    /** What an object reads is judged by its owner's privileges: its readers and sinks would be refused after the change. */
    private void checkReads(CatalogObject production, CatalogObject gets) {
        String ownerId = production.ownerId();
        boolean readsAll = ownerId.startsWith("s") || permissions.isSuperuser() && ownerId.equals(permissions.roleId());
        if (readsAll || ownerId.equals(gets.ownerId())) {
            return;
        }
        Set<String> grantees = new LinkedHashSet<>(catalog.rolesOf(ownerId));
        grantees.add(Acl.PUBLIC_ID);
        String owner = catalog.roleName(ownerId);
        for (String id : catalog.uses().getOrDefault(gets.id(), Set.of())) {
            CatalogObject used = catalog.objects().get(id);
            // The siblings get production's owners and privileges with it.
            boolean outside = used != null && used.type().isRelation() && deployment.otherSide(used.schemaId()) == null;
            // What production's own object reads is as it was: nobody loses anything by the swap.
            if (!outside
                    || catalog.uses().getOrDefault(production.id(), Set.of()).contains(id)) {
                continue;
            }
            Schema schema = catalog.schemas().get(used.schemaId());
            var grants = new ArrayList<String>();
            if (!schema.acl().allows(Privilege.USAGE, grantees)) {
                grants.add("GRANT USAGE ON SCHEMA " + Sql.shown(schema.name()) + " TO " + Sql.shown(owner) + ";");
            }
            if (!used.acl().allows(Privilege.SELECT, grantees)) {
                grants.add("GRANT SELECT ON TABLE " + catalog.qualified(used) + " TO " + Sql.shown(owner) + ";");
            }
            if (!grants.isEmpty()) {
                grants.add(0, "As their owner or a superuser:");
                problems.add(Problem.soft(
                        "The new " + catalog.display(gets) + " goes to owner " + owner
                                + ", as in production, who may not read " + catalog.display(used)
                                + ", as it does; its readers would be refused.",
                        grants.toArray(String[]::new)));
            }
        }
    }

    /**
     * Only what would be lost: what the new one grants beyond it is the new version's own. But what this run has copied, and was
     * revoked from production since, is taken back.
     */
    private void add(
            Map<ObjectType, List<PrivilegeChanges.Target>> targets, ObjectType type, String name, Acl has, Acl needed) {
        Acl outdated = given.getOrDefault(name, Acl.EMPTY).minus(needed);
        targets.computeIfAbsent(type, k -> new ArrayList<>())
                .add(new PrivilegeChanges.Target(name, has, has.minus(outdated).plus(needed)));
    }
}
