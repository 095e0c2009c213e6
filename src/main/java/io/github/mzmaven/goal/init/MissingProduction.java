package io.github.mzmaven.goal.init;

import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.Acl;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.Catalog.Schema;
import io.github.mzmaven.catalog.Cluster;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.catalog.ProductionSnapshot;
import io.github.mzmaven.config.ClusterSetting;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.plan.Permissions;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.sql.ClusterDefinition;
import io.github.mzmaven.sql.Sql;
import io.github.mzmaven.text.Nearest;
import java.util.ArrayList;
import java.util.List;

/**
 * Production schemas and clusters that are configured and do not exist: refused with the statements that create them, or, where
 * that is asked for, created by init itself, empty.
 */
final class MissingProduction {
    private static final String BY_INIT = "mvn mz:init -Dmz.createMissing";

    private final Settings settings;
    private final Catalog catalog;
    private final Marker marker;
    private final String database;

    /** What is missing for the deployment of a marker; {@code null} where there is none. */
    MissingProduction(Settings settings, Catalog catalog, Marker marker) {
        this.settings = settings;
        this.catalog = catalog;
        this.marker = marker;
        this.database = catalog.database().name();
    }

    /** Whether nothing is missing. */
    boolean isNone() {
        return schemas().isEmpty() && clusters().isEmpty();
    }

    private List<String> schemas() {
        return settings.schemas().stream()
                .filter(name -> catalog.schema(name) == null)
                .toList();
    }

    private List<ClusterSetting> clusters() {
        return settings.clusters().stream()
                .filter(setting -> catalog.cluster(setting.name()) == null)
                .toList();
    }

    /** What speaks against a schema that does not exist. */
    List<Problem> problemsOfSchema(String name) {
        ProductionSnapshot.SchemaEntry recorded =
                inventory() == null ? null : inventory().schemas().get(name);
        List<String> known = catalog.schemas().values().stream()
                .filter(schema -> schema.databaseId().equals(catalog.database().id()))
                .map(Schema::name)
                .filter(other -> isMeant(settings.schemas(), other))
                .toList();
        return problems(
                new Missing(
                        ObjectType.SCHEMA,
                        name,
                        " in database " + database,
                        "CREATE SCHEMA " + Sql.qualified(database, name) + ";"),
                recorded == null ? null : recorded.id(),
                known);
    }

    /** What speaks against a cluster that does not exist. */
    List<Problem> problemsOfCluster(ClusterSetting setting) {
        String name = setting.name();
        List<String> known = catalog.clusters().values().stream()
                .map(Cluster::name)
                .filter(other -> isMeant(settings.clusterNames(), other))
                .toList();
        ClusterSetting shown =
                setting.size() != null ? setting : new ClusterSetting(name, "…", setting.replicationFactor());
        var missing = new Missing(
                ObjectType.CLUSTER,
                name,
                "",
                "CREATE CLUSTER " + Sql.identifier(name) + " "
                        + ClusterDefinition.ofNew(shown).sql() + ";");
        var problems = new ArrayList<>(problems(
                missing, inventory() == null ? null : inventory().clusters().get(name), known));
        boolean creates = problems.stream().noneMatch(problem -> problem.severity() == Problem.Severity.HARD);
        if (creates && setting.size() == null) {
            return List.of(Problem.hard(
                    missing.what() + ", and no size is configured to create it with." + Nearest.hint(name, known),
                    "Say it in mz.yml (clusters: [{name: " + Sql.literal(name)
                            + ", size: …}]), or in the POM (<cluster><name>" + name
                            + "</name><size>…</size></cluster>); or create the cluster yourself:",
                    missing.create));
        }
        return problems;
    }

    private List<Problem> problems(Missing missing, String recordedId, List<String> known) {
        String hint = Nearest.hint(missing.name, known);
        if (recordedId != null) {
            return List.of(Problem.hard(
                    missing.what() + ". Deployment " + marker.deployment()
                            + " was begun when there was one, with the id " + recordedId
                            + "; something has dropped or renamed it since." + hint,
                    "Give it its name again, if it was renamed; else give this deployment up: mvn mz:cleanup, then mvn"
                            + " mz:init anew."));
        }
        if (!settings.init().createMissing()) {
            return List.of(Problem.hard(
                    missing.what() + "." + hint,
                    "If this is its first deployment, create it, empty; " + BY_INIT + " does that, too:",
                    missing.create));
        }
        String inOtherCase = known.stream()
                .filter(other -> other.equalsIgnoreCase(missing.name))
                .findFirst()
                .orElse(null);
        if (inOtherCase != null) {
            return List.of(Problem.hard(
                    missing.what() + ", but there is \"" + inOtherCase
                            + "\"; mz:init does not create what differs in upper and lower case only.",
                    "Configure \"" + inOtherCase + "\", if that is meant; else create the other one yourself:",
                    missing.create));
        }
        return hint.isEmpty() ? List.of() : List.of(Problem.warning(missing.what() + "; mz:init creates it." + hint));
    }

    /** Of two names that are nearly alike and both configured, none is a slip where init is to create them. */
    private boolean isMeant(List<String> configured, String other) {
        return !settings.init().createMissing() || !configured.contains(other);
    }

    private ProductionSnapshot inventory() {
        return marker == null ? null : marker.inventory();
    }

    /** Creates what is missing, once nothing speaks against it, and records it. */
    List<Step> create() {
        var steps = new ArrayList<Step>();
        schemas()
                .forEach(name -> steps.add(
                        new Step.CreateSchema(database, name, "create schema " + name + " in production, empty")));
        clusters().forEach(setting -> {
            ClusterDefinition definition = ClusterDefinition.ofNew(setting);
            steps.add(new Step.CreateCluster(
                    setting.name(),
                    definition.sql(),
                    "create cluster " + setting.name() + " in production, empty (" + definition.describe() + ")"));
        });
        steps.add(new Step.MarkerStep(new Step.RecordProduction(
                schemas(), clusters().stream().map(ClusterSetting::name).toList())));
        return steps;
    }

    /** The catalog as {@link #create()} will leave it. */
    Catalog created() {
        String role = new Permissions(catalog).roleId();
        List<Schema> schemas = schemas().stream()
                .map(name -> new Schema(
                        "new schema " + name, catalog.database().id(), name, role, freshAcl(ObjectType.SCHEMA)))
                .toList();
        List<Cluster> clusters = clusters().stream()
                .map(setting -> new Cluster(
                        "new cluster " + setting.name(),
                        setting.name(),
                        role,
                        freshAcl(ObjectType.CLUSTER),
                        true,
                        List.of(),
                        "CREATE CLUSTER " + Sql.identifier(setting.name()) + " "
                                + ClusterDefinition.ofNew(setting).sql(),
                        null))
                .toList();
        return catalog.plus(schemas, clusters);
    }

    private Acl freshAcl(ObjectType type) {
        return CopiesPlan.fresh(catalog, type);
    }

    /**
     * Something that does not exist.
     *
     * @param where of a schema, which database; with a space before it
     * @param create the statement that creates it
     */
    private record Missing(ObjectType type, String name, String where, String create) {
        private String what() {
            return "There is no " + type + " \"" + name + "\"" + where;
        }
    }
}
