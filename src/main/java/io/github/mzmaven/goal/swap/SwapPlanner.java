package io.github.mzmaven.goal.swap;

import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.Acl;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.Catalog.CatalogObject;
import io.github.mzmaven.catalog.DeploymentFacts;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.catalog.ObjectKey;
import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.plan.Deployment;
import io.github.mzmaven.plan.Deployment.Pair;
import io.github.mzmaven.plan.Deployment.ProductionVersion;
import io.github.mzmaven.plan.Direction;
import io.github.mzmaven.plan.MarkerChecks;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.sql.Sql;
import io.github.mzmaven.text.Count;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Plans a promote, or a rollback, which is the same backwards: what readers would lose is granted first, then everything is
 * swapped in one transaction with the marker's rename, then sinks are pointed at what production's names mean now, and the
 * schemas are tagged. What is done already is not planned again, so a second run after one that was cut off finishes it.
 */
public final class SwapPlanner {
    private static final DateTimeFormatter TAG_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ssx").withZone(ZoneOffset.UTC);

    private final Direction direction;
    private final Settings settings;
    private final Catalog catalog;
    private final Deployment deployment;
    private final String database;
    private final Map<String, Acl> given;
    private final List<Step> before = new ArrayList<>();
    private final List<Step> after = new ArrayList<>();

    private SwapPlanner(Direction direction, Settings settings, Catalog catalog, Map<String, Acl> given) {
        this.given = given;
        this.direction = direction;
        this.settings = settings;
        this.catalog = catalog;
        this.deployment = Deployment.of(settings, catalog);
        this.database = catalog.database().name();
    }

    /** Plans the swap, or says why not; with hard problems the plan is empty. */
    public static SwapPlan plan(Direction direction, Settings settings, Catalog catalog) {
        return plan(direction, settings, catalog, Map.of());
    }

    /**
     * Likewise, for a run that has granted something already.
     *
     * @param given what it has granted, by the quoted name of the object
     */
    public static SwapPlan plan(Direction direction, Settings settings, Catalog catalog, Map<String, Acl> given) {
        return new SwapPlanner(direction, settings, catalog, given).plan();
    }

    /** Plans what follows the swap that was committed on this catalog: the same one with the names exchanged. */
    public static SwapPlan planAfterwards(Direction direction, Settings settings, Catalog catalog) {
        Deployment deployment = Deployment.of(settings, catalog);
        boolean done = deployment.side() == end(direction);
        return new SwapPlanner(direction, settings, deployment.swapped(endState(direction), done), Map.of()).plan();
    }

    private SwapPlan plan() {
        Marker marker = deployment.marker();
        List<Problem> problems = new ArrayList<>(MarkerChecks.forSwap(direction, deployment));
        if (!problems.isEmpty()) {
            return new SwapPlan(
                    direction.goal(),
                    id(),
                    problems,
                    List.of(),
                    null,
                    List.of(),
                    false,
                    List.of(),
                    Map.of(),
                    Map.of(),
                    Set.of());
        }
        boolean done = isDone();
        Replacement sides = Replacement.of(direction, deployment);
        if (!done) {
            problems.addAll(new SwapChecks(direction, deployment, sides).problems());
            var grants = new SwapGrants(direction, deployment, sides, given);
            problems.addAll(grants.problems());
            before.addAll(grants.steps());
            forgetLastPromotion();
        }
        Step.Transaction transaction = transaction(done);
        DeploymentFacts facts = factsAfter(sides);
        recordPromotion(facts);
        var sinks = new SinkMoves(deployment, sides, done);
        problems.addAll(sinks.problems());
        after.addAll(sinks.steps());
        if (direction == Direction.PROMOTE) {
            after.addAll(tags(sides, facts));
        }
        boolean refused = problems.stream().anyMatch(problem -> problem.severity() == Problem.Severity.HARD);
        return new SwapPlan(
                direction.goal(),
                marker.deployment(),
                problems,
                refused ? List.of() : before,
                refused ? null : transaction,
                refused ? List.of() : after,
                done,
                sinks.unmovable(),
                sinks.targets(),
                idMap(sides),
                objects(sides));
    }

    private String id() {
        return deployment.marker() == null ? "none" : deployment.marker().deployment();
    }

    /** By ids, not by the marker: something else may have swapped. */
    private boolean isDone() {
        return deployment.side() == end(direction);
    }

    private static ProductionVersion end(Direction direction) {
        return direction == Direction.PROMOTE ? ProductionVersion.NEW : ProductionVersion.OLD;
    }

    private static Marker.State endState(Direction direction) {
        return direction == Direction.PROMOTE ? Marker.State.PROMOTED : Marker.State.STAGED;
    }

    /** {@code null} where nothing is to be swapped and the marker says so already. */
    private Step.Transaction transaction(boolean done) {
        Marker.State end = endState(direction);
        Marker.State state = deployment.marker().state();
        var steps = new ArrayList<Step>();
        // What a dead apply left is its own to finish; for a rollback it is staged.
        boolean appliedOnly = end == Marker.State.STAGED && state == Marker.State.APPLYING;
        if (state != end && !appliedOnly) {
            steps.add(new Step.RenameSchema(
                    database, deployment.marker().schemaName(), Marker.name(settings.target(), end)));
        }
        if (!done) {
            for (Pair pair : deployment.schemas()) {
                steps.add(new Step.SwapSchemas(database, pair.production(), pair.copy()));
            }
            for (Pair pair : deployment.clusters()) {
                steps.add(new Step.SwapClusters(pair.production(), pair.copy()));
            }
        }
        return steps.isEmpty() ? null : new Step.Transaction(steps, done ? "mark as " + end : describeSwap());
    }

    private String describeSwap() {
        return "swap " + Count.of(deployment.schemas().size(), "schema") + " and "
                + Count.of(deployment.clusters().size(), "cluster") + " in one transaction";
    }

    /** A rollback that was cut off may have left when the last promote was, which is not when this one is. */
    private void forgetLastPromotion() {
        DeploymentFacts facts = deployment.marker().facts();
        if (isPromotedAgain(facts)) {
            before.add(new Step.MarkerStep(new Step.Comment(
                    ObjectType.SCHEMA,
                    Sql.qualified(database, deployment.marker().schemaName()),
                    facts.notPromoted().json(),
                    "forget the last promote")));
        }
    }

    private boolean isPromotedAgain(DeploymentFacts facts) {
        return direction == Direction.PROMOTE && !isDone() && facts != null && facts.promoted() != null;
    }

    /** What the marker is to say: when the promote was stays once it is said, since a second run must not tag anew. */
    private DeploymentFacts factsAfter(Replacement sides) {
        DeploymentFacts facts = deployment.marker().facts();
        if (facts == null) {
            facts = DeploymentFacts.of(id(), null);
        }
        if (isPromotedAgain(facts)) {
            facts = facts.notPromoted();
        }
        if (direction == Direction.ROLLBACK) {
            return facts.notPromoted();
        }
        return facts.withPromoted(
                        facts.promoted() != null
                                ? facts.promoted()
                                : catalog.identity()
                                        .now()
                                        .truncatedTo(ChronoUnit.SECONDS)
                                        .toString(),
                        facts.promotedBy() != null
                                ? facts.promotedBy()
                                : catalog.identity().role(),
                        facts.promoted() != null ? facts.newest() : newest(sides))
                .fitting();
    }

    private void recordPromotion(DeploymentFacts wanted) {
        DeploymentFacts facts = deployment.marker().facts();
        boolean lost = facts == null && direction == Direction.ROLLBACK;
        if (!lost && !wanted.equals(facts)) {
            after.add(new Step.MarkerStep(new Step.Comment(
                    ObjectType.SCHEMA, Sql.qualified(database, endName()), wanted.json(), "record when and by whom")));
        }
    }

    private String endName() {
        Marker marker = deployment.marker();
        return marker.state() == Marker.State.APPLYING && direction == Direction.ROLLBACK
                ? marker.schemaName()
                : Marker.name(settings.target(), endState(direction));
    }

    /** The id of the newest object of what is swapped in; {@code null} where it holds none. */
    private String newest(Replacement sides) {
        return deployment.objectsIn(sides.replacementSchemas()).stream()
                .max(Comparator.comparingLong(CatalogObject::number))
                .map(CatalogObject::id)
                .orElse(null);
    }

    /** The comment of dbt-materialize's deploy_promote, with the time that it leaves out. */
    private List<Step> tags(Replacement sides, DeploymentFacts facts) {
        String sha = facts.git() != null ? facts.git() : settings.gitSha();
        String tag = "Deployment by " + facts.promotedBy() + " on " + TAG_TIME.format(Instant.parse(facts.promoted()));
        String text = tag + (sha == null ? "" : " | Commit SHA: " + sha);
        var steps = new ArrayList<Step>();
        for (Pair pair : deployment.schemas()) {
            String newId = sides.replacement(sides.replacedId(pair));
            if (!text.equals(catalog.schemaComments().get(newId))) {
                steps.add(new Step.Comment(
                        ObjectType.SCHEMA,
                        Sql.qualified(database, pair.production()),
                        text,
                        "tag schema " + pair.production() + ": " + tag));
            }
        }
        return steps;
    }

    /** Ids of all that is in the schemas or on the clusters of both versions. */
    private Set<String> objects(Replacement sides) {
        Set<String> schemas = new LinkedHashSet<>(sides.replacedSchemas());
        schemas.addAll(sides.replacementSchemas());
        Set<String> clusters = new LinkedHashSet<>(sides.replacedClusters());
        clusters.addAll(sides.replacementClusters());
        return catalog.objects().values().stream()
                .filter(object -> schemas.contains(object.schemaId()) || clusters.contains(object.clusterId()))
                .map(CatalogObject::id)
                .collect(Collectors.toSet());
    }

    /** By name, the ids of what was and of what is behind production's names. */
    private Map<ObjectKey, SwapPlan.Ids> idMap(Replacement sides) {
        Map<ObjectKey, SwapPlan.Ids> map = new LinkedHashMap<>();
        deployment
                .schemas()
                .forEach(pair -> map.put(
                        new ObjectKey(ObjectType.SCHEMA, pair.production()),
                        new SwapPlan.Ids(sides.replacedId(pair), sides.replacement(sides.replacedId(pair)))));
        for (Pair pair : deployment.clusters()) {
            boolean recordedIsOld = direction == Direction.PROMOTE;
            String other = Objects.equals(pair.recordedId(), pair.productionId()) ? pair.copyId() : pair.productionId();
            map.put(
                    new ObjectKey(ObjectType.CLUSTER, pair.production()),
                    recordedIsOld
                            ? new SwapPlan.Ids(pair.recordedId(), other)
                            : new SwapPlan.Ids(other, pair.recordedId()));
        }
        for (CatalogObject object : deployment.objectsIn(sides.replacedSchemas())) {
            CatalogObject counterpart = deployment.counterpart(object, sides.replacement(object.schemaId()));
            if (counterpart != null) {
                map.put(
                        new ObjectKey(object.type(), sides.names().get(object.schemaId()), object.name()),
                        new SwapPlan.Ids(object.id(), counterpart.id()));
            }
        }
        return map;
    }
}
