package io.github.mzmaven.goal.apply;

import io.github.mzmaven.MzException;
import io.github.mzmaven.MzException.Kind;
import io.github.mzmaven.Place;
import io.github.mzmaven.catalog.QualifiedName;
import io.github.mzmaven.execute.GoalContext;
import io.github.mzmaven.execute.PlanExecutor;
import io.github.mzmaven.goal.apply.ApplyPlan.FileRun;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.project.FileOrder;
import io.github.mzmaven.project.SqlFile;
import io.github.mzmaven.project.SqlStatement;
import io.github.mzmaven.report.ApplyEvent;
import io.github.mzmaven.session.DatabaseException;
import io.github.mzmaven.session.ServerNotice;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sends files' statements; files that wait for each other take turns. */
final class FileRunner {
    private final GoalContext context;
    private final PlanExecutor executor;
    private final List<FileRun> done;
    private final Failures failures;
    /** What files that wait for each other have still to create. */
    private final Set<QualifiedName> toCome = new HashSet<>();

    /** What is thrown where a file cannot run; whoever says it leaves the deployment in order first. */
    interface Failures {
        MzException of(Kind kind, String what, Place place, DatabaseException cause);
    }

    /** @param done takes the files that ran to their end */
    FileRunner(GoalContext context, PlanExecutor executor, List<FileRun> done, Failures failures) {
        this.context = context;
        this.executor = executor;
        this.done = done;
        this.failures = failures;
    }

    /**
     * Runs a file, or those that wait for each other: one whose next statement mentions what another one has still to create
     * goes on after the others, where it stopped, as long as any of them gets further. Where none does, the server says
     * whether it finds the name.
     */
    void run(List<FileRun> files) {
        Map<FileRun, Integer> open = new LinkedHashMap<>();
        files.forEach(file -> open.put(file, 0));
        toCome.clear();
        files.stream()
                .filter(file -> file.runs() && files.size() > 1)
                .forEach(file -> file.makes().forEach(toCome::addAll));
        while (!open.isEmpty()) {
            boolean further = false;
            Stopped first = null;
            for (FileRun file : List.copyOf(open.keySet())) {
                Stopped stopped = runFrom(file, open.get(file));
                if (stopped == null) {
                    open.remove(file);
                    further = true;
                } else {
                    if (files.size() == 1 || !stopped.isUnknownName()) {
                        throw failure(stopped);
                    }
                    further |= stopped.statement() > open.put(file, stopped.statement());
                    first = first == null || first.error() == null ? stopped : first;
                    context.tell(new ApplyEvent.FilePutOff(
                            file.file().path(), stopped.place().line(), stopped.why()));
                }
            }
            if (!further && toCome.isEmpty()) {
                throw failure(first);
            } else if (!further) {
                toCome.clear();
            }
        }
    }

    /** Runs a file's statements from one on; {@code null} where all ran. */
    private Stopped runFrom(FileRun file, int first) {
        if (!file.runs()) {
            context.tell(new ApplyEvent.FileSkipped(file.file().path(), file.why()));
            return null;
        }
        long started = System.nanoTime();
        int next = 0;
        for (Step step : file.steps()) {
            int statement = step instanceof Step.RunStatement ? next++ : -1;
            SqlStatement own = statement < 0 ? null : file.file().statements().get(statement);
            if (own != null && statement < first && !own.summary().changesSession()) {
                continue;
            }
            String awaited = own == null ? null : awaited(file.mentions().get(statement));
            if (awaited != null) {
                return new Stopped(file.file(), statement, own, awaited, null);
            }
            try {
                for (ServerNotice notice : executor.execute(step)) {
                    checkNotice(file.file(), own, notice);
                }
            } catch (DatabaseException e) {
                return new Stopped(file.file(), Math.max(first, statement), own, e.serverMessage(), e);
            }
            if (own != null) {
                file.makes().get(statement).forEach(toCome::remove);
            }
        }
        done.add(file);
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        context.tell(new ApplyEvent.FileApplied(file.file().path(), file.relations(), took));
        return null;
    }

    /** What a statement waits for: the server might find something else by that name. */
    private String awaited(List<FileOrder.Edge> mentions) {
        return mentions.stream()
                .map(FileOrder.Edge::relation)
                .filter(toCome::contains)
                .findFirst()
                .map(relation -> "waits for " + relation)
                .orElse(null);
    }

    /**
     * Where a file stopped.
     *
     * @param statement which of its statements, from 0
     * @param own that one; {@code null} where it was none of the file's own
     * @param why what it waits for, or the server's message
     * @param error {@code null} where it was not sent
     */
    private record Stopped(SqlFile file, int statement, SqlStatement own, String why, DatabaseException error) {
        /** Whether it may be the name of what another file makes. */
        boolean isUnknownName() {
            return error == null || why != null && (why.startsWith("unknown ") || why.endsWith(" does not exist"));
        }

        int offset() {
            return own == null ? 0 : own.sourceOffset(error == null ? 0 : error.position());
        }

        Place place() {
            return file.source().place(offset());
        }
    }

    private MzException failure(Stopped stopped) {
        DatabaseException e = stopped.error();
        return failures.of(e.kind(), at(stopped.file(), stopped.offset(), e.getMessage()), stopped.place(), e);
    }

    /** What a file creates was dropped before, so whatever is there now is somebody else's. */
    private void checkNotice(SqlFile file, SqlStatement statement, ServerNotice notice) {
        if (statement != null && notice.message().endsWith(" already exists, skipping")) {
            throw failures.of(
                    Kind.FAILED_CHECK,
                    at(
                            file,
                            statement.sourceOffset(0),
                            notice.message() + ": somebody else made it while mz:apply ran."),
                    statement.place(),
                    null);
        }
    }

    private static String at(SqlFile file, int offset, String message) {
        return file.source().at(offset) + ": " + message + "\n" + file.source().excerpt(offset);
    }
}
