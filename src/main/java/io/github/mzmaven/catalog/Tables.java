package io.github.mzmaven.catalog;

import io.github.mzmaven.catalog.Relation.Attribute;
import io.github.mzmaven.session.Row;
import io.github.mzmaven.session.Session;
import io.github.mzmaven.session.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What was asked so far, and what the server said, by relation: in which order they were asked for does not matter. */
final class Tables {
    private final Function<List<String>, List<Table>> server;
    private final Map<Relation<?>, List<Row>> rows = new HashMap<>();
    private Request asked = Request.NOTHING;

    Tables(Session session) {
        this(statements -> session.onCatalog().query(statements));
    }

    /** @param server answers statements that come as one message, with a table for each */
    Tables(Function<List<String>, List<Table>> server) {
        this.server = server;
    }

    /** Asks for what of this was not asked yet, in one message; none where nothing is left. */
    Tables ask(Request request) {
        Request missing = request.without(asked);
        List<Relation<?>> relations = new ArrayList<>(missing.whole());
        List<String> statements = new ArrayList<>();
        relations.forEach(relation -> statements.add(relation.sql()));
        missing.some()
                .forEach((relation, ids) -> relation.statements(ids).forEach(statement -> {
                    relations.add(relation);
                    statements.add(statement);
                }));
        List<Table> answers = missing.isEmpty() ? List.of() : server.apply(statements);
        for (int i = 0; i < relations.size(); i++) {
            rows.computeIfAbsent(relations.get(i), k -> new ArrayList<>())
                    .addAll(answers.get(i).rows());
        }
        asked = asked.and(missing);
        return this;
    }

    boolean has(Relation<?> relation) {
        return asked.whole().contains(relation);
    }

    /** Whether a relation was read for this thing, among others. */
    boolean has(Relation<?> relation, String id) {
        return asked.of(relation).contains(id);
    }

    /** What a relation holds, as far as it was read. */
    <T> List<T> of(Relation<T> relation) {
        return rows.getOrDefault(relation, List.of()).stream()
                .map(relation.mapper())
                .toList();
    }

    /** The same where it is one attribute of each thing: by id. */
    Map<String, String> map(Relation<Attribute> relation) {
        Map<String, String> values = new HashMap<>();
        of(relation).forEach(attribute -> values.put(attribute.id(), attribute.value()));
        return values;
    }

    /** The same where a thing may have several values. */
    Map<String, Set<String>> sets(Relation<Attribute> relation) {
        return of(relation).stream()
                .filter(attribute -> attribute.value() != null)
                .collect(Collectors.groupingBy(
                        Attribute::id,
                        LinkedHashMap::new,
                        Collectors.mapping(Attribute::value, Collectors.toCollection(LinkedHashSet::new))));
    }
}
