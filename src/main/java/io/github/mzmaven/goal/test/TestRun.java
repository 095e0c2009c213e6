package io.github.mzmaven.goal.test;

import io.github.mzmaven.Place;
import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.CatalogReader;
import io.github.mzmaven.catalog.Reading;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.execute.Deadline;
import io.github.mzmaven.execute.GoalContext;
import io.github.mzmaven.goal.test.ProjectTests.ProjectTest;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.project.SqlStatement;
import io.github.mzmaven.report.TestEvent;
import io.github.mzmaven.report.TestReport.Outcome;
import io.github.mzmaven.report.TestReport.TestCase;
import io.github.mzmaven.report.TextTable;
import io.github.mzmaven.session.DatabaseException;
import io.github.mzmaven.session.Row;
import io.github.mzmaven.session.Session;
import io.github.mzmaven.session.Table;
import io.github.mzmaven.sql.Redaction;
import io.github.mzmaven.text.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Runs tests on one connection as long as it lasts; each in the schemas and on the cluster that its file asks for. */
final class TestRun implements AutoCloseable {
    private static final int SHOWN_ROWS = 10;
    private static final String BEFORE = "SELECT * FROM (\n";
    private static final String AFTER = "\n) AS result LIMIT " + (SHOWN_ROWS + 1);

    private final GoalContext context;
    private final Settings settings;
    private Session session;
    private List<String> sessionState = List.of();
    private boolean lost;
    private boolean uncertain;

    TestRun(GoalContext context) {
        this.context = context;
        this.settings = context.settings();
        this.session = context.open("test");
    }

    /** What the server holds; from then on the session may take as long as tests may. */
    Catalog read() {
        Catalog catalog = CatalogReader.read(session, settings, Reading.COPIES);
        context.allowProjectSql(session);
        return catalog;
    }

    /** Without reading anything. */
    void begin() {
        context.allowProjectSql(session);
    }

    /** Whether the last test's error is that the connection was lost, which says nothing of what it asked. */
    boolean lostConnection() {
        return lost;
    }

    /** Whether the last test ended in an error of the server's, other than that its time was over. */
    boolean mayEndOtherwise() {
        return uncertain;
    }

    TestCase run(ProjectTest test) {
        long started = System.nanoTime();
        lost = false;
        uncertain = false;
        TestCase result;
        if (test.query() == null) {
            result = error(
                    test,
                    test.problems().get(0).what(),
                    problems(test.problems()),
                    test.problems().get(0).place(),
                    started);
        } else {
            try {
                result = judge(test, query(test), started);
            } catch (DatabaseException e) {
                uncertain = !timedOut(e, started);
                result = error(test, e, started);
                reopen(e);
            }
        }
        context.tell(new TestEvent.Tested(result));
        return result;
    }

    private Table query(ProjectTest test) {
        prepare(test);
        String sql = BEFORE + test.query().sql() + AFTER;
        context.tell(new TestEvent.QuerySent(sql));
        try {
            return Deadline.within(
                    settings.await().timeout(),
                    session,
                    () -> session.about(test.path()).query(sql));
        } catch (DatabaseException e) {
            throw e.reworded(text -> Redaction.message(text, sql));
        }
    }

    private void prepare(ProjectTest test) {
        Set<String> schemas = new LinkedHashSet<>();
        if (test.schema() != null) {
            schemas.add(test.schema());
        }
        schemas.addAll(settings.schemas());
        List<String> path = schemas.stream().map(settings::copyOf).toList();
        var state = new ArrayList<String>();
        state.add(path.isEmpty() ? "RESET search_path" : new Step.SetSession("search_path", path).sql());
        if (!settings.clusters().isEmpty()) {
            String cluster = test.cluster() == null ? settings.clusterNames().get(0) : test.cluster();
            state.add(new Step.SetSession("cluster", List.of(settings.copyOf(cluster))).sql());
        } else {
            state.add("RESET cluster");
        }
        if (!state.equals(sessionState)) {
            state.forEach(session::execute);
            sessionState = state;
        }
    }

    private TestCase judge(ProjectTest test, Table table, long started) {
        if (table.rows().isEmpty()) {
            return new TestCase(test.path(), Outcome.PASSED, since(started), "", "", null);
        }
        int rows = table.rows().size();
        String summary = rows > SHOWN_ROWS ? "more than " + SHOWN_ROWS + " rows" : rows == 1 ? "1 row" : rows + " rows";
        List<List<String>> shown =
                table.rows().stream().limit(SHOWN_ROWS).map(Row::values).toList();
        return new TestCase(
                test.path(),
                Outcome.FAILED,
                since(started),
                summary,
                String.join("\n", TextTable.lines(table.columns(), shown)),
                test.query().place());
    }

    private TestCase error(ProjectTest test, DatabaseException e, long started) {
        SqlStatement query = test.query();
        int offset = sourceOffset(query, e.position());
        boolean timedOut = timedOut(e, started);
        String what = timedOut
                ? "no answer within " + Durations.text(settings.await().timeout()) + "; cancelled (mz.timeout)"
                : e.getMessage();
        String place = query.source().at(offset) + ": ";
        String summary = timedOut ? what : e.serverMessage();
        return error(
                test,
                place + summary,
                place + what + "\n" + query.source().excerpt(offset),
                query.source().place(offset),
                started);
    }

    /** Somebody else may have cancelled it, before its time was over. */
    private boolean timedOut(DatabaseException e, long started) {
        return e.isCancelled() && since(started).compareTo(settings.await().timeout()) >= 0;
    }

    private static TestCase error(ProjectTest test, String summary, String text, Place place, long started) {
        return new TestCase(test.path(), Outcome.ERROR, since(started), summary, text, place);
    }

    /** A lost connection is one test's error; the others get a new one. */
    private void reopen(DatabaseException e) {
        if (e.isConnectionLost()) {
            lost = true;
            session.close();
            session = context.open("test");
            context.allowProjectSql(session);
            sessionState = List.of();
        }
    }

    private static String problems(List<Problem> problems) {
        return problems.stream()
                .map(problem -> problem.what()
                        + problem.remedy().stream().map(line -> "\n    " + line).collect(Collectors.joining()))
                .collect(Collectors.joining("\n"));
    }

    private static Duration since(long started) {
        return Duration.ofNanos(System.nanoTime() - started);
    }

    /** Where in its file an error is that the server placed in the query as it was sent. */
    static int sourceOffset(SqlStatement query, int position) {
        return query.sourceOffset(Math.max(0, position - BEFORE.length()));
    }

    @Override
    public void close() {
        session.close();
    }
}
