package io.github.mzmaven.goal.diff;

import io.github.mzmaven.MzException;
import io.github.mzmaven.MzException.Kind;
import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.CatalogObject;
import io.github.mzmaven.catalog.CatalogReader;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.catalog.Reading;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.execute.Goal;
import io.github.mzmaven.execute.GoalClock;
import io.github.mzmaven.execute.GoalContext;
import io.github.mzmaven.plan.Awaited;
import io.github.mzmaven.plan.Differences;
import io.github.mzmaven.report.DiffEvent;
import io.github.mzmaven.report.RelationDiff;
import io.github.mzmaven.report.SwapEvent;
import io.github.mzmaven.session.Session;
import java.util.ArrayList;
import java.util.List;

/** Compares what readers get now with what they get after a promote. It reads only. */
public final class DiffGoal implements Goal {
    @Override
    public String name() {
        return "diff";
    }

    @Override
    public void run(GoalContext context) {
        var clock = new GoalClock(name());
        Settings settings = context.settings();
        Catalog catalog = read(context, Reading.DIFF);
        Marker marker = Marker.of(catalog, settings.target());
        if (marker != null) {
            context.about(marker);
            if (marker.state() == Marker.State.PROMOTED) {
                context.tell(new DiffEvent.AlreadyPromoted(marker.deployment()));
                return;
            }
        }
        var selection = new DiffSelection(settings, catalog);
        List<Problem> problems = new ArrayList<>(Awaited.problems(name(), settings, catalog));
        if (problems.isEmpty()) {
            problems.addAll(selection.problems());
        }
        if (!problems.isEmpty()) {
            throw MzException.refusal("mz:diff refuses. Nothing was compared.", problems);
        }
        context.tell(new DiffEvent.Begun(
                marker == null ? null : marker.deployment(),
                selection.pairs().stream().map(RelationPair::name).toList()));
        Differences.between(settings, catalog).forEach(change -> context.tell(new SwapEvent.ObjectDiffers(change)));
        List<RelationDiff> relations = compare(context, selection.pairs());
        requireUnchanged(context, clock, catalog, selection.pairs());
        String refusal = DiffGate.refusal(settings.diff().maxChanged(), relations);
        context.tell(new DiffEvent.Ended(relations, refusal == null, clock.elapsed()));
        if (refusal != null) {
            throw new MzException(Kind.FAILED_CHECK, refusal);
        }
    }

    private Catalog read(GoalContext context, Reading reading) {
        try (Session session = context.open(name())) {
            return CatalogReader.read(session, context.settings(), reading);
        }
    }

    private static List<RelationDiff> compare(GoalContext context, List<RelationPair> pairs) {
        var relations = new ArrayList<RelationDiff>();
        try (var run = new DiffRun(context)) {
            for (RelationPair pair : pairs) {
                RelationDiff relation = run.compare(pair);
                relations.add(relation);
                context.tell(new DiffEvent.Compared(relation));
            }
        }
        return relations;
    }

    /** Names were compared: what has one of them now must be what was selected. */
    private void requireUnchanged(GoalContext context, GoalClock clock, Catalog before, List<RelationPair> pairs) {
        Settings settings = context.settings();
        List<String> changes;
        try (Session session = context.open(name())) {
            Catalog now = CatalogReader.read(session, settings, Reading.COPIES);
            changes = new ArrayList<>(Awaited.copies(settings, before).changes(now));
            for (RelationPair pair : pairs) {
                if (pair.isCompared() && !(isStill(pair.old(), before, now) && isStill(pair.fresh(), before, now))) {
                    changes.add(pair.name() + " or its copy is another one, or is gone");
                }
            }
            Marker marker = Marker.of(now, settings.target());
            if (changes.isEmpty() && marker != null && marker.state() == Marker.State.STAGED) {
                clock.keep(context, session, now, marker, marker.schemaName());
            }
        }
        if (!changes.isEmpty()) {
            throw new MzException(
                    Kind.FAILED_CHECK,
                    "mz:diff: production or the deployment changed while they were compared: "
                            + String.join("; ", changes)
                            + ". What was found is of no use; mz:diff changed nothing.\n  Run mvn mz:diff again when nothing"
                            + " is at work on it.");
        }
    }

    /** Whether the object has its name still, in the schema of the name that it was in. */
    private static boolean isStill(CatalogObject object, Catalog before, Catalog now) {
        CatalogObject is = now.objects().get(object.id());
        return is != null
                && is.name().equals(object.name())
                && now.schemas().containsKey(is.schemaId())
                && now.schemas()
                        .get(is.schemaId())
                        .name()
                        .equals(before.schemas().get(object.schemaId()).name());
    }
}
