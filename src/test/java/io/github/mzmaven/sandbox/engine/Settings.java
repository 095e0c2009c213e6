package io.github.mzmaven.sandbox.engine;

import io.github.mzmaven.sandbox.Answers;
import io.github.mzmaven.sandbox.Column;
import io.github.mzmaven.sandbox.Notice;
import io.github.mzmaven.sandbox.SqlError;
import io.github.mzmaven.sandbox.engine.Entities.Cluster;
import io.github.mzmaven.sandbox.engine.Entities.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** SET, RESET, DISCARD, SHOW of a setting and SHOW CREATE. */
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

    private static List<Column> texts(String... names) {
        return Stream.of(names).map(n -> new Column(n, TEXT)).toList();
    }

    void execute(Statement statement, Answers answers) throws SqlError {
        if (statement instanceof Statement.SetVariable set) {
            set(set);
            noticeCluster(set.name(), answers);
            answers.complete("SET");
        } else if (statement instanceof Statement.ResetVariable reset) {
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
        String value = session.show(show.name());
        answers.columns(texts(show.name()));
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
            answers.columns(texts("name", "create_sql"));
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
            answers.columns(texts("name", "create_sql"));
            Queries.checkContainer(catalog, session, item);
            answers.row(List.of(catalog.display(item), create.shown(item)));
        }
        answers.complete("SELECT 1");
    }
}
