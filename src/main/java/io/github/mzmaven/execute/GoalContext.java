package io.github.mzmaven.execute;

import io.github.mzmaven.Log;
import io.github.mzmaven.MzException;
import io.github.mzmaven.catalog.DeploymentFacts;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.report.RunRecord;
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
 * @param log where lines go
 * @param record collects what reports tell afterwards
 * @param pause how to wait; tests don't
 * @param terminal whether a person watches: progress is told more often then
 */
public record GoalContext(
        Settings settings,
        Function<String, Session> sessions,
        Log log,
        RunRecord record,
        Pause pause,
        boolean terminal) {

    /** How to wait. */
    @FunctionalInterface
    public interface Pause {
        /** Waits for that long. */
        void sleep(Duration duration) throws InterruptedException;
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

    /** Tells the record which deployment the run is about; what its marker does not say is as configured. */
    public void about(Marker marker) {
        DeploymentFacts facts = marker.facts();
        record.deployment(
                marker.deployment(),
                facts == null ? settings.tag() : facts.tag(),
                facts == null || facts.git() == null ? settings.gitSha() : facts.git());
    }
}
