package io.github.mzmaven.goal.diff;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The keys that the server's optimizer knows of a relation, out of {@code EXPLAIN OPTIMIZED PLAN WITH (keys)}: the plan's first
 * node says {@code keys: "([0, 1], [2])"}, by positions of columns. There is no catalog relation of keys.
 */
final class KnownKeys {
    private static final String ATTRIBUTE = "keys: \"";

    private KnownKeys() {}

    static String explain(String relation) {
        return "EXPLAIN OPTIMIZED PLAN WITH (keys) FOR SELECT * FROM " + relation;
    }

    /**
     * The key with the fewest columns.
     *
     * @param columns of the relation, in their order
     * @return {@code null} where the plan knows none, one without columns, or has another form
     */
    static List<String> smallest(String plan, List<String> columns) {
        return all(plan).stream()
                .filter(key -> !key.isEmpty() && key.stream().allMatch(i -> i < columns.size()))
                .min(Comparator.comparing(List::size))
                .map(key -> key.stream().map(columns::get).toList())
                .orElse(null);
    }

    private static List<List<Integer>> all(String plan) {
        var keys = new ArrayList<List<Integer>>();
        int from = plan == null ? -1 : plan.indexOf(ATTRIBUTE);
        int end = from < 0 ? -1 : plan.indexOf('"', from + ATTRIBUTE.length());
        if (end < 0) {
            return keys;
        }
        String text = plan.substring(from + ATTRIBUTE.length(), end);
        if (!text.matches("\\((\\[[0-9, ]*](, )?)*\\)")) {
            return keys;
        }
        for (String part : text.substring(1, text.length() - 1).split("]")) {
            int open = part.indexOf('[');
            if (open >= 0) {
                keys.add(positions(part.substring(open + 1)));
            }
        }
        return keys;
    }

    private static List<Integer> positions(String list) {
        var positions = new ArrayList<Integer>();
        for (String number : list.split(",")) {
            if (number.strip().matches("\\d{1,6}")) {
                positions.add(Integer.valueOf(number.strip()));
            }
        }
        return positions;
    }
}
