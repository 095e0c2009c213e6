package io.github.mzmaven.goal.swap;

import io.github.mzmaven.Problem;
import io.github.mzmaven.execute.GoalContext;
import io.github.mzmaven.execute.PlanExecutor;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.session.DatabaseException;
import java.util.List;

/** What comes after the swap: the marker's facts, the sinks, the tags. */
final class SwapFinish {
    private final GoalContext context;
    private final SwapLook look;
    private final SwapSessions sessions;
    private final SwapErrors errors;

    SwapFinish(GoalContext context, SwapLook look, SwapSessions sessions, SwapErrors errors) {
        this.context = context;
        this.look = look;
        this.sessions = sessions;
        this.errors = errors;
    }

    /** Sends what the plan has for it, and fails where a sink is left. */
    void run(Seen seen) {
        Seen swapped = seen.with(ProductionState.SWAPPED);
        SwapPlan plan = swapped.plan();
        List<Step.MoveSink> moves = plan.moves();
        plan.after().stream().filter(step -> step instanceof Step.MarkerStep).forEach(step -> send(step, swapped));
        var mover = new SinkMover(context, swapped.catalog());
        List<SinkMover.Left> failed = mover.move(moves);
        plan.after().stream()
                .filter(step -> !(step instanceof Step.MarkerStep) && !(step instanceof Step.MoveSink))
                .forEach(step -> send(step, swapped));
        errors.orSay(
                swapped.production(),
                () -> sessions.reader().repeat(session -> {
                    mover.checkStatus(session, moves);
                    return null;
                }));
        if (!failed.isEmpty() || !plan.unmovable().isEmpty()) {
            requireMoved(swapped, failed);
        }
    }

    /** Comments: sent twice they say the same. One that is refused may be so because another run rolled back meanwhile. */
    private void send(Step step, Seen swapped) {
        try {
            sessions.writer(swapped.production()).repeat(session -> new PlanExecutor(context, session).execute(step));
        } catch (DatabaseException e) {
            SwapPlan now = look.look(swapped).plan();
            throw now.transaction() != null && !now.swapped()
                    ? errors.swappedBack()
                    : errors.failed(swapped.production(), e);
        }
    }

    /** Fails where a sink is left; one whose answer was lost may have moved all the same, so what is left is read. */
    private void requireMoved(Seen swapped, List<SinkMover.Left> failed) {
        int total = swapped.plan().moves().size() + swapped.plan().unmovable().size();
        SwapPlan now = look.look(swapped).plan();
        List<SinkMover.Left> left =
                failed.stream().filter(one -> now.moves().contains(one.move())).toList();
        List<Problem> unmovable = now.unmovable();
        if (!left.isEmpty() || !unmovable.isEmpty()) {
            throw errors.sinksLeft(total, left, unmovable);
        }
    }
}
