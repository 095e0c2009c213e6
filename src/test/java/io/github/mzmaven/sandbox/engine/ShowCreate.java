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

    /** As {@code SHOW CREATE} prints it. */
    String shown(Item item) {
        return DocLayout.layout(doc(item, new SqlPrinter(catalog, SqlPrinter.Style.SHOWN)), WIDTH) + ";";
    }

    private Doc doc(Item item, SqlPrinter printer) {
        String name = Names.idents(catalog.fullName(item));
        Definition definition = item.definition();
        if (definition instanceof Definition.View view) {
            return Doc.nested(Doc.text("CREATE VIEW"), Doc.lines(queried(view, name, printer)));
        }
        if (definition instanceof Definition.MaterializedView view) {
            List<Doc> docs = queried(view, "CREATE MATERIALIZED VIEW " + name, printer);
            docs.add(docs.size() - 1, Doc.text("IN CLUSTER " + printer.cluster(item.cluster())));
            docs.add(docs.size() - 1, bracket("WITH (", List.of(REFRESH)));
            return Doc.nested(docs.toArray(Doc[]::new));
        }
        if (definition instanceof Definition.Table table) {
            List<Doc> columns = new ArrayList<>();
            QueryLayout.splitAt(table.body().pieces())
                    .forEach(c -> columns.add(Doc.text(printer.print(new SqlText(c)))));
            return Doc.bracket(Doc.text("CREATE TABLE " + name + " ("), Doc.commas(columns), ")", Doc.SOFT_LINE);
        }
        return Doc.lines(clauses(item, name, printer));
    }

    private static List<Doc> queried(Definition.Queried queried, String title, SqlPrinter printer) {
        List<Doc> docs = new ArrayList<>(List.of(Doc.text(title)));
        if (!queried.columns().isEmpty()) {
            docs.add(bracket("(", queried.columns().stream().map(Names::ident).toList()));
        }
        Doc query = new QueryLayout(printer).query(queried.query().pieces());
        docs.add(Doc.nested(Doc.text("AS"), query));
        return docs;
    }

    private static Doc bracket(String left, List<String> elements) {
        List<Doc> docs = elements.stream().map(Doc::text).toList();
        return Doc.bracket(Doc.text(left), Doc.commas(docs), ")", Doc.SOFT_LINE);
    }

    private static Doc titled(String title, String text) {
        return Doc.nested(Doc.text(title), Doc.text(text));
    }

    private List<Doc> clauses(Item item, String name, SqlPrinter printer) {
        List<Doc> clauses = new ArrayList<>();
        Definition definition = item.definition();
        if (definition instanceof Definition.Index index) {
            clauses.add(Doc.text("CREATE INDEX " + Names.ident(item.name()) + " IN CLUSTER "
                    + printer.cluster(item.cluster()) + " ON " + printer.item(index.on()) + " ("
                    + list(index.keys(), printer) + ")"));
        } else if (definition instanceof Definition.Sink sink) {
            clauses.add(titled("CREATE SINK", name));
            clauses.add(titled("IN CLUSTER", printer.cluster(item.cluster())));
            clauses.add(titled("FROM", printer.item(sink.from())));
            clauses.add(titled(
                    "INTO",
                    "KAFKA CONNECTION " + printer.item(sink.connection()) + " (" + printer.print(sink.into()) + ")"
                            + key(sink, false)));
            clauses.add(Doc.text(printer.print(sink.format())));
            clauses.add(titled("ENVELOPE", sink.envelope()));
        } else if (definition instanceof Definition.Source source) {
            clauses.add(titled("CREATE SOURCE", name));
            if (item.cluster() != null) {
                clauses.add(titled("IN CLUSTER", printer.cluster(item.cluster())));
            }
            clauses.add(Doc.text(printer.print(source.body())));
        } else if (definition instanceof Definition.Other other) {
            clauses.add(Doc.text(other(item, other, name, printer)));
        }
        return clauses;
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
