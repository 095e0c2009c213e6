package io.github.mzmaven.report;

import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.Current;
import io.github.mzmaven.catalog.DeploymentFacts;
import io.github.mzmaven.plan.ClusterReadiness;
import java.util.List;

/**
 * What mz:status found.
 *
 * @param state none, initializing, staged, promoted or cleaning, as the marker says it
 * @param run of a deployment in the making or being cleaned up, who is at work on it; {@code null} where nobody is
 * @param swapped whether production's names hold the new objects, as the ids say it; {@code null} without a marker
 * @param by the role that made the deployment; {@code null} without a marker
 * @param startedAt the server's time, ISO 8601; {@code null} without a marker
 * @param promotedBy {@code null} unless promoted
 * @param promotedAt {@code null} unless promoted
 * @param builtFrom the deployment that production was built from; {@code null} where that is not known
 * @param next the goal that comes next, without prefix; {@code null} where none does
 * @param refusals what that goal would refuse for
 */
public record TargetStatus(
        String state,
        String run,
        Boolean swapped,
        String by,
        String startedAt,
        String promotedBy,
        String promotedAt,
        List<PairStatus> pairs,
        List<ClusterStatus> readiness,
        List<SinkReading> sinks,
        BuiltFrom builtFrom,
        String next,
        List<String> refusals) {

    /**
     * A schema or cluster of production, and its copy.
     *
     * @param kind schema or cluster
     * @param productionId {@code null} where it does not exist
     * @param copyId {@code null} where it does not exist
     * @param swapped whether production's name holds another id than at init; {@code null} where that is unknown
     */
    public record PairStatus(
            String kind, String production, String productionId, String copy, String copyId, Boolean swapped) {}

    /**
     * How far a copy cluster is.
     *
     * @param state empty, ready, hydrating, lagging, failing, scheduled
     * @param lagMillis {@code null} where unknown
     * @param detail what is missing; {@code null} where nothing is
     */
    public record ClusterStatus(String cluster, String state, int hydrated, int total, Long lagMillis, String detail) {
        static ClusterStatus of(ClusterReadiness cluster) {
            return new ClusterStatus(
                    cluster.cluster(),
                    ReadinessText.word(cluster),
                    cluster.hydrated(),
                    cluster.total(),
                    cluster.lag() == null ? null : cluster.lag().toMillis(),
                    ReadinessText.detail(cluster));
        }
    }

    /**
     * A sink outside the deployment that reads one of its objects.
     *
     * @param reads the relation, as it is called now
     * @param verdict whether it can move to the other side's relation
     */
    public record SinkReading(String name, String reads, String verdict) {}

    /**
     * The deployment that production was built from.
     *
     * @param tag {@code null} where not set
     * @param gitSha {@code null} where unknown
     * @param promotedBy {@code null} where something else promoted it
     * @param promotedAt {@code null} where something else promoted it
     */
    public record BuiltFrom(String id, String tag, String gitSha, String promotedBy, String promotedAt) {
        static BuiltFrom of(Current current) {
            DeploymentFacts facts = current == null ? null : current.facts();
            return facts == null
                    ? null
                    : new BuiltFrom(facts.id(), facts.tag(), facts.git(), facts.promotedBy(), facts.promoted());
        }
    }

    static TargetStatus of(StatusFound found) {
        DeploymentFacts facts = found.marker() == null ? null : found.marker().facts();
        return new TargetStatus(
                found.state(),
                found.run(),
                found.marker() == null ? null : found.promoted(),
                facts == null ? null : facts.user(),
                facts == null ? null : facts.started(),
                facts == null ? null : facts.promotedBy(),
                facts == null ? null : facts.promoted(),
                found.pairs(),
                found.readiness().stream().map(ClusterStatus::of).toList(),
                found.sinks().stream()
                        .map(sink -> new SinkReading(sink.name(), sink.relation(), sink.verdict()))
                        .toList(),
                BuiltFrom.of(found.current()),
                found.next(),
                found.refusals().stream().map(Problem::what).toList());
    }

    public TargetStatus {
        pairs = List.copyOf(pairs);
        readiness = List.copyOf(readiness);
        sinks = List.copyOf(sinks);
        refusals = List.copyOf(refusals);
    }
}
