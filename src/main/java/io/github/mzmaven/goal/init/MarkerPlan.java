package io.github.mzmaven.goal.init;

import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.Catalog.Schema;
import io.github.mzmaven.catalog.DeploymentFacts;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.catalog.ProductionSnapshot;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.sql.Sql;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps the target's marker: claims the target before anything is made, records who deploys, what production is now and which
 * ids the copies have, and says in the end that the deployment is staged.
 */
final class MarkerPlan {
    private static final DateTimeFormatter ID_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int SHORT_SHA = 7;

    private final Settings settings;
    private final Catalog catalog;
    private final Marker marker;
    private final String database;
    private final Snapshot snapshot;
    private final String deploymentId;

    /** A plan for the marker that is there; {@code null} where there is none. */
    MarkerPlan(Settings settings, Catalog catalog, Marker marker) {
        this.settings = settings;
        this.catalog = catalog;
        this.marker = marker;
        this.database = catalog.database().name();
        this.snapshot = new Snapshot(settings, catalog, marker == null ? null : marker.inventory());
        this.deploymentId = marker == null || marker.facts() == null
                ? newId(settings, catalog)
                : marker.facts().id();
    }

    /** The id of the deployment that the marker is about, or will be. */
    String deploymentId() {
        return deploymentId;
    }

    /** What is written before a copy is. */
    List<Step> begin() {
        List<Step> steps = new ArrayList<>(isStaged() || isOwn() ? update() : claim());
        steps.addAll(dropLeftovers());
        return bookkeeping(steps);
    }

    /**
     * What is written after the copies.
     *
     * @param changed whether anything was written before
     */
    List<Step> end(boolean changed) {
        var steps = new ArrayList<Step>();
        if (!isStaged() && marker != null && !isOwn()) {
            steps.addAll(dropAbandoned());
        }
        steps.addAll(recordCopies(changed || !steps.isEmpty()));
        if (!isStaged()) {
            steps.add(new Step.RenameSchema(
                    database,
                    Marker.name(settings.target(), Marker.State.INITIALIZING),
                    Marker.name(settings.target(), Marker.State.STAGED)));
        }
        return bookkeeping(steps);
    }

    private static List<Step> bookkeeping(List<Step> steps) {
        return steps.stream().<Step>map(Step.MarkerStep::new).toList();
    }

    /**
     * Facts and inventory are written under a draft's name, and the rename, which fails where the name is taken, claims the
     * target: no other run ever sees a claim without its facts.
     */
    private List<Step> claim() {
        String draft = Marker.draftName(settings.target(), catalog.identity().connectionId());
        String name = Marker.name(settings.target(), Marker.State.INITIALIZING);
        var renames = new ArrayList<Step>();
        if (marker != null) {
            renames.add(
                    new Step.RenameSchema(database, name, Marker.abandonedName(settings.target(), marker.schemaId())));
        }
        renames.add(new Step.RenameSchema(database, draft, name));
        return List.of(
                new Step.CreateSchema(database, draft, "create schema " + draft),
                comment(draft, facts()),
                store(draft, snapshot.ofProduction(), null),
                new Step.Transaction(renames, "claim target " + settings.target()));
    }

    private DeploymentFacts facts() {
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

    /** The ids are those of a reading after the last change: whoever reads them knows that the copies are as they shall be. */
    private List<Step> recordCopies(boolean changed) {
        ProductionSnapshot.Copies copies = snapshot.ofCopies();
        boolean known = marker != null
                && marker.inventory() != null
                && copies != null
                && copies.equals(marker.inventory().copies());
        if (known) {
            return List.of();
        }
        return List.of(
                copies == null || changed
                        ? new Step.RecordCopies()
                        : new Step.StoreText(
                                database,
                                marker.schemaName(),
                                ProductionSnapshot.VIEW,
                                snapshot.ofProduction()
                                        .withCopies(
                                                copies, catalog.identity().now().toString())
                                        .json(),
                                "record the ids of the copies"));
    }

    /**
     * Somebody may have commented on the marker; without its facts nothing tells whose it is. What init is asked to allow later
     * is recorded too: apply and promote send people here for it.
     */
    private List<Step> update() {
        var steps = new ArrayList<Step>();
        boolean allowsMore = marker.facts() != null
                && settings.init().allowStateful()
                && !marker.facts().allowStateful();
        if (marker.facts() == null || allowsMore) {
            steps.add(comment(marker.schemaName(), facts()));
        }
        ProductionSnapshot wanted = snapshot.ofProduction();
        if (!wanted.equals(marker.inventory())) {
            String before = Marker.storedText(catalog, marker.schemaId(), ProductionSnapshot.VIEW);
            steps.add(store(marker.schemaName(), wanted, before));
        }
        return steps;
    }

    /** Only whoever has claimed the target comes here, so a draft that another run still writes has lost already. */
    private List<Step> dropLeftovers() {
        List<String> leftovers = Marker.leftovers(catalog, settings.target()).stream()
                .map(Schema::name)
                .toList();
        return leftovers.isEmpty()
                ? List.of()
                : List.of(new Step.DropSchemas(database, leftovers, Step.Drop.IF_EXISTS_CASCADE));
    }

    /** Whether the marker is this very session's: the first pass was cut short by something that left the session alive. */
    private boolean isOwn() {
        return marker != null
                && marker.facts() != null
                && catalog.identity().connectionId().equals(marker.facts().connection());
    }

    /** Once complete; what an apply that was cut off left is for the next apply. */
    private boolean isStaged() {
        return marker != null && (marker.state() == Marker.State.STAGED || marker.state() == Marker.State.APPLYING);
    }

    private List<Step> dropAbandoned() {
        String abandoned = Marker.abandonedName(settings.target(), marker.schemaId());
        List<String> views = catalog.objectsIn(marker.schemaId()).stream()
                .map(object -> Sql.qualified(database, abandoned, object.name()))
                .toList();
        var steps = new ArrayList<Step>();
        if (!views.isEmpty()) {
            steps.add(new Step.DropObjects(ObjectType.VIEW, views, "drop what the dead run recorded"));
        }
        steps.add(new Step.DropSchemas(database, List.of(abandoned), Step.Drop.RESTRICT));
        return steps;
    }

    private Step comment(String markerSchema, DeploymentFacts facts) {
        return new Step.Comment(
                ObjectType.SCHEMA,
                Sql.qualified(database, markerSchema),
                facts.json(),
                "record who deploys and since when");
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

    private static String newId(Settings settings, Catalog catalog) {
        String sha = settings.gitSha();
        return ID_TIME.format(catalog.identity().now()) + "-"
                + (sha == null ? "nogit" : sha.substring(0, Math.min(SHORT_SHA, sha.length())));
    }
}
