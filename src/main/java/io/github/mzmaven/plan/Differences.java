package io.github.mzmaven.plan;

import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.CatalogObject;
import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.plan.Deployment.Pair;
import io.github.mzmaven.plan.ObjectChange.Aspect;
import io.github.mzmaven.plan.ObjectChange.Change;
import io.github.mzmaven.plan.ObjectChange.Difference;
import io.github.mzmaven.sql.Definition;
import io.github.mzmaven.sql.Sql;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Compares production's schemas with their copies, object by object. A copy is read under the names that a swap gives it, so
 * that only what people changed is named. Indexes are named with their relation.
 */
public final class Differences {
    private final Catalog catalog;
    private final Map<String, Set<String>> usedBy;
    private final Side old;
    private final Side fresh;
    private final Set<String> deployed;
    private final AccessDifferences access;

    /**
     * How the objects of one side are read.
     *
     * @param schemas by quoted name, what to call them
     * @param clusters by id, what to call them
     */
    private record Side(Map<String, String> schemas, Map<String, String> clusters) {}

    private Differences(Deployment deployment, Side old, Side fresh, boolean promoted) {
        this.catalog = deployment.catalog();
        this.usedBy = catalog.usedBy();
        this.old = old;
        this.fresh = fresh;
        this.deployed = new HashSet<>(deployment.productionSchemaIds());
        this.deployed.addAll(deployment.copySchemaIds());
        this.access = new AccessDifferences(deployment, promoted);
    }

    /**
     * What a swap would change: what is changed, then added, then removed, each in the order of the schemas configured and
     * by name. A schema without its copy is left out.
     */
    public static List<ObjectChange> between(Settings settings, Catalog catalog) {
        return of(Deployment.of(settings, catalog), false);
    }

    /** What the last swap changed, as long as the copies hold the old objects; in the same order. */
    public static List<ObjectChange> promoted(Settings settings, Catalog catalog) {
        return of(Deployment.of(settings, catalog), true);
    }

    public static List<ObjectChange> of(Deployment deployment, boolean promoted) {
        Side now = asNow(deployment.catalog());
        Side swapped = asSwapped(deployment);
        var differences = promoted
                ? new Differences(deployment, swapped, now, true)
                : new Differences(deployment, now, swapped, false);
        var changes = new ArrayList<ObjectChange>();
        for (Pair pair : deployment.schemas()) {
            if (pair.productionId() != null && pair.copyId() != null) {
                changes.addAll(differences.inSchema(
                        pair.production(),
                        promoted ? pair.copyId() : pair.productionId(),
                        promoted ? pair.productionId() : pair.copyId()));
            }
        }
        changes.sort(Comparator.comparing(ObjectChange::change));
        return List.copyOf(changes);
    }

    private static Side asNow(Catalog catalog) {
        var clusters = new HashMap<String, String>();
        catalog.clusters().values().forEach(cluster -> clusters.put(cluster.id(), cluster.name()));
        return new Side(Map.of(), clusters);
    }

    private static Side asSwapped(Deployment deployment) {
        Side now = asNow(deployment.catalog());
        var schemas = new HashMap<String, String>();
        String database = deployment.catalog().database().name();
        for (Pair pair : deployment.schemas()) {
            schemas.put(Sql.qualified(database, pair.production()), normalised(database, pair.copy()));
            schemas.put(Sql.qualified(database, pair.copy()), normalised(database, pair.production()));
        }
        for (Pair pair : deployment.clusters()) {
            if (pair.productionId() != null && pair.copyId() != null) {
                now.clusters.put(pair.productionId(), pair.copy());
                now.clusters.put(pair.copyId(), pair.production());
            }
        }
        return new Side(schemas, now.clusters);
    }

    private static String normalised(String database, String schema) {
        return Sql.identifier(database) + " . " + Sql.identifier(schema);
    }

    private List<ObjectChange> inSchema(String schemaName, String oldSchemaId, String newSchemaId) {
        Map<String, CatalogObject> before = byName(oldSchemaId);
        Map<String, CatalogObject> after = byName(newSchemaId);
        Set<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        var changes = new ArrayList<ObjectChange>();
        for (String name : names) {
            CatalogObject was = before.get(name);
            CatalogObject is = after.get(name);
            if (was == null) {
                changes.add(change(Change.ADDED, schemaName, null, is, access.ofAdded(is)));
            } else if (is == null) {
                changes.add(change(
                        Change.REMOVED, schemaName, was, null, List.of(new Difference(Aspect.READERS, readers(was)))));
            } else {
                List<Difference> found = differences(was, is);
                if (!found.isEmpty()) {
                    changes.add(change(Change.CHANGED, schemaName, was, is, found));
                }
            }
        }
        return changes;
    }

    private static ObjectChange change(
            Change change, String schema, CatalogObject was, CatalogObject is, List<Difference> differences) {
        CatalogObject shown = is == null ? was : is;
        return new ObjectChange(
                change,
                shown.type().toString(),
                schema + "." + shown.name(),
                was == null ? null : was.id(),
                is == null ? null : is.id(),
                differences);
    }

    /** Types have names of their own; all else shares one space of names. */
    private Map<String, CatalogObject> byName(String schemaId) {
        Map<String, CatalogObject> byName = new TreeMap<>();
        for (CatalogObject object : catalog.objectsIn(schemaId)) {
            if (!object.is(ObjectType.INDEX)) {
                byName.put(object.name() + (object.is(ObjectType.TYPE) ? " type" : ""), object);
            }
        }
        return byName;
    }

    private List<Difference> differences(CatalogObject was, CatalogObject is) {
        var found = new ArrayList<Difference>();
        boolean sameKind = was.type().equals(is.type());
        if (!sameKind) {
            found.add(new Difference(Aspect.KIND, "was a " + was.type()));
        }
        String columns = ColumnChanges.between(columns(was), columns(is));
        if (columns != null) {
            found.add(new Difference(Aspect.COLUMNS, columns));
        }
        if (sameKind && !Objects.equals(definition(was, old), definition(is, fresh))) {
            found.add(new Difference(Aspect.DEFINITION, "definition"));
        }
        String indexes = indexChanges(indexes(was, old), indexes(is, fresh));
        if (!indexes.isEmpty()) {
            found.add(new Difference(Aspect.INDEXES, indexes));
        }
        String oldCluster = old.clusters.get(was.clusterId());
        String newCluster = fresh.clusters.get(is.clusterId());
        if (sameKind && !Objects.equals(oldCluster, newCluster)) {
            found.add(new Difference(Aspect.CLUSTER, "cluster " + newCluster + ", was " + oldCluster));
        }
        found.addAll(access.between(was, is));
        return found;
    }

    private List<Catalog.Column> columns(CatalogObject object) {
        return catalog.columns().getOrDefault(object.id(), List.of());
    }

    private static String definition(CatalogObject object, Side side) {
        return Definition.normalised(object.createSql(), side.schemas);
    }

    /** By name, the definitions of an object's indexes with their clusters. */
    private Map<String, String> indexes(CatalogObject object, Side side) {
        Map<String, String> indexes = new TreeMap<>();
        for (String id : usedBy.getOrDefault(object.id(), Set.of())) {
            CatalogObject index = catalog.objects().get(id);
            if (index != null && index.is(ObjectType.INDEX)) {
                indexes.put(index.name(), definition(index, side) + " IN " + side.clusters.get(index.clusterId()));
            }
        }
        return indexes;
    }

    private static String indexChanges(Map<String, String> before, Map<String, String> after) {
        Set<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        var changes = new ArrayList<String>();
        for (String name : names) {
            if (!before.containsKey(name)) {
                changes.add("+1 index " + name);
            } else if (!after.containsKey(name)) {
                changes.add("-1 index " + name);
            } else if (!before.get(name).equals(after.get(name))) {
                changes.add("index " + name + " changed");
            }
        }
        return String.join(", ", changes);
    }

    /** Who outside of the deployment reads what goes away. */
    private String readers(CatalogObject object) {
        String readers = usedBy.getOrDefault(object.id(), Set.of()).stream()
                .map(id -> catalog.objects().get(id))
                .filter(reader ->
                        reader != null && !reader.is(ObjectType.INDEX) && !deployed.contains(reader.schemaId()))
                .map(catalog::display)
                .sorted()
                .collect(Collectors.joining(", "));
        return readers.isEmpty() ? "nothing reads it" : "read by " + readers;
    }
}
