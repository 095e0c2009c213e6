package io.github.mzmaven;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Arrows run down the layers only, one room a goal, and Maven stays in one package. */
class ArchitectureTest {
    private static final String ROOT = "io.github.mzmaven";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    /** From the top down; each may use those after it, the root package and itself. */
    private static final List<String> LAYERS = List.of(
            "mojo", "goal", "execute", "report", "plan", "project", "catalog", "sql", "session", "config", "text");

    /** What a room of the goals may see of other rooms: none, unless it stands here. */
    private static final Map<String, List<String>> NEIGHBOURS = Map.of(
            "swap", List.of("await", "test"),
            "validate", List.of("test"),
            "status", List.of("init", "apply", "await", "test", "diff", "swap", "cleanup"));

    static Stream<String> layers() {
        return LAYERS.stream();
    }

    static Stream<String> rooms() {
        return Stream.of("init", "apply", "await", "test", "diff", "swap", "cleanup", "status", "export", "validate");
    }

    @ParameterizedTest
    @MethodSource("layers")
    void aPackageUsesOnlyThoseBelowIt(String name) {
        Stream<String> allowed = LAYERS.subList(LAYERS.indexOf(name), LAYERS.size()).stream();
        noClasses()
                .that()
                .resideInAPackage(inside(name))
                .should()
                .dependOnClassesThat(oursOutside(Stream.concat(Stream.of(ROOT), allowed.map(ArchitectureTest::inside))))
                .check(CLASSES);
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void aGoalKnowsNoOtherGoal(String room) {
        Stream<String> allowed = Stream.concat(Stream.of(room), NEIGHBOURS.getOrDefault(room, List.of()).stream())
                .map(name -> inside("goal." + name));
        noClasses()
                .that()
                .resideInAPackage(inside("goal." + room))
                .should()
                .dependOnClassesThat(
                        resideInAPackage(inside("goal")).and(not(resideInAnyPackage(allowed.toArray(String[]::new)))))
                .check(CLASSES);
    }

    private static DescribedPredicate<JavaClass> oursOutside(Stream<String> packages) {
        return resideInAPackage(ROOT + "..").and(not(resideInAnyPackage(packages.toArray(String[]::new))));
    }

    private static String inside(String name) {
        return ROOT + "." + name + "..";
    }

    @Test
    void everyPackageIsListedHere() {
        Stream<String> known = Stream.concat(
                LAYERS.stream().filter(name -> !name.equals("goal")), rooms().map(name -> "goal." + name));
        classes()
                .should()
                .resideInAnyPackage(Stream.concat(Stream.of(ROOT), known.map(ArchitectureTest::inside))
                        .toArray(String[]::new))
                .check(CLASSES);
    }

    @Test
    void thereAreNoCycles() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void onlyMojosKnowMaven() {
        noClasses()
                .that()
                .resideOutsideOfPackage(inside("mojo"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.maven..", "org.codehaus.plexus..", "javax.inject..")
                .check(CLASSES);
    }

    @Test
    void onlySessionsKnowTheDriverAndNobodyItsInternals() {
        noClasses()
                .that()
                .resideOutsideOfPackage(inside("session"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.postgresql..")
                .check(CLASSES);
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.postgresql.core..")
                .check(CLASSES);
    }

    @Test
    void settingsNeedTheJdkAndSnakeYamlOnly() {
        classes()
                .that()
                .resideInAPackage(inside("config"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.yaml.snakeyaml..", ROOT, inside("config"), inside("text"))
                .check(CLASSES);
    }

    @Test
    void plannersAndChecksKnowNeitherTheDatabaseNorTheClock() {
        noClasses()
                .that()
                .resideInAPackage(inside("plan"))
                .or()
                .haveNameMatching(
                        Pattern.quote(ROOT) + "\\.goal\\..*(Planner|Plan|Checks|Rules|Changes|Differences|Choice)")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql..", inside("session"))
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .check(CLASSES);
    }

    @Test
    void nothingIsPrinted() {
        noClasses()
                .that()
                .doNotHaveSimpleName("HelpMojo")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(Throwable.class, "printStackTrace")
                .check(CLASSES);
    }

    @Test
    void nothingStaticChanges() {
        ArchRule rule = fields().that().areStatic().should().beFinal();
        rule.check(CLASSES);
    }
}
