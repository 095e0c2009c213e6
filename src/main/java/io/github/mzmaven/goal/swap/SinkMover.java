package io.github.mzmaven.goal.swap;

import io.github.mzmaven.MzException;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.CatalogObject;
import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.catalog.RuntimeReader;
import io.github.mzmaven.catalog.RuntimeState.Status;
import io.github.mzmaven.execute.Deadline;
import io.github.mzmaven.execute.GoalContext;
import io.github.mzmaven.execute.PlanExecutor;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.report.SwapEvent;
import io.github.mzmaven.session.DatabaseException;
import io.github.mzmaven.session.Session;
import io.github.mzmaven.text.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Points sinks at other relations, a few at a time, each on a connection of its own: {@code ALTER SINK … SET FROM} waits for
 * the sink, for ever if the sink stands still, and only a cancel request ends it. One that hangs does not keep the others.
 */
final class SinkMover {
    private static final int AT_ONCE = 4;
    private static final Set<String> UNHEALTHY = Set.of("stalled", "failed");

    private final GoalContext context;
    private final Catalog catalog;
    private final Set<Session> moving = ConcurrentHashMap.newKeySet();

    /** A sink that still reads what it read before, and why. */
    record Left(Step.MoveSink move, String why) {
        String describe() {
            return move.display() + "  " + why;
        }
    }

    SinkMover(GoalContext context, Catalog catalog) {
        this.context = context;
        this.catalog = catalog;
    }

    /** Moves all, and tells which it could not. */
    List<Left> move(List<Step.MoveSink> moves) {
        var left = new ArrayList<Left>();
        if (moves.isEmpty()) {
            return left;
        }
        ExecutorService workers = Executors.newFixedThreadPool(Math.min(AT_ONCE, moves.size()), SinkMover::daemon);
        try {
            CompletionService<Left> results = new ExecutorCompletionService<>(workers);
            moves.forEach(move -> results.submit(() -> move(move)));
            for (int done = 0; done < moves.size(); done++) {
                Left one = results.take().get();
                if (one != null) {
                    left.add(one);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            workers.shutdownNow();
            // What still waits on the server would go on waiting there, and its thread here.
            moving.forEach(Deadline::cancel);
        }
        return left;
    }

    /** Warns of sinks that stand still after their move, an incompatible schema being a reason. */
    void checkStatus(Session session, Collection<Step.MoveSink> moves) {
        if (moves.isEmpty()) {
            return;
        }
        List<String> ids = catalog.objects().values().stream()
                .filter(object -> object.is(ObjectType.SINK)
                        && moves.stream().anyMatch(move -> move.sink().equals(catalog.qualified(object))))
                .map(CatalogObject::id)
                .toList();
        for (Status sink : RuntimeReader.sinkStatuses(session, ids)) {
            if (sink.status() != null && UNHEALTHY.contains(sink.status())) {
                context.tell(new SwapEvent.SinkUnhealthy(
                        catalog.display(catalog.objects().get(sink.id())), sink.status(), sink.why()));
            }
        }
    }

    private Left move(Step.MoveSink move) {
        long started = System.nanoTime();
        Duration timeout = context.settings().promote().sinkTimeout();
        String why;
        try (Session session = context.open("sink")) {
            session.limitSilence(timeout, "sinkTimeout");
            moving.add(session);
            try {
                Deadline.within(timeout, session, () -> {
                    new PlanExecutor(context, session).execute(move);
                    return null;
                });
                told(move, "moved", started);
                return null;
            } finally {
                moving.remove(session);
            }
        } catch (DatabaseException e) {
            // Somebody else may have cancelled it, before its time was over.
            boolean timedOut = System.nanoTime() - started >= timeout.toNanos();
            why = e.isCancelled() && timedOut
                    ? "cancelled after " + Durations.text(timeout) + ": " + whyStuck(move)
                    : e.getMessage();
        }
        told(move, why, started);
        return new Left(move, why);
    }

    private MzException interrupted(InterruptedException e) {
        return new MzException(
                MzException.Kind.FAILED_CHECK,
                "Interrupted while sinks were being moved. Production is swapped. Run the same goal again: it finishes the"
                        + " sinks.",
                e);
    }

    private void told(Step.MoveSink move, String outcome, long started) {
        context.tell(new SwapEvent.SinkMoved(
                move.display(), move.from(), move.to(), outcome, Duration.ofNanos(System.nanoTime() - started)));
    }

    private String whyStuck(Step.MoveSink move) {
        return catalog.objects().values().stream()
                .filter(object ->
                        object.is(ObjectType.SINK) && catalog.qualified(object).equals(move.sink()))
                .map(sink -> catalog.clusters().get(sink.clusterId()))
                .filter(cluster -> cluster != null && cluster.replicas().isEmpty())
                .map(cluster -> "its cluster " + cluster.name() + " has no replica. Give it one")
                .findFirst()
                .orElse("it has not passed the new relation's start. Look at mz_internal.mz_sink_statuses");
    }

    private static Thread daemon(Runnable task) {
        var thread = new Thread(task, "mz-sink");
        thread.setDaemon(true);
        return thread;
    }
}
