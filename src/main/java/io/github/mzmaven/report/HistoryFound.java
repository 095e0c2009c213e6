package io.github.mzmaven.report;

import io.github.mzmaven.catalog.History;
import java.util.List;

/**
 * What mz:history found.
 *
 * @param readable whether what is kept could be read
 * @param deployments the newest first; the one in progress, if there is one, before all
 */
public record HistoryFound(String target, boolean readable, List<Past> deployments) implements Event {
    public HistoryFound {
        deployments = List.copyOf(deployments);
    }

    /**
     * A deployment.
     *
     * @param state of one in progress, as mz:status says it; {@code production} for the one that production was built from;
     *     {@code replaced}, {@code rolledBack} or {@code givenUp} for those before
     */
    public record Past(String state, History.Entry deployment) {}
}
