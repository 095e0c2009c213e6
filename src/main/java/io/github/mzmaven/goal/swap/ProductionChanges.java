package io.github.mzmaven.goal.swap;

import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.Cluster;
import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.catalog.ProductionSnapshot;
import io.github.mzmaven.goal.swap.Replacement.Handover;
import io.github.mzmaven.goal.swap.Replacement.Holder;
import io.github.mzmaven.plan.DefaultPrivilegeChanges;
import io.github.mzmaven.plan.PrivilegeChanges;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.sql.ClusterDefinition;
import io.github.mzmaven.sql.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * What was changed on production's schemas and clusters themselves since init copied them: a swap brings the copies' options,
 * owners and default privileges, and so would put that back.
 */
final class ProductionChanges {
    private static final String FORCE = "or let it be put back: -Dmz.force=true";

    private final Replacement replacement;
    private final Catalog catalog;
    private final List<Problem> problems = new ArrayList<>();

    private ProductionChanges(Replacement replacement) {
        this.replacement = replacement;
        this.catalog = replacement.deployment().catalog();
    }

    /** A problem for each that the swap would put back. */
    static List<Problem> problems(Replacement replacement) {
        var changes = new ProductionChanges(replacement);
        replacement.handovers().forEach(changes::checkOwner);
        replacement.clusters().values().forEach(changes::checkOptions);
        changes.checkRevoked();
        changes.checkDefaults();
        return changes.problems;
    }

    private void checkOwner(Handover handover) {
        Holder copy = handover.replacement();
        if (!handover.replaced().ownerId().equals(copy.ownerId())) {
            String owner = catalog.roleName(handover.replaced().ownerId());
            problems.add(Problem.soft(
                    "Production's " + handover.type() + " " + handover.name() + " has owner " + owner + ", its copy "
                            + catalog.roleName(copy.ownerId()) + ": the swap would put that back.",
                    "ALTER " + handover.type().sql() + " " + copy.quoted() + " OWNER TO " + Sql.identifier(owner) + ";",
                    FORCE));
        }
    }

    /** Of an option, what production had when the deployment began is known only to markers of this version. */
    private void checkOptions(Handover handover) {
        ProductionSnapshot inventory = replacement.deployment().marker().inventory();
        String recorded = inventory.definitions().get(handover.name());
        Cluster production = catalog.clusters().get(handover.replaced().id());
        Cluster copy = catalog.clusters().get(handover.replacement().id());
        if (recorded == null) {
            return;
        }
        Map<String, String> then = ClusterDefinition.ofText(recorded).options();
        ClusterDefinition definition = production.definition();
        Map<String, String> now = definition.options();
        Map<String, String> copied = copy.definition().options();
        var options = new TreeSet<>(then.keySet());
        options.addAll(now.keySet());
        for (String option : options) {
            String was = then.get(option);
            String is = now.get(option);
            String brings = copied.get(option);
            if (!Objects.equals(was, is) && !Objects.equals(is, brings)) {
                problems.add(Problem.soft(
                        "Cluster " + handover.name() + " was changed since mz:init: " + shown(option, is) + ", was "
                                + (was == null ? "none" : was) + ". Its copy has "
                                + shown(option, brings) + ", which the swap would bring.",
                        production.managed() && copy.managed() && definition.isReadable()
                                ? "ALTER CLUSTER " + handover.replacement().quoted()
                                        + (is == null
                                                ? " RESET (" + option + ");"
                                                : " SET (" + option + " = " + is + ");")
                                : "Make the copy again: mvn mz:cleanup, mvn mz:init",
                        FORCE));
            }
        }
    }

    private static String shown(String option, String value) {
        return value == null ? "no " + option : option + " = " + value;
    }

    /** What was granted is copied with other grants; what was revoked from production, its copy would give again. */
    private void checkRevoked() {
        var revokes = new ArrayList<Step>(copiesToProductions(ObjectType.SCHEMA, replacement.schemas()));
        revokes.addAll(copiesToProductions(ObjectType.CLUSTER, replacement.clusters()));
        revokes.removeIf(step -> step instanceof Step.ChangePrivileges change && change.grant());
        differ("The copies grant what production does not grant, or does not any more", revokes);
    }

    private List<Step> copiesToProductions(ObjectType type, Map<String, Handover> handovers) {
        List<PrivilegeChanges.Target> targets = handovers.values().stream()
                .map(handover -> new PrivilegeChanges.Target(
                        handover.replacement().quoted(), handover.replacement().acl(), handover.needed()))
                .toList();
        return PrivilegeChanges.between(catalog, type, targets);
    }

    private void checkDefaults() {
        List<DefaultPrivilegeChanges.Copy> copies = replacement.schemas().values().stream()
                .map(schema -> new DefaultPrivilegeChanges.Copy(
                        schema.replacement().quoted(),
                        schema.replaced().id(),
                        schema.replacement().id()))
                .toList();
        differ(
                "Default privileges of production's schemas differ from those of the copies",
                DefaultPrivilegeChanges.between(catalog, copies));
    }

    private void differ(String what, List<Step> statements) {
        if (!statements.isEmpty()) {
            var remedy = new ArrayList<String>();
            statements.forEach(step -> remedy.add(step.sql() + ";"));
            remedy.add(FORCE);
            problems.add(Problem.soft(what + ": the swap would bring the copies'.", remedy.toArray(String[]::new)));
        }
    }
}
