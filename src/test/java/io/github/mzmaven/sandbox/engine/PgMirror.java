package io.github.mzmaven.sandbox.engine;

import io.github.mzmaven.sandbox.SqlError;
import io.github.mzmaven.sandbox.engine.Entities.ColumnDef;
import io.github.mzmaven.sandbox.engine.Entities.Item;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Makes PostgreSQL look like the catalog: tables and views, whose names there are their ids, and the rows behind the catalog's
 * relations.
 */
final class PgMirror implements AutoCloseable {
    private final PgConnection postgres;
    private Catalog shown = new Catalog();

    PgMirror(PgConnection postgres) {
        this.postgres = postgres;
    }

    /** All or nothing, in one transaction of PostgreSQL's. */
    void show(Catalog catalog) throws SqlError {
        if (catalog == shown) {
            return;
        }
        List<String> sql = new ArrayList<>();
        drop(catalog, sql);
        create(catalog, sql);
        sql.addAll(CatalogRows.of(catalog).changesFrom(CatalogRows.of(shown)));
        if (!sql.isEmpty()) {
            transaction(sql);
        }
        shown = catalog;
    }

    Catalog shown() {
        return shown;
    }

    /** The same relation: with another past the same id may have been another's. */
    private static boolean isSame(Item one, Item other) {
        return one != null && other != null && one.definition() == other.definition();
    }

    private void transaction(List<String> sql) throws SqlError {
        try {
            postgres.run("BEGIN; " + String.join("; ", sql) + "; COMMIT");
        } catch (SqlError e) {
            postgres.run("ROLLBACK");
            throw e;
        }
    }

    void run(String sql) throws SqlError {
        postgres.run(sql);
    }

    private void drop(Catalog catalog, List<String> sql) {
        for (Item item : shown.items.values()) {
            if (item.type().isRelation() && !isSame(item, catalog.items.get(item.id()))) {
                sql.add("DROP " + kind(item) + " IF EXISTS " + name(item) + " CASCADE");
            }
        }
    }

    private void create(Catalog catalog, List<String> sql) {
        catalog.items.values().stream()
                .filter(i -> i.type().isRelation() && !isSame(i, shown.items.get(i.id())))
                .sorted(Comparator.comparingLong(i -> Ids.number(i.id())))
                .forEach(i -> sql.add(create(catalog, i)));
    }

    private static String create(Catalog catalog, Item item) {
        String name = name(item);
        if (item.definition() instanceof Definition.Queried queried) {
            String columns = item.columns().isEmpty()
                    ? ""
                    : item.columns().stream()
                            .map(c -> Names.quote(c.name()))
                            .collect(Collectors.joining(", ", " (", ")"));
            return "CREATE VIEW " + name + columns + " AS " + PgDialect.sql(catalog, queried.query());
        }
        if (item.definition() instanceof Definition.Table table) {
            return "CREATE TABLE " + name + " (" + PgDialect.sql(catalog, table.body()) + ")";
        }
        return "CREATE TABLE " + name + " ("
                + item.columns().stream().map(PgMirror::column).collect(Collectors.joining(", ")) + ")";
    }

    private static String column(ColumnDef column) {
        return Names.quote(column.name()) + " " + column.type() + (column.nullable() ? "" : " NOT NULL");
    }

    /** Never another's, and no longer than PostgreSQL takes. */
    static String name(Item item) {
        return "sandbox_objects." + item.id();
    }

    private static String kind(Item item) {
        return item.definition() instanceof Definition.Queried ? "VIEW" : "TABLE";
    }

    @Override
    public void close() {
        postgres.close();
    }
}
