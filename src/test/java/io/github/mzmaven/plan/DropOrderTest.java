package io.github.mzmaven.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.CatalogObject;
import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.sandbox.engine.CatalogBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DropOrderTest {
    private final CatalogBuilder server = new CatalogBuilder().schema("s").cluster("c");

    @Test
    void manyObjectsOfAKindAreOneStatement() {
        for (int i = 0; i < 100; i++) {
            server.view("s.v" + i, i == 0 ? new String[0] : new String[] {"s.v" + (i - 1)});
        }

        assertThat(drops()).hasSize(1);
        assertThat(drops().get(0)).startsWith("DROP VIEW \"materialize\".\"s\".\"v0\", \"materialize\".\"s\".\"v1\", ");
        assertEmptyAfterwards();
    }

    @Test
    void kindsThatAlternateTakeAStatementEach() {
        server.view("s.v1")
                .materializedView("s.m1", "c", "s.v1")
                .view("s.v2", "s.m1")
                .materializedView("s.m2", "c", "s.v2")
                .index("s.m2_idx", "c", "s.m2")
                // Others that hang on at every step.
                .view("s.a", "s.v1")
                .view("s.b", "s.v2")
                .materializedView("s.m3", "c", "s.v1");

        assertThat(drops())
                .containsExactly(
                        "DROP MATERIALIZED VIEW \"materialize\".\"s\".\"m2\", \"materialize\".\"s\".\"m3\"",
                        "DROP VIEW \"materialize\".\"s\".\"v2\", \"materialize\".\"s\".\"a\", \"materialize\".\"s\".\"b\"",
                        "DROP MATERIALIZED VIEW \"materialize\".\"s\".\"m1\"",
                        "DROP VIEW \"materialize\".\"s\".\"v1\"");
        assertEmptyAfterwards();
    }

    @Test
    void everyKindGoesBeforeWhatItNeeds() {
        server.object(ObjectType.SECRET, "s.pw")
                .object(ObjectType.CONNECTION, "s.kafka", "s.pw")
                .object(ObjectType.TYPE, "s.li")
                .source("s.feed_progress", "c", "progress")
                .source("s.feed", "c", "kafka", "s.kafka", "s.feed_progress")
                .source("s.part", "c", "subsource", "s.feed")
                .object(ObjectType.TABLE, "s.t", "s.li", "s.feed")
                .view("s.v", "s.t", "s.part")
                .materializedView("s.m", "c", "s.v")
                .sink("s.k", "c", "s.m", "s.kafka");

        assertThat(drops())
                .containsExactly(
                        "DROP SINK \"materialize\".\"s\".\"k\"",
                        "DROP MATERIALIZED VIEW \"materialize\".\"s\".\"m\"",
                        "DROP VIEW \"materialize\".\"s\".\"v\"",
                        "DROP TABLE \"materialize\".\"s\".\"t\"",
                        "DROP SOURCE \"materialize\".\"s\".\"feed\", \"materialize\".\"s\".\"part\"",
                        "DROP CONNECTION \"materialize\".\"s\".\"kafka\"",
                        "DROP SECRET \"materialize\".\"s\".\"pw\"",
                        "DROP TYPE \"materialize\".\"s\".\"li\"");
        assertEmptyAfterwards();
    }

    @Test
    void aTypeOfANewerServerIsDroppedLikeAnyOther() {
        Catalog catalog =
                server.view("s.v").object(ObjectType.SECRET, "s.p", "s.v").build();
        catalog.objects()
                .computeIfPresent(
                        "u2",
                        (id, it) -> new CatalogObject(
                                id,
                                it.schemaId(),
                                it.name(),
                                new ObjectType("moving-picture"),
                                it.ownerId(),
                                null,
                                it.acl(),
                                null,
                                null));

        assertThat(drops(catalog))
                .containsExactly(
                        "DROP MOVING PICTURE \"materialize\".\"s\".\"p\"", "DROP VIEW \"materialize\".\"s\".\"v\"");
    }

    @Test
    void nothingTakesNoStatement() {
        assertThat(drops()).isEmpty();
    }

    /** The server refuses a drop of what something outside the statement still needs, and of what is gone. */
    @Test
    void randomObjectsAreDroppedOnceAndInAnOrderThatTheServerTakes() {
        for (int seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            var builder = new CatalogBuilder().schema("s").cluster("c");
            List<ObjectType> types = List.of(
                    ObjectType.VIEW,
                    ObjectType.MATERIALIZED_VIEW,
                    ObjectType.TABLE,
                    ObjectType.SOURCE,
                    ObjectType.INDEX,
                    ObjectType.TYPE,
                    ObjectType.CONNECTION);
            var names = new ArrayList<String>();
            int count = 1 + random.nextInt(25);
            for (int i = 0; i < count; i++) {
                ObjectType type = types.get(random.nextInt(names.isEmpty() ? 2 : types.size()));
                List<String> used = names.isEmpty()
                        ? List.of()
                        : random.ints(type.equals(ObjectType.INDEX) ? 1 : random.nextInt(4), 0, names.size())
                                .mapToObj(names::get)
                                .distinct()
                                .toList();
                builder.object(type, "s.o" + i, used.toArray(String[]::new));
                if (!type.equals(ObjectType.INDEX)) {
                    names.add("s.o" + i);
                }
            }
            Catalog catalog = builder.build();
            List<Step> steps =
                    DropOrder.of(catalog, catalog.objectsIn(catalog.schema("s").id()));

            assertThat(steps.stream().flatMap(step -> ((Step.DropObjects) step).targets().stream()))
                    .as("seed %s", seed)
                    .hasSize(names.size())
                    .doesNotHaveDuplicates();
            steps.forEach(builder::execute);
            assertThat(builder.build().objects()).as("seed %s", seed).isEmpty();
            for (int i = 1; i < steps.size(); i++) {
                assertThat(((Step.DropObjects) steps.get(i)).type())
                        .as("seed %s: two statements that could be one", seed)
                        .isNotEqualTo(((Step.DropObjects) steps.get(i - 1)).type());
            }
        }
    }

    private List<String> drops() {
        return drops(server.build());
    }

    private static List<String> drops(Catalog catalog) {
        return steps(catalog).stream().map(Step::sql).collect(Collectors.toList());
    }

    private static List<Step> steps(Catalog catalog) {
        return DropOrder.of(catalog, catalog.objectsIn(catalog.schema("s").id()));
    }

    private void assertEmptyAfterwards() {
        server.run(steps(server.build()));
        assertThat(server.build().objects()).isEmpty();
    }
}
