package io.github.mzmaven.catalog;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is asked of the server in one message.
 *
 * @param whole relations that are read as a whole
 * @param some by relation, ids of the things for which alone it is read; where it takes names, these
 */
record Request(Set<Relation<?>> whole, Map<Relation<?>, Set<String>> some) {
    static final Request NOTHING = whole(List.of());

    Request {
        some = new LinkedHashMap<>(some);
        some.values().removeIf(Set::isEmpty);
    }

    static Request whole(Collection<Relation<?>> relations) {
        return new Request(new LinkedHashSet<>(relations), Map.of());
    }

    static Request some(Relation<?> relation, Collection<String> ids) {
        return new Request(Set.of(), Map.of(relation, new LinkedHashSet<>(ids)));
    }

    /** The things for which alone a relation is read. */
    Set<String> of(Relation<?> relation) {
        return some.getOrDefault(relation, Set.of());
    }

    boolean isEmpty() {
        return whole.isEmpty() && some.isEmpty();
    }

    /** What of this is not in the other. */
    Request without(Request other) {
        Map<Relation<?>, Set<String>> rest = new LinkedHashMap<>();
        some.forEach((relation, ids) -> rest.put(relation, minus(ids, other.of(relation))));
        return new Request(minus(whole, other.whole), rest);
    }

    Request and(Request other) {
        Map<Relation<?>, Set<String>> sum = new LinkedHashMap<>(some);
        other.some.forEach((relation, ids) -> sum.merge(relation, ids, Request::plus));
        return new Request(plus(whole, other.whole), sum);
    }

    private static <T> Set<T> minus(Set<T> set, Set<T> other) {
        Set<T> rest = new LinkedHashSet<>(set);
        rest.removeAll(other);
        return rest;
    }

    static <T> Set<T> plus(Set<T> set, Set<T> other) {
        Set<T> sum = new LinkedHashSet<>(set);
        sum.addAll(other);
        return sum;
    }
}
