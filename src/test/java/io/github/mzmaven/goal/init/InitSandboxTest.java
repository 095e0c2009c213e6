package io.github.mzmaven.goal.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.mzmaven.MzException;
import io.github.mzmaven.config.ClusterSetting;
import io.github.mzmaven.config.TestSettings;
import io.github.mzmaven.conformance.ServerUnderTest;
import io.github.mzmaven.goal.Area;
import io.github.mzmaven.goal.GoalRun;
import io.github.mzmaven.goal.cleanup.CleanupGoal;
import io.github.mzmaven.report.InitEvent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What init refuses, what it leaves when a statement fails, and how it goes on. */
class InitSandboxTest {
    /** The sandbox, unless another server is given. */
    @AutoClose
    private static final ServerUnderTest sandbox = ServerUnderTest.open();

    private final Area area = new Area(sandbox);

    @BeforeEach
    void production() {
        area.sql(
                "CREATE ROLE #reader",
                "CREATE SCHEMA #staging",
                "CREATE SCHEMA #marts",
                "CREATE CLUSTER #compute (SIZE = '25cc', REPLICATION FACTOR = 1)",
                "CREATE CLUSTER #serve REPLICAS (r1 (SIZE '25cc'))",
                "GRANT USAGE ON SCHEMA #marts TO #reader");
    }

    @AfterEach
    void clean() {
        sandbox.calm();
        area.close();
    }

    @Test
    void everyReasonIsToldAtOnceAndNothingIsWritten() {
        area.sql(
                "CREATE SCHEMA #outside",
                "CREATE CONNECTION #marts.kafka TO KAFKA (BROKER '127.0.0.1:19092', SECURITY PROTOCOL PLAINTEXT)",
                "CREATE SECRET #marts.password AS 'x'",
                "CREATE TABLE #marts.orders (id int NOT NULL)",
                "CREATE MATERIALIZED VIEW #marts.m IN CLUSTER #compute AS SELECT id FROM #marts.orders",
                "CREATE INDEX m_id IN CLUSTER #serve ON #marts.m (id)",
                "CREATE MATERIALIZED VIEW #outside.theirs IN CLUSTER #compute AS SELECT id FROM #marts.orders",
                "CREATE SINK #marts.inside IN CLUSTER #serve FROM #marts.m INTO KAFKA CONNECTION #marts.kafka"
                        + " (TOPIC 'a') KEY (id) NOT ENFORCED FORMAT JSON ENVELOPE UPSERT",
                "CREATE SINK #outside.beside IN CLUSTER #compute FROM #marts.m INTO KAFKA CONNECTION #marts.kafka"
                        + " (TOPIC 'b') KEY (id) NOT ENFORCED FORMAT JSON ENVELOPE UPSERT");
        String before = area.production();

        assertThat(refusal(area.settings()
                        .schemas(area.names("#marts", "#stagin"))
                        .clusters(area.names("#compute", "#comptue"))))
                .isEqualTo("""
                mz:init refuses. Nothing was written. 6 problems:
                 1. Schema #marts holds the sink inside; a swap would move it. Keep sinks in a schema and a cluster of their own.
                 2. Schema #marts holds connection #marts.kafka, secret #marts.password, table #marts.orders; a swap would replace them by new, empty ones, and cleanup would drop them.
                    Keep them in a schema of their own, or set <allowStateful>true</allowStateful> (-Dmz.allowStateful) if the deployment makes new ones.
                 3. There is no schema "#stagin" in database materialize. Did you mean "#staging"?
                    If this is its first deployment, create it, empty; mvn mz:init -Dmz.createMissing does that, too:
                    CREATE SCHEMA "materialize"."#stagin";
                 4. Cluster #compute holds the sink #outside.beside; a swap would leave it on the old cluster. Keep sinks in a schema and a cluster of their own.
                 5. Cluster #compute runs objects of schemas that are not part of the deployment: materialized view #outside.theirs. They would stay on the old cluster and be dropped with it.
                    Add their schemas to <schemas>, or move them to another cluster.
                 6. There is no cluster "#comptue". Did you mean "#compute"?
                    If this is its first deployment, create it, empty; mvn mz:init -Dmz.createMissing does that, too:
                    CREATE CLUSTER "#comptue" (SIZE = '…');""");
        assertThat(area.production()).isEqualTo(before);
        assertThat(area.copies()).isEmpty();
        assertThat(area.markers()).isEmpty();
    }

    @Test
    void whatRunsElsewhereIsWarnedOf() {
        area.sql(
                "CREATE MATERIALIZED VIEW #marts.m IN CLUSTER #serve AS SELECT 1 AS x",
                "CREATE TYPE #marts.ints AS LIST (ELEMENT TYPE = int4)");

        assertThat(init(area.settings().schemas(area.names("#marts")).clusters(area.names("#compute"))))
                .startsWith(
                        "WARN Schema #marts holds type #marts.ints; what uses them outside keeps the old ones after the swap.",
                        "WARN Schema #marts has objects on cluster #serve, which is not part of the deployment:"
                                + " materialized view #marts.m. New ones there share it with the old ones.");
    }

    @Test
    void anotherTagIsRefusedWithWhoAndWhen() {
        init(all().tag("feature-a"));

        assertThat(refusal(all().tag("feature-b"))).isEqualTo("""
                mz:init refuses. Nothing was written. 1 problem:
                 1. Another deployment is in progress: {time}-0123456, tag feature-a (this one: feature-b), begun by materialize at {time}.
                    Finish it with mvn mz:promote, or drop it with mvn mz:cleanup.""");
        assertThat(refusal(all())).contains("tag feature-a (this one: none)");
        assertNothingMissing(all().tag("feature-a"));
    }

    @Test
    void whatAnotherTargetDeploysIsRefused() {
        init(all());

        assertThat(refusal(area.settings()
                        .target(area.name("#other"))
                        .suffix("_next")
                        .schemas(area.names("#marts"))
                        .clusters(area.names("#compute"))))
                .isEqualTo("""
                mz:init refuses. Nothing was written. 1 problem:
                 1. Deployment {time}-0123456 of target #target in database materialize has schema #marts, cluster #compute too.
                    Finish that one first: mvn mz:cleanup -Dmz.target=#target""");
    }

    @Test
    void leftoversOfSomebodyElseAreAdoptedOnlyWhenTold() {
        area.sql(
                "CREATE SCHEMA #marts_dbt_deploy",
                "CREATE SCHEMA #staging_dbt_deploy",
                "CREATE CLUSTER #compute_dbt_deploy (SIZE = '25cc', REPLICATION FACTOR = 1)",
                "CREATE VIEW #marts_dbt_deploy.v AS SELECT 1 AS x",
                "GRANT CREATE ON SCHEMA #marts_dbt_deploy TO #reader");

        assertThat(refusal(all())).isEqualTo("""
                mz:init refuses. Nothing was written. 1 problem:
                 1. A deployment schema #marts_dbt_deploy exists already and holds view #marts_dbt_deploy.v.
                    If they are this deployment's (made by dbt, for example): mvn mz:init -Dmz.ignoreExistingObjects=true; else drop them.""");
        assertThat(init(all().ignoreExistingObjects()))
                .containsExactly(
                        "WARN A deployment schema #marts_dbt_deploy exists already and holds view #marts_dbt_deploy.v. They are adopted and will be promoted.",
                        "Deployment {time}-0123456: 2 schemas, 2 clusters, suffix _dbt_deploy",
                        "  create cluster #serve_dbt_deploy (unmanaged, 1 replica)",
                        "  grant USAGE on schema materialize.#marts_dbt_deploy to #reader",
                        "  revoke CREATE on schema materialize.#marts_dbt_deploy from #reader",
                        "Staged: 9 statements in {duration}. Next: mvn mz:apply");
        area.assertCopiesEqualProduction();
        // What is recorded as this deployment's needs no adoption any more.
        assertNothingMissing(all());
    }

    @Test
    void copiesThatAreThereAlreadyAndDifferAreTold() {
        area.sql(
                "CREATE CLUSTER #spare REPLICAS (r1 (SIZE '25cc'))",
                "CREATE CLUSTER #compute_dbt_deploy (SIZE = '50cc', REPLICATION FACTOR = 2)",
                "CREATE CLUSTER #serve_dbt_deploy (SIZE = '25cc', REPLICATION FACTOR = 1)",
                "CREATE CLUSTER #spare_dbt_deploy REPLICAS (r1 (SIZE '50cc'), r2 (SIZE '25cc'))");
        TestSettings settings = area.settings().clusters(area.names("#compute", "#serve", "#spare"));

        assertThat(init(settings))
                .startsWith(
                        "WARN Cluster #compute_dbt_deploy is there, but not as a copy of #compute would be: REPLICATION FACTOR = 2 instead of 1, SIZE = '50cc' instead of '25cc'.",
                        "WARN     If that is not meant: ALTER CLUSTER #compute_dbt_deploy SET (REPLICATION FACTOR = 1, SIZE = '25cc');",
                        "WARN Cluster #serve_dbt_deploy is there, but not as a copy of #serve would be: managed instead of unmanaged.",
                        "WARN     If that is not meant: mvn mz:cleanup drops it, and mvn mz:init creates it again.",
                        "WARN Cluster #spare_dbt_deploy is there, but not as a copy of #spare would be: replicas r1 (SIZE = '50cc'), r2 (SIZE = '25cc') instead of r1 (SIZE = '25cc').",
                        "WARN     If that is not meant: mvn mz:cleanup drops it, and mvn mz:init creates it again.",
                        "Deployment {time}-0123456: 0 schemas, 3 clusters, suffix _dbt_deploy");
    }

    @Test
    void aSizeConfiguredAfterTheCopyWasMadeIsTold() {
        init(all());

        assertThat(init(all().clusters(List.of(
                        new ClusterSetting(area.name("#compute"), "100cc", null),
                        new ClusterSetting(area.name("#serve"))))))
                .containsExactly(
                        "WARN Cluster #compute_dbt_deploy is there, but not as a copy of #compute would be: SIZE = '25cc' instead of '100cc'.",
                        "WARN     If that is not meant: ALTER CLUSTER #compute_dbt_deploy SET (SIZE = '100cc');",
                        "Deployment {time}-0123456: 2 schemas, 2 clusters, suffix _dbt_deploy",
                        "Staged already; nothing was missing. Next: mvn mz:apply");
    }

    /** Or the server made them otherwise than CREATE CLUSTER said. */
    @Test
    void copiesThatSomebodyAltersMeanwhileAreToldAtTheEnd() {
        sandbox.faults()
                .before(
                        1,
                        sql -> sql.startsWith("GRANT"),
                        () -> area.sql("ALTER CLUSTER #compute_dbt_deploy SET (SIZE = '50cc')"));

        assertThat(init(all()))
                .containsSubsequence(
                        "WARN Cluster #compute_dbt_deploy is there, but not as a copy of #compute would be: SIZE = '50cc' instead of '25cc'.",
                        "WARN     If that is not meant: ALTER CLUSTER #compute_dbt_deploy SET (SIZE = '25cc');",
                        "Staged: 11 statements in {duration}. Next: mvn mz:apply");
    }

    /** What it drops when it reads again is no reason to end there. */
    @Test
    void whatAnotherRunLeavesMeanwhileDoesNotKeepTheDeploymentFromBeingStaged() {
        sandbox.faults()
                .before(
                        1,
                        sql -> sql.startsWith("GRANT"),
                        () -> area.sql("CREATE SCHEMA _mz_deployment_#target_draft66"));

        init(all());

        assertThat(area.markers()).containsExactly("_mz_deployment_#target_staged");
    }

    @Test
    void aKilledRunIsGoneOnWith() {
        init(all());
        GoalRun.of(new CleanupGoal(), all().build());
        sandbox.faults().cutAfter(1, sql -> sql.startsWith("CREATE CLUSTER"));

        assertThat(refusal(all())).matches("""
                (?s)Step 7 of 9 failed: create cluster #compute_dbt_deploy \\(25cc × 1\\)
                    .*
                Production is untouched. What was created so far is marked as this deployment's. Run mvn mz:init again: it goes on from there.""");
        assertThat(area.markers()).containsExactly("_mz_deployment_#target_initializing");

        assertThat(init(all()))
                .containsSubsequence(
                        "  create cluster #serve_dbt_deploy (unmanaged, 1 replica)",
                        "  grant USAGE on schema materialize.#marts_dbt_deploy to #reader");
        area.assertCopiesEqualProduction();
        assertThat(area.markers()).containsExactly("_mz_deployment_#target_staged");
    }

    @Test
    void aSizeThatDoesNotExistIsUndoneAndTold() {
        String before = area.production();

        assertThat(refusal(all().clusters(List.of(
                        new ClusterSetting(area.name("#serve")),
                        new ClusterSetting(area.name("#compute"), "77cc", null)))))
                .isEqualTo("""
                Step 8 of 9 failed: create cluster #compute_dbt_deploy (77cc × 1)
                    unknown cluster replica size 77cc (XX000)
                    Hint: Valid cluster replica sizes are: 100cc, 25cc, 50cc
                Production is untouched. What this run had created is dropped again.""");
        assertThat(area.production()).isEqualTo(before);
        assertThat(area.copies()).isEmpty();
        assertThat(area.markers()).isEmpty();
    }

    @Test
    void aStatementThatFailsInTheMiddleIsUndone() {
        sandbox.faults()
                .before(
                        1,
                        sql -> sql.startsWith("GRANT"),
                        () -> area.sql("REVOKE USAGE ON SCHEMA #marts FROM #reader", "DROP ROLE #reader"));

        assertThat(refusal(all())).isEqualTo("""
                Step 9 of 9 failed: grant USAGE on schema materialize.#marts_dbt_deploy to #reader
                    unknown role '#reader' (XX000)
                Production is untouched. What this run had created is dropped again.""");
        assertThat(area.copies()).isEmpty();
        assertThat(area.markers()).isEmpty();
        init(all());
        area.assertCopiesEqualProduction();
    }

    @Test
    void whatCannotBeUndoneIsListedAndLeftToCleanup() {
        sandbox.faults()
                .before(
                        1,
                        sql -> sql.startsWith("CREATE CLUSTER"),
                        () -> area.sql("CREATE VIEW #marts_dbt_deploy.intruder AS SELECT 1 AS x"));

        assertThat(refusal(all().clusters(List.of(new ClusterSetting(area.name("#compute"), "77cc", null)))))
                .isEqualTo("""
                Step 7 of 8 failed: create cluster #compute_dbt_deploy (77cc × 1)
                    unknown cluster replica size 77cc (XX000)
                    Hint: Valid cluster replica sizes are: 100cc, 25cc, 50cc
                Production is untouched. What this run had created is dropped again, except:
                    not undone: create schema #marts_dbt_deploy (owner materialize, 3 privileges) (schema 'materialize.#marts_dbt_deploy' cannot be dropped without CASCADE while it contains objects (XX000))
                Run mvn mz:cleanup to drop the rest.""");
        assertThat(area.copies()).isEqualTo("#marts: schema | materialize | materialize CREATE, materialize USAGE\n");
        GoalRun.of(new CleanupGoal(), all().build());
        assertThat(area.copies()).isEmpty();
        assertThat(area.markers()).isEmpty();
    }

    @Test
    void aConnectionLostWhileUndoingIsToldWithWhatIsLeft() {
        sandbox.faults().cutBefore(1, sql -> sql.startsWith("DROP SCHEMA"));

        assertThat(refusal(all().clusters(List.of(new ClusterSetting(area.name("#compute"), "77cc", null)))))
                .startsWith("""
                Step 7 of 8 failed: create cluster #compute_dbt_deploy (77cc × 1)
                    unknown cluster replica size 77cc (XX000)
                    Hint: Valid cluster replica sizes are: 100cc, 25cc, 50cc
                Production is untouched.""")
                .contains("not undone: create schema #marts_dbt_deploy")
                .endsWith("Run mvn mz:cleanup to drop the rest.");
        GoalRun.of(new CleanupGoal(), all().build());
        assertThat(area.copies()).isEmpty();
        assertThat(area.markers()).isEmpty();
    }

    /** The copies are made by then: nothing is to be undone. */
    @Test
    void aFailureWhileVerifyingLeavesTheDeploymentToTheNextRun() {
        sandbox.faults()
                .before(
                        1,
                        sql -> sql.startsWith("GRANT"),
                        () -> area.sql("GRANT CREATE ON SCHEMA #marts_dbt_deploy TO #reader"));
        sandbox.faults().conflict(1, sql -> sql.startsWith("REVOKE"));

        assertThat(refusal(all().maxRetries(0))).startsWith("""
                Step 1 of 1 failed: revoke CREATE on schema materialize.#marts_dbt_deploy from #reader
                """).endsWith("""
                Production is untouched. The copies are made, but the deployment is not staged yet: its marker says initializing.
                Fix that, then run mvn mz:init again: it writes what is missing.""");
        assertThat(area.markers()).containsExactly("_mz_deployment_#target_initializing");
        init(all());
        area.assertCopiesEqualProduction();
        assertThat(area.markers()).containsExactly("_mz_deployment_#target_staged");
    }

    @Test
    void productionThatSomebodySwapsMeanwhileIsToldAndNothingIsStaged() {
        String swap = "BEGIN; ALTER SCHEMA materialize.#staging SWAP WITH #staging_dbt_deploy; ALTER SCHEMA"
                + " materialize.#marts SWAP WITH #marts_dbt_deploy; ALTER CLUSTER #compute SWAP WITH #compute_dbt_deploy;"
                + " ALTER CLUSTER #serve SWAP WITH #serve_dbt_deploy; COMMIT;";
        sandbox.faults().before(1, sql -> sql.startsWith("GRANT"), () -> area.sql(swap));

        assertThat(refusal(all())).isEqualTo("""
                mz:init refuses. The copies are made, but the deployment is not staged yet: its marker says initializing. 1 problem:
                 1. Deployment {time}-0123456 is not finished, but production has its copies already: something else swapped them, and *_dbt_deploy has the old objects.
                    Swap them back, then run mvn mz:init again:
                    {swap}""".replace("{swap}", swap));
        assertThat(area.markers()).containsExactly("_mz_deployment_#target_initializing");
        area.sql(swap);
        init(all());
        area.assertCopiesEqualProduction();
        assertThat(area.markers()).containsExactly("_mz_deployment_#target_staged");
    }

    @Test
    void aCopyThatSomethingElseMadeAnewIsRefusedOrAdopted() {
        init(all());
        area.sql(
                "DROP SCHEMA #marts_dbt_deploy",
                "CREATE SCHEMA #marts_dbt_deploy",
                "DROP CLUSTER #compute_dbt_deploy",
                "CREATE CLUSTER #compute_dbt_deploy (SIZE = '25cc', REPLICATION FACTOR = 1)");

        assertThat(refusal(all()).replaceAll("\\bu\\d+\\b", "{u}")).isEqualTo("""
                mz:init refuses. Nothing was written. 2 problems:
                 1. The schema #marts_dbt_deploy is not the one that deployment {time}-0123456 recorded: it had the id {u} then, and the name has {u} now. Something else made it.
                    Drop it, and mvn mz:init makes it again; or adopt it: mvn mz:init -Dmz.ignoreExistingObjects=true
                 2. The cluster #compute_dbt_deploy is not the one that deployment {time}-0123456 recorded: it had the id {u} then, and the name has {u} now. Something else made it.
                    Drop it, and mvn mz:init makes it again; or adopt it: mvn mz:init -Dmz.ignoreExistingObjects=true""");
        area.sql("DROP CLUSTER #compute_dbt_deploy");
        init(all().ignoreExistingObjects());
        area.assertCopiesEqualProduction();
        assertNothingMissing(all());
    }

    @Test
    void aDryRunShowsThatIdsAreRecordedLater() {
        assertThat(init(all().dryRun()))
                .endsWith(
                        "  -- Here the view \"inventory\" is stored again, with the ids of the copies: they are known once these"
                                + " are made;",
                        "  ALTER SCHEMA \"materialize\".\"_mz_deployment_#target_initializing\" RENAME TO"
                                + " \"_mz_deployment_#target_staged\";");
        assertThat(area.copies()).isEmpty();
        assertThat(area.markers()).isEmpty();
    }

    private TestSettings all() {
        return area.settings().schemas(area.names("#staging", "#marts")).clusters(area.names("#compute", "#serve"));
    }

    private List<String> init(TestSettings settings) {
        return area.plain(GoalRun.of(new InitGoal(), settings.build()));
    }

    private static void assertNothingMissing(TestSettings settings) {
        assertThat(GoalRun.events(InitEvent.Staged.class, new InitGoal(), settings.build()))
                .containsExactly(new InitEvent.Staged(0, Duration.ZERO));
    }

    private String refusal(TestSettings settings) {
        return area.plain(catchThrowableOfType(MzException.class, () -> GoalRun.of(new InitGoal(), settings.build()))
                .getMessage());
    }
}
