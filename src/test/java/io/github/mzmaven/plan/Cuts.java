package io.github.mzmaven.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.sandbox.engine.CatalogBuilder;
import java.util.List;
import java.util.function.Function;

/** Law 3 on planners: cut off after any statement, what is run next ends as if nothing had been cut. */
public final class Cuts {
    private Cuts() {}

    /**
     * Carries out the first of these steps on a copy of the server, as many as there are in turn, then what is planned on another
     * connection, and compares what is there in the end.
     *
     * @param text what is compared of a catalog
     */
    public static void endAs(
            String end,
            CatalogBuilder server,
            List<Step> steps,
            Function<Catalog, PlanResult> planner,
            Function<Catalog, String> text) {
        for (int cut = 0; cut <= steps.size(); cut++) {
            CatalogBuilder again = server.copy();
            again.run(steps.subList(0, cut));
            again.onConnection("999");
            PlanResult planned = planner.apply(again.build());
            assertThat(PlanText.problems(planned)).as("after %s", cut).isEmpty();
            again.run(planned.plan());
            assertThat(text.apply(again.build())).as("after %s", cut).isEqualTo(end);
        }
    }
}
