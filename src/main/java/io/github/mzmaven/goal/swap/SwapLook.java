package io.github.mzmaven.goal.swap;

import io.github.mzmaven.MzException;
import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.Acl;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.CatalogReader;
import io.github.mzmaven.catalog.Reading;
import io.github.mzmaven.catalog.RuntimeReader;
import io.github.mzmaven.catalog.RuntimeState;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.execute.Backoff;
import io.github.mzmaven.execute.GoalContext;
import io.github.mzmaven.execute.ProblemPolicy;
import io.github.mzmaven.execute.ReconnectingSession;
import io.github.mzmaven.goal.await.Readiness;
import io.github.mzmaven.plan.Direction;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.session.DatabaseException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** How a promote or rollback sees the server: what it reads and plans each time, and what it knows of production meanwhile. */
final class SwapLook implements AutoCloseable {
    /** What this run knows of production, for messages. */
    enum Known {
        UNTOUCHED("Nothing was written."),
        BEFORE("Production is as before."),
        UNKNOWN("Whether production is swapped is unknown to this run, but it is whole: all of it or nothing."),
        ALREADY("Production is swapped already; this run wrote nothing."),
        AFTER("Production was swapped; what comes after that (sinks, tags) is not finished.");

        private final String text;

        Known(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    /** The catalog at one moment, and what it makes of the swap. */
    record Seen(Catalog catalog, SwapPlan plan) {}

    private final Direction direction;
    private final GoalContext context;
    private final Backoff backoff;
    private final ReconnectingSession reader;
    private final Set<Problem> told = new HashSet<>();
    private final Map<String, Acl> given = new HashMap<>();
    private ReconnectingSession writer;
    private boolean waited;
    private Known known = Known.UNTOUCHED;
    private Catalog latest;

    SwapLook(Direction direction, GoalContext context) {
        this.direction = direction;
        this.context = context;
        this.backoff = new Backoff(context.pause(), context.settings().promote().retryBackoff());
        this.reader = orTell(() -> new ReconnectingSession(context, direction.goal(), backoff));
    }

    @Override
    public void close() {
        reader.close();
        if (writer != null) {
            writer.close();
        }
    }

    Known known() {
        return known;
    }

    void know(Known now) {
        known = now;
    }

    Backoff backoff() {
        return backoff;
    }

    ReconnectingSession reader() {
        return reader;
    }

    /** From now on what sinks are to read must be hydrated. */
    void waits() {
        waited = true;
    }

    /** Opened when something is written first. */
    ReconnectingSession writer() {
        if (writer == null) {
            writer = orTell(() -> new ReconnectingSession(context, direction.goal(), backoff));
        }
        return writer;
    }

    /** Reads, plans, and refuses where something speaks against it. */
    Seen look() {
        Seen seen = withHydration(planned());
        SwapPlan plan = seen.plan();
        if (known == Known.UNTOUCHED && plan.swapped()) {
            known = Known.ALREADY;
        }
        if (known != Known.AFTER) {
            // What is left to do after the swap is not the plan of the run.
            context.record().plan(plan.planned().plan());
        }
        ProblemPolicy.check(direction.goal(), plan.planned(), known.text(), told, context);
        if (known == Known.UNKNOWN) {
            known = plan.swapped() ? Known.AFTER : Known.BEFORE;
        }
        return seen;
    }

    /** The same while the transaction is open; what is hydrated stays so as long as the objects are the same. */
    Seen lookAgain() {
        Seen seen = planned();
        ProblemPolicy.check(direction.goal(), seen.plan().planned(), known.text(), told, context);
        return seen;
    }

    private Seen planned() {
        Settings settings = context.settings();
        latest = orTell(() -> reader.repeat(current -> latest == null
                ? CatalogReader.read(current, settings, Reading.SWAP)
                : CatalogReader.again(current, settings, Reading.SWAP, latest)));
        return new Seen(latest, SwapPlanner.plan(direction, settings, latest, given));
    }

    /** What sinks are to read must be hydrated before the swap: after it they would wait, and read the old version until then. */
    private Seen withHydration(Seen seen) {
        SwapPlan plan = seen.plan();
        boolean willWait = context.settings().promote().waitFirst() && !waited;
        if (plan.swapped() || willWait || plan.sinkTargets().isEmpty()) {
            return seen;
        }
        RuntimeState state = orTell(() -> reader.repeat(current -> new RuntimeReader(current).read(true)));
        List<Problem> problems = Readiness.notHydrated(state, plan.sinkTargets().keySet()).entrySet().stream()
                .map(lack -> Problem.soft(
                        "The " + plan.sinkTargets().get(lack.getKey()) + ", which is not ready (" + lack.getValue()
                                + "): the sink would wait for it after the swap.",
                        direction == Direction.PROMOTE
                                ? "Let mz:promote wait first: -Dmz.wait=true, or run mvn mz:await."
                                : "Give it what it lacks, or set -Dmz.force=true if the sinks may wait."))
                .toList();
        return new Seen(seen.catalog(), plan.with(problems));
    }

    /** Keeps what this run has granted: what is revoked from production since has to be taken back. */
    void remember(Step step, Seen seen) {
        if (step instanceof Step.ChangePrivileges change) {
            Acl acl = change.acl(seen.catalog());
            change.targets()
                    .forEach(target ->
                            given.merge(target, acl, (had, now) -> change.grant() ? had.plus(now) : had.minus(now)));
        }
    }

    void orTell(Runnable phase) {
        orTell(() -> {
            phase.run();
            return null;
        });
    }

    /** Whatever the server or the connection does: a person learns how production stands. */
    <T> T orTell(Supplier<T> phase) {
        try {
            return phase.get();
        } catch (DatabaseException e) {
            throw told(e);
        }
    }

    MzException told(DatabaseException e) {
        return new MzException(
                e.kind(),
                "mz:" + direction.goal() + ": " + e.getMessage() + "\n" + known.text() + "\nRun mvn mz:"
                        + direction.goal() + " again: it reads the state and goes on from there.",
                e);
    }
}
