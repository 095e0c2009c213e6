package io.github.mzmaven.goal.init;

import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.Acl;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.Catalog.Cluster;
import io.github.mzmaven.catalog.Catalog.DefaultPrivilege;
import io.github.mzmaven.catalog.Catalog.Schema;
import io.github.mzmaven.catalog.DeploymentFacts;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.catalog.Privilege;
import io.github.mzmaven.catalog.ProductionSnapshot;
import io.github.mzmaven.config.ClusterSetting;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.plan.ClusterDefinition;
import io.github.mzmaven.plan.DefaultPrivilegeChanges;
import io.github.mzmaven.plan.Permissions;
import io.github.mzmaven.plan.Plan;
import io.github.mzmaven.plan.PlanResult;
import io.github.mzmaven.plan.PrivilegeChanges;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.sql.Sql;
import io.github.mzmaven.text.Count;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Plans copies of production's schemas and clusters. It plans the difference between what is there and what shall be, so a
 * second run after a first, whole or cut off, writes only what is missing.
 */
public final class InitPlanner {
    private static final DateTimeFormatter ID_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int SHORT_SHA = 7;

    private final Settings settings;
    private final Catalog catalog;
    private final Marker marker;
    private final String database;
    private final Permissions permissions;
    private final List<Step> steps = new ArrayList<>();

    private InitPlanner(Settings settings, Catalog catalog) {
        this.settings = settings;
        this.catalog = catalog;
        this.marker = Marker.of(catalog, settings.target());
        this.database = catalog.database().name();
        this.permissions = new Permissions(catalog);
    }

    /** Plans init, or says why not; with hard problems the plan is empty. */
    public static PlanResult plan(Settings settings, Catalog catalog) {
        var planner = new InitPlanner(settings, catalog);
        List<Problem> problems = new InitChecks(settings, catalog, planner.marker).problems();
        boolean refused = problems.stream().anyMatch(problem -> problem.severity() == Problem.Severity.HARD);
        String id = planner.marker == null || planner.marker.facts() == null
                ? newId(settings, catalog)
                : planner.marker.facts().id();
        if (!refused) {
            planner.planSteps(id);
        }
        return new PlanResult(new Plan("init", id, planner.steps), problems);
    }

    private static String newId(Settings settings, Catalog catalog) {
        String sha = settings.gitSha();
        return ID_TIME.format(catalog.identity().now()) + "-"
                + (sha == null ? "nogit" : sha.substring(0, Math.min(SHORT_SHA, sha.length())));
    }

    private void planSteps(String deploymentId) {
        boolean staged = isStaged();
        if (staged || isOwn()) {
            restoreFacts(deploymentId);
            updateInventory(marker.schemaName());
        } else {
            claim(deploymentId);
        }
        dropLeftovers();
        settings.schemas().forEach(this::createSchema);
        settings.clusters().forEach(this::createCluster);
        changeOwners();
        changePrivileges();
        settings.clusterNames().forEach(this::describeCluster);
        if (!staged && marker != null && !isOwn()) {
            dropAbandoned();
        }
        recordCopies();
        if (!staged) {
            bookkeeping(new Step.RenameSchema(
                    database,
                    Marker.name(settings.target(), Marker.State.INITIALIZING),
                    Marker.name(settings.target(), Marker.State.STAGED)));
        }
    }

    /** Once complete; what an apply that was cut off left is for the next apply. */
    private boolean isStaged() {
        return marker != null && (marker.state() == Marker.State.STAGED || marker.state() == Marker.State.APPLYING);
    }

    /**
     * Facts and inventory are written under a draft's name, and the rename, which fails where the name is taken, claims the
     * target: no other run ever sees a claim without its facts.
     */
    private void claim(String deploymentId) {
        String draft = Marker.draftName(settings.target(), catalog.identity().connectionId());
        String name = Marker.name(settings.target(), Marker.State.INITIALIZING);
        bookkeeping(new Step.CreateSchema(database, draft, "create schema " + draft));
        bookkeeping(comment(draft, facts(deploymentId)));
        bookkeeping(store(draft, inventory(), null));
        var renames = new ArrayList<Step>();
        if (marker != null) {
            renames.add(
                    new Step.RenameSchema(database, name, Marker.abandonedName(settings.target(), marker.schemaId())));
        }
        renames.add(new Step.RenameSchema(database, draft, name));
        bookkeeping(new Step.Transaction(renames, "claim target " + settings.target()));
    }

    private DeploymentFacts facts(String deploymentId) {
        Catalog.Identity identity = catalog.identity();
        boolean known = marker != null && marker.facts() != null;
        DeploymentFacts facts = known
                ? marker.facts()
                : new DeploymentFacts(
                        deploymentId,
                        settings.tag(),
                        identity.role(),
                        settings.gitSha(),
                        identity.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                        null,
                        settings.init().allowStateful());
        return (settings.init().allowStateful() ? facts.withStatefulAllowed() : facts)
                .withConnection(identity.connectionId());
    }

    /** What was recorded once stays: production may have changed since, and promote must find that. */
    private ProductionSnapshot inventory() {
        ProductionSnapshot recorded = marker == null ? null : marker.inventory();
        Map<String, ProductionSnapshot.SchemaEntry> schemas = new HashMap<>();
        for (String name : settings.schemas()) {
            Schema schema = catalog.schema(name);
            Map<String, String> objects = catalog.objectsIn(schema.id()).stream()
                    .collect(Collectors.toMap(
                            object -> object.type() + " " + object.name(), object -> object.id(), (a, b) -> a));
            schemas.put(name, new ProductionSnapshot.SchemaEntry(schema.id(), objects));
        }
        Map<String, String> clusters = new HashMap<>();
        settings.clusterNames()
                .forEach(name -> clusters.put(name, catalog.cluster(name).id()));
        Map<String, String> definitions = new HashMap<>();
        settings.clusterNames()
                .forEach(name -> definitions.put(name, ClusterDefinition.recorded(catalog.cluster(name))));
        if (recorded != null) {
            schemas.putAll(recorded.schemas());
            clusters.putAll(recorded.clusters());
            definitions.putAll(recorded.definitions());
        }
        return new ProductionSnapshot(
                recorded == null ? settings.suffix() : recorded.suffix(),
                schemas,
                clusters,
                definitions,
                recorded == null || recorded.copies() == null ? null : withoutMissing(recorded.copies()));
    }

    /** A copy that is gone is forgotten before it is made again: a run cut off in between would find another id. */
    private ProductionSnapshot.Copies withoutMissing(ProductionSnapshot.Copies recorded) {
        Map<String, String> schemas = new HashMap<>(recorded.schemas());
        schemas.keySet().removeIf(name -> catalog.schema(settings.copyOf(name)) == null);
        Map<String, String> clusters = new HashMap<>(recorded.clusters());
        clusters.keySet().removeIf(name -> catalog.cluster(settings.copyOf(name)) == null);
        return new ProductionSnapshot.Copies(schemas, clusters);
    }

    /** The ids of what has the copies' names; {@code null} while one is still to be made. */
    private ProductionSnapshot.Copies copies() {
        Map<String, String> schemas = new HashMap<>();
        Map<String, String> clusters = new HashMap<>();
        ProductionSnapshot.Copies recorded = inventory().copies();
        if (recorded != null) {
            schemas.putAll(recorded.schemas());
            clusters.putAll(recorded.clusters());
        }
        for (String name : settings.schemas()) {
            Schema copy = catalog.schema(settings.copyOf(name));
            if (copy == null) {
                return null;
            }
            schemas.put(name, copy.id());
        }
        for (String name : settings.clusterNames()) {
            Cluster copy = catalog.cluster(settings.copyOf(name));
            if (copy == null) {
                return null;
            }
            clusters.put(name, copy.id());
        }
        return new ProductionSnapshot.Copies(schemas, clusters);
    }

    /** The ids are those of a reading after the last change: whoever reads them knows that the copies are as they shall be. */
    private void recordCopies() {
        ProductionSnapshot.Copies copies = copies();
        boolean known = marker != null
                && marker.inventory() != null
                && copies != null
                && copies.equals(marker.inventory().copies());
        if (known) {
            return;
        }
        if (copies == null || !steps.isEmpty()) {
            bookkeeping(new Step.RecordCopies());
        } else {
            bookkeeping(new Step.StoreText(
                    database,
                    marker.schemaName(),
                    ProductionSnapshot.VIEW,
                    inventory().withCopies(copies).json(),
                    "record the ids of the copies"));
        }
    }

    private void updateInventory(String markerSchema) {
        ProductionSnapshot wanted = inventory();
        if (!wanted.equals(marker.inventory())) {
            String before = Marker.storedText(catalog, marker.schemaId(), ProductionSnapshot.VIEW);
            bookkeeping(store(markerSchema, wanted, before));
        }
    }

    /**
     * Somebody may have commented on the marker; without its facts nothing tells whose it is. What init is told to allow later
     * is recorded too: apply and promote send people here for it.
     */
    private void restoreFacts(String deploymentId) {
        boolean allowsMore = marker.facts() != null
                && settings.init().allowStateful()
                && !marker.facts().allowStateful();
        if (marker.facts() == null || allowsMore) {
            bookkeeping(comment(marker.schemaName(), facts(deploymentId)));
        }
    }

    /** Only whoever has claimed the target comes here, so a draft that another run still writes has lost already. */
    private void dropLeftovers() {
        List<String> leftovers = Marker.leftovers(catalog, settings.target()).stream()
                .map(Schema::name)
                .toList();
        if (!leftovers.isEmpty()) {
            bookkeeping(new Step.DropSchemas(database, leftovers, Step.Drop.IF_EXISTS_CASCADE));
        }
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
            ClusterDefinition definition = ClusterDefinition.ofCopy(production, setting);
            steps.add(new Step.CreateCluster(
                    copy, definition.sql(), "create cluster " + copy + " (" + definition.describe() + ")"));
        } else {
            List<String> replicas = ClusterDefinition.replicas(production);
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
                    "SCHEMA",
                    Sql.qualified(database, settings.copyOf(name)),
                    copy == null ? permissions.roleId() : copy.ownerId(),
                    catalog.schema(name).ownerId());
        }
        for (String name : settings.clusterNames()) {
            Cluster copy = catalog.cluster(settings.copyOf(name));
            changeOwner(
                    "CLUSTER",
                    Sql.identifier(settings.copyOf(name)),
                    copy == null ? permissions.roleId() : copy.ownerId(),
                    catalog.cluster(name).ownerId());
        }
    }

    private void changeOwner(String kind, String target, String has, String shallHave) {
        if (!shallHave.equals(has)) {
            String owner = catalog.roleName(shallHave);
            steps.add(new Step.ChangeOwner(
                    kind, target, owner, "give " + target.replace("\"", "") + " to owner " + owner));
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
                    ? fresh("schema", production.ownerId())
                    : copy.acl().withOwner(copy.ownerId(), production.ownerId());
            schemas.add(new PrivilegeChanges.Target(target, has, production.acl()));
            defaults.add(new DefaultPrivilegeChanges.Copy(target, production.id(), copy == null ? null : copy.id()));
        }
        var clusters = new ArrayList<PrivilegeChanges.Target>();
        for (String name : settings.clusterNames()) {
            Cluster production = catalog.cluster(name);
            Cluster copy = catalog.cluster(settings.copyOf(name));
            Acl has = copy == null
                    ? fresh("cluster", production.ownerId())
                    : copy.acl().withOwner(copy.ownerId(), production.ownerId());
            clusters.add(new PrivilegeChanges.Target(Sql.identifier(settings.copyOf(name)), has, production.acl()));
        }
        steps.addAll(PrivilegeChanges.between(catalog, "SCHEMA", schemas));
        steps.addAll(PrivilegeChanges.between(catalog, "CLUSTER", clusters));
        steps.addAll(DefaultPrivilegeChanges.between(catalog, defaults));
    }

    /** What a new schema or cluster has once it belongs to its owner: the owner's all, and what defaults say. */
    private Acl fresh(String objectType, String ownerId) {
        String creator = permissions.roleId();
        Map<String, Set<Privilege>> grants = new HashMap<>();
        grants.put(creator, EnumSet.of(Privilege.USAGE, Privilege.CREATE));
        Acl acl = new Acl(grants);
        for (DefaultPrivilege rule : catalog.defaultPrivileges()) {
            boolean applies = rule.objectType().equals(objectType)
                    && rule.schemaId() == null
                    && (rule.databaseId() == null
                            || rule.databaseId().equals(catalog.database().id()))
                    && (rule.roleId().equals(Acl.PUBLIC_ID) || rule.roleId().equals(creator));
            if (applies) {
                acl = acl.plus(new Acl(Map.of(rule.granteeId(), rule.privileges())));
            }
        }
        return acl.withOwner(creator, ownerId);
    }

    private void describeCluster(String name) {
        Cluster production = catalog.cluster(name);
        Cluster copy = catalog.cluster(settings.copyOf(name));
        String comment = catalog.clusterComments().get(production.id());
        if (comment != null
                && (copy == null || !comment.equals(catalog.clusterComments().get(copy.id())))) {
            String target = settings.copyOf(name);
            steps.add(new Step.Comment(
                    "CLUSTER", Sql.identifier(target), comment, "copy the comment of cluster " + name));
        }
        boolean missesClass = production.workloadClass() != null
                && (copy == null || !production.workloadClass().equals(copy.workloadClass()));
        if (missesClass && permissions.isSuperuser()) {
            steps.add(new Step.SetWorkloadClass(settings.copyOf(name), production.workloadClass()));
        }
    }

    /** Whether the marker is this very session's: the first pass was cut short by something that left the session alive. */
    private boolean isOwn() {
        return marker != null
                && marker.facts() != null
                && catalog.identity().connectionId().equals(marker.facts().connection());
    }

    private void dropAbandoned() {
        String abandoned = Marker.abandonedName(settings.target(), marker.schemaId());
        List<String> views = catalog.objectsIn(marker.schemaId()).stream()
                .map(object -> Sql.qualified(database, abandoned, object.name()))
                .toList();
        if (!views.isEmpty()) {
            bookkeeping(new Step.DropObjects("VIEW", views, "drop what the dead run recorded"));
        }
        bookkeeping(new Step.DropSchemas(database, List.of(abandoned), Step.Drop.RESTRICT));
    }

    private void bookkeeping(Step step) {
        steps.add(new Step.MarkerStep(step));
    }

    private Step comment(String markerSchema, DeploymentFacts facts) {
        return new Step.Comment(
                "SCHEMA", Sql.qualified(database, markerSchema), facts.json(), "record who deploys and since when");
    }

    private Step store(String markerSchema, ProductionSnapshot inventory, String before) {
        return new Step.StoreText(
                database,
                markerSchema,
                ProductionSnapshot.VIEW,
                inventory.json(),
                before,
                "record what production is now");
    }
}
