package io.github.mzmaven.goal.swap;

import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.Acl;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.Catalog.CatalogObject;
import io.github.mzmaven.catalog.Catalog.Column;
import io.github.mzmaven.catalog.Catalog.Schema;
import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.config.Settings.ObjectGrants;
import io.github.mzmaven.plan.ColumnChanges;
import io.github.mzmaven.plan.Deployment;
import io.github.mzmaven.plan.Permissions;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.sql.Sql;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The sinks outside that read what is replaced, wherever they are: found by what they depend on, not by any list. */
final class SinkMoves {

    private final Catalog catalog;
    private final Permissions permissions;
    private final SinkRights rights;
    private final boolean swapped;
    private final Deployment deployment;
    private final Replacement sides;
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
    SinkMoves(Deployment deployment, Replacement sides, boolean swapped) {
        this.catalog = deployment.catalog();
        this.permissions = new Permissions(catalog);
        this.rights = new SinkRights(catalog, permissions);
        this.swapped = swapped;
        this.deployment = deployment;
        this.sides = sides;
        for (CatalogObject object : catalog.objects().values()) {
            boolean inside = sides.replacedSchemas().contains(object.schemaId())
                    || sides.replacementSchemas().contains(object.schemaId());
            if (object.is(ObjectType.SINK) && !inside) {
                catalog.uses()
                        .getOrDefault(object.id(), Set.of())
                        .forEach(id -> check(object, catalog.objects().get(id)));
            }
        }
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

    private void check(CatalogObject sink, CatalogObject reads) {
        if (reads == null
                || !reads.type().isRelation()
                || !sides.replacedSchemas().contains(reads.schemaId())) {
            return;
        }
        String sinkName = catalog.display(sink);
        String relation = sides.productionName(reads);
        CatalogObject replacement = deployment.counterpart(reads, sides.replacement(reads.schemaId()));
        String version = swapped ? "production's version now" : "the version to be swapped in";
        if (replacement == null) {
            cannotMove(
                    "Sink " + sinkName + " reads " + relation + ", which " + version + " does not have.",
                    "Add it, or drop the sink: DROP SINK " + shown(sink) + ";");
            return;
        }
        if (!replacement.type().isSinkable()) {
            cannotMove(
                    "Sink " + sinkName + " reads " + relation + ", which is a " + replacement.type() + " in " + version
                            + ": it cannot be exported as a sink.",
                    "Make it a materialized view.");
            return;
        }
        if (!permissions.isMemberOf(sink.ownerId())) {
            String owner = catalog.roleName(sink.ownerId());
            stopping(Problem.soft(
                    "Role " + catalog.identity().role() + " is not an owner of sink " + sinkName + " (owner: " + owner
                            + "), so it cannot point it at the " + sides.replacementWord() + " " + relation + ".",
                    "As " + owner + " or a superuser:",
                    "GRANT " + Sql.shown(owner) + " TO "
                            + Sql.shown(catalog.identity().role()) + ";"));
            return;
        }
        List<String> grants = rights.missing(sink, reads, replacement, selects(reads, replacement));
        if (!grants.isEmpty()) {
            var remedy = new ArrayList<>(List.of("As their owner or a superuser:"));
            remedy.addAll(grants);
            stopping(Problem.soft(
                    "Role " + catalog.identity().role() + " lacks what pointing sink " + sinkName + " at the "
                            + sides.replacementWord() + " " + relation + " takes.",
                    remedy.toArray(String[]::new)));
            return;
        }
        // Nullability counts, since formats with a schema write it down.
        String difference = ColumnChanges.between(columns(reads), columns(replacement));
        boolean forced = deployment.settings().force();
        if (difference != null && !(swapped && forced)) {
            stopping(Problem.soft(
                    "Sink " + sinkName + " reads " + relation + ", whose columns change: " + difference
                            + ". The server moves the sink all the same; its consumers get the other columns.",
                    "Give the " + sides.replacementWord()
                            + " one the same columns, or tell the consumers and set -Dmz.force=true."));
            if (swapped) {
                return;
            }
        }
        if (!replacement.is(ObjectType.TABLE)) {
            targets.merge(replacement.id(), "sink " + sinkName + " is to read " + relation, (one, other) -> one);
        }
        String database = catalog.database().name();
        String production = sides.names().get(reads.schemaId());
        steps.add(new Step.MoveSink(
                catalog.qualified(sink),
                Sql.qualified(database, production, reads.name()),
                sinkName,
                catalog.display(reads),
                relation));
    }

    /** Before the swap production's owner and grants are given to its successor, where they are copied and the role may. */
    private Acl selects(CatalogObject reads, CatalogObject replacement) {
        boolean copied = !swapped
                && deployment.settings().promote().objectGrants() == ObjectGrants.COPY
                && permissions.isMemberOf(replacement.ownerId());
        return copied ? replacement.acl().plus(reads.acl()) : replacement.acl();
    }

    private void cannotMove(String what, String remedy) {
        stopping(Problem.hard(what, remedy));
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

    private List<Column> columns(CatalogObject relation) {
        return catalog.columns().getOrDefault(relation.id(), List.of());
    }
}
