package io.github.mzmaven.goal.swap;

import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.Acl;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.Catalog.Schema;
import io.github.mzmaven.catalog.CatalogObject;
import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.config.Settings.ObjectGrants;
import io.github.mzmaven.plan.Deployment;
import io.github.mzmaven.plan.OutsideSink;
import io.github.mzmaven.plan.OutsideSink.Fit;
import io.github.mzmaven.plan.OutsideSinks;
import io.github.mzmaven.plan.Permissions;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.sql.Sql;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What becomes of the sinks outside that read what is replaced, wherever they are. */
final class SinkMoves {
    private final Catalog catalog;
    private final Permissions permissions;
    private final SinkRights rights;
    private final boolean swapped;
    private final Deployment deployment;
    private final Replacement replacement;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> unmovable = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final Map<String, String> targets = new LinkedHashMap<>();

    /**
     * Checks them all.
     *
     * @param swapped whether production has the wanted version already: then a sink that cannot move keeps nothing else from
     *     being finished
     */
    SinkMoves(Replacement replacement, boolean swapped) {
        this.replacement = replacement;
        this.deployment = replacement.deployment();
        this.catalog = deployment.catalog();
        this.permissions = new Permissions(catalog);
        this.rights = new SinkRights(catalog, permissions);
        this.swapped = swapped;
        OutsideSinks.of(deployment).forEach(this::plan);
    }

    List<Problem> problems() {
        return problems;
    }

    /** After the swap, what keeps sinks where they are. */
    List<Problem> unmovable() {
        return unmovable;
    }

    List<Step> steps() {
        return steps;
    }

    /** What has to be hydrated before the sinks move, by id, for people. */
    Map<String, String> targets() {
        return targets;
    }

    private void plan(OutsideSink sink) {
        CatalogObject reads = catalog.objects().get(sink.relationId());
        if (!replacement.schemas().containsKey(reads.schemaId())) {
            return;
        }
        String relation = replacement.productionName(reads);
        Problem obstacle = obstacle(sink, reads, relation);
        if (obstacle != null) {
            stopping(obstacle);
            return;
        }
        boolean forced = deployment.settings().force();
        if (sink.columnChanges() != null && !(swapped && forced)) {
            stopping(Problem.soft(
                    "Sink " + sink.name() + " reads " + relation + ", whose columns change: " + sink.columnChanges()
                            + ". The server moves the sink all the same; its consumers get the other columns.",
                    "Give the " + replacement.replacementWord()
                            + " one the same columns, or tell the consumers and set -Dmz.force=true."));
            if (swapped) {
                return;
            }
        }
        if (!catalog.objects().get(sink.twinId()).is(ObjectType.TABLE)) {
            targets.putIfAbsent(sink.twinId(), "sink " + sink.name() + " is to read " + relation);
        }
        steps.add(new Step.MoveSink(
                catalog.qualified(catalog.objects().get(sink.id())),
                Sql.qualified(catalog.database().name(), replacement.productionSchema(reads), reads.name()),
                sink.name(),
                sink.relation(),
                relation));
    }

    /** Why the sink cannot be moved at all, or not by this role; {@code null} where it can. */
    private Problem obstacle(OutsideSink found, CatalogObject reads, String relation) {
        CatalogObject sink = catalog.objects().get(found.id());
        CatalogObject twin = catalog.objects().get(found.twinId());
        String version = swapped ? "production's version now" : "the version to be swapped in";
        if (twin == null) {
            return Problem.hard(
                    "Sink " + found.name() + " reads " + relation + ", which " + version + " does not have.",
                    "Add it, or drop the sink: DROP SINK " + shown(sink) + ";");
        }
        if (found.fit() == Fit.NOT_SINKABLE) {
            return Problem.hard(
                    "Sink " + found.name() + " reads " + relation + ", which is a " + twin.type() + " in " + version
                            + ": it cannot be exported as a sink.",
                    "Make it a materialized view.");
        }
        String role = catalog.identity().role();
        if (!permissions.isMemberOf(sink.ownerId())) {
            String owner = catalog.roleName(sink.ownerId());
            return Problem.soft(
                    "Role " + role + " is not an owner of sink " + found.name() + " (owner: " + owner
                            + "), so it cannot point it at the " + replacement.replacementWord() + " " + relation + ".",
                    "As " + owner + " or a superuser:",
                    "GRANT " + Sql.shown(owner) + " TO " + Sql.shown(role) + ";");
        }
        List<String> grants = rights.missing(sink, reads, twin, selects(reads, twin));
        if (grants.isEmpty()) {
            return null;
        }
        var remedy = new ArrayList<>(List.of("As their owner or a superuser:"));
        remedy.addAll(grants);
        return Problem.soft(
                "Role " + role + " lacks what pointing sink " + found.name() + " at the "
                        + replacement.replacementWord() + " " + relation + " takes.",
                remedy.toArray(String[]::new));
    }

    /** Before the swap production's owner and grants are given to its successor, where they are copied and the role may. */
    private Acl selects(CatalogObject reads, CatalogObject twin) {
        boolean copied = !swapped
                && deployment.settings().promote().objectGrants() == ObjectGrants.COPY
                && permissions.isMemberOf(twin.ownerId());
        return copied ? twin.acl().plus(reads.acl()) : twin.acl();
    }

    private void stopping(Problem problem) {
        (swapped ? unmovable : problems).add(problem);
    }

    private String shown(CatalogObject object) {
        Schema schema = catalog.schemas().get(object.schemaId());
        String name = Sql.shown(schema.name()) + "." + Sql.shown(object.name());
        return catalog.database().id().equals(schema.databaseId())
                ? name
                : Sql.shown(catalog.databases().get(schema.databaseId()).name()) + "." + name;
    }
}
