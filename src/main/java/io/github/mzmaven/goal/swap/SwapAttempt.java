package io.github.mzmaven.goal.swap;

import io.github.mzmaven.execute.GoalContext;
import io.github.mzmaven.execute.GuardedTransaction;
import io.github.mzmaven.execute.PlanExecutor;
import io.github.mzmaven.plan.Direction;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.report.RunEvent;
import io.github.mzmaven.session.DatabaseException;
import io.github.mzmaven.session.Session;
import java.time.Duration;

/** One attempt to commit what was planned: it reads again while the transaction is open, and commits only what is still so. */
final class SwapAttempt {
    private final Direction direction;
    private final GoalContext context;
    private final SwapLook look;
    private final Session writer;

    /** How it ended. */
    sealed interface Result {
        /** What is known then. */
        Seen seen();
    }

    /** It is committed; what was seen has the plan of what follows. */
    record Committed(Seen seen, Duration took) implements Result {}

    /** What was seen while it was open is not what was planned for: it is undone. */
    record Changed(Seen seen) implements Result {}

    record Failed(Seen seen, DatabaseException why) implements Result {}

    SwapAttempt(Direction direction, GoalContext context, SwapLook look, Session writer) {
        this.direction = direction;
        this.context = context;
        this.look = look;
        this.writer = writer;
    }

    Result run(Seen planned) {
        Seen now = planned;
        try {
            var executor = new PlanExecutor(context, writer);
            for (Step step : planned.plan().before()) {
                now = now.with(now.production().written());
                executor.execute(step);
                now = now.after(step);
            }
            return swap(now);
        } catch (DatabaseException e) {
            return new Failed(now, e);
        }
    }

    private Result swap(Seen planned) {
        Step.Transaction transaction = planned.plan().transaction();
        long started = System.nanoTime();
        context.tell(new RunEvent.StepSent(transaction));
        try (var open = GuardedTransaction.open(writer, transaction)) {
            Seen seen = look.lookAgain(planned);
            if (!planned.plan().isStill(seen.plan())) {
                return new Changed(seen);
            }
            try {
                open.commit();
            } catch (DatabaseException e) {
                ProductionState production = seen.production();
                return new Failed(seen.with(e.isConnectionLost() ? production.unanswered() : production.written()), e);
            }
            Duration took = Duration.ofNanos(System.nanoTime() - started);
            SwapPlan rest = SwapPlanner.planAfterwards(direction, context.settings(), seen.catalog());
            return new Committed(seen.with(rest).with(ProductionState.SWAPPED), took);
        }
    }
}
