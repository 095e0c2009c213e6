package io.github.mzmaven.catalog;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the user's clusters and the objects on them are doing at one moment.
 *
 * @param now the time of the query ({@code mz_now()}), in milliseconds since the epoch
 * @param schemas the user's, of all databases, by id
 * @param clusters by name
 * @param objects indexes, materialized views, sources and sinks, of all clusters and databases
 */
public record RuntimeState(
        long now,
        Map<String, RunningSchema> schemas,
        Map<String, RunningCluster> clusters,
        List<RunningObject> objects) {
    public RuntimeState {
        schemas = Map.copyOf(schemas);
        clusters = Map.copyOf(clusters);
        objects = List.copyOf(objects);
    }

    /** A schema. */
    public record RunningSchema(String id, String databaseId, String name) {}

    /**
     * A cluster.
     *
     * @param size {@code null} for an unmanaged one
     * @param largerSize the next size with more memory; {@code null} where there is none or the size is unknown
     * @param unlimited whether its size sets no limit to memory, so that the machine alone does
     * @param scheduled whether the server starts and stops its replicas for refreshes
     */
    public record RunningCluster(
            String id,
            String name,
            boolean managed,
            String size,
            String largerSize,
            boolean unlimited,
            boolean scheduled,
            List<RunningReplica> replicas) {
        public RunningCluster {
            replicas = List.copyOf(replicas);
        }
    }

    /**
     * A replica.
     *
     * @param online whether all its processes are
     * @param reason why it is offline, {@code oom-killed} for example; {@code null} where the server does not say
     * @param outOfMemory how often it was killed for want of memory in the last 24 hours
     */
    public record RunningReplica(String id, String name, boolean online, String reason, long outOfMemory) {}

    /**
     * An object that a dataflow maintains.
     *
     * @param schema its schema's name
     * @param type index, materialized view, source or sink
     * @param subtype of sources: subsource, progress, webhook, kafka …; {@code null} for others
     * @param clusterId where it runs; {@code null} for what runs nowhere
     * @param hydratedOn ids of the replicas that say so; they go on saying it when they are offline
     * @param frontier {@code null} where the server has none yet
     * @param trouble what the server says is wrong with a source or sink; {@code null} where it says nothing
     */
    public record RunningObject(
            String id,
            String databaseId,
            String schema,
            String name,
            ObjectType type,
            String subtype,
            String clusterId,
            Set<String> hydratedOn,
            Frontier frontier,
            Refresh refresh,
            String trouble) {
        public RunningObject {
            hydratedOn = Set.copyOf(hydratedOn);
        }

        public boolean is(ObjectType wantedType) {
            return type.equals(wantedType);
        }
    }

    /**
     * What the server says of a source, a sink or a process of a replica.
     *
     * @param status running, stalled, failed, online …; {@code null} where the server does not say
     * @param why {@code null} where the server does not say
     */
    public record Status(String id, String status, String why) {}

    /**
     * Up to when an object's contents are complete.
     *
     * @param time in milliseconds since the epoch; {@code null} where nothing can change any more
     */
    public record Frontier(Long time) {}

    /** When an object follows its inputs. */
    public enum Refresh {
        /** At once. */
        ON_COMMIT,
        /** At set times, and none of them has been completed yet. */
        PENDING,
        /** At set times; at least one has been completed. */
        COMPLETED
    }
}
