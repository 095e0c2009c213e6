package io.github.mzmaven.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.github.mzmaven.catalog.Catalog.Schema;
import io.github.mzmaven.catalog.Marker.State;
import io.github.mzmaven.config.Names;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.sandbox.engine.CatalogBuilder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkerTest {
    private final CatalogBuilder server = new CatalogBuilder();

    @Test
    void theNameSaysTargetAndState() {
        assertThat(List.of(State.INITIALIZING, State.STAGED, State.PROMOTED).stream()
                        .map(state -> Marker.name("prod", state)))
                .containsExactly(
                        "_mz_deployment_prod_initializing",
                        "_mz_deployment_prod_staged",
                        "_mz_deployment_prod_promoted");
        assertThat(List.of(State.APPLYING, State.CLEANING).stream()
                        .map(state -> Marker.lockedName("prod", state, "12")))
                .containsExactly("_mz_deployment_prod_applying12", "_mz_deployment_prod_cleaning12");
    }

    @Test
    void theNameOfALockedMarkerSaysWhoHasIt() {
        server.session("s", "77", "deployer")
                .session("t", "78", "deployer")
                .schema("_mz_deployment_a_applying77")
                .schema("_mz_deployment_b_cleaning78")
                .schema("_mz_deployment_c_cleaning")
                .schema("_mz_deployment_d_applying12")
                .schema("_mz_deployment_e_applying")
                .schema("_mz_deployment_f_staged77");

        assertThat(Marker.others(server.build(), "z"))
                .extracting(
                        Marker::target,
                        Marker::state,
                        Marker::connection,
                        marker -> marker.worker(server.build()) == null
                                ? null
                                : marker.worker(server.build()).id())
                .containsExactly(
                        tuple("a", State.APPLYING, "77", "s"),
                        tuple("b", State.CLEANING, "78", "t"),
                        tuple("c", State.CLEANING, null, null),
                        tuple("d", State.APPLYING, "12", null));
    }

    @Test
    void anInitThatWasOvertakenIsALeftover() {
        server.schema("_mz_deployment_t_initializing").schema("_mz_deployment_t_staged");

        assertThat(Marker.of(server.build(), "t").state()).isEqualTo(State.STAGED);
        assertThat(Marker.leftovers(server.build(), "t"))
                .extracting(Schema::name)
                .containsExactly("_mz_deployment_t_initializing");
        server.ofSchema("_mz_deployment_t_initializing")
                .comment(DeploymentFacts.of("id", "me").withConnection("77").json())
                .session("s", "77", "deployer");
        assertThat(Marker.leftovers(server.build(), "t")).isEmpty();
    }

    @Test
    void aSchemaThatIsAboutToBeDroppedIsKnownByTheIdInItsName() {
        server.schema(Marker.doomedName("t", "u1"))
                .schema(Marker.doomedName("t", "u7"))
                .schema(Marker.doomedName("other", "u3"));

        assertThat(Marker.doomed(server.build(), "t")).extracting(Schema::id).containsExactly("u1");
    }

    @Test
    void whatIsLeftOfOneIsNoDeploymentOfAnyTarget() {
        server.schema("_mz_deployment_t_current")
                .schema("_mz_deployment_t_current_staged")
                .schema("_mz_deployment_x_staged_promoted");

        assertThat(Marker.of(server.build(), "t")).isNull();
        assertThat(Marker.of(server.build(), "x")).isNull();
        assertThat(Marker.of(server.build(), "t_current").state()).isEqualTo(Marker.State.STAGED);
        assertThat(Marker.of(server.build(), "x_staged").state()).isEqualTo(Marker.State.PROMOTED);
        assertThat(Current.of(server.build(), "t").schema().name()).isEqualTo("_mz_deployment_t_current");
        assertThat(Current.of(server.build(), "t_current")).isNull();
        assertThat(Marker.leftovers(server.build(), "t")).isEmpty();
        assertThat(Marker.others(server.build(), "t").stream().map(Marker::target))
                .containsExactlyInAnyOrder("t_current", "x_staged");
    }

    @Test
    void aMarkerIsReadWithFactsAndInventory() {
        var facts = new DeploymentFacts("id", "tag", "me", "sha", "2026-11-22T12:15:00Z", "77", true);
        var inventory = new ProductionSnapshot(
                "_x",
                Map.of(
                        "it's",
                        new ProductionSnapshot.SchemaEntry(
                                "u1", Map.of(new ObjectKey(ObjectType.MATERIALIZED_VIEW, "a b"), "u9"))),
                Map.of("c", "u2"));
        server.schema("_mz_deployment_t_staged").comment(facts.json());
        store("_mz_deployment_t_staged", inventory);

        assertThat(inventory.json())
                .isEqualTo("{\"suffix\":\"_x\",\"schemas\":{\"it's\":{\"id\":\"u1\",\"objects\":"
                        + "{\"materialized-view a b\":\"u9\"}}},\"clusters\":{\"c\":\"u2\"}}");
        assertThat(Marker.of(server.build(), "t"))
                .isEqualTo(new Marker("u1", "u1", "_mz_deployment_t_staged", "t", State.STAGED, facts, inventory));
        assertThat(Marker.of(server.build(), "other")).isNull();
    }

    @Test
    void markersOfOtherTargetsAndDatabasesAreOthers() {
        server.database("d2")
                .schema("_mz_deployment_t_staged")
                .schema("_mz_deployment_a_staged_promoted")
                .schema("d2:_mz_deployment_t_cleaning")
                .schema("_mz_deployment__staged")
                .schema("_mz_deployment_t_draft12")
                .schema("_mz_deployment_t_abandonedu12")
                .schema("mz_deployment_x_staged");

        assertThat(Marker.others(server.build(), "t"))
                .extracting(Marker::target, Marker::state, Marker::databaseId)
                .containsExactly(tuple("a_staged", State.PROMOTED, "u1"), tuple("t", State.CLEANING, "u2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"t", "a.b|c*", "\\E(x", "ü 🐘"})
    void leftoversAreDraftsAndAbandonedOnesOfTheTargetThatNoLiveRunOwns(String target) {
        server.database("d2")
                .session("s", "77", "deployer")
                .schema("_mz_deployment_" + target + "_draft12")
                .schema("_mz_deployment_" + target + "_draft77")
                .schema("_mz_deployment_" + target + "_abandonedu3")
                .schema("_mz_deployment_" + target + "_abandoned")
                .schema("_mz_deployment_" + target + "_draft")
                .schema("_mz_deployment_other_draft12")
                .schema("d2:_mz_deployment_" + target + "_draft12")
                .schema("_mz_deployment_" + target + "_draft1_staged");

        assertThat(Marker.leftovers(server.build(), target))
                .extracting(Schema::name)
                .containsExactly("_mz_deployment_" + target + "_draft12", "_mz_deployment_" + target + "_abandonedu3");
    }

    @Test
    void onlyARunAtWorkElsewhereIsAWorker() {
        server.session("s", "77", "deployer");
        for (Marker.State state : State.values()) {
            boolean works = state == State.INITIALIZING || state == State.CLEANING;
            assertThat(worker(state, "77") != null).as("%s", state).isEqualTo(works);
            assertThat(worker(state, "78")).isNull();
            assertThat(worker(state, CatalogBuilder.CONNECTION)).isNull();
            assertThat(worker(state, null)).isNull();
        }
    }

    private Catalog.LiveSession worker(Marker.State state, String connection) {
        var facts = DeploymentFacts.of("id", "me").withConnection(connection);
        return new Marker("u1", "u1", "m", "t", state, facts, null).worker(server.build());
    }

    @Test
    void theLongestTargetThatSettingsTakeHasNamesThatFit() {
        String target = "ü".repeat(109) + "t";

        var nothing = new Names.Named(List.of(), null);
        var suffix = new Names.Named(List.of("_x"), null);
        assertThat(Marker.abandonedName(target, "u1234567890").getBytes(StandardCharsets.UTF_8))
                .hasSize(Names.MAX_BYTES);
        assertThat(Names.problems(target, nothing, nothing, suffix)).isEmpty();
        assertThat(Names.problems(target + "t", nothing, nothing, suffix)).hasSize(1);
        for (String name : List.of(
                Marker.name(target, State.INITIALIZING),
                Marker.draftName(target, "4294967295"),
                Marker.lockedName(target, State.APPLYING, "4294967295"),
                Marker.doomedName(target, "u1234567890"))) {
            assertThat(name.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(Names.MAX_BYTES);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "it's", "''", "'", "\\'", "a\" AS \"b", "x AS SELECT 'y", "100%", "🐘\n"})
    void anyTextIsStoredAndReadAgain(String text) {
        server.schema("m");
        server.execute(new Step.StoreText("materialize", "m", "v", text, null, ""));

        assertThat(Marker.storedText(server.build(), "u1", "v")).isEqualTo(text);
        assertThat(Marker.storedText(server.build(), "u1", "w")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "null", "{}", "[]", "{\"suffix\":\"x\"}", "{\"schemas\":{},\"clusters\":{}}", "{\"suffix\":1"
            })
    void otherTextsAreNotTakenForInventories(String text) {
        assertThat(ProductionSnapshot.parse(text)).isNull();
    }

    private void store(String schema, ProductionSnapshot inventory) {
        server.execute(new Step.StoreText("materialize", schema, ProductionSnapshot.VIEW, inventory.json(), null, ""));
    }
}
