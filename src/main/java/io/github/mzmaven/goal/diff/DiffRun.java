package io.github.mzmaven.goal.diff;

import io.github.mzmaven.catalog.Catalog.Column;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.execute.Deadline;
import io.github.mzmaven.execute.GoalContext;
import io.github.mzmaven.goal.diff.RelationPair.SinkKey;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.report.RelationDiff;
import io.github.mzmaven.report.RelationDiff.Outcome;
import io.github.mzmaven.report.RelationDiff.Sample;
import io.github.mzmaven.report.RelationDiff.SinkCaveat;
import io.github.mzmaven.session.DatabaseException;
import io.github.mzmaven.session.Row;
import io.github.mzmaven.session.Session;
import io.github.mzmaven.session.Table;
import io.github.mzmaven.text.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compares one relation after the other, on one connection as long as it lasts: what fails does not hide the others. */
final class DiffRun implements AutoCloseable {
    private final GoalContext context;
    private final Settings.Diff settings;
    private Session session;
    private String cluster;

    DiffRun(GoalContext context) {
        this.context = context;
        this.settings = context.settings().diff();
    }

    /**
     * What a comparison found so far.
     *
     * @param asked the key by which it was asked; {@code null} without one
     * @param key the same where it is one
     */
    private record Found(List<String> asked, List<String> key, Row numbers, List<String> values, String remark) {
        long number(String column) {
            return DiffRun.number(numbers, column);
        }

        /** How many keys have more than one row, in the version where that is more. */
        long several() {
            return Math.max(number("several_before"), number("several_after"));
        }
    }

    /** Compares, or says why not. */
    RelationDiff compare(RelationPair pair) {
        long started = System.nanoTime();
        if (!pair.isCompared()) {
            Outcome outcome =
                    pair.old() == null ? Outcome.NEW : pair.fresh() == null ? Outcome.GONE : Outcome.NOT_COMPARED;
            return without(pair, outcome, pair.skipped(), started);
        }
        try {
            on(pair.cluster());
            Found found = numbers(pair, started);
            List<SinkCaveat> sinks = sinks(pair, found, started);
            Sample sample = settings.sampleRows() == 0 ? null : sample(pair, found.key(), started);
            return compared(pair, found, sinks, sample, started);
        } catch (DatabaseException e) {
            String reason = reason(e, started);
            if (e.isConnectionLost()) {
                close();
            }
            return without(pair, Outcome.FAILED, reason, started);
        }
    }

    private void on(String wanted) {
        if (session == null) {
            session = context.open("diff");
            session.limitSilence(settings.timeout(), "timeout");
            cluster = null;
        }
        if (!wanted.equals(cluster)) {
            session.execute(new Step.SetSession("cluster", List.of(wanted)).sql());
            cluster = wanted;
        }
    }

    /** By key, where there is one that tells rows apart. */
    private Found numbers(RelationPair pair, long started) {
        List<String> key = settings.keys().get(pair.name());
        if (key == null) {
            key = pair.sinks().stream()
                    .map(SinkKey::key)
                    .filter(columns -> columns != null && pair.hasShared(columns))
                    .findFirst()
                    .orElse(null);
        }
        boolean guessed = key == null;
        if (guessed) {
            key = knownKey(pair, started);
        }
        var query = new DiffQuery(pair, key);
        var found = new Found(key, key, ask(pair, query.numbers(), started), query.values(), null);
        long several = key == null ? 0 : found.several();
        if (several == 0) {
            return found;
        }
        // What the copy's plan says need not hold for production, and nobody has asked for that key.
        String remark = guessed
                ? null
                : String.join(", ", key) + " is no key: " + several + (several == 1 ? " has" : " have")
                        + " several rows";
        return new Found(key, null, found.numbers(), List.of(), remark);
    }

    /** Nothing depends on it: a server that says it in another way knows none. */
    private List<String> knownKey(RelationPair pair, long started) {
        try {
            Table plan = query(pair, KnownKeys.explain(pair.freshName()), started);
            List<String> columns =
                    pair.freshColumns().stream().map(Column::name).toList();
            List<String> key = plan.rows().isEmpty()
                    ? null
                    : KnownKeys.smallest(plan.rows().get(0).values().get(0), columns);
            return key != null && pair.hasShared(key) ? key : null;
        } catch (DatabaseException e) {
            if (e.isConnectionLost() || e.isCancelled()) {
                throw e;
            }
            return null;
        }
    }

    private Row ask(RelationPair pair, String sql, long started) {
        return query(pair, sql, started).rows().get(0);
    }

    /** One time for all that is asked of a relation. */
    private Table query(RelationPair pair, String sql, long started) {
        long left = settings.timeout().toNanos() - (System.nanoTime() - started);
        return Deadline.within(
                Duration.ofNanos(Math.max(1, left)),
                session,
                () -> session.about("comparing " + pair.name()).query(sql));
    }

    /** By each sink's own key, which is what its consumers go by. */
    private List<SinkCaveat> sinks(RelationPair pair, Found found, long started) {
        var caveats = new ArrayList<SinkCaveat>();
        for (SinkKey sink : pair.sinks()) {
            boolean equal = found.number("only_before") == 0 && found.number("only_after") == 0;
            if (equal) {
                caveats.add(new SinkCaveat(sink.name(), sink.key(), 0L, 0L, 0L));
            } else if (sink.key() == null || !pair.hasShared(sink.key())) {
                caveats.add(new SinkCaveat(sink.name(), sink.key(), null, null, null));
            } else {
                Row own = sink.key().equals(found.asked())
                        ? found.numbers()
                        : ask(pair, new DiffQuery(pair, sink.key()).numbers(), started);
                caveats.add(new SinkCaveat(
                        sink.name(), sink.key(), number(own, "changed"), number(own, "added"), number(own, "removed")));
            }
        }
        return caveats;
    }

    private Sample sample(RelationPair pair, List<String> key, long started) {
        var query = new DiffQuery(pair, key);
        Table rows = query(pair, query.sample(settings.sampleRows()), started);
        return new Sample(
                query.sampleColumns(), rows.rows().stream().map(Row::values).toList());
    }

    private static RelationDiff compared(
            RelationPair pair, Found found, List<SinkCaveat> sinks, Sample sample, long started) {
        Map<String, Long> columns = new LinkedHashMap<>();
        List<String> shared = pair.shared().stream().map(Column::name).toList();
        for (String column : found.values()) {
            if (found.key() != null) {
                long differ = found.number("v" + shared.indexOf(column));
                if (differ > 0) {
                    columns.put(column, differ);
                }
            }
        }
        boolean byKey = found.key() != null;
        return new RelationDiff(
                pair.name(),
                pair.kind(),
                Outcome.COMPARED,
                found.number("rows_before"),
                found.number("rows_after"),
                found.number("only_before"),
                found.number("only_after"),
                found.key(),
                byKey ? found.number("changed") : null,
                byKey ? found.number("added") : null,
                byKey ? found.number("removed") : null,
                columns,
                pair.columnChanges(),
                found.remark(),
                sinks,
                sample,
                millis(started));
    }

    private static RelationDiff without(RelationPair pair, Outcome outcome, String reason, long started) {
        return new RelationDiff(
                pair.name(),
                pair.kind(),
                outcome,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                Map.of(),
                pair.columnChanges(),
                reason,
                List.of(),
                null,
                millis(started));
    }

    private String reason(DatabaseException e, long started) {
        boolean timedOut = e.isCancelled()
                && System.nanoTime() - started >= settings.timeout().toNanos();
        return timedOut
                ? "no answer within " + Durations.text(settings.timeout()) + "; cancelled (mz.timeout)"
                : e.getMessage().lines().findFirst().orElse("");
    }

    private static long number(Row row, String column) {
        return Long.parseLong(row.text(column));
    }

    private static long millis(long started) {
        return (System.nanoTime() - started) / 1_000_000;
    }

    @Override
    public void close() {
        if (session != null) {
            session.close();
            session = null;
        }
    }
}
