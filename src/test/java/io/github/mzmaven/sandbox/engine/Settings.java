package io.github.mzmaven.sandbox.engine;

import io.github.mzmaven.sandbox.Answers;
import io.github.mzmaven.sandbox.Column;
import io.github.mzmaven.sandbox.Notice;
import io.github.mzmaven.sandbox.SqlError;
import io.github.mzmaven.sandbox.engine.Entities.Cluster;
import io.github.mzmaven.sandbox.engine.Entities.Item;
import io.github.mzmaven.sandbox.engine.Entities.Schema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** SET, RESET, DISCARD, and everything that SHOW shows. */
final class Settings {
    private static final int TEXT = 25;

    private final Session session;
    private final PgConnection postgres;
    private final CatalogStore store;
    private final SystemObjects system;
    private String applied;

    Settings(Session session, PgConnection postgres, CatalogStore store, SystemObjects system) {
        this.session = session;
        this.postgres = postgres;
        this.store = store;
        this.system = system;
    }

    List<Column> describe(Statement statement) {
        if (statement instanceof Statement.ShowVariable show) {
            return show.name().equals("all") ? texts("name", "setting", "description") : texts(show.name());
        }
        if (statement instanceof Statement.ShowCreate) {
            return texts("name", "create_sql");
        }
        return statement instanceof Statement.ShowObjects show ? listColumns(show.kind()) : List.of();
    }

    private static List<Column> texts(String... names) {
        return Stream.of(names).map(n -> new Column(n, TEXT)).toList();
    }

    void execute(Statement statement, Answers answers) throws SqlError {
        if (statement instanceof Statement.SetVariable set) {
            set(set);
            noticeCluster(set.name(), answers);
            answers.complete("SET");
        } else if (statement instanceof Statement.ResetVariable reset) {
            if (reset.name().equals("all")) {
                throw Errors.unsupported("RESET ALL");
            }
            session.reset(reset.name());
            apply();
            answers.complete("RESET");
        } else if (statement instanceof Statement.DiscardAll) {
            session.discard();
            apply();
            answers.complete("DISCARD ALL");
        } else if (statement instanceof Statement.ShowVariable show) {
            show(show, answers);
        } else if (statement instanceof Statement.ShowCreate show) {
            showCreate(show, answers);
        } else if (statement instanceof Statement.ShowObjects show) {
            list(show, answers);
        } else {
            throw Errors.unsupported("such a statement");
        }
    }

    private void set(Statement.SetVariable set) throws SqlError {
        if (set.values() == null) {
            session.reset(set.name());
        } else {
            List<String> values = new ArrayList<>();
            String sign = "";
            for (Token token : set.values()) {
                if (token.isOperator("-")) {
                    sign = "-";
                } else if (!token.is(Token.Kind.COMMA)) {
                    values.add(sign + token.text());
                    sign = "";
                }
            }
            session.set(set.name(), values);
        }
        apply();
    }

    /** PostgreSQL has to know some settings too. */
    private void apply() throws SqlError {
        String known = "SET sandbox.database = " + Names.literal(session.database()) + "; SET statement_timeout = "
                + session.statementTimeout();
        if (!known.equals(applied)) {
            postgres.run(known);
            applied = known;
        }
    }

    private void noticeCluster(String name, Answers answers) {
        if (name.equals("cluster")
                && store.published().cluster(session.cluster()).isEmpty()) {
            answers.notice(new Notice(
                    "NOTICE",
                    "MZ007",
                    "cluster " + Names.display(session.cluster()) + " does not exist",
                    null,
                    "Create the cluster with CREATE CLUSTER or pick an extant cluster with SET CLUSTER = name. List"
                            + " available clusters with SHOW CLUSTERS."));
        }
    }

    private void show(Statement.ShowVariable show, Answers answers) throws SqlError {
        if (show.name().equals("all")) {
            answers.columns(describe(show));
            session.all().forEach((name, value) -> answers.row(List.of(name, value, "")));
            answers.complete("SELECT " + session.all().size());
            return;
        }
        String value = session.show(show.name());
        answers.columns(describe(show));
        answers.row(java.util.Collections.singletonList(value));
        noticeCluster(show.name(), answers);
        answers.complete("SELECT 1");
    }

    private void showCreate(Statement.ShowCreate show, Answers answers) throws SqlError {
        Catalog catalog = store.published();
        Scope scope = new Scope(catalog, session);
        ShowCreate create = new ShowCreate(catalog);
        if (show.type() == ObjectType.CLUSTER) {
            Cluster cluster = scope.cluster(String.join(".", show.name()));
            answers.columns(describe(show));
            answers.row(List.of(cluster.name(), create.shown(cluster)));
        } else {
            if (!(scope.relation(show.name(), system) instanceof Scope.UserItem user)) {
                throw Errors.unsupported("SHOW CREATE of a system object");
            }
            Item item = user.item();
            DropDdl.checkType(
                    new Work(catalog, session, system, postgres::columns, store.now()),
                    item,
                    show.type(),
                    "SHOW CREATE");
            answers.columns(describe(show));
            Queries.checkContainer(catalog, session, item);
            answers.row(List.of(catalog.display(item), create.shown(item)));
        }
        answers.complete("SELECT 1");
    }

    private static List<Column> listColumns(String kind) {
        return kind.equals("CLUSTERS") ? texts("name", "replicas", "comment") : texts("name", "comment");
    }

    private void list(Statement.ShowObjects show, Answers answers) throws SqlError {
        Catalog catalog = store.published();
        Scope scope = new Scope(catalog, session);
        List<List<String>> rows = switch (show.kind()) {
            case "DATABASES" ->
                rows(catalog, catalog.databases.values().stream(), d -> d.name(), ObjectType.DATABASE, d -> d.id());
            case "ROLES" ->
                rows(
                        catalog,
                        catalog.roles.values().stream().filter(r -> !Ids.isSystem(r.id())),
                        r -> r.name(),
                        ObjectType.ROLE,
                        r -> r.id());
            case "SCHEMAS" -> {
                String database = scope.database(show.in() == null ? session.database() : String.join(".", show.in()))
                        .id();
                Stream<Schema> schemas = catalog.schemas.values().stream()
                        .filter(s -> s.database() == null || s.database().equals(database));
                yield rows(catalog, schemas, Schema::name, ObjectType.SCHEMA, Schema::id);
            }
            case "CLUSTERS" -> throw Errors.unsupported("SHOW CLUSTERS (read mz_clusters)");
            case "COLUMNS", "INDEXES" -> throw Errors.unsupported("SHOW " + show.kind());
            default -> items(catalog, scope, show);
        };
        String pattern = show.like() == null ? ".*" : like(show.like());
        List<List<String>> shown =
                rows.stream().filter(r -> r.get(0).matches(pattern)).toList();
        answers.columns(listColumns(show.kind()));
        shown.forEach(answers::row);
        answers.complete("SELECT " + shown.size());
    }

    private List<List<String>> items(Catalog catalog, Scope scope, Statement.ShowObjects show) throws SqlError {
        Schema schema = show.in() == null ? scope.target(List.of("any")) : scope.schema(show.in());
        String kind = show.kind().substring(0, show.kind().length() - 1);
        Stream<Item> items = catalog.itemsOf(schema)
                .filter(i -> kind.equals("OBJECT") || i.type().words().equals(kind));
        return rows(catalog, items, Item::name, ObjectType.VIEW, Item::id);
    }

    private static <T> List<List<String>> rows(
            Catalog catalog, Stream<T> objects, Function<T, String> name, ObjectType type, Function<T, String> id) {
        return objects.sorted(Comparator.comparing(name))
                .map(o -> List.of(name.apply(o), comment(catalog, type, id.apply(o))))
                .toList();
    }

    private static String comment(Catalog catalog, ObjectType type, String id) {
        return catalog.comments.entrySet().stream()
                .filter(e -> e.getKey().id().equals(id) && e.getKey().column() == null)
                .filter(e ->
                        type.isItem() ? e.getKey().type().isItem() : e.getKey().type() == type)
                .map(java.util.Map.Entry::getValue)
                .findAny()
                .orElse("");
    }

    private static String like(String pattern) {
        StringBuilder regex = new StringBuilder();
        for (char c : pattern.toCharArray()) {
            regex.append(c == '%' ? ".*" : c == '_' ? "." : java.util.regex.Pattern.quote(String.valueOf(c)));
        }
        return regex.toString();
    }
}
