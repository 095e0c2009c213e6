package io.github.mzmaven.goal.status;

import io.github.mzmaven.Log;
import io.github.mzmaven.Problem;
import io.github.mzmaven.Problem.Severity;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.Catalog.LiveSession;
import io.github.mzmaven.catalog.CatalogReader;
import io.github.mzmaven.catalog.DeploymentFacts;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.catalog.Reading;
import io.github.mzmaven.catalog.RuntimeReader;
import io.github.mzmaven.catalog.RuntimeState;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.execute.Goal;
import io.github.mzmaven.execute.GoalContext;
import io.github.mzmaven.goal.await.ClusterReadiness;
import io.github.mzmaven.goal.await.ObjectReadiness;
import io.github.mzmaven.goal.await.Readiness;
import io.github.mzmaven.plan.Awaited;
import io.github.mzmaven.plan.ObjectChange;
import io.github.mzmaven.plan.OutsideSink;
import io.github.mzmaven.report.TargetStatus;
import io.github.mzmaven.session.Session;
import io.github.mzmaven.text.Count;
import io.github.mzmaven.text.Durations;
import java.util.List;
import java.util.Locale;

/** Tells where a target stands. It reads only, and needs no deployment. */
public final class StatusGoal implements Goal {
    @Override
    public String name() {
        return "status";
    }

    @Override
    public void run(GoalContext context) {
        Settings settings = context.settings();
        try (Session session = context.open(name())) {
            Catalog catalog = CatalogReader.read(session, settings, Reading.STATUS);
            TargetState state = TargetState.of(settings, catalog);
            List<ClusterReadiness> readiness = readiness(settings, session, catalog);
            String run = run(catalog, state.marker());
            record(context, state, readiness, run);
            new Text(context.log(), state, readiness, run).tell();
        }
    }

    private static List<ClusterReadiness> readiness(Settings settings, Session session, Catalog catalog) {
        RuntimeState runtime = new RuntimeReader(session).read(true);
        return new Readiness(settings).judge(Awaited.newObjects(settings, catalog), runtime);
    }

    /** Who is at work; {@code null} where nobody has to be. */
    private static String run(Catalog catalog, Marker marker) {
        if (marker == null || marker.state() == Marker.State.STAGED || marker.state() == Marker.State.PROMOTED) {
            return null;
        }
        LiveSession worker = marker.worker(catalog);
        return worker == null
                ? "no run is at work on it: it was cut off"
                : "role " + catalog.roleName(worker.role()) + " is at work on it from "
                        + worker.from() + " since "
                        + worker.connectedAt();
    }

    private static void record(GoalContext context, TargetState state, List<ClusterReadiness> readiness, String run) {
        DeploymentFacts facts = state.marker() == null ? null : state.marker().facts();
        if (state.marker() != null) {
            context.record()
                    .deployment(
                            state.marker().deployment(),
                            facts == null ? null : facts.tag(),
                            facts == null ? null : facts.git());
        }
        state.changes().forEach(context.record()::object);
        context.record()
                .status(new TargetStatus(
                        state.state(),
                        run,
                        state.marker() == null ? null : state.promoted(),
                        facts == null ? null : facts.user(),
                        facts == null ? null : facts.started(),
                        facts == null ? null : facts.promotedBy(),
                        facts == null ? null : facts.promoted(),
                        state.pairs().stream().map(StatusGoal::pair).toList(),
                        readiness.stream().map(StatusGoal::readiness).toList(),
                        state.sinks().stream()
                                .map(sink -> new TargetStatus.SinkReading(sink.name(), sink.relation(), sink.verdict()))
                                .toList(),
                        state.next().plan().goal(),
                        refusals(state).stream().map(Problem::what).toList()));
    }

    private static TargetStatus.Pair pair(TargetState.Pair pair) {
        return new TargetStatus.Pair(
                pair.kind(), pair.production(), pair.productionId(), pair.copy(), pair.copyId(), pair.swapped());
    }

    private static TargetStatus.Readiness readiness(ClusterReadiness cluster) {
        return new TargetStatus.Readiness(
                cluster.cluster(),
                word(cluster),
                cluster.hydrated(),
                cluster.total(),
                cluster.lag() == null ? null : cluster.lag().toMillis(),
                detail(cluster));
    }

    private static String word(ClusterReadiness cluster) {
        return cluster.state().name().toLowerCase(Locale.ROOT);
    }

    private static String detail(ClusterReadiness cluster) {
        if (cluster.failure() != null) {
            return cluster.failure().reason();
        }
        List<ObjectReadiness> missing = cluster.missing();
        if (missing.isEmpty()) {
            return null;
        }
        return missing.get(0).describe() + (missing.size() == 1 ? "" : ", and " + (missing.size() - 1) + " more");
    }

    private static List<Problem> refusals(TargetState state) {
        return state.next().problems().stream()
                .filter(problem -> problem.severity() != Severity.WARNING)
                .toList();
    }

    /** The state in lines. */
    private record Text(Log log, TargetState state, List<ClusterReadiness> readiness, String run) {
        void tell() {
            headline();
            state.pairs().forEach(this::pair);
            readiness.forEach(this::cluster);
            state.sinks().forEach(this::sink);
            state.changes().stream().map(ObjectChange::describe).forEach(this::line);
            next();
        }

        private void headline() {
            Marker marker = state.marker();
            if (marker == null) {
                log.info("No deployment.");
                return;
            }
            DeploymentFacts facts = marker.facts();
            log.info("Deployment " + marker.deployment() + " is " + state.state() + (run == null ? "" : "; " + run));
            if (facts != null) {
                line("begun by " + facts.user() + " at " + facts.started()
                        + (facts.tag() == null ? "" : ", tag " + facts.tag())
                        + (facts.git() == null ? "" : ", commit " + facts.git()));
                if (facts.promoted() != null) {
                    line("promoted by " + facts.promotedBy() + " at " + facts.promoted());
                }
            }
        }

        private void pair(TargetState.Pair pair) {
            String production =
                    pair.production() + " (" + (pair.productionId() == null ? "missing" : pair.productionId()) + ")";
            String copy = pair.copyId() == null ? "no copy" : pair.copy() + " (" + pair.copyId() + ")";
            String place = pair.swapped() == null
                    ? state.marker() == null ? "" : "neither as at init nor swapped"
                    : pair.swapped() ? "swapped" : "not swapped";
            line(String.format("%-7s  %-28s  %-34s  %s", pair.kind(), production, copy, place));
        }

        private void cluster(ClusterReadiness cluster) {
            String lag = cluster.lag() == null ? "" : ", lag " + Durations.text(cluster.lag());
            String detail = detail(cluster);
            String progress = cluster.total() == 0
                    ? "nothing to hydrate"
                    : cluster.hydrated() + "/" + cluster.total() + " hydrated" + lag;
            line(ObjectChange.line(
                    word(cluster), "cluster", cluster.cluster(), progress + (detail == null ? "" : ": " + detail)));
        }

        private void sink(OutsideSink sink) {
            boolean old = sink.readsCopy() == state.promoted();
            String move = old ? "; the new one: " + sink.verdict() : "";
            line(ObjectChange.line("reads", "sink", sink.name(), sink.relation() + move));
        }

        private void next() {
            String goal = state.next().plan().goal();
            List<Problem> refusals = refusals(state);
            if (refusals.isEmpty()) {
                log.info("Next: mvn mz:" + goal
                        + (goal.equals("cleanup") && state.promoted() ? ", or mvn mz:rollback" : ""));
                return;
            }
            log.info("mz:" + goal + " would refuse, for " + Count.of(refusals.size(), "reason") + ":");
            for (int i = 0; i < refusals.size(); i++) {
                line(i + 1 + ". " + refusals.get(i).what());
                refusals.get(i).remedy().forEach(remedy -> line("   " + remedy));
            }
        }

        private void line(String line) {
            log.info(("  " + line).stripTrailing());
        }
    }
}
