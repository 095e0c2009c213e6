package io.github.mzmaven.report;

import io.github.mzmaven.Log;
import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.DeploymentFacts;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.plan.ClusterReadiness;
import io.github.mzmaven.plan.ObjectChange;
import io.github.mzmaven.plan.OutsideSink;
import io.github.mzmaven.text.Count;
import io.github.mzmaven.text.Durations;
import java.util.List;

/** What mz:status found, in lines. */
record StatusLines(Log log, StatusFound found) {
    void tell() {
        headline();
        found.pairs().forEach(this::pair);
        found.readiness().forEach(this::cluster);
        found.sinks().forEach(this::sink);
        found.changes().stream().map(ObjectChange::describe).forEach(this::line);
        next();
    }

    private void headline() {
        Marker marker = found.marker();
        if (marker == null) {
            log.info("No deployment." + production());
            return;
        }
        DeploymentFacts facts = marker.facts();
        log.info("Deployment " + marker.deployment() + " is " + found.state()
                + (found.run() == null ? "" : "; " + found.run()));
        if (facts != null) {
            line("begun by " + facts.user() + " at " + facts.started() + source(facts));
            if (facts.promoted() != null) {
                line("promoted by " + facts.promotedBy() + " at " + facts.promoted());
            }
        }
    }

    /** Empty where neither tag nor commit is known. */
    private static String source(DeploymentFacts facts) {
        return (facts.tag() == null ? "" : ", tag " + facts.tag())
                + (facts.git() == null ? "" : ", commit " + facts.git());
    }

    /** What is in production before a deployment in progress is what mz:history is for. */
    private String production() {
        DeploymentFacts facts = found.current() == null ? null : found.current().facts();
        if (facts == null) {
            return "";
        }
        return " Production was built from " + facts.id()
                + source(facts)
                + (facts.promoted() == null
                        ? "."
                        : ", promoted at " + facts.promoted() + " by " + facts.promotedBy() + ".");
    }

    private void pair(TargetStatus.PairStatus pair) {
        String production =
                pair.production() + " (" + (pair.productionId() == null ? "missing" : pair.productionId()) + ")";
        String copy = pair.copyId() == null ? "no copy" : pair.copy() + " (" + pair.copyId() + ")";
        String place = pair.swapped() == null
                ? found.marker() == null ? "" : "neither as at init nor swapped"
                : pair.swapped() ? "swapped" : "not swapped";
        line(String.format("%-7s  %-28s  %-34s  %s", pair.kind(), production, copy, place));
    }

    private void cluster(ClusterReadiness cluster) {
        String lag = cluster.lag() == null ? "" : ", lag " + Durations.text(cluster.lag());
        String detail = ReadinessText.detail(cluster);
        String progress =
                cluster.total() == 0 ? "nothing to hydrate" : ReadinessText.count(cluster) + " hydrated" + lag;
        line(ObjectChange.line(
                ReadinessText.word(cluster),
                "cluster",
                cluster.cluster(),
                progress + (detail == null ? "" : ": " + detail)));
    }

    private void sink(OutsideSink sink) {
        boolean old = sink.readsCopy() == found.promoted();
        String move = old ? "; the new one: " + sink.verdict() : "";
        line(ObjectChange.line("reads", "sink", sink.name(), sink.relation() + move));
    }

    private void next() {
        String goal = found.next();
        List<Problem> refusals = found.refusals();
        if (refusals.isEmpty()) {
            log.info("Next: mvn mz:" + goal
                    + (goal.equals("cleanup") && found.promoted() ? ", or mvn mz:rollback" : ""));
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
