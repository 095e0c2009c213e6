package io.github.mzmaven.goal.swap;

import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.CatalogReader;
import io.github.mzmaven.catalog.Reading;
import io.github.mzmaven.catalog.RuntimeReader;
import io.github.mzmaven.catalog.RuntimeState;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.execute.GoalContext;
import io.github.mzmaven.execute.ProblemPolicy;
import io.github.mzmaven.goal.await.Readiness;
import io.github.mzmaven.plan.Direction;
import io.github.mzmaven.report.RunEvent;
import java.util.List;

/** Reads and plans, as often as something may have changed, and refuses where something speaks against the swap. */
final class SwapLook {
    private final Direction direction;
    private final GoalContext context;
    private final SwapSessions sessions;
    private final SwapErrors errors;

    SwapLook(Direction direction, GoalContext context, SwapSessions sessions, SwapErrors errors) {
        this.direction = direction;
        this.context = context;
        this.sessions = sessions;
        this.errors = errors;
    }

    /** Reads, with what sinks depend on. */
    Seen look(Seen before) {
        Seen seen = withHydration(read(before));
        if (before.production() != ProductionState.SWAPPED) {
            // What is left to do after the swap is not the plan of the run.
            context.tell(new RunEvent.Planned(seen.plan().planned().plan()));
        }
        return checked(seen);
    }

    /** Likewise, while the transaction is open: what is hydrated stays so as long as the objects are the same. */
    Seen lookAgain(Seen before) {
        return checked(read(before));
    }

    /** Whether what is to be swapped in has to be waited for first: what was made since a wait has to be, too. */
    boolean willWait(Seen seen) {
        return direction == Direction.PROMOTE
                && context.settings().promote().waitFirst()
                && !seen.plan().swapped()
                && !seen.plan().objects().equals(seen.waitedFor());
    }

    private Seen read(Seen before) {
        Settings settings = context.settings();
        Catalog catalog = errors.orSay(
                before.production(),
                () -> sessions.reader()
                        .repeat(session -> before.catalog() == null
                                ? CatalogReader.read(session, settings, Reading.SWAP)
                                : CatalogReader.again(session, settings, Reading.SWAP, before.catalog())));
        return before.with(catalog, SwapPlanner.plan(direction, settings, catalog, before.given()));
    }

    private Seen checked(Seen seen) {
        ProblemPolicy.check(
                direction.goal(), seen.plan().planned(), seen.production().sentence(), context);
        return seen.with(seen.production().read(seen.plan().swapped()));
    }

    /** What sinks are to read must be hydrated before the swap: after it they would wait, and read the old version until then. */
    private Seen withHydration(Seen seen) {
        SwapPlan plan = seen.plan();
        if (plan.swapped() || willWait(seen) || plan.sinkTargets().isEmpty()) {
            return seen;
        }
        RuntimeState state = errors.orSay(
                seen.production(), () -> sessions.reader().repeat(session -> new RuntimeReader(session).read(true)));
        List<Problem> problems = Readiness.notHydrated(state, plan.sinkTargets().keySet()).entrySet().stream()
                .map(lack -> Problem.soft(
                        "The " + plan.sinkTargets().get(lack.getKey()) + ", which is not ready (" + lack.getValue()
                                + "): the sink would wait for it after the swap.",
                        direction == Direction.PROMOTE
                                ? "Let mz:promote wait first: -Dmz.wait=true, or run mvn mz:await."
                                : "Give it what it lacks, or set -Dmz.force=true if the sinks may wait."))
                .toList();
        return seen.with(plan.with(problems));
    }
}
