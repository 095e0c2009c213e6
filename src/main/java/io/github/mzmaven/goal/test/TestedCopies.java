package io.github.mzmaven.goal.test;

import io.github.mzmaven.MzException;
import io.github.mzmaven.MzException.Kind;
import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.execute.GoalContext;
import io.github.mzmaven.plan.Awaited;
import io.github.mzmaven.plan.MarkerChecks;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The copies that tests are asked of: what they say holds for these alone. */
record TestedCopies(Awaited awaited, Set<String> objects) {
    /**
     * The copies as they are.
     *
     * @throws MzException where they cannot be tested
     */
    static TestedCopies of(GoalContext context, Catalog catalog) {
        Settings settings = context.settings();
        Marker marker = Marker.of(catalog, settings.target());
        List<Problem> problems = marker == null
                ? MarkerChecks.forCopies("test", marker, settings.target())
                : Awaited.problems("test", settings, catalog);
        if (!problems.isEmpty()) {
            throw MzException.refusal("mz:test refuses. Nothing was run.", problems);
        }
        context.about(marker);
        Awaited awaited = Awaited.copies(settings, catalog);
        return new TestedCopies(awaited, awaited.objects(catalog));
    }

    /** Else the tests have seen the old version after a promote, or half of an apply, and say that it passed. */
    void requireUnchanged(Catalog now) {
        List<String> changes = new ArrayList<>(awaited.changes(now));
        if (changes.isEmpty() && !awaited.objects(now).equals(objects)) {
            changes.add("objects of its copies were made or dropped");
        }
        if (!changes.isEmpty()) {
            throw new MzException(
                    Kind.FAILED_CHECK,
                    "mz:test: the deployment changed while the tests ran: " + String.join("; ", changes)
                            + ". What the tests say is of no use; mz:test changed nothing.\n"
                            + "  Run mvn mz:status to see what is there, and mvn mz:test again when nothing is at work on"
                            + " it.");
        }
    }
}
