package io.github.mzmaven.config;

/**
 * A production cluster, and what its copy shall have instead.
 *
 * @param name as in production
 * @param size the copy's {@code SIZE}; {@code null} to clone
 * @param replicationFactor the copy's {@code REPLICATION FACTOR}, 0 or more; {@code null} to clone
 */
public record ClusterSetting(String name, String size, Integer replicationFactor) {
    /** A cluster that is cloned as it is. */
    public ClusterSetting(String name) {
        this(name, null, null);
    }
}
