package io.github.mzmaven.mojo;

import java.util.HashMap;
import java.util.Map;

/** A cluster in the POM: a name, or name, size and replicationFactor. */
public final class ClusterParameter {
    private String name;
    private String size;
    private String replicationFactor;

    /** Takes a cluster given by its name only. */
    public void set(String clusterName) {
        name = clusterName;
    }

    public void setName(String name) {
        this.name = name;
    }

    public void setSize(String size) {
        this.size = size;
    }

    public void setReplicationFactor(String replicationFactor) {
        this.replicationFactor = replicationFactor;
    }

    /** What was said, by the names that the configuration has; {@code null} for what was not. */
    Map<String, String> values() {
        Map<String, String> values = new HashMap<>();
        values.put("name", name);
        values.put("size", size);
        values.put("replicationFactor", replicationFactor);
        return values;
    }

    @Override
    public String toString() {
        return name;
    }
}
