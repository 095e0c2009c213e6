package io.github.mzmaven.execute;

import io.github.mzmaven.MzException;
import io.github.mzmaven.catalog.DeploymentFacts;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.report.Event;
import io.github.mzmaven.report.Listener;
import io.github.mzmaven.report.RunEvent;
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

    /** The same with other settings. */
    public GoalContext with(Settings others) {
        return new GoalContext(others, sessions, listener, pause);
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
                    "mz:" + goal + ": " + e.getMessage() + "\nNothing was written. Fix that, then run mvn mz:" + goal
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
}
