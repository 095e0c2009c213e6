package io.github.mzmaven.execute;

import io.github.mzmaven.Log;
import io.github.mzmaven.MzException;
import io.github.mzmaven.catalog.DeploymentFacts;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.plan.ObjectChange;
import io.github.mzmaven.plan.Plan;
import io.github.mzmaven.report.Event;
import io.github.mzmaven.report.Listener;
import io.github.mzmaven.report.RunEvent;
import io.github.mzmaven.report.SwapEvent;
import io.github.mzmaven.session.DatabaseException;
import io.github.mzmaven.session.Session;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a goal runs with.
 *
 * @param settings what was configured
 * @param sessions opens a connection; takes the purpose that ends its application name
 * @param listener hears what happens
 * @param pause how to wait; tests don't
 */
public record GoalContext(Settings settings, Function<String, Session> sessions, Listener listener, Pause pause) {

    /** How to wait. */
    @FunctionalInterface
    public interface Pause {
        /** Waits for that long. */
        void sleep(Duration duration) throws InterruptedException;
    }

    /** Says that something happened. */
    public void tell(Event event) {
        listener.on(event);
    }

    /** Opens a connection; its close is the caller's. */
    public Session open(String purpose) {
        return sessions.apply(purpose);
    }

    /** Does what a goal does before it writes anything: an error says that nothing was written. */
    public <T> T beforeWriting(String goal, Supplier<T> work) {
        try {
            return work.get();
        } catch (DatabaseException e) {
            throw new MzException(
                    e.kind(),
                    "mz:" + goal + ": " + e.getMessage() + "\nNothing was written. Mend that, then run mvn mz:" + goal
                            + " again.",
                    e);
        }
    }

    /** Lets a session run the project's own SQL, which may take as long as {@code timeout} says. */
    public void allowProjectSql(Session session) {
        session.limitSilence(settings.await().timeout(), "timeout");
    }

    /** Says which deployment the run is about; what its marker does not say is as configured. */
    public void about(Marker marker) {
        DeploymentFacts facts = marker.facts();
        tell(new RunEvent.DeploymentKnown(
                marker.deployment(),
                facts == null ? settings.tag() : facts.tag(),
                facts == null || facts.git() == null ? settings.gitSha() : facts.git()));
    }

    /** Until goal/swap tells events. */
    public Log log() {
        return new Log() {
            @Override
            public void info(String line) {
                tell(new SwapEvent.Line(SwapEvent.Line.Level.INFO, line));
            }

            @Override
            public void warn(String line) {
                tell(new SwapEvent.Line(SwapEvent.Line.Level.WARN, line));
            }

            @Override
            public void debug(String line) {
                tell(new SwapEvent.Line(SwapEvent.Line.Level.DEBUG, line));
            }
        };
    }

    /** Until goal/swap tells events. */
    public SwapRecord record() {
        return new SwapRecord(listener);
    }

    /** Until goal/swap tells events. */
    public record SwapRecord(Listener listener) {
        public void plan(Plan plan) {
            listener.on(new RunEvent.Planned(plan));
        }

        public void object(ObjectChange change) {
            listener.on(new SwapEvent.ObjectDiffers(change));
        }

        public void attempt(int number, String outcome) {
            listener.on(new SwapEvent.AttemptEnded(number, outcome));
        }

        public void swapped(String kind, String name, String oldId, String newId) {
            listener.on(new SwapEvent.NamesSwapped(kind, name, oldId, newId));
        }

        public void sink(String name, String from, String to, String outcome, Duration took) {
            listener.on(new SwapEvent.SinkMoved(name, from, to, outcome, took));
        }

        public void id(String object, String oldId, String newId) {
            listener.on(new SwapEvent.IdChanged(object, oldId, newId));
        }
    }
}
