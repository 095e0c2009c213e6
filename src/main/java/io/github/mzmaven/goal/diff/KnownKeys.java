package io.github.mzmaven.goal.diff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The keys that the server's optimizer knows of a relation, out of {@code EXPLAIN OPTIMIZED PLAN WITH (keys)}: the plan's first
 * node says {@code keys: "([0, 1], [2])"}, by positions of columns. There is no catalog relation of keys.
 */
final class KnownKeys {
    private static final String COMMENT = "// { ";
    private static final String ATTRIBUTE = "keys: \"";

    private KnownKeys() {}

    static String explain(String relation) {
        return "EXPLAIN OPTIMIZED PLAN WITH (keys) FOR SELECT * FROM " + relation;
    }

    /**
     * The key with the fewest columns; of those the one whose columns come first.
     *
     * @param columns of the relation, in their order
     * @return {@code null} where the plan knows none, one without columns, or has another form
     */
    static List<String> smallest(String plan, List<String> columns) {
        String attributes = attributes(plan);
        if (!attributes.startsWith("arity: " + columns.size() + ", ")) {
            return null;
        }
        return all(attributes).stream()
                .filter(key -> !key.isEmpty() && key.stream().allMatch(i -> i < columns.size()))
                .min(Comparator.<List<Integer>>comparingInt(List::size).thenComparing(KnownKeys::byPosition))
                .map(key -> key.stream().map(columns::get).toList())
                .orElse(null);
    }

    /** What is said of the first node; empty where nothing is, since what a node below it has, its columns in other places, is no key. */
    private static String attributes(String plan) {
        List<String> lines = plan == null ? List.of() : plan.lines().limit(2).toList();
        boolean explained = lines.size() == 2 && lines.get(0).startsWith("Explained Query");
        int comment = explained ? lines.get(1).lastIndexOf(COMMENT) : -1;
        return comment < 0 ? "" : lines.get(1).substring(comment + COMMENT.length());
    }

    private static List<List<Integer>> all(String attributes) {
        var keys = new ArrayList<List<Integer>>();
        int from = attributes.indexOf(ATTRIBUTE);
        int end = from < 0 ? -1 : attributes.indexOf('"', from + ATTRIBUTE.length());
        if (end < 0) {
            return keys;
        }
        String text = attributes.substring(from + ATTRIBUTE.length(), end);
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

    private static int byPosition(List<Integer> one, List<Integer> other) {
        return Arrays.compare(one.toArray(Integer[]::new), other.toArray(Integer[]::new));
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
