package io.github.mzmaven.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a goal reads of the catalog. What it leaves out throws when it is asked for, so that no check passes on nothing. */
public enum Reading {
    /** What init clones, and all that must be so for it. */
    INIT(
            Relations.MEMBERS,
            Relations.SYSTEM_PRIVILEGES,
            Relations.REPLICAS,
            Relations.WORKLOAD_CLASSES,
            Relations.DEFAULT_PRIVILEGES,
            Relations.RECONFIGURATIONS),
    /** What init has made; what it may do, and needs no second look, is as it was read before. See {@link CatalogReader#again}. */
    VERIFY(Relations.REPLICAS, Relations.WORKLOAD_CLASSES, Relations.DEFAULT_PRIVILEGES),
    /** The marker and what files build on. */
    APPLY(Relations.DEPENDENCIES),
    /** The marker, and whose copies are whose. */
    COPIES,
    /**
     * Everything that a swap would harm, or put back. Of objects that neither are on either side, nor on their clusters, nor
     * depend on any of these, nor are used by one, nor are sinks, it does not read the names.
     */
    SWAP(
            Relations.MEMBERS,
            Relations.REPLICAS,
            Relations.DEPENDENCIES,
            Relations.DEFAULT_PRIVILEGES,
            Relations.RECONFIGURATIONS),
    /** What both versions hold, and who reads it. */
    DIFF(Relations.MEMBERS, Relations.DEPENDENCIES),
    /** What is dropped, and what needs it. */
    CLEANUP(Relations.MEMBERS, Relations.DEPENDENCIES, Relations.SUBSCRIPTIONS),
    /** What the objects of production are made of, and nothing of any deployment. */
    EXPORT(Relations.DEFAULT_PRIVILEGES),
    /** All of these, since status tells what any of them would do. */
    STATUS(
            Relations.MEMBERS,
            Relations.SYSTEM_PRIVILEGES,
            Relations.REPLICAS,
            Relations.WORKLOAD_CLASSES,
            Relations.DEPENDENCIES,
            Relations.DEFAULT_PRIVILEGES,
            Relations.RECONFIGURATIONS,
            Relations.SUBSCRIPTIONS);

    /** What finds a marker, and says whose anything is. The first has to be a relation of the server's catalog. */
    private static final List<Relation<?>> ALWAYS = List.of(
            Relations.ROLES,
            Relations.DATABASES,
            Relations.SCHEMAS,
            Relations.CLUSTERS,
            Relations.SOURCES,
            Relations.MARKER_VIEWS,
            Relations.COMMENTS,
            Relations.IDENTITY);

    private final List<Relation<?>> more;

    Reading(Relation<?>... more) {
        this.more = List.of(more);
    }

    /** The relations that are read whole. */
    List<Relation<?>> relations() {
        var all = new ArrayList<>(ALWAYS);
        all.add(objects());
        all.addAll(more);
        return all;
    }

    boolean reads(Relation<?> relation) {
        return relations().contains(relation);
    }

    Relation<List<CatalogObject>> objects() {
        return this == SWAP ? Relations.UNNAMED_OBJECTS : Relations.OBJECTS;
    }

    /** Whether it is about production alone. */
    boolean isOfProduction() {
        return this == EXPORT;
    }

    /** Whether what is not read is taken from the reading before. */
    boolean keepsTheRest() {
        return this == VERIFY;
    }

    /** Whether it is read how clusters were created. */
    boolean readsClusterDefinitions() {
        return Set.of(INIT, VERIFY, SWAP, STATUS).contains(this);
    }

    /** Whether definitions, columns, privileges of objects are read: of those that a swap is about. */
    boolean readsObjectDetails() {
        return this == SWAP || this == STATUS || this == DIFF;
    }
}
