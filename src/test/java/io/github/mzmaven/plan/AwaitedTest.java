package io.github.mzmaven.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.Marker;
import io.github.mzmaven.catalog.ProductionSnapshot;
import io.github.mzmaven.catalog.ProductionSnapshot.Copies;
import io.github.mzmaven.plan.Awaited.Thing;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AwaitedTest {
    private static final String STAGED = "_mz_deployment_default_staged";

    private final TestShop shop = new TestShop();

    @Test
    void theCopiesAreTheMarkersByNameAndId() {
        shop.staged();

        assertThat(problems()).isEmpty();
        assertThat(Awaited.copies(shop.settings.build(), shop.catalog()))
                .isEqualTo(new Awaited(
                        "u1",
                        "_dbt_deploy",
                        new Thing(STAGED, schemaId(STAGED)),
                        List.of(
                                new Thing("staging_dbt_deploy", schemaId("staging_dbt_deploy")),
                                new Thing("marts_dbt_deploy", schemaId("marts_dbt_deploy"))),
                        List.of(new Thing("prod_dbt_deploy", clusterId("prod_dbt_deploy")))));
    }

    @Test
    void theSuffixIsTheOneThatTheDeploymentBeganWith() {
        shop.staged();
        shop.settings.suffix("_later");

        assertThat(Awaited.copies(shop.settings.build(), shop.catalog()).schemas())
                .extracting(Thing::name)
                .containsExactly("staging_dbt_deploy", "marts_dbt_deploy");
    }

    @Test
    void withoutAMarkerTheCopiesAreTheSettings() {
        shop.server.schema("staging_dbt_deploy").schema("marts_dbt_deploy").cluster("prod_dbt_deploy");

        assertThat(problems()).isEmpty();
        assertThat(Awaited.copies(shop.settings.build(), shop.catalog()))
                .isEqualTo(new Awaited(
                        "u1",
                        "_dbt_deploy",
                        null,
                        List.of(
                                new Thing("staging_dbt_deploy", schemaId("staging_dbt_deploy")),
                                new Thing("marts_dbt_deploy", schemaId("marts_dbt_deploy"))),
                        List.of(new Thing("prod_dbt_deploy", clusterId("prod_dbt_deploy")))));
    }

    @Test
    void refusesBeforeInit() {
        assertThat(problems()).isEqualTo("""
                There is no schema staging_dbt_deploy. Run mvn mz:init first.
                There is no schema marts_dbt_deploy. Run mvn mz:init first.
                There is no cluster prod_dbt_deploy. Run mvn mz:init first.""");
    }

    @Test
    void refusesWhatIsConfiguredAndNotPartOfTheDeployment() {
        shop.staged();
        shop.server.cluster("serve");
        shop.settings.clusters("prod", "serve");

        assertThat(problems())
                .isEqualTo("Configured, but not part of deployment 20261122T121500Z-0123456: cluster serve."
                        + " Run mvn mz:init again to add them.");
    }

    @Test
    void refusesAPromotedDeploymentWhoseCopiesHoldTheOldObjects() {
        shop.promoted();

        assertThat(problems())
                .isEqualTo(
                        "Deployment 20261122T121500Z-0123456 is promoted: the deployment's names hold the old objects now."
                                + " Run mvn mz:cleanup, then mvn mz:init for the next deployment, or mvn mz:rollback to go back.");
        assertThat(Awaited.newObjects(shop.settings.build(), shop.catalog()).schemas())
                .extracting(Thing::name)
                .containsExactly("staging", "marts");
    }

    @Test
    void refusesWhatSomethingElseSwapped() {
        shop.staged();
        shop.swappedBySomethingElse();

        assertThat(problems())
                .isEqualTo(
                        "Deployment 20261122T121500Z-0123456 is staged, but something else swapped: the deployment's names"
                                + " hold the old objects now. Run mvn mz:promote, which finishes that (sinks, tags, marker).");
    }

    @Test
    void refusesWhatSomethingElseSwappedInPart() {
        shop.staged();
        shop.run(List.of(new Step.SwapSchemas("materialize", "marts", "marts_dbt_deploy")));

        assertThat(problems())
                .startsWith(
                        "Deployment 20261122T121500Z-0123456 is not whole any more, so it cannot be waited for: marts (");
    }

    @Test
    void refusesWhatIsAppliedInPart() {
        shop.staged();
        String applying = Marker.lockedName("default", Marker.State.APPLYING, "77");
        shop.run(List.of(new Step.RenameSchema("materialize", STAGED, applying)));

        assertThat(problems())
                .isEqualTo("Deployment 20261122T121500Z-0123456 is applied in part: its last mz:apply has not finished."
                        + " Run mvn mz:apply again; it goes on from there.");

        shop.server.session("s", "77", "deployer");
        assertThat(problems())
                .startsWith("Another run is at work on deployment 20261122T121500Z-0123456: role deployer from ");
    }

    @Test
    void refusesACopyThatWasDroppedAndMadeAgain() {
        shop.staged();
        ProductionSnapshot inventory = Marker.of(shop.catalog(), "default")
                .inventory()
                .withCopies(
                        new Copies(
                                Map.of("staging", schemaId("staging_dbt_deploy"), "marts", "u99"),
                                Map.of("prod", clusterId("prod_dbt_deploy"))),
                        null);
        shop.run(List.of(new Step.StoreText("materialize", STAGED, ProductionSnapshot.VIEW, inventory.json(), "")));

        assertThat(problems())
                .isEqualTo("The schema marts_dbt_deploy (" + schemaId("marts_dbt_deploy")
                        + ") is not the one that init made (u99): something else dropped it and made it again."
                        + " Drop the deployment with mvn mz:cleanup, and start again with mvn mz:init.");
    }

    private String schemaId(String name) {
        return shop.catalog().schema(name).id();
    }

    private String clusterId(String name) {
        return shop.catalog().cluster(name).id();
    }

    private String problems() {
        return Awaited.problems("await", shop.settings.build(), shop.catalog()).stream()
                .map(AwaitedTest::text)
                .collect(Collectors.joining("\n"));
    }

    private static String text(Problem problem) {
        return problem.what() + " " + String.join(" ", problem.remedy());
    }
}
