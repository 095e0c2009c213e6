package io.github.mzmaven.goal.swap;

import io.github.mzmaven.MzException;
import io.github.mzmaven.execute.GoalContext;
import io.github.mzmaven.execute.PlanExecutor;
import io.github.mzmaven.goal.swap.SwapLook.Known;
import io.github.mzmaven.goal.swap.SwapLook.Seen;
import io.github.mzmaven.plan.Direction;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.session.DatabaseException;
import io.github.mzmaven.text.Count;
import java.util.List;

/** What comes after the swap: the marker's facts, the sinks, the tags. */
final class SwapFinish {
    private final Direction direction;
    private final GoalContext context;
    private final SwapLook look;

    SwapFinish(Direction direction, GoalContext context, SwapLook look) {
        this.direction = direction;
        this.context = context;
        this.look = look;
    }

    /** Sends what the plan has for it, and fails where a sink is left. */
    void finish(Seen seen) {
        look.know(Known.AFTER);
        SwapPlan plan = seen.plan();
        List<Step.MoveSink> moves = moves(plan);
        int sinks = moves.size() + plan.unmovable().size();
        plan.after().stream().filter(step -> step instanceof Step.MarkerStep).forEach(this::send);
        var mover = new SinkMover(context, seen.catalog());
        List<SinkMover.Left> left = mover.move(moves);
        plan.after().stream()
                .filter(step -> !(step instanceof Step.MarkerStep) && !(step instanceof Step.MoveSink))
                .forEach(this::send);
        look.orTell(() -> look.reader().repeat(current -> {
            mover.checkStatus(current, moves);
            return null;
        }));
        if (!left.isEmpty() || !plan.unmovable().isEmpty()) {
            requireMoved(left, sinks);
        }
    }

    private static List<Step.MoveSink> moves(SwapPlan plan) {
        return plan.after().stream()
                .filter(Step.MoveSink.class::isInstance)
                .map(Step.MoveSink.class::cast)
                .toList();
    }

    /** Comments: sent twice they say the same. One that is refused may be so because another run rolled back meanwhile. */
    private void send(Step step) {
        try {
            look.writer().repeat(current -> {
                new PlanExecutor(context, current).execute(step);
                return null;
            });
        } catch (DatabaseException e) {
            requireSwapped(look.look());
            throw look.told(e);
        }
    }

    private void requireSwapped(Seen seen) {
        if (seen.plan().transaction() != null && !seen.plan().swapped()) {
            throw new MzException(
                    MzException.Kind.REFUSED,
                    "mz:" + direction.goal()
                            + ": production was swapped, and something else has swapped it back since.\n"
                            + "mvn mz:status shows what is where.");
        }
    }

    /** Fails where a sink is left; one whose answer was lost may have moved all the same, so what is left is read. */
    private void requireMoved(List<SinkMover.Left> failed, int total) {
        SwapPlan plan = look.look().plan();
        List<Step.MoveSink> still = moves(plan);
        List<SinkMover.Left> left =
                failed.stream().filter(one -> still.contains(one.move())).toList();
        int count = left.size() + plan.unmovable().size();
        if (count == 0) {
            return;
        }
        var text = new StringBuilder("mz:" + direction.goal() + ": production is swapped, but " + count + " of "
                + Count.of(Math.max(total, count), "sink") + (count == 1 ? " still reads" : " still read")
                + " the replaced object. Do not clean up yet.");
        left.forEach(one -> text.append("\n  ").append(one.describe()));
        plan.unmovable().forEach(problem -> {
            text.append("\n  ").append(problem.what());
            problem.remedy().forEach(line -> text.append("\n    ").append(line));
        });
        text.append("\nMend that, then run mvn mz:")
                .append(direction.goal())
                .append(" again; it will finish only this.");
        throw new MzException(MzException.Kind.FAILED_CHECK, text.toString());
    }
}
