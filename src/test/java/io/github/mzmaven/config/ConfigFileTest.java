package io.github.mzmaven.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigFileTest {
    @TempDir
    Path directory;

    private Sources yaml(String text) {
        return Sources.in(directory).minusD("user", "ann").yaml(text);
    }

    @Test
    void readsTheTargetThatIsChosen() {
        Sources sources = yaml("""
                deployment:
                  default:
                    url: jdbc:postgresql://localhost:6875/materialize
                    schemas: [public, staging]
                    clusters:
                      - quickstart
                      - name: prod
                        size: 100cc
                      - name: serve
                        replicationFactor: 2
                  prod:
                    url: jdbc:postgresql://xyz.example.com/materialize?sslmode=verify-full
                    schemas: public
                """);
        Settings settings = sources.load();
        assertThat(settings.schemas()).containsExactly("public", "staging");
        assertThat(settings.clusters())
                .containsExactly(
                        new ClusterSetting("quickstart"),
                        new ClusterSetting("prod", "100cc", null),
                        new ClusterSetting("serve", null, 2));
        assertThat(settings.connection().origins()).containsExactly("url from mz.yml", "user from -Dmz.user");
        assertThat(sources.minusD("target", "prod").load().connection().jdbcUrl())
                .isEqualTo("jdbc:postgresql://xyz.example.com:6875/materialize?sslmode=verify-full"
                        + "&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory");
    }

    @Test
    void namesUnknownKeysWithTheNearestKnownOne() {
        assertThat(yaml("""
                deploymnt: {}
                deployment:
                  default:
                    url: postgres://localhost
                    shemas: [public]
                    clusters:
                      - name: prod
                        replication_factor: 2
                  other:
                    nonsense: 1
                """).refusal()).isEqualTo("""
                4 problems:
                 1. mz.yml:1:1: there is no key deploymnt. Did you mean "deployment"?
                    Known here: deployment.
                 2. mz.yml:5:5: there is no key shemas of target default. Did you mean "schemas"?
                    See mvn mz:help -Ddetail for the keys there are.
                 3. mz.yml:8:9: there is no key replication_factor of a cluster of target default. Did you mean "replicationFactor"?
                    Known here: name, size, replicationFactor.
                 4. mz.yml:10:5: there is no key nonsense of target other.
                    See mvn mz:help -Ddetail for the keys there are.""");
    }

    @Test
    void refusesAPasswordAndDoesNotShowIt() {
        assertThat(yaml("deployment:\n  default:\n    password: s3cret\npassword: s3cret\n")
                        .minusD("url", "postgres://localhost")
                        .minusD("schemas", "marts")
                        .refusal())
                .isEqualTo("""
                2 problems:
                 1. mz.yml:4:1: there is no key password, where others would see it.
                    Put the password into a <server> of settings.xml (serverId), into the environment variable MZ_PASSWORD, or into a file (passwordFile).
                 2. mz.yml:3:5: there is no key password of target default, where others would see it.
                    Put the password into a <server> of settings.xml (serverId), into the environment variable MZ_PASSWORD, or into a file (passwordFile).""");
    }

    @Test
    void refusesKeysThatAreThereTwice() {
        assertThat(yaml("deployment:\n  default:\n    schemas: [a]\n    schemas: [b]\n")
                        .refusal())
                .isEqualTo("""
                1 problem:
                 1. mz.yml:4:5: the key schemas is there twice, first at mz.yml:3:5.
                    Remove one of the two.""");
    }

    @Test
    void namesTheTargetsThereAre() {
        assertThat(yaml("deployment: {staging: {}, prod: {}}")
                        .minusD("target", "prd")
                        .refusal())
                .isEqualTo("""
                1 problem:
                 1. There is no target prd in mz.yml. Did you mean "prod"?
                    Choose one by mz.target: staging, prod.""");
    }

    @Test
    void replacesVariablesOfTheChosenTargetOnly() {
        Sources sources = yaml("""
                deployment:
                  default:
                    url: postgres://${env.DB_HOST}:${env.DB_PORT}/shop
                    schemas: ["a_${env.DB_PORT}"]
                    placeholders: {left: "${alone}"}
                  prod:
                    url: postgres://${env.PROD_HOST}
                """).variable("DB_HOST", "localhost").variable("DB_PORT", "7");
        Settings settings = sources.load();
        assertThat(settings.connection().describe()).isEqualTo("shop at localhost:7 as ann");
        assertThat(settings.schemas()).containsExactly("a_7");
        assertThat(settings.files().placeholders()).containsEntry("left", "${alone}");
        assertThat(sources.minusD("target", "prod").refusal()).isEqualTo("""
                1 problem:
                 1. mz.yml:7:10: the environment variable PROD_HOST is not set.
                    Set it, or write the value instead of ${env.PROD_HOST}.""");
    }

    @Test
    void followsAnchorsAndMergeKeys() {
        Settings settings = yaml("""
                deployment:
                  default: &base
                    url: postgres://localhost
                    schemas: &schemas [a]
                    suffix: _x
                  prod:
                    <<: *base
                    suffix: _y
                  staging:
                    url: postgres://localhost
                    schemas: *schemas
                """).minusD("target", "prod").load();
        assertThat(settings.schemas()).containsExactly("a");
        assertThat(settings.suffix()).isEqualTo("_y");
        assertThat(Sources.in(directory)
                        .minusD("user", "ann")
                        .minusD("target", "staging")
                        .load()
                        .schemas())
                .containsExactly("a");
    }

    @Test
    void tellsWhereYamlBreaksWithoutShowingTheFile() {
        assertThat(yaml("deployment:\n  default:\n    url: postgres://ann:s3cret@h: x\n")
                        .refusal())
                .isEqualTo("""
                1 problem:
                 1. mz.yml:3:33: this is not valid YAML: mapping values are not allowed here.""");
        assertThat(yaml("a: 1\n---\nb: 2\n").refusal()).contains("mz.yml:3:1: a second document begins");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'a: *b'                        | mz.yml:1:4: this is not valid YAML: found undefined alias b.
            'a: &a [*a]'                   | mz.yml:1:4: this is not valid YAML: it holds an alias of itself.
            'a: &a {b: {<<: *a}}'          | mz.yml:1:4: this is not valid YAML: it holds an alias of itself.
            'a: {<<: 3}'                   | mz.yml:1:9: << merges keys, so an alias of keys must follow it.
            '[a]: 1'                       | mz.yml:1:1: this is not valid YAML: a key must be a text.
            'a: "s3cret'                   | mz.yml:1:11: this is not valid YAML: while scanning a quoted scalar (mz.yml:1:4), found unexpected end of stream.
            'a: !!java.net.URL [s3cret]'   | mz.yml:1:4: this is not valid YAML: Global tag is not allowed: tag:yaml.org,2002:java.net.URL.
            """)
    void refusesWhatCannotBeRead(String text, String refusal) {
        assertThat(yaml(text).refusal()).contains(" 1. " + refusal).doesNotContain("s3cret");
    }

    @Test
    void refusesWhatIsTooDeepOrNoText() {
        assertThat(yaml("a: " + "[".repeat(60)).refusal())
                .contains("mz.yml: this is not valid YAML: Nesting Depth exceeded max 50.");
        assertThat(yaml("a: \u0007").refusal())
                .contains("mz.yml: this is not valid YAML: special characters are not allowed.");
    }

    @Test
    void readsWhatAnAliasStandsForOnce() {
        var text = new StringBuilder("""
                deployment:
                  default:
                    url: postgres://localhost
                    schemas: [marts]
                    placeholders:
                      c0: &c0 [x, x]
                """);
        for (int i = 1; i < 40; i++) {
            text.append("      c%1$d: &c%1$d [*c%2$d, *c%2$d]\n".formatted(i, i - 1));
        }
        assertThat(yaml(text.toString()).refusal()).startsWith("40 problems:");
    }

    @Test
    void refusesWhatIsNoDeployment() {
        assertThat(yaml("- a\n").refusal()).contains("mz.yml:1:1: the file must begin with deployment:.");
        assertThat(yaml("").refusal()).contains("mz.yml has no deployment.");
        assertThat(yaml("deployment:\n").refusal()).contains("mz.yml has no deployment.");
        assertThat(yaml("deployment: x\n").refusal()).contains("mz.yml:1:13: deployment must hold targets by name.");
        assertThat(yaml("deployment:\n  default: x\n").refusal())
                .contains("mz.yml:2:12: target default must hold keys with values.");
    }

    @Test
    void wantsTheConfiguredFileToBeThere() {
        assertThat(Sources.complete(directory)
                        .minusD("configFile", "conf/x.yml")
                        .refusal())
                .isEqualTo("1 problem:\n 1. There is no configFile " + directory.resolve("conf/x.yml")
                        + " (-Dmz.configFile).\n    Set mz.configFile (-Dmz.configFile=…, <configFile> in the POM) to a file"
                        + " that is there.");
    }

    private static final String DBT = """
            name: 'shop'
            version: '1.0.0'
            profile: "{{ env_var('DBT_PROFILE', 'x') }}"
            models:
              shop:
                +materialized: "{{ 'view' if target.name == 'dev' else 'table' }}"
            vars:
              other: "{{ whatever }}"
              deployment:
                default:
                  clusters:
                    # To specify multiple clusters
                    - prod
                    - serve
                  schemas:
                    - marts
                staging:
                  schemas: ["{{ env_var('X') }}"]
            """;

    @Test
    void readsAProjectOfDbt() {
        Settings settings = Sources.complete(directory)
                .without("schemas")
                .file("dbt_project.yml", DBT)
                .load();
        assertThat(settings.schemas()).containsExactly("marts");
        assertThat(settings.clusterNames()).isEqualTo(List.of("prod", "serve"));
    }

    @Test
    void doesNotEvaluateTemplates() {
        assertThat(Sources.complete(directory)
                        .without("schemas")
                        .file("dbt_project.yml", DBT)
                        .minusD("target", "staging")
                        .refusal())
                .contains("dbt_project.yml:18:17: a template is not evaluated here");
    }

    @Test
    void readsVariablesBelowTheProjectsName() {
        assertThat(Sources.complete(directory)
                        .without("schemas")
                        .file("x.yml", "name: shop\nvars:\n  shop:\n    deployment:\n      default: {schemas: [a]}\n")
                        .minusD("configFile", "x.yml")
                        .load()
                        .schemas())
                .containsExactly("a");
    }

    @Test
    void prefersItsOwnFileAndPassesOverAProjectOfDbtWithoutDeployment() {
        Sources sources = Sources.complete(directory).file("dbt_project.yml", "name: x\nvars: {a: 1}\n");
        assertThat(sources.load().schemas()).containsExactly("marts");
        sources.file("dbt_project.yml", DBT).yaml("deployment: {default: {suffix: _own}}");
        assertThat(sources.load().suffix()).isEqualTo("_own");
    }
}
