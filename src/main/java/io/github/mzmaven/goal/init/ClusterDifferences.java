package io.github.mzmaven.goal.init;

import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.Cluster;
import io.github.mzmaven.config.ClusterSetting;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.sql.ClusterDefinition;
import io.github.mzmaven.sql.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Clusters of a deployment that are there already and differ from what init would create: adopted ones, or made before
 * production or the configuration changed. They are named and left alone, since altering one hydrates it again.
 */
final class ClusterDifferences {
    private static final String REMAKE =
            "If that is not meant: mvn mz:cleanup drops it, and mvn mz:init creates it again.";

    private ClusterDifferences() {}

    static List<Problem> warnings(Settings settings, Catalog catalog) {
        var warnings = new ArrayList<Problem>();
        for (ClusterSetting setting : settings.clusters()) {
            Cluster production = catalog.cluster(setting.name());
            Cluster copy = catalog.cluster(settings.copyOf(setting.name()));
            if (production != null && copy != null) {
                warnings.addAll(compare(production, copy, setting));
            }
        }
        return warnings;
    }

    private static List<Problem> compare(Cluster production, Cluster copy, ClusterSetting setting) {
        if (production.managed() != copy.managed()) {
            return List.of(warning(production, copy, kind(copy) + " instead of " + kind(production), REMAKE));
        }
        if (production.managed()) {
            return production.createSql() == null || copy.createSql() == null
                    ? List.of()
                    : compareOptions(production, copy, setting);
        }
        // One without a size is refused elsewhere.
        boolean comparable = Stream.of(production, copy)
                .flatMap(cluster -> cluster.replicas().stream())
                .allMatch(replica -> replica.internal() || replica.size() != null);
        List<String> has = comparable ? copy.replicaDefinitions() : List.of();
        List<String> shallHave = comparable ? production.replicaDefinitions() : List.of();
        return Set.copyOf(has).equals(Set.copyOf(shallHave))
                ? List.of()
                : List.of(warning(
                        production, copy, "replicas " + shown(has) + " instead of " + shown(shallHave), REMAKE));
    }

    private static List<Problem> compareOptions(Cluster production, Cluster copy, ClusterSetting setting) {
        Map<String, String> shallHave = production.definition().ofCopy(setting).options();
        Map<String, String> has =
                copy.definition().with(ClusterDefinition.WORKLOAD_CLASS, null).options();
        var differences = new ArrayList<String>();
        var set = new ArrayList<String>();
        var reset = new ArrayList<String>();
        var names = new TreeSet<>(has.keySet());
        names.addAll(shallHave.keySet());
        for (String option : names) {
            String is = has.get(option);
            String wanted = shallHave.get(option);
            if (is == null || !is.equals(wanted)) {
                differences.add((is == null ? "no " + option : option + " = " + is) + " instead of "
                        + (wanted == null ? "none" : wanted));
                if (wanted == null) {
                    reset.add(option);
                } else {
                    set.add(option + " = " + wanted);
                }
            }
        }
        if (differences.isEmpty()) {
            return List.of();
        }
        String alter = "ALTER CLUSTER " + Sql.shown(copy.name());
        String remedy = (set.isEmpty() ? "" : " " + alter + " SET (" + String.join(", ", set) + ");")
                + (reset.isEmpty() ? "" : " " + alter + " RESET (" + String.join(", ", reset) + ");");
        return List.of(warning(production, copy, String.join(", ", differences), "If that is not meant:" + remedy));
    }

    private static Problem warning(Cluster production, Cluster copy, String differences, String remedy) {
        return Problem.warning(
                "Cluster " + copy.name() + " is there, but not as a copy of " + production.name() + " would be: "
                        + differences + ".",
                remedy);
    }

    private static String kind(Cluster cluster) {
        return cluster.managed() ? "managed" : "unmanaged";
    }

    private static String shown(List<String> replicas) {
        return replicas.isEmpty()
                ? "none"
                : replicas.stream().map(replica -> replica.replace("\"", "")).collect(Collectors.joining(", "));
    }
}
