package io.github.mzmaven.goal.init;

import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.Catalog.LiveSession;
import io.github.mzmaven.catalog.Catalog.Schema;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.catalog.ProductionSnapshot;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.plan.Deployment;
import io.github.mzmaven.plan.MarkerChecks;
import io.github.mzmaven.plan.ObjectNames;
import io.github.mzmaven.sql.Sql;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** What deployments in progress, this target's and others', say against init. */
final class InitMarkerChecks {
    private static final String CLEANUP_FIRST = "Run mvn mz:cleanup to finish, then mvn mz:init again.";

    private final Settings settings;
    private final Catalog catalog;
    private final Marker marker;
    private final List<Problem> problems = new ArrayList<>();

    InitMarkerChecks(Settings settings, Catalog catalog, Marker marker) {
        this.settings = settings;
        this.catalog = catalog;
        this.marker = marker;
    }

    List<Problem> problems() {
        checkMarker();
        checkOtherTargets();
        return problems;
    }

    private void checkMarker() {
        List<Schema> doomed = Marker.doomed(catalog, settings.target());
        if (!doomed.isEmpty() && (marker == null || marker.state() != Marker.State.CLEANING)) {
            problems.add(Problem.hard(
                    "A cleanup of target " + settings.target() + " was cut off and has left "
                            + ObjectNames.cut(doomed.stream().map(Schema::name).toList()) + ".",
                    CLEANUP_FIRST));
        }
        if (marker == null) {
            return;
        }
        LiveSession worker = marker.worker(catalog);
        if (worker != null) {
            problems.add(MarkerChecks.atWork(catalog, marker, worker));
        } else if (marker.state() == Marker.State.CLEANING) {
            problems.add(Problem.hard("Deployment " + marker.deployment() + " is half cleaned up.", CLEANUP_FIRST));
        } else if (marker.state() == Marker.State.PROMOTED) {
            problems.add(Problem.hard(
                    "Deployment " + marker.deployment() + " is promoted, and the old objects are still in *"
                            + settings.suffix() + ".",
                    "Run mvn mz:cleanup to drop them (or mvn mz:rollback to go back), then mvn mz:init again."));
        } else if (marker.facts() != null && !Objects.equals(marker.facts().tag(), settings.tag())) {
            problems.add(Problem.hard(
                    "Another deployment is in progress: " + marker.deployment() + ", tag "
                            + shownTag(marker.facts().tag()) + " (this one: " + shownTag(settings.tag())
                            + "), begun by "
                            + marker.facts().user() + " at " + marker.facts().started() + ".",
                    marker.state() != Marker.State.INITIALIZING
                            ? "Finish it with mvn mz:promote, or drop it with mvn mz:cleanup."
                            : "It is incomplete: finish its mz:init with that tag, or drop it with mvn mz:cleanup."));
        } else if (marker.inventory() != null) {
            checkRecorded();
        }
    }

    /** What the marker recorded decides which objects the copies' names stand for. */
    private void checkRecorded() {
        String suffix = marker.inventory().suffix();
        if (!suffix.equals(settings.suffix())) {
            problems.add(Problem.hard(
                    "Deployment " + marker.deployment() + " was begun with the suffix " + suffix + ", but "
                            + settings.suffix() + " is configured.",
                    "Set mz.suffix to " + suffix + ", or drop that deployment first: mvn mz:cleanup"));
            return;
        }
        Deployment deployment = Deployment.of(settings, catalog);
        if (deployment.side() == Deployment.ProductionVersion.NEW && marker.state() == Marker.State.INITIALIZING) {
            // Promote finishes no deployment that init has not finished.
            problems.add(Problem.hard(
                    "Deployment " + marker.deployment() + " is not finished, but production has its copies already:"
                            + " something else swapped them, and *" + suffix + " has the old objects.",
                    "Swap them back, then run mvn mz:init again:",
                    swapsBack(deployment)));
        } else if (deployment.side() == Deployment.ProductionVersion.NEW) {
            problems.add(Problem.hard(
                    "Deployment " + marker.deployment() + " is in production already: something else swapped it, and"
                            + " *" + suffix + " has the old objects.",
                    "Run mvn mz:promote, which finishes that (sinks, tags, marker), then mvn mz:cleanup."));
        } else if (deployment.side() == Deployment.ProductionVersion.MIXED
                && deployment.pairs().stream().allMatch(pair -> pair.productionId() != null)) {
            problems.add(MarkerChecks.mixed("continued", deployment));
        }
    }

    private String swapsBack(Deployment deployment) {
        String database = Sql.shown(catalog.database().name());
        var swaps = new StringBuilder("BEGIN;");
        deployment
                .schemas()
                .forEach(pair -> swaps.append(" ALTER SCHEMA ")
                        .append(database)
                        .append('.')
                        .append(Sql.shown(pair.production()))
                        .append(" SWAP WITH ")
                        .append(Sql.shown(pair.copy()))
                        .append(';'));
        deployment
                .clusters()
                .forEach(pair -> swaps.append(" ALTER CLUSTER ")
                        .append(Sql.shown(pair.production()))
                        .append(" SWAP WITH ")
                        .append(Sql.shown(pair.copy()))
                        .append(';'));
        return swaps.append(" COMMIT;").toString();
    }

    private static String shownTag(String tag) {
        return tag == null ? "none" : tag;
    }

    private void checkOtherTargets() {
        for (Marker other : Marker.others(catalog, settings.target())) {
            ProductionSnapshot inventory = other.inventory();
            if (inventory == null) {
                continue;
            }
            Set<String> shared = new LinkedHashSet<>();
            if (other.databaseId().equals(catalog.database().id())) {
                settings.schemas().stream()
                        .filter(inventory.schemas()::containsKey)
                        .forEach(name -> shared.add("schema " + name));
            }
            settings.clusterNames().stream()
                    .filter(inventory.clusters()::containsKey)
                    .forEach(name -> shared.add("cluster " + name));
            if (!shared.isEmpty()) {
                problems.add(Problem.hard(
                        "Deployment " + other.deployment() + " of target " + other.target() + " in database "
                                + catalog.databases().get(other.databaseId()).name() + " has "
                                + String.join(", ", shared)
                                + " too.",
                        "Finish that one first: mvn mz:cleanup -Dmz.target=" + other.target()));
            }
        }
    }
}
