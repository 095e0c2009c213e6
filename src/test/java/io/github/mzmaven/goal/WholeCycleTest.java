package io.github.mzmaven.goal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.CatalogText;
import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.config.TestSettings;
import io.github.mzmaven.goal.cleanup.CleanupPlanner;
import io.github.mzmaven.goal.init.InitPlanner;
import io.github.mzmaven.goal.swap.SwapPlan;
import io.github.mzmaven.goal.swap.SwapPlanner;
import io.github.mzmaven.plan.Direction;
import io.github.mzmaven.plan.PlanResult;
import io.github.mzmaven.plan.PlanText;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.sandbox.engine.CatalogBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** init, promote, rollback and cleanup after one another, on a model of the server: with odd names, and at random. */
class WholeCycleTest {
    private final CatalogBuilder server = new CatalogBuilder();
    private TestSettings settings = new TestSettings();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "with \"quotes\"",
                "with.dots",
                "100%s of %d",
                "größe 数据 🐘",
                "select",
                "PUBLIC",
                "it's; DROP SCHEMA x; --",
                "back\\slash",
                "tab\tand\nline",
                " blanks ",
                "$1 ${schema.x}",
                "LONGEST"
            })
    void anyNameGoesThroughAllGoals(String given) {
        String name = given.equals("LONGEST") ? "n".repeat(255 - "_dbt_deploy".length()) : given;
        settings.target(name.length() > 200 ? "t".repeat(219) : name)
                .schemas(name)
                .clusters(name)
                .tag(name.substring(0, Math.min(128, name.length())));
        // No role has that name, in whatever case.
        String role = name.equals("PUBLIC") ? "PUBLIC " : name;
        server.role(role)
                .member("deployer", role)
                .schema(name)
                .owner(role)
                .grants("deployer=U", "=U")
                .defaults(role, name, ObjectType.TABLE, role + "=r")
                .cluster(name)
                .owner(role)
                .comment(name)
                .view(name + "." + "v " + name.replace(".", ""))
                .grants(role + "=r")
                .schema("sinks")
                .cluster("io")
                .materializedView(name + ".m", name, name + "." + "v " + name.replace(".", ""))
                .sink("sinks.k", "io", name + ".m");
        String before = CatalogText.of(server.build());
        String copy = name + "_dbt_deploy";

        run(init());
        server.view(copy + "." + "v " + name.replace(".", ""))
                .materializedView(copy + ".m", copy, copy + "." + "v " + name.replace(".", ""));
        run(swap(Direction.PROMOTE));
        assertNothingLeft();
        run(swap(Direction.ROLLBACK));
        assertThat(swap(Direction.ROLLBACK).plan().steps()).isEmpty();
        run(CleanupPlanner.plan(settings.build(), server.build()));

        assertThat(CatalogText.of(server.build())).isEqualTo(before);
    }

    @Test
    void atRandomEverythingEndsWhereItShould() {
        for (int seed = 0; seed < 60; seed++) {
            var random = new Random(seed);
            CatalogBuilder production = random(random);
            String before = CatalogText.of(production.build());
            production.run(
                    InitPlanner.plan(settings.build(), production.build()).plan());
            assertThat(InitPlanner.plan(settings.build(), production.build())
                            .plan()
                            .steps())
                    .as("seed %s: a second init", seed)
                    .isEmpty();
            fillCopies(production, random);

            promote(production, seed);
            assertThat(SwapPlanner.plan(Direction.PROMOTE, settings.build(), production.build())
                            .planned()
                            .plan()
                            .steps())
                    .as("seed %s: a second promote", seed)
                    .isEmpty();
            if (random.nextBoolean()) {
                production.run(SwapPlanner.plan(Direction.ROLLBACK, settings.build(), production.build())
                        .planned()
                        .plan());
                production.run(CleanupPlanner.plan(settings.build(), production.build())
                        .plan());
                assertThat(CatalogText.of(production.build()))
                        .as("seed %s: rolled back", seed)
                        .isEqualTo(before);
            } else {
                PlanResult cleanup = CleanupPlanner.plan(settings.build(), production.build());
                assertThat(PlanText.problems(cleanup)).as("seed %s", seed).isEmpty();
                production.run(cleanup.plan());
                assertThat(CatalogText.of(production.build()))
                        .as("seed %s", seed)
                        .doesNotContain("_dbt_deploy of", "_promoted", "_cleaning", "_dropping")
                        .contains("_current.history");
            }
        }
    }

    /** Cut off somewhere, and run again. */
    private void promote(CatalogBuilder production, int seed) {
        SwapPlan plan = SwapPlanner.plan(Direction.PROMOTE, settings.build(), production.build());
        assertThat(plan.planned().problems(Problem.Severity.HARD))
                .as("seed %s", seed)
                .isEmpty();
        List<Step> steps = plan.planned().plan().steps();
        steps.subList(0, new Random(seed).nextInt(steps.size() + 1)).forEach(production::execute);
        production.run(SwapPlanner.plan(Direction.PROMOTE, settings.build(), production.build())
                .planned()
                .plan());
    }

    private CatalogBuilder random(Random random) {
        settings = new TestSettings();
        var builder = new CatalogBuilder()
                .role("reader")
                .role("team")
                .member("deployer", "team")
                .schema("raw")
                .table("raw.t")
                .schema("sinks")
                .cluster("io");
        var schemas = new ArrayList<String>();
        var clusters = new ArrayList<String>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            schemas.add("s" + i);
            builder.schema("s" + i);
            if (random.nextBoolean()) {
                builder.owner("team");
            }
            if (random.nextBoolean()) {
                builder.grants("reader=U", "=U");
            }
            if (random.nextBoolean()) {
                builder.defaults("team", "s" + i, ObjectType.TABLE, "reader=r");
            }
        }
        for (int i = 0; i <= random.nextInt(3); i++) {
            clusters.add("c" + i);
            builder.cluster("c" + i);
            if (random.nextBoolean()) {
                builder.grants("reader=U");
            }
        }
        settings.schemas(schemas.toArray(String[]::new)).clusters(clusters.toArray(String[]::new));
        addObjects(builder, random, schemas, clusters, "");
        return builder;
    }

    private void fillCopies(CatalogBuilder builder, Random random) {
        // The same names, since a sink needs its relation; other definitions.
        var settled = settings.build();
        addObjects(builder, random, settled.schemas(), settled.clusterNames(), "_dbt_deploy");
    }

    private static void addObjects(
            CatalogBuilder builder, Random random, List<String> schemas, List<String> clusters, String suffix) {
        var made = new ArrayList<String>(List.of("raw.t"));
        for (int i = 0; i < 8; i++) {
            String name = schemas.get(i % schemas.size()) + suffix + ".o" + i;
            String used = made.get(random.nextInt(made.size()));
            if (i % 2 == 0) {
                builder.materializedView(name, clusters.get(i % clusters.size()) + suffix, used);
                if (suffix.isEmpty() && random.nextBoolean()) {
                    builder.grants("reader=r");
                    builder.sink("sinks.k" + i, "io", name);
                }
            } else {
                builder.view(name, used);
                if (random.nextBoolean()) {
                    builder.index(name + "_idx", clusters.get(0) + suffix, name);
                }
            }
            made.add(name);
        }
    }

    private void assertNothingLeft() {
        PlanResult again = swap(Direction.PROMOTE);
        assertThat(PlanText.problems(again)).isEmpty();
        assertThat(PlanText.sql(again)).isEmpty();
    }

    private PlanResult init() {
        return InitPlanner.plan(settings.build(), server.build());
    }

    private PlanResult swap(Direction direction) {
        return SwapPlanner.plan(direction, settings.build(), server.build()).planned();
    }

    private void run(PlanResult planned) {
        assertThat(PlanText.problems(planned)).isEmpty();
        assertThat(planned.plan().isEmpty()).isFalse();
        server.run(planned.plan());
    }
}
