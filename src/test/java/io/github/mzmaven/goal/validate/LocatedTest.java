package io.github.mzmaven.goal.validate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.Place;
import io.github.mzmaven.Problem;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LocatedTest {
    private static final Path BASE = Path.of("/work/shop");

    private static String located(String what, String file) {
        return Located.problem(Problem.hard(what, "Remedy.").in(Place.in(Path.of(file), 3, 5)), BASE.resolve("../shop"))
                .what();
    }

    @Test
    void thePlaceIsSaidOnceAndFirst() {
        String file = "/work/shop/src/main/materialize/marts/a.sql";
        assertThat(located("marts/a.sql:3:5: it is wrong.", file))
                .isEqualTo("src/main/materialize/marts/a.sql:3:5: it is wrong.");
        assertThat(located("a.sql: it is wrong.", file))
                .isEqualTo("src/main/materialize/marts/a.sql:3:5: it is wrong.");
        assertThat(located("dryRun is blank (mz.yml:3:5).", "/work/shop/mz.yml"))
                .isEqualTo("mz.yml:3:5: dryRun is blank.");
        assertThat(located("dryRun is blank (<dryRun> in /work/shop/pom.xml:3:5).", "/work/shop/pom.xml"))
                .isEqualTo("pom.xml:3:5: dryRun is blank (<dryRun>).");
    }

    @Test
    void whatIsSaidOfOtherPlacesStays() {
        assertThat(located("the key a is there twice, first at mz.yml:2:5.", "/work/shop/mz.yml"))
                .isEqualTo("mz.yml:3:5: the key a is there twice, first at mz.yml:2:5.");
        assertThat(located("b.sql:3:5: is it.", "/work/shop/a.sql")).isEqualTo("a.sql:3:5: b.sql:3:5: is it.");
    }

    @Test
    void aFileOutsideOfTheModuleHasItsWholePath() {
        assertThat(located("marts/a.sql:3:5: it is wrong.", "/work/sql/marts/a.sql"))
                .isEqualTo("/work/sql/marts/a.sql:3:5: it is wrong.");
    }

    @Test
    void whatIsInNoFileStaysAsItIs() {
        Problem problem = Problem.hard("There is no property mz.x.");
        assertThat(Located.problem(problem, BASE)).isSameAs(problem);
    }
}
