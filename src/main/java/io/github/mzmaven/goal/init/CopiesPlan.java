package io.github.mzmaven.goal.init;

import io.github.mzmaven.catalog.Acl;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.Catalog.DefaultPrivilege;
import io.github.mzmaven.catalog.Catalog.Schema;
import io.github.mzmaven.catalog.Cluster;
import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.catalog.Privilege;
import io.github.mzmaven.config.ClusterSetting;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.plan.DefaultPrivilegeChanges;
import io.github.mzmaven.plan.Permissions;
import io.github.mzmaven.plan.PrivilegeChanges;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.sql.ClusterDefinition;
import io.github.mzmaven.sql.Sql;
import io.github.mzmaven.text.Count;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes copies of production's schemas and clusters beside production: what is missing is created, and owners, privileges and
 * comments become equal to production's.
 */
final class CopiesPlan {
    private final Settings settings;
    private final Catalog catalog;
    private final String database;
    private final Permissions permissions;
    private final List<Step> steps = new ArrayList<>();

    private CopiesPlan(Settings settings, Catalog catalog) {
        this.settings = settings;
        this.catalog = catalog;
        this.database = catalog.database().name();
        this.permissions = new Permissions(catalog);
    }

    /** The steps from what is there to what shall be; none for what is so already. */
    static List<Step> of(Settings settings, Catalog catalog) {
        var plan = new CopiesPlan(settings, catalog);
        settings.schemas().forEach(plan::createSchema);
        settings.clusters().forEach(plan::createCluster);
        plan.changeOwners();
        plan.changePrivileges();
        settings.clusterNames().forEach(plan::describeCluster);
        return plan.steps;
    }

    private void createSchema(String name) {
        String copy = settings.copyOf(name);
        if (catalog.schema(copy) == null) {
            Schema production = catalog.schema(name);
            steps.add(new Step.CreateSchema(
                    database,
                    copy,
                    "create schema " + copy + " (owner " + catalog.roleName(production.ownerId()) + ", "
                            + Count.of(production.acl().withoutSystemRoles().size(), "privilege") + ")"));
        }
    }

    private void createCluster(ClusterSetting setting) {
        String copy = settings.copyOf(setting.name());
        if (catalog.cluster(copy) != null) {
            return;
        }
        Cluster production = catalog.cluster(setting.name());
        if (production.managed()) {
            ClusterDefinition definition = production.definition().ofCopy(setting);
            steps.add(new Step.CreateCluster(
                    copy, definition.sql(), "create cluster " + copy + " (" + definition.describe() + ")"));
        } else {
            List<String> replicas = production.replicaDefinitions();
            steps.add(new Step.CreateCluster(
                    copy,
                    replicas.stream().collect(Collectors.joining(", ", "REPLICAS (", ")")),
                    "create cluster " + copy + " (unmanaged, " + Count.of(replicas.size(), "replica") + ")"));
        }
    }

    /** Before privileges are granted: the new owner's privileges replace the old one's. */
    private void changeOwners() {
        for (String name : settings.schemas()) {
            Schema copy = catalog.schema(settings.copyOf(name));
            changeOwner(
                    ObjectType.SCHEMA,
                    Sql.qualified(database, settings.copyOf(name)),
                    copy == null ? permissions.roleId() : copy.ownerId(),
                    catalog.schema(name).ownerId());
        }
        for (String name : settings.clusterNames()) {
            Cluster copy = catalog.cluster(settings.copyOf(name));
            changeOwner(
                    ObjectType.CLUSTER,
                    Sql.identifier(settings.copyOf(name)),
                    copy == null ? permissions.roleId() : copy.ownerId(),
                    catalog.cluster(name).ownerId());
        }
    }

    private void changeOwner(ObjectType type, String target, String has, String shallHave) {
        if (!shallHave.equals(has)) {
            String owner = catalog.roleName(shallHave);
            steps.add(new Step.ChangeOwner(
                    type, target, owner, "give " + target.replace("\"", "") + " to owner " + owner));
        }
    }

    private void changePrivileges() {
        var schemas = new ArrayList<PrivilegeChanges.Target>();
        var defaults = new ArrayList<DefaultPrivilegeChanges.Copy>();
        for (String name : settings.schemas()) {
            Schema production = catalog.schema(name);
            Schema copy = catalog.schema(settings.copyOf(name));
            String target = Sql.qualified(database, settings.copyOf(name));
            Acl has = copy == null
                    ? fresh(catalog, ObjectType.SCHEMA).withOwner(permissions.roleId(), production.ownerId())
                    : copy.acl().withOwner(copy.ownerId(), production.ownerId());
            schemas.add(new PrivilegeChanges.Target(target, has, production.acl()));
            defaults.add(new DefaultPrivilegeChanges.Copy(target, production.id(), copy == null ? null : copy.id()));
        }
        var clusters = new ArrayList<PrivilegeChanges.Target>();
        for (String name : settings.clusterNames()) {
            Cluster production = catalog.cluster(name);
            Cluster copy = catalog.cluster(settings.copyOf(name));
            Acl has = copy == null
                    ? fresh(catalog, ObjectType.CLUSTER).withOwner(permissions.roleId(), production.ownerId())
                    : copy.acl().withOwner(copy.ownerId(), production.ownerId());
            clusters.add(new PrivilegeChanges.Target(Sql.identifier(settings.copyOf(name)), has, production.acl()));
        }
        steps.addAll(PrivilegeChanges.between(catalog, ObjectType.SCHEMA, schemas));
        steps.addAll(PrivilegeChanges.between(catalog, ObjectType.CLUSTER, clusters));
        steps.addAll(DefaultPrivilegeChanges.between(catalog, defaults));
    }

    /** What a new schema or cluster has before anything is granted: its creator's all, and what defaults say. */
    static Acl fresh(Catalog catalog, ObjectType type) {
        String creator = new Permissions(catalog).roleId();
        Map<String, Set<Privilege>> grants = new HashMap<>();
        grants.put(creator, EnumSet.of(Privilege.USAGE, Privilege.CREATE));
        Acl acl = new Acl(grants);
        for (DefaultPrivilege rule : catalog.defaultPrivileges()) {
            boolean applies = rule.objectType().equals(type)
                    && rule.schemaId() == null
                    && (rule.databaseId() == null
                            || rule.databaseId().equals(catalog.database().id()))
                    && (rule.roleId().equals(Acl.PUBLIC_ID) || rule.roleId().equals(creator));
            if (applies) {
                acl = acl.plus(new Acl(Map.of(rule.granteeId(), rule.privileges())));
            }
        }
        return acl;
    }

    private void describeCluster(String name) {
        Cluster production = catalog.cluster(name);
        Cluster copy = catalog.cluster(settings.copyOf(name));
        String comment = catalog.clusterComments().get(production.id());
        if (comment != null
                && (copy == null || !comment.equals(catalog.clusterComments().get(copy.id())))) {
            String target = settings.copyOf(name);
            steps.add(new Step.Comment(
                    ObjectType.CLUSTER, Sql.identifier(target), comment, "copy the comment of cluster " + name));
        }
        boolean missesClass = production.workloadClass() != null
                && (copy == null || !production.workloadClass().equals(copy.workloadClass()));
        if (missesClass && permissions.isSuperuser()) {
            steps.add(new Step.SetWorkloadClass(settings.copyOf(name), production.workloadClass()));
        }
    }
}
