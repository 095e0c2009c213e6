package io.github.mzmaven.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsLoaderTest {
    @TempDir
    Path directory;

    @Test
    void tellsEverythingThatIsWrongAtOnce() {
        String refusal = Sources.in(directory)
                .yaml("""
                deployment:
                  default:
                    url: mysql://localhost
                    user: ann
                    schemas: [mz_internal, marts, marts]
                    clusters: [{size: 100cc}]
                    timeout: fast
                    maxRetries: -1
                    dryRun: yes
                    replicas: al
                    progress: [a]
                """)
                .pom("lagThreshold", "0s")
                .variable("CI_TAG", "x".repeat(129))
                .minusD("sinkTimeout", "2 months")
                .minusD("forc", "true")
                .refusal();
        assertThat(refusal).isEqualTo("""
                13 problems:
                 1. There is no property mz.forc. Did you mean "mz.force"?
                    Use -Dmz.force, or remove -Dmz.forc.
                 2. The url does not begin with jdbc:postgresql://, postgresql:// or postgres:// (mz.yml:3:10).
                    Write jdbc:postgresql://<host>:6875/materialize, or postgres://<user>@<host>:6875/materialize.
                 3. The schema mz_internal cannot be deployed: names that begin with mz_ are reserved.
                    Remove it from schemas.
                 4. The schema marts is listed twice.
                    Remove one of the two from schemas.
                 5. A cluster has an empty name.
                    Name it, or remove it from clusters.
                 6. The tag has 129 characters (environment variable CI_TAG); it may have 128.
                    Shorten mz.tag (-Dmz.tag=…, <tag> in the POM, tag: in mz.yml) or CI_TAG.
                 7. dryRun is "yes" (mz.yml:9:13).
                    Use true or false.
                 8. lagThreshold is "0s", and must be 1 ms or more (<lagThreshold> in the POM).
                    Set mz.lagThreshold to a duration, for example 500ms, 90s, 5m, 1h 30m, PT1M30S.
                 9. timeout is "fast", which is no duration (mz.yml:7:14).
                    Set mz.timeout to a duration, for example 500ms, 90s, 5m, 1h 30m, PT1M30S.
                10. replicas is "al" (mz.yml:10:15).
                    Use one of one, all. Did you mean "all"?
                11. progress must be one value (mz.yml:11:15).
                    Give mz.progress (-Dmz.progress=…, <progress> in the POM, progress: in mz.yml) one value.
                12. maxRetries is "-1" (mz.yml:8:17).
                    Use a whole number, 0 or more.
                13. sinkTimeout is "2 months", which is no duration (-Dmz.sinkTimeout).
                    Set mz.sinkTimeout to a duration, for example 500ms, 90s, 5m, 1h 30m, PT1M30S.""");
    }

    @Test
    void anApprovedDeploymentThatIsEmptyIsNotAnyDeployment() {
        assertThat(Sources.complete(directory).minusD("expectedDeployment", " ").refusal())
                .isEqualTo("""
                        1 problem:
                         1. expectedDeployment is set, and empty: a variable that should hold the id of the approved deployment does not.
                            Set mz.expectedDeployment (-Dmz.expectedDeployment=…, <expectedDeployment> in the POM, expectedDeployment: in mz.yml) to that id, or do not set it.""");
    }

    @Test
    void wantsAUrlAUserAndSomethingToDeploy() {
        assertThat(Sources.in(directory).refusal()).isEqualTo("""
                2 problems:
                 1. There is no url.
                    Set mz.url (-Dmz.url=…, <url> in the POM, url: in mz.yml) or the environment variable MZ_URL.
                    Write jdbc:postgresql://<host>:6875/materialize, or postgres://<user>@<host>:6875/materialize.
                 2. There are no schemas and no clusters to deploy.
                    Set mz.schemas (-Dmz.schemas=…, <schemas> in the POM, schemas: in mz.yml), or clusters in the same way.""");
        assertThat(Sources.complete(directory).without("user").refusal()).isEqualTo("""
                1 problem:
                 1. There is no user.
                    Set mz.user (-Dmz.user=…, <user> in the POM, user: in mz.yml) or the environment variable MZ_USER,
                    or serverId, for a <server> with <username> in settings.xml.""");
    }

    @Test
    void knowsTheSkipsOfAllGoalsAndAnyPlaceholder() {
        assertThat(Sources.complete(directory)
                        .minusD("skip", "true")
                        .minusD("init.skip", "true")
                        .minusD("rollback.skip", "true")
                        .minusD("allowUnbuiltModules", "true")
                        .minusD("placeholders.schem", "x")
                        .load()
                        .schemas())
                .containsExactly("marts");
    }

    @Test
    void refusesEveryPropertyThatItDoesNotKnow() {
        assertThat(Sources.complete(directory)
                        .minusD("rehearseOnly", "true")
                        .minusD("DryRun", "true")
                        .minusD("dance.skip", "true")
                        .minusD("placeholders.", "x")
                        .minusD("", "x")
                        .refusal())
                .isEqualTo("""
                5 problems:
                 1. There is no property mz. in this version.
                    Remove -Dmz.; mvn mz:help -Ddetail shows the properties there are.
                 2. There is no property mz.DryRun. Did you mean "mz.dryRun"?
                    Use -Dmz.dryRun, or remove -Dmz.DryRun.
                 3. There is no property mz.dance.skip. Did you mean "mz.diff.skip"?
                    Use -Dmz.diff.skip, or remove -Dmz.dance.skip.
                 4. There is no property mz.placeholders.. Did you mean "mz.placeholders"?
                    Use -Dmz.placeholders, or remove -Dmz.placeholders..
                 5. There is no property mz.rehearseOnly in this version.
                    Remove -Dmz.rehearseOnly; mvn mz:help -Ddetail shows the properties there are.""");
    }

    @Test
    void refusesAPasswordOnTheCommandLineAndDoesNotShowIt() {
        assertThat(Sources.complete(directory).minusD("password", "s3cret").refusal())
                .isEqualTo("""
                1 problem:
                 1. There is no property mz.password, where others would see it.
                    Put the password into a <server> of settings.xml (serverId), into the environment variable MZ_PASSWORD, or into a file (passwordFile).""");
    }

    @Test
    void refusesAVariableThatOnlyLooksAsIfItKeptAGoalFromWriting() {
        assertThat(Sources.complete(directory).variable("MZ_DRY_RUN", "true").refusal())
                .isEqualTo("""
                1 problem:
                 1. The environment variable MZ_DRY_RUN is set, and not read.
                    Use -Dmz.dryRun, or unset MZ_DRY_RUN.""");
    }

    @Test
    void warnsOfOtherVariablesThatLookLikeKeysAndAreNotRead() {
        assertThat(Sources.complete(directory)
                        .variable("MZ_TARGET", "prod")
                        .variable("MZ_FORCE", " ")
                        .variable("MZ_USER", "ann")
                        .variable("MZ_PROFILE", "x")
                        .loaded()
                        .warnings())
                .containsExactly(Problem.warning(
                        "The environment variable MZ_TARGET is set, and not read.",
                        "Use -Dmz.target, or unset MZ_TARGET."));
    }

    @Test
    void warnsOfPropertiesOfThePomThatLookLikeKeysAndAreNotRead() {
        Sources sources = Sources.complete(directory);
        sources.pom()
                .property("mz.timout")
                .property("mz.timeout")
                .property("mz.version")
                .property("timout");
        assertThat(sources.loaded().warnings())
                .containsExactly(Problem.warning(
                        "The property mz.timout of the POM is not read. Did you mean \"mz.timeout\"?",
                        "Use <mz.timeout>, or give it another name."));
    }

    @Test
    void refusesAPropertyOfThePomThatOnlyLooksAsIfItKeptAGoalFromWriting() {
        Sources sources = Sources.complete(directory);
        sources.pom().property("mz.dryrun");
        assertThat(sources.refusal()).isEqualTo("""
                1 problem:
                 1. The property mz.dryrun of the POM is not read. Did you mean "mz.dryRun"?
                    Use <mz.dryRun>, or give it another name.""");
    }

    @Test
    void refusesAnEmptySuffixOrTargetAndPlaceholdersThatAreNames() {
        assertThat(Sources.complete(directory)
                        .minusD("suffix", "")
                        .minusD("target", "")
                        .minusD("placeholders.schema.x", "y")
                        .refusal())
                .contains(
                        "The suffix is empty",
                        "The target's name is empty.",
                        "The placeholder schema.x has a name that stands for a copy's name (-Dmz.placeholders.schema.x).");
    }

    @Test
    void tellsWhatTheFrontEndFound() {
        Sources sources = Sources.complete(directory);
        sources.pom().problem(Problem.hard("There is no parameter <x>."));
        assertThat(sources.refusal()).isEqualTo("1 problem:\n 1. There is no parameter <x>.");
    }

    @Test
    void refusesASoakOfLessThanNothing() {
        assertThat(Sources.complete(directory).minusD("soak", "PT-5M").refusal())
                .isEqualTo("""
                        1 problem:
                         1. soak is "PT-5M", and must be 0 or more (-Dmz.soak).
                            Set mz.soak to 0, or to a duration of at most 24 h, for example 500ms, 90s, 5m, 1h 30m, PT1M30S.\
                        """);
    }

    @Test
    void refusesASoakAGateASampleAndKeysThatMakeNoSense() {
        assertThat(Sources.complete(directory)
                        .minusD("soak", "25h")
                        .minusD("maxChanged", "some")
                        .minusD("sampleRows", "101")
                        .minusD("keys", "marts.revenue;a.b:x,,y;c.d:z,z")
                        .refusal())
                .isEqualTo("""
                        6 problems:
                         1. soak is "25h", and must be 24 h or less (-Dmz.soak).
                            Set mz.soak to 0, or to a duration of at most 24 h, for example 500ms, 90s, 5m, 1h 30m, PT1M30S.
                         2. "marts.revenue" of keys names no columns (-Dmz.keys).
                            For example -Dmz.keys=marts.revenue:country;marts.daily:day,country.
                         3. The key of relation "a.b" is no list of columns (-Dmz.keys).
                            For example -Dmz.keys=marts.revenue:country;marts.daily:day,country.
                         4. The key of relation "c.d" names a column twice (-Dmz.keys).
                            For example -Dmz.keys=marts.revenue:country;marts.daily:day,country.
                         5. sampleRows is "101", and must be 100 or less (-Dmz.sampleRows).
                            Set mz.sampleRows to a number from 0 to 100.
                         6. maxChanged is "some", which is neither a number of rows nor a percentage from 0% to 100% (-Dmz.maxChanged).
                            Set mz.maxChanged to a number of rows, 100 for example, or to a percentage, 0.5% for example.""");
    }

    @Test
    void keysAreReadFromYamlAsListsOrTexts() {
        assertThat(Sources.complete(directory)
                        .yaml(
                                "deployment: {default: {keys: {marts.revenue: [day, \"a,b\"], marts.daily: \"day, country\"}}}")
                        .load()
                        .diff()
                        .keys())
                .isEqualTo(Map.of("marts.revenue", List.of("day", "a,b"), "marts.daily", List.of("day", "country")));
    }

    @Test
    void aTimeoutThatIsSaidCountsForARelationToo() {
        assertThat(Sources.complete(directory).load().diff().timeout()).isEqualTo(Duration.ofMinutes(10));
        assertThat(Sources.complete(directory)
                        .minusD("timeout", "2h")
                        .load()
                        .diff()
                        .timeout())
                .isEqualTo(Duration.ofHours(2));
    }

    @Test
    void warnsOfARollbackThatNothingCouldAskFor() {
        assertThat(Sources.complete(directory)
                        .minusD("rollbackOnFailure", "true")
                        .loaded()
                        .warnings())
                .containsExactly(Problem.warning(
                        "rollbackOnFailure is set, and soak is not: production is not watched, so that nothing is rolled back.",
                        "Set mz.soak (-Dmz.soak=…, <soak> in the POM, soak: in mz.yml), to 5m for example."));
    }

    @Test
    void namesTheElementsPlace() {
        Sources sources = Sources.complete(directory);
        sources.pom().at("timeout", "pom.xml:12:20", null).put("timeout", "soon");
        assertThat(sources.refusal()).contains("(<timeout> in pom.xml:12:20)");
    }
}
