package io.github.mzmaven.project;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/** Puts things in an order in which each comes after what it needs; those that need each other make one group. */
final class Groups {
    private final Map<String, Set<String>> needs;
    private final Map<String, Set<String>> neededBy = new HashMap<>();
    private final Map<String, Integer> places = new HashMap<>();
    /** What is not in a group yet, with how much of what it needs is not either. */
    private final Map<String, Integer> waiting = new LinkedHashMap<>();

    private final PriorityQueue<String> ready = new PriorityQueue<>((a, b) -> places.get(a) - places.get(b));
    private final List<List<String>> groups = new ArrayList<>();

    private Groups(Map<String, Set<String>> needs) {
        this.needs = needs;
        needs.forEach((thing, needed) -> {
            places.put(thing, places.size());
            waiting.put(thing, needed.size());
            needed.forEach(other -> neededBy.computeIfAbsent(other, key -> new LinkedHashSet<>())
                    .add(thing));
        });
    }

    /**
     * The groups in order, most of one thing each; where there is a choice, that of the map's order is first.
     *
     * @param needs by thing; nothing needs itself, or what is no key
     */
    static List<List<String>> of(Map<String, Set<String>> needs) {
        var groups = new Groups(needs);
        groups.read();
        return groups.groups;
    }

    private void read() {
        waiting.forEach((thing, count) -> {
            if (count == 0) {
                ready.add(thing);
            }
        });
        while (!waiting.isEmpty()) {
            add(ready.isEmpty() ? circle() : List.of(ready.remove()));
        }
    }

    private void add(List<String> group) {
        groups.add(group);
        waiting.keySet().removeAll(group);
        for (String thing : group) {
            for (String other : neededBy.getOrDefault(thing, Set.of())) {
                Integer left = waiting.computeIfPresent(other, (key, count) -> count - 1);
                if (left != null && left == 0) {
                    ready.add(other);
                }
            }
        }
    }

    /** The first group that needs nothing else that waits. */
    private List<String> circle() {
        for (String thing : waiting.keySet()) {
            Set<String> reached = reached(thing, needs);
            if (reached(thing, neededBy).containsAll(reached)) {
                return waiting.keySet().stream().filter(reached::contains).toList();
            }
        }
        throw new IllegalStateException("what waits for nothing is ready");
    }

    /** All that waits and that it leads to, directly or not. */
    private Set<String> reached(String thing, Map<String, Set<String>> along) {
        Set<String> reached = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(thing));
        while (!open.isEmpty()) {
            for (String other : along.getOrDefault(open.remove(), Set.of())) {
                if (waiting.containsKey(other) && reached.add(other)) {
                    open.add(other);
                }
            }
        }
        return reached;
    }
}
