package io.github.mzmaven.goal.swap;

import io.github.mzmaven.MzException;
import io.github.mzmaven.MzException.Kind;
import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.CatalogObject;
import io.github.mzmaven.catalog.CatalogReader;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.catalog.Reading;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.execute.GoalContext;
import io.github.mzmaven.goal.await.Watching;
import io.github.mzmaven.goal.await.Watching.Watched;
import io.github.mzmaven.goal.test.ProductionTests;
import io.github.mzmaven.plan.Awaited;
import io.github.mzmaven.plan.Deployment;
import io.github.mzmaven.plan.Deployment.ProductionVersion;
import io.github.mzmaven.plan.Direction;
import io.github.mzmaven.report.RunEvent;
import io.github.mzmaven.report.SwapEvent;
import io.github.mzmaven.session.Session;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Watches production after a promote, and swaps back where it fails and that is asked for. Writes nothing itself: a promote
 * that was cut off meanwhile, and is run again, watches again, and so does one of a deployment that was promoted before.
 */
final class Soak {
    private final GoalContext context;
    private final Duration time;
    private final ProductionTests tests;

    private Soak(GoalContext context, ProductionTests tests) {
        this.context = context;
        this.time = context.settings().promote().soak();
        this.tests = tests;
    }

    /**
     * What is to be done after the swap; read before it, so that a test that cannot be run is told when nothing is written yet.
     *
     * @return {@code null} where nothing is to be watched
     */
    static Soak of(GoalContext context) {
        return context.settings().promote().soak().isZero()
                ? null
                : new Soak(context, ProductionTests.read(Direction.PROMOTE.goal(), context));
    }

    /**
     * Watches for the whole time, or until something fails.
     *
     * @param deployment the one that was promoted: no other is watched, or swapped back
     * @throws MzException where something fails: of kind FAILED_CHECK, with production as it is then; and where production
     *     cannot be watched, which rolls nothing back
     */
    void run(String deployment) {
        Catalog catalog = read();
        Settings settings = context.settings();
        requirePromoted(deployment, catalog);
        Awaited production = Awaited.newObjects(settings, catalog);
        Set<String> objects = new HashSet<>(production.objects(catalog));
        Set<String> sinks = sinks(catalog, objects);
        context.tell(new SwapEvent.SoakBegun(
                time,
                settings.promote().rollbackOnFailure(),
                objects.size(),
                production.clusters().size(),
                sinks.size(),
                tests.count()));
        objects.addAll(sinks);
        Watched watched = untilExit(() -> watch(production, objects));
        requireNone(deployment, watched.failures(), watched.after());
        context.tell(new SwapEvent.SoakPassed(watched.after()));
    }

    private Watched watch(Awaited production, Set<String> objects) {
        List<String> failures = askTests();
        if (!failures.isEmpty()) {
            return new Watched(failures, Duration.ZERO);
        }
        Watched watched = new Watching(context).watch(production, objects, time);
        return watched.failures().isEmpty() ? new Watched(askTests(), watched.after()) : watched;
    }

    /** Whoever presses Ctrl-C ends the whole JVM, which throws nothing here, and wants to know how production stands. */
    private <T> T untilExit(Supplier<T> work) {
        var exit = new Thread(() -> context.tell(new SwapEvent.SoakCutOff()), "mz-soak-exit");
        Runtime.getRuntime().addShutdownHook(exit);
        try {
            return work.get();
        } finally {
            try {
                Runtime.getRuntime().removeShutdownHook(exit);
            } catch (IllegalStateException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Says what would be watched. */
    void tellPlan() {
        context.tell(new SwapEvent.SoakPlanned(time, tests.count()));
    }

    private Catalog read() {
        try (Session session = context.open(Direction.PROMOTE.goal())) {
            return CatalogReader.read(session, context.settings(), Reading.CLEANUP);
        } catch (MzException e) {
            throw unwatched(e);
        }
    }

    private List<String> askTests() {
        try {
            return tests.run();
        } catch (MzException e) {
            throw unwatched(e);
        }
    }

    private static MzException unwatched(MzException e) {
        return new MzException(
                e.kind(),
                "mz:promote: production is promoted, but could not be watched: " + e.getMessage()
                        + "\nWhether it holds is unknown to this run, and nothing was rolled back. Run mvn mz:promote again:"
                        + " it watches again.",
                e);
    }

    /** The sinks that read what is watched, wherever they are. */
    private static Set<String> sinks(Catalog catalog, Set<String> objects) {
        return catalog.objects().values().stream()
                .filter(object -> object.is(ObjectType.SINK)
                        && catalog.uses().getOrDefault(object.id(), Set.of()).stream()
                                .anyMatch(objects::contains))
                .map(CatalogObject::id)
                .collect(Collectors.toSet());
    }

    /** Between the swap and the first look another run may have swapped back, or dropped and begun another. */
    private void requirePromoted(String deployment, Catalog catalog) {
        Deployment now = Deployment.of(context.settings(), catalog);
        Marker marker = now.marker();
        if (marker != null
                && marker.state() == Marker.State.PROMOTED
                && marker.deployment().equals(deployment)
                && now.side() == ProductionVersion.NEW) {
            return;
        }
        throw new MzException(
                Kind.FAILED_CHECK,
                "mz:promote: deployment " + deployment + " was promoted, but "
                        + (marker == null
                                ? "has no marker"
                                : "the marker is " + marker.schemaName() + " of deployment " + marker.deployment())
                        + " now: another run has changed that since.\nProduction is not watched. Run mvn mz:status to see"
                        + " what is where.");
    }

    private void requireNone(String deployment, List<String> failures, Duration after) {
        if (failures.isEmpty()) {
            return;
        }
        boolean back = context.settings().promote().rollbackOnFailure();
        context.tell(new SwapEvent.SoakFailed(failures, after, back));
        context.tell(
                new RunEvent.ProblemsFound(failures.stream().map(Problem::hard).toList(), true));
        String what = failures.stream().map(line -> "\n    " + line).collect(Collectors.joining());
        if (!back) {
            throw new MzException(
                    Kind.FAILED_CHECK,
                    "mz:promote: production is promoted, and fails:" + what
                            + "\nNothing was rolled back. Run mvn mz:rollback to go back; or fix it, and run mvn mz:promote"
                            + " again, which watches again.");
        }
        try {
            PromoteGoal.run(Direction.ROLLBACK, withoutPlan(deployment));
        } catch (MzException e) {
            throw new MzException(
                    e.kind(),
                    e.getMessage() + "\nThat was the rollback of a promote whose production fails:" + what
                            + "\nmvn mz:status shows which version production has.",
                    e);
        }
        throw new MzException(
                Kind.FAILED_CHECK,
                "mz:promote: production failed after the promote, and was rolled back: it has the old version again. What"
                        + " failed:" + what
                        + "\nThe deployment is staged again. Fix it with mvn mz:apply, then run mvn mz:promote again; or"
                        + " mvn mz:cleanup to give it up.");
    }

    /** The plan that a promote leaves is its own. */
    private GoalContext withoutPlan(String deployment) {
        return new GoalContext(
                context.settings().expecting(deployment),
                context.sessions(),
                event -> {
                    if (!(event instanceof RunEvent.Planned)) {
                        context.tell(event);
                    }
                },
                context.pause());
    }
}
