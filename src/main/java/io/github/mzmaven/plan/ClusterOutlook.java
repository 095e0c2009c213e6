package io.github.mzmaven.plan;

import java.util.List;

/**
 * What can be said of a cluster that is waited for, beside how far it is.
 *
 * @param memory of those of its replicas of which it is known, the fullest first
 */
public record ClusterOutlook(List<ReplicaMemory> memory) {
    /** Nothing is known. */
    public static final ClusterOutlook NONE = new ClusterOutlook(List.of());

    public ClusterOutlook {
        memory = List.copyOf(memory);
    }

    /** How much of its memory a replica uses, in whole percent; swap counts where the server counts it. */
    public record ReplicaMemory(String replica, int percent) {}

    /** Of the fullest replica; {@code null} where nothing is known of any. */
    public Integer highestMemory() {
        return memory.isEmpty() ? null : memory.get(0).percent();
    }
}
