package io.github.mzmaven.report;

import io.github.mzmaven.MzException;
import io.github.mzmaven.MzException.Kind;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.plan.ClusterReadiness;
import io.github.mzmaven.plan.ClusterReadiness.State;
import io.github.mzmaven.plan.ObjectReadiness;
import io.github.mzmaven.plan.ObjectReadiness.Missing;
import io.github.mzmaven.text.Durations;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Words the errors with which waiting ends. */
public final class AwaitErrors {
    private static final String UNTOUCHED = " The deployment is untouched; production too.";
    private static final int MOST_OBJECTS = 10;

    private final String goal;

    /**
     * What has gone wrong since the last answer.
     *
     * @param errors how many answers in a row were errors
     * @param lasted from the first to the last of them
     * @param messages each different one, with how often it came
     */
    public record Trouble(int errors, Duration lasted, String messages) {}

    /** @param goal the goal that waits, without the prefix */
    public AwaitErrors(String goal) {
        this.goal = goal;
    }

    /** Clusters that cannot get ready. */
    public MzException failing(List<ClusterReadiness> failing) {
        var text = new StringBuilder("mz:" + goal + ": ")
                .append(failing.stream()
                        .map(cluster -> "cluster " + cluster.cluster() + " is failing: "
                                + FailureText.reason(cluster.failure()) + ".")
                        .collect(Collectors.joining(" ")))
                .append(UNTOUCHED);
        for (ClusterReadiness cluster : failing) {
            List<ObjectReadiness> missing = cluster.missing(Missing.HYDRATION);
            if (!missing.isEmpty()) {
                text.append("\n  Not hydrated: ").append(names(missing)).append(onReplicas(missing));
            }
            text.append("\n  ")
                    .append(FailureText.remedy(cluster.failure()))
                    .append("; then run mvn mz:")
                    .append(goal)
                    .append(" again.");
        }
        return new MzException(Kind.FAILED_CHECK, text.toString());
    }

    private static String onReplicas(List<ObjectReadiness> objects) {
        int replicas = objects.get(0).replicas();
        boolean nowhere = objects.stream().allMatch(object -> object.notOn().size() == replicas);
        return replicas > 0 && nowhere ? " (0 of " + replicas + " replicas)" : "";
    }

    /** The timeout is over. */
    public MzException timeout(List<ClusterReadiness> clusters, Settings.Await await) {
        List<ClusterReadiness> unready =
                clusters.stream().filter(cluster -> !cluster.isReady()).toList();
        int objects =
                unready.stream().mapToInt(cluster -> cluster.missing().size()).sum();
        int total = clusters.stream().mapToInt(ClusterReadiness::total).sum();
        var text = new StringBuilder("mz:" + goal + ": not ready after " + Durations.text(await.timeout()) + ": ")
                .append(objects + " of " + total + (total == 1 ? " object" : " objects") + " on ")
                .append(unready.size() + " of " + clusters.size() + (clusters.size() == 1 ? " cluster" : " clusters"))
                .append(objects == 1 ? " is missing." : " are missing.")
                .append(UNTOUCHED);
        for (ClusterReadiness cluster : unready) {
            text.append("\n  ").append(cluster.cluster()).append(": ").append(ReadinessText.of(cluster));
            List<ObjectReadiness> missing = cluster.missing();
            missing.stream()
                    .limit(MOST_OBJECTS)
                    .forEach(object -> text.append("\n    ").append(ReadinessText.of(object)));
            if (missing.size() > MOST_OBJECTS) {
                text.append("\n    and ").append(missing.size() - MOST_OBJECTS).append(" more");
            }
        }
        text.append("\n  ").append(remedy(unready, await));
        return new MzException(Kind.FAILED_CHECK, text.toString());
    }

    private String remedy(List<ClusterReadiness> unready, Settings.Await await) {
        boolean onlyLagging = unready.stream().allMatch(cluster -> cluster.state() == State.LAGGING);
        String longer = "wait longer (-Dmz.timeout, now " + Durations.text(await.timeout()) + ")";
        return "Run mvn mz:" + goal + " again to go on waiting, or "
                + (onlyLagging
                        ? "allow more lag (-Dmz.lagThreshold, now " + Durations.text(await.lagThreshold()) + ")."
                        : longer + ".");
    }

    /** No answer when the timeout was over: no connection, or errors. */
    public MzException unreachable(Duration timeout, Trouble trouble, List<ClusterReadiness> last) {
        if (trouble.errors() > 0) {
            return new MzException(Kind.DATABASE, unread(trouble) + lastSeen(last) + whenAnswered());
        }
        return new MzException(
                Kind.CONNECTION,
                "mz:" + goal + ": the connection was lost and did not come back before the timeout of "
                        + Durations.text(timeout) + "." + UNTOUCHED + lastSeen(last) + whenAnswered());
    }

    /** What the server answers is an error, for too long or one that no repetition fixes. */
    public MzException unreadable(MzException e, Trouble trouble, List<ClusterReadiness> last) {
        if (trouble.errors() > 1) {
            return new MzException(e.kind(), unread(trouble) + lastSeen(last) + whenAnswered(), e);
        }
        return new MzException(
                e.kind(),
                "mz:" + goal + ": how far the copies are cannot be read: " + e.getMessage() + "\n " + UNTOUCHED
                        + lastSeen(last) + "\n  Fix that, then run mvn mz:" + goal + " again.",
                e);
    }

    private String unread(Trouble trouble) {
        return "mz:" + goal + ": the catalog could not be read " + trouble.errors() + " times in a row, for "
                + Durations.text(trouble.lasted()) + ": " + trouble.messages() + "." + UNTOUCHED;
    }

    private String whenAnswered() {
        return "\n  Run mvn mz:" + goal + " again when the server answers.";
    }

    /** The thread was interrupted. */
    public MzException interrupted(Duration elapsed, List<ClusterReadiness> last, InterruptedException cause) {
        return new MzException(
                Kind.FAILED_CHECK,
                "mz:" + goal + ": interrupted after " + Durations.text(elapsed) + " of waiting." + UNTOUCHED
                        + lastSeen(last)
                        + "\n  Run mvn mz:" + goal + " again to go on waiting.",
                cause);
    }

    /** The deployment is not what it was when waiting began. */
    public MzException changed(List<String> changes) {
        return new MzException(
                Kind.FAILED_CHECK,
                "mz:" + goal + ": the deployment changed while this waited: " + String.join("; ", changes) + ". mz:"
                        + goal + " changed nothing.\n  Run mvn mz:status to see what is there.");
    }

    private static String lastSeen(List<ClusterReadiness> last) {
        return last.isEmpty()
                ? ""
                : last.stream()
                        .map(cluster -> "\n  " + cluster.cluster() + ": "
                                + (cluster.state() == State.READY ? "ready" : ReadinessText.of(cluster)))
                        .collect(Collectors.joining("", " Last seen:", ""));
    }

    private static String names(List<ObjectReadiness> objects) {
        return objects.stream().limit(MOST_OBJECTS).map(ObjectReadiness::name).collect(Collectors.joining(", "))
                + (objects.size() > MOST_OBJECTS ? " and " + (objects.size() - MOST_OBJECTS) + " more" : "");
    }
}
