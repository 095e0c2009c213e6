package io.github.mzmaven.goal;

import io.github.mzmaven.config.Settings;
import io.github.mzmaven.execute.Goal;
import io.github.mzmaven.sandbox.Sandbox;
import io.github.mzmaven.sandbox.wire.Traffic.Sent;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a goal cost, as the sandbox counts it.
 *
 * @param span from its first message to its last
 * @param reading messages that read
 * @param relations by name, in how many messages each was read
 * @param writing messages that write, by their first words
 */
record GoalCost(
        String goal,
        int roundTrips,
        long bytes,
        Duration span,
        int reading,
        Map<String, Integer> relations,
        Map<String, Integer> writing) {
    private static final Pattern RELATION =
            Pattern.compile("FROM mz_(?:catalog|internal)\\.(\\w+)|SHOW CREATE CLUSTER");

    static GoalCost of(Sandbox sandbox, Goal goal, Settings settings) {
        sandbox.traffic().reset();
        GoalRun.of(goal, settings);
        var relations = new TreeMap<String, Integer>();
        var writing = new TreeMap<String, Integer>();
        int reading = 0;
        for (Sent sent : sandbox.traffic().statements()) {
            String sql = sent.sql().strip();
            if (sql.matches("(?is)(SELECT|SHOW|SET)\\b.*")) {
                reading++;
                readBy(sql).forEach(relation -> relations.merge(relation, 1, Integer::sum));
            } else {
                writing.merge(kind(sql), 1, Integer::sum);
            }
        }
        return new GoalCost(
                goal.name(),
                sandbox.traffic().roundTrips(),
                sandbox.traffic().bytes(),
                sandbox.traffic().span(),
                reading,
                relations,
                writing);
    }

    private static Set<String> readBy(String message) {
        var relations = new HashSet<String>();
        for (Matcher found = RELATION.matcher(message); found.find(); ) {
            relations.add(found.group(1) == null ? found.group() : found.group(1));
        }
        return relations;
    }

    private static String kind(String sql) {
        String[] words = sql.toUpperCase(Locale.ROOT).split("\\s+", 3);
        return words[0] + (words.length > 1 ? " " + words[1] : "") + (sql.contains(" OWNER TO ") ? " OWNER" : "");
    }

    /** By kind of message, how many more it sends than another run of the same goal. */
    Map<String, Integer> growthSince(GoalCost smaller) {
        var growth = new TreeMap<String, Integer>();
        writing.forEach((kind, count) -> {
            int more = count - smaller.writing.getOrDefault(kind, 0);
            if (more != 0) {
                growth.put(kind, more);
            }
        });
        return growth;
    }

    String describe() {
        return String.format(
                Locale.ROOT,
                "%-8s  %3d round trips (%d read)  %,9d bytes  %.2f s from first to last message  %s",
                goal,
                roundTrips,
                reading,
                bytes,
                span.toMillis() / 1000.0,
                relations);
    }
}
