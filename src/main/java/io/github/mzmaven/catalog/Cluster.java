package io.github.mzmaven.catalog;

import io.github.mzmaven.sql.ClusterDefinition;
import java.util.List;

/**
 * A cluster.
 *
 * @param createSql what {@code SHOW CREATE CLUSTER} says; {@code null} where the cluster is unmanaged
 * @param workloadClass {@code null} where none is set
 */
public record Cluster(
        String id,
        String name,
        String ownerId,
        Acl acl,
        boolean managed,
        List<Replica> replicas,
        String createSql,
        String workloadClass) {
    @Override
    public String createSql() {
        return Unread.checked(createSql);
    }

    @Override
    public String workloadClass() {
        return Unread.checked(workloadClass);
    }

    /** What it is made of. */
    public ClusterDefinition definition() {
        return managed
                ? ClusterDefinition.parse(name, createSql())
                : ClusterDefinition.ofReplicas(replicaDefinitions());
    }

    /** Its replicas as they stand in CREATE CLUSTER, where it is unmanaged; internal ones are Materialize's own. */
    public List<String> replicaDefinitions() {
        return replicas.stream()
                .filter(replica -> !replica.internal() && replica.size() != null)
                .map(Replica::definition)
                .toList();
    }

    /** The same under another name; how it was created is not known then, since that says the name. */
    public Cluster renamed(String newName) {
        return new Cluster(id, newName, ownerId, acl, managed, replicas, null, workloadClass);
    }
}
