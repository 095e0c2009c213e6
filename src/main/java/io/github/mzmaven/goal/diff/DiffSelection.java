package io.github.mzmaven.goal.diff;

import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.CatalogObject;
import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.goal.diff.RelationPair.SinkKey;
import io.github.mzmaven.plan.Deployment;
import io.github.mzmaven.plan.Deployment.Pair;
import io.github.mzmaven.sql.Definition;
import io.github.mzmaven.text.Nearest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which relations are compared, and what is wrong with what was asked for. */
final class DiffSelection {
    private final Settings settings;
    private final Deployment deployment;
    private final Catalog catalog;
    private final Map<String, Set<String>> usedBy;
    private final Globs include;
    private final Globs exclude;
    private final List<Problem> problems = new ArrayList<>();
    private final List<RelationPair> pairs = new ArrayList<>();

    DiffSelection(Settings settings, Catalog catalog) {
        this.settings = settings;
        this.deployment = Deployment.of(settings, catalog);
        this.catalog = catalog;
        this.usedBy = catalog.usedBy();
        this.include = new Globs(settings.diff().include());
        this.exclude = new Globs(settings.diff().exclude());
        var names = new ArrayList<String>();
        for (Pair pair : deployment.schemas()) {
            select(pair, names);
        }
        pairs.sort(Comparator.comparing(RelationPair::name));
        checkCluster();
        checkGlobs("include", include, names);
        checkGlobs("exclude", exclude, names);
        checkKeys(names);
    }

    /** By name. */
    List<RelationPair> pairs() {
        return List.copyOf(pairs);
    }

    /** Why nothing can be compared; empty where it can. */
    List<Problem> problems() {
        return List.copyOf(problems);
    }

    private void select(Pair schema, List<String> names) {
        Map<String, CatalogObject> old = relations(schema.productionId());
        Map<String, CatalogObject> fresh = relations(schema.copyId());
        Set<String> all = new TreeSet<>(old.keySet());
        all.addAll(fresh.keySet());
        for (String object : all) {
            String name = schema.production() + "." + object;
            names.add(name);
            CatalogObject was = old.get(object);
            CatalogObject is = fresh.get(object);
            boolean reached = isReached(was) || isReached(is);
            boolean named = include.match(name);
            if ((include.globs().isEmpty() ? reached : named) && !exclude.match(name)) {
                pairs.add(pair(name, was, is));
            }
        }
    }

    private RelationPair pair(String name, CatalogObject was, CatalogObject is) {
        return new RelationPair(
                name,
                was,
                is,
                was == null ? null : catalog.qualified(was),
                is == null ? null : catalog.qualified(is),
                columns(was),
                columns(is),
                cluster(is),
                sinks(was));
    }

    private Map<String, CatalogObject> relations(String schemaId) {
        Map<String, CatalogObject> relations = new TreeMap<>();
        if (schemaId != null) {
            catalog.objectsIn(schemaId).stream()
                    .filter(object -> object.type().isRelation())
                    .forEach(object -> relations.put(object.name(), object));
        }
        return relations;
    }

    /** Whether readers get it without computing it: it is maintained, or a sink reads it. */
    private boolean isReached(CatalogObject object) {
        return object != null
                && (object.is(ObjectType.MATERIALIZED_VIEW)
                        || indexOf(object) != null && object.is(ObjectType.VIEW)
                        || readers(object).stream().anyMatch(reader -> reader.is(ObjectType.SINK)));
    }

    private CatalogObject indexOf(CatalogObject object) {
        return readers(object).stream()
                .filter(reader -> reader.is(ObjectType.INDEX) && reader.clusterId() != null)
                .findFirst()
                .orElse(null);
    }

    private List<CatalogObject> readers(CatalogObject object) {
        return usedBy.getOrDefault(object.id(), Set.of()).stream()
                .sorted()
                .map(catalog.objects()::get)
                .filter(Objects::nonNull)
                .toList();
    }

    private List<Catalog.Column> columns(CatalogObject object) {
        return object == null ? List.of() : catalog.columns().getOrDefault(object.id(), List.of());
    }

    /** Those that a promote moves to the copy; what reads that already has emitted it. */
    private List<SinkKey> sinks(CatalogObject was) {
        return was == null
                ? List.of()
                : readers(was).stream()
                        .filter(reader -> reader.is(ObjectType.SINK))
                        .map(sink -> new SinkKey(catalog.display(sink), Definition.sinkKey(sink.createSql())))
                        .sorted(Comparator.comparing(SinkKey::name))
                        .toList();
    }

    /** Never one of production's: readers would feel it. */
    private String cluster(CatalogObject fresh) {
        String chosen = settings.diff().cluster();
        if (chosen == null) {
            return fresh == null ? null : clusterOf(fresh);
        }
        return deployment.clusters().stream()
                .filter(pair -> pair.production().equals(chosen))
                .map(Pair::copy)
                .findFirst()
                .orElse(chosen);
    }

    private String clusterOf(CatalogObject fresh) {
        CatalogObject index = indexOf(fresh);
        String id = fresh.clusterId() == null && index != null ? index.clusterId() : fresh.clusterId();
        boolean copy = deployment.clusters().stream().anyMatch(pair -> Objects.equals(pair.copyId(), id));
        if (id != null && copy) {
            return catalog.clusters().get(id).name();
        }
        return deployment.clusters().stream()
                .filter(pair -> pair.copyId() != null)
                .map(Pair::copy)
                .findFirst()
                .orElse(null);
    }

    private void checkCluster() {
        String chosen = settings.diff().cluster();
        if (chosen == null && pairs.stream().anyMatch(pair -> pair.isCompared() && pair.cluster() == null)) {
            problems.add(Problem.hard(
                    "The target has no cluster on which to compare.",
                    "Set -Dmz.cluster to one that may be used for that, or configure clusters."));
        }
        String used = chosen == null ? null : cluster(null);
        if (used != null && catalog.cluster(used) == null) {
            List<String> known =
                    deployment.clusters().stream().map(Pair::production).toList();
            problems.add(Problem.hard(
                    "There is no cluster " + used + " to compare on (cluster)." + Nearest.hint(chosen, known),
                    "Set -Dmz.cluster to one of the target's, whose copy it is then, or to another one that exists."));
        }
    }

    private void checkGlobs(String key, Globs globs, List<String> names) {
        globs.withoutMatch(names)
                .forEach(glob -> problems.add(Problem.hard(
                        key + " \"" + glob + "\" matches no relation of the deployment." + Nearest.hint(glob, names),
                        "Write schema.object with * and ?, for example -Dmz." + key + "=marts.*")));
    }

    private void checkKeys(List<String> names) {
        settings.diff().keys().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> checkKey(entry.getKey(), entry.getValue(), names));
    }

    private void checkKey(String name, List<String> key, List<String> names) {
        if (!names.contains(name)) {
            problems.add(Problem.hard(
                    "There is no relation " + name + " for which keys names a key." + Nearest.hint(name, names)));
            return;
        }
        pairs.stream()
                .filter(pair -> pair.name().equals(name) && pair.isCompared())
                .forEach(pair -> {
                    List<String> shared =
                            pair.shared().stream().map(Catalog.Column::name).toList();
                    key.stream()
                            .filter(column -> !shared.contains(column))
                            .forEach(column -> problems.add(Problem.hard(
                                    name + " has no column " + column
                                            + " of the same type in both versions, which keys names."
                                            + Nearest.hint(column, shared),
                                    "Its columns: " + String.join(", ", shared))));
                });
    }
}
