package io.github.mzmaven.sandbox.engine;

import io.github.mzmaven.sandbox.SqlError;
import io.github.mzmaven.sandbox.engine.Entities.Cluster;
import io.github.mzmaven.sandbox.engine.Entities.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The statement that would create an object again: for people, and as the catalog stores it. */
final class ShowCreate {
    private static final int WIDTH = 100;
    private static final String REFRESH = "REFRESH = ON COMMIT";

    private final Catalog catalog;

    ShowCreate(Catalog catalog) {
        this.catalog = catalog;
    }

    /** As {@code SHOW CREATE} prints it; how it breaks the lines of a long query was never recorded. */
    String shown(Item item) throws SqlError {
        var printer = new SqlPrinter(catalog, SqlPrinter.Style.SHOWN);
        String name = Names.idents(catalog.fullName(item));
        Definition definition = item.definition();
        if (definition instanceof Definition.View view) {
            return line("CREATE VIEW " + name + names(view.columns(), false) + " AS " + printer.print(view.query()))
                    + ";";
        }
        if (definition instanceof Definition.MaterializedView view) {
            List<String> clauses = new ArrayList<>(List.of("CREATE MATERIALIZED VIEW " + name));
            if (!view.columns().isEmpty()) {
                clauses.add(names(view.columns(), false).strip());
            }
            clauses.add("IN CLUSTER " + printer.cluster(item.cluster()));
            clauses.add("WITH (" + REFRESH + ")");
            clauses.add(line("AS " + printer.print(view.query())));
            return String.join("\n    ", clauses) + ";";
        }
        if (definition instanceof Definition.Sink sink) {
            String into = "KAFKA CONNECTION " + printer.item(sink.connection()) + " (" + printer.print(sink.into())
                    + ")" + key(sink, false);
            return String.join(
                            "\n",
                            "CREATE SINK " + name,
                            "IN CLUSTER " + printer.cluster(item.cluster()),
                            "FROM " + printer.item(sink.from()),
                            into.length() + 5 > WIDTH ? "INTO\n    " + into : "INTO " + into,
                            printer.print(sink.format()),
                            "ENVELOPE " + sink.envelope())
                    + ";";
        }
        throw Errors.unsupported("SHOW CREATE " + item.type().words());
    }

    private static String line(String text) throws SqlError {
        if (text.length() > WIDTH) {
            throw Errors.unsupported("SHOW CREATE of a query that is longer than a line");
        }
        return text;
    }

    private static String other(Item item, Definition.Other other, String name, SqlPrinter printer) {
        String body = printer.print(other.body());
        return switch (item.type()) {
            case CONNECTION -> "CREATE CONNECTION " + name + " TO KAFKA (" + body + ")";
            case TYPE ->
                "CREATE TYPE " + name + " AS " + other.subtype().toUpperCase(java.util.Locale.ROOT) + " (" + body + ")";
            default -> "CREATE SECRET " + name + " AS '<REDACTED>'";
        };
    }

    private static String key(Definition.Sink sink, boolean quoted) {
        return (sink.key() == null ? "" : " KEY" + names(sink.key(), quoted))
                + (sink.keyNotEnforced() ? " NOT ENFORCED" : "");
    }

    private static String names(List<String> columns, boolean quoted) {
        return columns.isEmpty()
                ? ""
                : columns.stream()
                        .map(c -> quoted ? Names.quote(c) : Names.ident(c))
                        .collect(Collectors.joining(", ", " (", ")"));
    }

    private static String list(List<SqlText> texts, SqlPrinter printer) {
        return texts.stream().map(printer::print).collect(Collectors.joining(", "));
    }

    /** As {@code create_sql} holds it: names with ids, all quoted. */
    String stored(Item item) {
        return stored(item, new SqlPrinter(catalog, SqlPrinter.Style.STORED), true);
    }

    /** As {@code redacted_create_sql} holds it: names with ids, quoted where they must be. */
    String redacted(Item item) {
        return stored(item, new SqlPrinter(catalog, SqlPrinter.Style.REDACTED), false);
    }

    private String stored(Item item, SqlPrinter printer, boolean quoted) {
        List<String> parts = catalog.fullName(item);
        String name = quoted ? Names.quoted(parts) : Names.idents(parts);
        Definition definition = item.definition();
        if (definition instanceof Definition.MaterializedView view) {
            return "CREATE MATERIALIZED VIEW " + name + names(view.columns(), quoted) + " IN CLUSTER "
                    + printer.cluster(item.cluster()) + " WITH (" + REFRESH + ") AS "
                    + printer.print(view.query()) + " AS OF " + view.asOf();
        }
        if (definition instanceof Definition.View view) {
            return "CREATE VIEW " + name + names(view.columns(), quoted) + " AS " + printer.print(view.query());
        }
        if (definition instanceof Definition.Table table) {
            return "CREATE TABLE " + name + " (" + printer.print(table.body()) + ")";
        }
        if (definition instanceof Definition.Index index) {
            return "CREATE INDEX " + (quoted ? Names.quote(item.name()) : Names.ident(item.name())) + " IN CLUSTER "
                    + printer.cluster(item.cluster()) + " ON " + printer.item(index.on()) + " ("
                    + list(index.keys(), printer) + ")";
        }
        if (definition instanceof Definition.Sink sink) {
            return "CREATE SINK " + name + " IN CLUSTER " + printer.cluster(item.cluster()) + " FROM "
                    + printer.item(sink.from()) + " INTO KAFKA CONNECTION " + printer.item(sink.connection()) + " ("
                    + printer.print(sink.into()) + ")" + key(sink, quoted) + " " + printer.print(sink.format())
                    + " ENVELOPE " + sink.envelope()
                    + (sink.version() == 0 ? "" : " WITH (VERSION = " + sink.version() + ")");
        }
        if (definition instanceof Definition.Source source) {
            String cluster = item.cluster() == null ? "" : " IN CLUSTER " + printer.cluster(item.cluster());
            return "CREATE SOURCE " + name + cluster + " " + printer.print(source.body());
        }
        return other(item, (Definition.Other) definition, name, printer);
    }

    /** The query of a view, as its {@code definition} column holds it. */
    String definition(Definition.Queried queried) {
        return new SqlPrinter(catalog, SqlPrinter.Style.STORED).print(queried.query()) + ";";
    }

    String shown(Cluster cluster) throws SqlError {
        ClusterOptions o = cluster.options();
        if (!o.managed()) {
            throw new SqlError("0A000", "SHOW CREATE for unmanaged clusters not yet supported");
        }
        List<String> options = new ArrayList<>();
        if (o.autoScaling() != null) {
            String linger = o.autoScaling().lingerSeconds() == null
                    ? ""
                    : ", LINGER DURATION = " + interval(o.autoScaling().lingerSeconds() * 1000);
            options.add("AUTO SCALING STRATEGY = (ON HYDRATION (HYDRATION SIZE = "
                    + Names.literal(o.autoScaling().hydrationSize()) + linger + "))");
        }
        options.add("INTROSPECTION DEBUGGING = " + o.introspectionDebugging());
        options.add("INTROSPECTION INTERVAL = " + interval(o.introspectionMillis()));
        options.add("MANAGED = true");
        if (!o.onRefresh()) {
            options.add("REPLICATION FACTOR = " + o.replicationFactor());
        }
        options.add("SIZE = " + Names.literal(o.size()));
        options.add(
                o.onRefresh()
                        ? "SCHEDULE = ON REFRESH (HYDRATION TIME ESTIMATE = '"
                                + Intervals.clock(o.refreshEstimate() * 1000) + "')"
                        : "SCHEDULE = MANUAL");
        if (o.workloadClass() != null) {
            options.add("WORKLOAD CLASS = " + Names.literal(o.workloadClass()));
        }
        return "CREATE CLUSTER " + Names.quote(cluster.name()) + " (" + String.join(", ", options) + ")";
    }

    private static String interval(long millis) {
        return "INTERVAL '" + Intervals.clock(millis) + "'";
    }
}
