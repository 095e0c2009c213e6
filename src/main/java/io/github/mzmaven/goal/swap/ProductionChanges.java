package io.github.mzmaven.goal.swap;

import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.Catalog.Cluster;
import io.github.mzmaven.catalog.Catalog.Schema;
import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.catalog.ProductionSnapshot;
import io.github.mzmaven.plan.DefaultPrivilegeChanges;
import io.github.mzmaven.plan.Deployment;
import io.github.mzmaven.plan.Deployment.Pair;
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

    private final Deployment deployment;
    private final Catalog catalog;
    private final List<Problem> problems = new ArrayList<>();

    private ProductionChanges(Deployment deployment) {
        this.deployment = deployment;
        this.catalog = deployment.catalog();
    }

    /** A problem for each that the swap would put back. */
    static List<Problem> problems(Deployment deployment) {
        var changes = new ProductionChanges(deployment);
        deployment.schemas().forEach(changes::checkSchemaOwner);
        deployment.clusters().forEach(changes::checkClusterOwner);
        deployment.clusters().forEach(changes::checkOptions);
        changes.checkRevoked();
        changes.checkDefaults();
        return changes.problems;
    }

    private void checkSchemaOwner(Pair pair) {
        Schema production = catalog.schemas().get(pair.productionId());
        Schema copy = catalog.schemas().get(pair.copyId());
        checkOwner(
                ObjectType.SCHEMA,
                pair,
                production.ownerId(),
                copy.ownerId(),
                Sql.qualified(catalog.database().name(), pair.copy()));
    }

    private void checkClusterOwner(Pair pair) {
        Cluster production = catalog.clusters().get(pair.productionId());
        Cluster copy = catalog.clusters().get(pair.copyId());
        checkOwner(ObjectType.CLUSTER, pair, production.ownerId(), copy.ownerId(), Sql.identifier(pair.copy()));
    }

    private void checkOwner(ObjectType type, Pair pair, String productionOwner, String copyOwner, String copy) {
        if (!productionOwner.equals(copyOwner)) {
            String owner = catalog.roleName(productionOwner);
            problems.add(Problem.soft(
                    "Production's " + type + " " + pair.production() + " has owner " + owner + ", its copy "
                            + catalog.roleName(copyOwner) + ": the swap would put that back.",
                    "ALTER " + type.sql() + " " + copy + " OWNER TO " + Sql.identifier(owner) + ";",
                    FORCE));
        }
    }

    /** Of an option, what production had when the deployment began is known only to markers of this version. */
    private void checkOptions(Pair pair) {
        ProductionSnapshot inventory = deployment.marker().inventory();
        String recorded = inventory.definitions().get(pair.production());
        Cluster production = catalog.clusters().get(pair.productionId());
        Cluster copy = catalog.clusters().get(pair.copyId());
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
                        "Cluster " + pair.production() + " was changed since mz:init: " + shown(option, is) + ", was "
                                + (was == null ? "none" : was) + ". Its copy has "
                                + shown(option, brings) + ", which the swap would bring.",
                        production.managed() && copy.managed() && definition.isReadable()
                                ? "ALTER CLUSTER " + Sql.identifier(pair.copy())
                                        + (is == null
                                                ? " RESET (" + option + ");"
                                                : " SET (" + option + " = " + is + ");")
                                : "Make the copy anew: mvn mz:cleanup, mvn mz:init",
                        FORCE));
            }
        }
    }

    private static String shown(String option, String value) {
        return value == null ? "no " + option : option + " = " + value;
    }

    /** What was granted is copied with other grants; what was revoked from production, its copy would give again. */
    private void checkRevoked() {
        var schemas = new ArrayList<PrivilegeChanges.Target>();
        for (Pair pair : deployment.schemas()) {
            Schema production = catalog.schemas().get(pair.productionId());
            Schema copy = catalog.schemas().get(pair.copyId());
            schemas.add(new PrivilegeChanges.Target(
                    Sql.qualified(catalog.database().name(), pair.copy()),
                    copy.acl(),
                    production.acl().withOwner(production.ownerId(), copy.ownerId())));
        }
        var clusters = new ArrayList<PrivilegeChanges.Target>();
        for (Pair pair : deployment.clusters()) {
            Cluster production = catalog.clusters().get(pair.productionId());
            Cluster copy = catalog.clusters().get(pair.copyId());
            clusters.add(new PrivilegeChanges.Target(
                    Sql.identifier(pair.copy()),
                    copy.acl(),
                    production.acl().withOwner(production.ownerId(), copy.ownerId())));
        }
        var revokes = new ArrayList<Step>(PrivilegeChanges.between(catalog, ObjectType.SCHEMA, schemas));
        revokes.addAll(PrivilegeChanges.between(catalog, ObjectType.CLUSTER, clusters));
        revokes.removeIf(step -> step instanceof Step.ChangePrivileges change && change.grant());
        differ("The copies grant what production does not grant, or does not any more", revokes);
    }

    private void checkDefaults() {
        List<DefaultPrivilegeChanges.Copy> copies = deployment.schemas().stream()
                .map(pair -> new DefaultPrivilegeChanges.Copy(
                        Sql.qualified(catalog.database().name(), pair.copy()), pair.productionId(), pair.copyId()))
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
