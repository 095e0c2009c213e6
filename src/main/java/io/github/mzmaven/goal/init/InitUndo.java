package io.github.mzmaven.goal.init;

import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.CatalogReader;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.catalog.Reading;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.execute.PlanExecutor;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.session.DatabaseException;
import io.github.mzmaven.session.Session;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes back what an init has done before one of its statements failed: copies first, then what it created in production, by id
 * and only while it is empty, the marker last.
 */
final class InitUndo {
    private final Session session;
    private final Settings settings;
    private final PlanExecutor executor;
    private final Catalog before;

    /** @param before the last reading, which has the ids of what was created in production, if it came to that */
    InitUndo(Session session, Settings settings, PlanExecutor executor, Catalog before) {
        this.session = session;
        this.settings = settings;
        this.executor = executor;
        this.before = before;
    }

    /**
     * Drops what was created, and says what the state is then.
     *
     * @param failed the step after which nothing was done any more
     */
    String undo(List<Step> done, Step failed) {
        List<Step> inProduction = done.stream().filter(this::isInProduction).toList();
        List<Step> copies = done.stream()
                .filter(step -> !(step instanceof Step.MarkerStep) && !inProduction.contains(step))
                .toList();
        List<String> left = executor.undo(copies);
        List<String> kept = new ArrayList<>();
        if (left.isEmpty()) {
            kept.addAll(undoProduction(inProduction));
            left = executor.undo(
                    done.stream().filter(Step.MarkerStep.class::isInstance).toList());
        }
        String state = "What this run had created is dropped again";
        var except = new ArrayList<>(kept);
        except.addAll(left);
        if (!except.isEmpty()) {
            state += ", except:\n    " + String.join("\n    ", except);
        }
        if (!left.isEmpty()) {
            state += "\nRun mvn mz:cleanup to drop the rest"
                    + (inProduction.isEmpty()
                            ? "."
                            : "; it leaves production alone, also what this run created there.");
        } else if (except.isEmpty()) {
            state += ".";
        }
        return state + byOthers(failed);
    }

    /** Whether the step creates a schema or cluster of production. */
    private boolean isInProduction(Step step) {
        return step instanceof Step.CreateSchema schema && settings.schemas().contains(schema.name())
                || step instanceof Step.CreateCluster cluster
                        && settings.clusterNames().contains(cluster.name());
    }

    /** The server refuses to drop what is not empty any more; what has the name and another id is not this run's. */
    private List<String> undoProduction(List<Step> created) {
        if (created.isEmpty()) {
            return List.of();
        }
        Catalog now;
        try {
            now = CatalogReader.read(session, settings, Reading.COPIES);
        } catch (DatabaseException e) {
            return created.stream()
                    .map(step -> "not undone: " + step.describe() + " (" + e.getMessage() + ")")
                    .toList();
        }
        var kept = new ArrayList<String>();
        var own = new ArrayList<Step>();
        for (Step step : created) {
            String id = idOf(step, before);
            if (id == null || idOf(step, now) == null || id.equals(idOf(step, now))) {
                own.add(step);
            } else {
                kept.add("not undone: " + step.describe() + " (something else has the name now)");
            }
        }
        kept.addAll(executor.undo(own));
        return kept;
    }

    private static String idOf(Step created, Catalog catalog) {
        if (created instanceof Step.CreateSchema schema) {
            Catalog.Schema found = catalog.schema(schema.name());
            return found == null ? null : found.id();
        }
        var cluster = catalog.cluster(((Step.CreateCluster) created).name());
        return cluster == null ? null : cluster.id();
    }

    /** Who was faster, if anybody was; nothing where that cannot be read any more. */
    private String byOthers(Step failed) {
        Catalog now;
        try {
            now = CatalogReader.read(session, settings, Reading.COPIES);
        } catch (DatabaseException e) {
            return "";
        }
        Marker winner = Marker.of(now, settings.target());
        boolean other = winner != null
                && winner.facts() != null
                && !now.identity().connectionId().equals(winner.facts().connection());
        if (other) {
            return "\nAnother run has claimed target " + winner.target() + " meanwhile: deployment "
                    + winner.deployment()
                    + ", by " + winner.facts().user() + " since "
                    + winner.facts().started() + ". Run mvn mz:init again when it has finished.";
        }
        return isInProduction(failed) && idOf(failed, now) != null
                ? "\nSomething else has created it meanwhile. Run mvn mz:init again: it takes what is there."
                : "";
    }
}
