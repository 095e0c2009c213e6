package io.github.mzmaven.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What can be said of a cluster that is waited for, beside how far it is.
 *
 * @param memory of those of its replicas of which it is known, the fullest first
 * @param estimate when it might be hydrated; {@code null} where it is, or nothing is known
 * @param expectedAt when it would be hydrated if it took as long as the last time, by the clock here; {@code null} where nothing
 *     is known
 */
public record ClusterOutlook(List<ReplicaMemory> memory, Estimate estimate, Instant expectedAt) {
    /** Nothing is known. */
    public static final ClusterOutlook NONE = new ClusterOutlook(List.of(), null, null);

    public ClusterOutlook {
        memory = List.copyOf(memory);
    }

    /** How much of its memory a replica uses, in whole percent; swap counts where the server counts it. */
    public record ReplicaMemory(String replica, int percent) {}

    /**
     * When those objects that are not hydrated might be, by how long they took the last time.
     *
     * @param slowest the one that took longest
     * @param lastTime how long it took
     * @param lastSize the cluster's size then; {@code null} where it is the same, or one of them is not known
     * @param left of that time; not positive where it is over
     * @param unknown how many of them took nobody knows how long
     */
    public record Estimate(ObjectReadiness slowest, Duration lastTime, String lastSize, Duration left, int unknown) {}

    /** Of the fullest replica; {@code null} where nothing is known of any. */
    public Integer highestMemory() {
        return memory.isEmpty() ? null : memory.get(0).percent();
    }
}
