package io.github.mzmaven;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Data flows one way: settings, catalog, plan, execution, report; and Maven stays in one package. */
class ArchitectureTest {
    private static final String ROOT = "io.github.mzmaven";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    /** For each package what it may use of the others; all may use the root package and themselves. */
    private static final Map<String, List<String>> ALLOWED = Map.of(
            "config", List.of(),
            "session", List.of("config"),
            "catalog", List.of("config", "session"),
            "project", List.of("config", "catalog"),
            "plan", List.of("config", "catalog", "project"),
            "report", List.of("plan", "project", "catalog", "config"),
            "execute", List.of("config", "session", "catalog", "project", "plan", "report"),
            "mojo", List.of("config", "session", "catalog", "project", "plan", "report", "execute"));

    static Stream<String> packages() {
        return ALLOWED.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("packages")
    void aPackageUsesOnlyThoseBeforeIt(String name) {
        String[] allowed = Stream.concat(
                        Stream.of(ROOT, inside(name)),
                        ALLOWED.get(name).stream().map(ArchitectureTest::inside))
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(inside(name))
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "..").and(not(resideInAnyPackage(allowed))))
                .check(CLASSES);
    }

    private static String inside(String name) {
        return ROOT + "." + name + "..";
    }

    @Test
    void everyPackageIsListedHere() {
        classes()
                .should()
                .resideInAnyPackage(Stream.concat(Stream.of(ROOT), packages().map(ArchitectureTest::inside))
                        .toArray(String[]::new))
                .check(CLASSES);
    }

    @Test
    void thereAreNoCycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
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
    void settingsNeedTheJdkAndJacksonOnly() {
        classes()
                .that()
                .resideInAPackage(inside("config"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "com.fasterxml.jackson..", ROOT, inside("config"))
                .check(CLASSES);
    }

    @Test
    void plansKnowNeitherTheDatabaseNorTheClock() {
        noClasses()
                .that()
                .resideInAPackage(inside("plan"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql..")
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
