package io.github.mzmaven.plan;

import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.Catalog.LiveSession;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.plan.Deployment.Pair;
import io.github.mzmaven.plan.Deployment.ProductionVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Whether a deployment's state lets a goal run at all; nothing else can be judged before that is so. */
public final class MarkerChecks {
    private MarkerChecks() {}

    /** For goals that work on the copies before promote: apply, await, test. Empty where they may run. */
    public static List<Problem> forCopies(String goal, Marker marker, String target) {
        if (marker == null) {
            return List.of(none(target));
        }
        return switch (marker.state()) {
            case STAGED -> List.of();
            // Whether apply is at work is said by what knows the live sessions.
            case APPLYING -> List.of();
            case INITIALIZING -> List.of(incomplete(marker));
            case PROMOTED ->
                List.of(
                        Problem.hard(
                                "Deployment " + marker.deployment()
                                        + " is promoted: the deployment's names hold the old objects now.",
                                "Run mvn mz:cleanup, then mvn mz:init for the next deployment, or mvn mz:rollback to go back."));
            case CLEANING -> List.of(cleaning(marker));
        };
    }

    /** For apply, which nobody else may do at the same time. Empty where it may run. */
    public static List<Problem> forApply(Catalog catalog, String target) {
        Marker marker = Marker.of(catalog, target);
        LiveSession worker = marker == null ? null : marker.worker(catalog);
        return worker == null ? forCopies("apply", marker, target) : List.of(atWork(catalog, marker, worker));
    }

    public static List<Problem> forSwap(Direction direction, Deployment deployment) {
        Marker marker = deployment.marker();
        if (marker == null) {
            return List.of(none(deployment.settings().target()));
        }
        if (marker.state() == Marker.State.CLEANING) {
            return List.of(cleaning(marker));
        }
        if (marker.state() == Marker.State.INITIALIZING) {
            return List.of(incomplete(marker));
        }
        List<Problem> atWork = notAtWork(deployment);
        if (!atWork.isEmpty()) {
            return atWork;
        }
        if (marker.inventory() == null) {
            return List.of(Problem.hard(
                    "The marker " + marker.schemaName()
                            + " lacks its view \"inventory\", which says what production was.",
                    "Somebody dropped it. Drop the deployment with mvn mz:cleanup, and start again with mvn mz:init."));
        }
        var problems = new ArrayList<>(configured(deployment));
        boolean copyGone = deployment.pairs().stream().anyMatch(pair -> pair.copyId() == null || pair.isForeign());
        if (deployment.side() == ProductionVersion.MIXED || copyGone) {
            problems.add(mixed(direction == Direction.PROMOTE ? "promoted" : "rolled back", deployment));
        } else {
            problems.addAll(contradiction(direction, deployment));
        }
        return problems;
    }

    /**
     * The marker says that it is done, the ids say that it is not: something else swapped. Without a rename in the swap's
     * transaction nothing would keep two runs from swapping twice, so the marker has to be set right first.
     */
    private static List<Problem> contradiction(Direction direction, Deployment deployment) {
        boolean done = deployment.side() == direction.endVersion();
        if (deployment.marker().state() != direction.endState() || done) {
            return List.of();
        }
        String id = deployment.marker().deployment();
        return List.of(
                direction == Direction.PROMOTE
                        ? Problem.hard(
                                "Deployment " + id + " was promoted, but production has the old version again:"
                                        + " something else swapped back.",
                                "Run mvn mz:rollback, which finishes that (sinks, marker), then mvn mz:promote again.")
                        : Problem.hard(
                                "Deployment " + id + " is staged, but production has the new version already: something"
                                        + " else swapped.",
                                "Run mvn mz:promote, which finishes that (sinks, tags, marker), then mvn mz:rollback."));
    }

    /** What is configured and not part of the deployment, or the other way round. */
    public static List<Problem> configured(Deployment deployment) {
        var problems = new ArrayList<Problem>();
        var schemas = deployment.marker().inventory().schemas().keySet();
        var clusters = deployment.marker().inventory().clusters().keySet();
        var missing = new ArrayList<String>();
        deployment.settings().schemas().stream()
                .filter(name -> !schemas.contains(name))
                .forEach(name -> missing.add("schema " + name));
        deployment.settings().clusterNames().stream()
                .filter(name -> !clusters.contains(name))
                .forEach(name -> missing.add("cluster " + name));
        if (!missing.isEmpty()) {
            problems.add(Problem.hard(
                    "Configured, but not part of deployment "
                            + deployment.marker().deployment() + ": " + String.join(", ", missing) + ".",
                    "Run mvn mz:init again to add them."));
        }
        var extra = new ArrayList<String>();
        schemas.stream()
                .filter(name -> !deployment.settings().schemas().contains(name))
                .forEach(name -> extra.add("schema " + name));
        clusters.stream()
                .filter(name -> !deployment.settings().clusterNames().contains(name))
                .forEach(name -> extra.add("cluster " + name));
        if (!extra.isEmpty()) {
            problems.add(
                    Problem.hard(
                            "Part of deployment " + deployment.marker().deployment() + ", but not configured: "
                                    + String.join(", ", extra) + ".",
                            "Configure them again, or drop the deployment with mvn mz:cleanup and start again with mvn mz:init."));
        }
        return problems;
    }

    public static Problem mixed(String cannotBe, Deployment deployment) {
        String which = deployment.pairs().stream()
                .filter(pair -> pair.copyId() == null
                        || pair.isForeign()
                        || !pair.isOriginal() && !pair.isSwapped()
                        || deployment.side() == ProductionVersion.MIXED && differs(deployment, pair))
                .map(pair -> pair.production() + " (" + shown(pair.recordedId()) + " at init; now "
                        + shown(pair.productionId()) + ", " + pair.copy() + " " + shown(pair.copyId()) + ")")
                .collect(Collectors.joining(", "));
        return Problem.hard(
                "Deployment " + deployment.marker().deployment() + " is not whole any more, so it cannot be " + cannotBe
                        + ": " + which + ".",
                "Something else dropped, renamed or swapped these. mvn mz:status shows it; mvn mz:cleanup drops the"
                        + " deployment.");
    }

    /** Swapped though most are not: then this one stands out. */
    private static boolean differs(Deployment deployment, Pair pair) {
        long swapped = deployment.pairs().stream().filter(Pair::isSwapped).count();
        boolean most = swapped * 2 > deployment.pairs().size();
        return pair.isSwapped() != most;
    }

    private static String shown(String id) {
        return id == null ? "missing" : id;
    }

    private static Problem none(String target) {
        return Problem.hard(
                "There is no deployment of target " + target + ".",
                "Run mvn mz:init first; for copies that dbt made: mvn mz:init -Dmz.ignoreExistingObjects=true");
    }

    private static Problem incomplete(Marker marker) {
        return Problem.hard(
                "Deployment " + marker.deployment() + " is incomplete: its mz:init has not finished.",
                "Wait for it if it is still running; else run mvn mz:init again, it goes on from there.");
    }

    private static Problem cleaning(Marker marker) {
        return Problem.hard(
                "Deployment " + marker.deployment() + " is being cleaned up, or was in part.",
                "Run mvn mz:cleanup to finish, then mvn mz:init for the next deployment.");
    }

    /** Who is at work on the deployment, for a goal that must not run beside it; empty where nobody is. */
    public static List<Problem> notAtWork(Deployment deployment) {
        LiveSession worker = deployment.marker().worker(deployment.catalog());
        return worker == null ? List.of() : List.of(atWork(deployment.catalog(), deployment.marker(), worker));
    }

    public static Problem atWork(Catalog catalog, Marker marker, LiveSession worker) {
        return Problem.hard(
                "Another run is at work on deployment " + marker.deployment() + ": role "
                        + catalog.roleName(worker.role()) + " from " + worker.from() + ", connected since "
                        + worker.connectedAt() + ".",
                "Wait until it has finished, then run this goal again.");
    }
}
