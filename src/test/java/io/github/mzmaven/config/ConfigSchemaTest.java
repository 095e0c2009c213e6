package io.github.mzmaven.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.github.mzmaven.MzException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** What editors say of an mz.yml is what the loader says of it. */
class ConfigSchemaTest {
    private static final Path FILE = Path.of("docs/mz.schema.json");
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final JsonSchema SCHEMA =
            JsonSchemaFactory.getInstance(VersionFlag.V7).getSchema(MAPPER.valueToTree(ConfigSchema.schema()));

    @TempDir
    Path directory;

    /** Takes a scalar for what editors take it for: the core schema of YAML 1.2, where yes is a text. */
    private static final class Core extends Resolver {
        @Override
        protected void addImplicitResolvers() {
            addImplicitResolver(Tag.BOOL, Pattern.compile("true|True|TRUE|false|False|FALSE"), "tTfF");
            addImplicitResolver(Tag.INT, Pattern.compile("[-+]?[0-9]+"), "-+0123456789");
            addImplicitResolver(
                    Tag.FLOAT,
                    Pattern.compile("[-+]?(?:\\.[0-9]+|[0-9]+(?:\\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"),
                    "-+0123456789.");
            addImplicitResolver(Tag.NULL, Pattern.compile("~|null|Null|NULL| *"), "~nN\0 ");
            addImplicitResolver(Tag.NULL, Pattern.compile("^$"), null);
            addImplicitResolver(Tag.MERGE, Pattern.compile("<<"), "<");
        }
    }

    /** What the schema has against a file; nothing where it is as it should be. */
    static Set<ValidationMessage> problems(String yaml) {
        var options = new DumperOptions();
        var loader = new LoaderOptions();
        Object read =
                new Yaml(new SafeConstructor(loader), new Representer(options), options, loader, new Core()).load(yaml);
        JsonNode tree = MAPPER.valueToTree(read);
        return SCHEMA.validate(tree);
    }

    @Test
    void isThatOfTheDeclaredKeys() throws IOException {
        var indenter = new DefaultIndenter("  ", "\n");
        String schema = MAPPER.writer(new DefaultPrettyPrinter()
                                .withObjectIndenter(indenter)
                                .withArrayIndenter(indenter))
                        .writeValueAsString(ConfigSchema.schema())
                + "\n";
        if ("write".equals(System.getProperty("mz.golden"))) {
            Files.writeString(FILE, schema);
            return;
        }
        assertThat(schema).isEqualTo(Files.readString(FILE));
        try (InputStream inJar = Keys.class.getResourceAsStream("/META-INF/mz.schema.json")) {
            assertThat(new String(inJar.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(schema);
        }
    }

    @Test
    void isASchema() throws IOException {
        JsonSchema metaSchema = JsonSchemaFactory.getInstance(VersionFlag.V7)
                .getSchema(com.networknt.schema.SchemaLocation.of("http://json-schema.org/draft-07/schema#"));
        assertThat(metaSchema.validate(MAPPER.readTree(FILE.toFile()))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void takesTheFilesOfBuildsAndReadme(String yaml) {
        assertThat(problems(yaml)).isEmpty();
    }

    static List<String> samples() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/it"))) {
            List<String> found = files.filter(
                            file -> file.endsWith("mz.yml") && !file.toString().contains("-error"))
                    .map(ConfigSchemaTest::read)
                    .toList();
            String readme = Files.readString(Path.of("README.md"));
            List<String> shown = Pattern.compile("```ya?ml\n(.*?)```", Pattern.DOTALL)
                    .matcher(readme)
                    .results()
                    .map(block -> block.group(1))
                    .filter(block -> block.contains("\ndeployment:"))
                    .toList();
            assertThat(found).isNotEmpty();
            assertThat(shown).isNotEmpty();
            return Stream.concat(found.stream(), shown.stream()).toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** One line of a target's block, besides what it needs. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "user: 5",
                "user:",
                "user: ''",
                "dryRun: true",
                "dryRun: 'TRUE'",
                "dryRun: ' false '",
                "dryRun: ${env.YES}",
                "force: ${env.NOTHING}true",
                "maxRetries: 0",
                "maxRetries: '7'",
                "maxRetries: +7",
                "maxRetries: 007",
                "maxRetries: ${env.SEVEN}",
                "maxRetries: 2147483647",
                "sampleRows: 100",
                "sampleRows: '0100'",
                "timeout: 90s",
                "timeout: 1h 30m",
                "timeout: 1.5 H",
                "timeout: 0.001s",
                "timeout: PT1M30S",
                "timeout: p1dt2h",
                "timeout: pt1.5s",
                "timeout: ${env.SEVEN}m",
                "soak: 0",
                "soak: '0'",
                "soak: 0s",
                "soak: 24h",
                "soak: 5m",
                "replicas: all",
                "replicas: ALL",
                "objectGrants: ' Check'",
                "progress: ${env.PLAIN}",
                "maxChanged: 100",
                "maxChanged: '100'",
                "maxChanged: 0.5%",
                "maxChanged: 100 %",
                "maxChanged: ${env.SEVEN}%",
                "tag: PR-1",
                "tag: 1.10",
                "tag: |\n      one line",
                "tag:",
                "suffix: _x",
                "suffix:",
                "suffix: 7",
                "schemas: [b, 7, true]",
                "schemas: b, c",
                "schemas: [\"${env.SEVEN}\"]",
                "clusters: c",
                "clusters: [c, {name: d, size: 100cc, replicationFactor: 2}]",
                "clusters: [{name: d, size: , replicationFactor: '0'}]",
                "clusters: [{name: d, replicationFactor: \"${env.SEVEN}\"}]",
                "clusters: []",
                "clusters:",
                "include: m.*",
                "include: [m.*, m.*]",
                "include:",
                "placeholders: {a: 1, b: true, c: , d: x}",
                "placeholders:",
                "keys: {m.r: [a, 'b, c'], m.s: 'a, b', m.t: 1}",
                "keys: m.r:a,b; m.s:c ;",
                "keys: ${env.KEYS}",
                "keys:",
                "expectedDeployment: id",
                "expectedDeployment:",
                "sqlDirectory: some/where",
                "connectTimeout: 5s"
            })
    void takesWhatTheLoaderTakes(String line) {
        String yaml = target(line);
        assertThat(problems(yaml)).isEmpty();
        assertThat(refusal(yaml)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "shemas: [a]",
                "password: x",
                "skip: true",
                "target: x",
                "user: [a]",
                "user: {a: b}",
                "dryRun:",
                "dryRun: ''",
                "dryRun: yes",
                "dryRun: 1",
                "dryRun: [true]",
                "dryRun: ${yes}",
                "maxRetries: -1",
                "maxRetries: 1.5",
                "maxRetries: many",
                "maxRetries:",
                "maxRetries: 2147483648",
                "sampleRows: 101",
                "sampleRows: '1000'",
                "timeout: 5",
                "timeout: 5 minutes",
                "timeout: 0s",
                "timeout: 0",
                "timeout: 00:01:30",
                "timeout: -5m",
                "timeout: PT0S",
                "timeout: p",
                "timeout: PT",
                "timeout:",
                "soak: 1",
                "soak: soon",
                "soak:",
                "replicas: two",
                "replicas:",
                "objectGrants: true",
                "maxChanged: 0.5",
                "maxChanged: 101%",
                "maxChanged: 100.1%",
                "maxChanged: -1",
                "maxChanged: few",
                "maxChanged:",
                "tag: [x]",
                "tag: \"a\\nb\"",
                "suffix: ''",
                "schemas: {a: b}",
                "schemas: [a, [b]]",
                "schemas: [a, '']",
                "schemas: [a, ]\n    schema: b",
                "schemas: [a, a]",
                "schemas: a,,b",
                "schemas: a,",
                "schemas: [mz_internal]",
                "schemas: a, pg_catalog",
                "schemas: [_mz_deployment_x]",
                "clusters: [[a]]",
                "clusters: {name: c}",
                "clusters: [{size: 100cc}]",
                "clusters: [{name: }]",
                "clusters: [{name: c, replication_factor: 2}]",
                "clusters: [{name: c, replicationFactor: }]",
                "clusters: [{name: c, replicationFactor: two}]",
                "clusters: [{name: c, size: [a]}]",
                "clusters: [mz_system]",
                "placeholders: a",
                "placeholders: [a]",
                "placeholders: {a: [b]}",
                "placeholders: {schema.a: b}",
                "keys: {m.r: }",
                "keys: {m.r: []}",
                "keys: {m.r: [a, a]}",
                "keys: {m.r: [a, '']}",
                "keys: {m.r: 'a,,b'}",
                "keys: [a]",
                "keys: m.r",
                "keys: m.r:a,",
                "include: {a: b}",
                "expectedDeployment: ''"
            })
    void refusesWhatTheLoaderRefuses(String line) {
        String yaml = target(line);
        assertThat(problems(yaml)).isNotEmpty();
        assertThat(refusal(yaml)).isNotNull();
    }

    /** What no pattern can say, or what depends on more than the file. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "soak: 25h",
                "sampleRows: '101'",
                "schemas: a, a",
                "clusters: [a, {name: a}]",
                "schemas: [x_dbt_deploy]",
                "keys: m.r:a,a",
                "url: nonsense",
                "tag: ${env.UNSET}"
            })
    void leavesToTheLoaderWhatNoPatternCanSay(String line) {
        String yaml = target(line);
        assertThat(problems(yaml)).isEmpty();
        assertThat(refusal(yaml)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "deployment:\n",
                "deployment: {}\n",
                "deployment: x\n",
                "deployment: [default]\n",
                "- deployment\n",
                "deployment: {default: x}\n",
                "deployment: {default: [schemas]}\n",
                "deployment: {default: {schemas: [a]}}\nx-base: {}\n",
                "schemas: [a]\n"
            })
    void refusesFilesThatTheLoaderRefuses(String yaml) {
        assertThat(problems(yaml)).isNotEmpty();
        assertThat(refusal(yaml)).isNotNull();
    }

    @Test
    void takesTargetsThatSayNothingAndMergedKeys() {
        String yaml = """
                deployment:
                  default: &base
                    schemas: [a]
                  empty:
                  prod:
                    <<: *base
                    suffix: _y
                """;
        assertThat(problems(yaml)).isEmpty();
        assertThat(refusal(yaml)).isNull();
    }

    private static String target(String line) {
        String key = line.substring(0, line.indexOf(':'));
        return "deployment:\n  default:\n    " + line + "\n" + (key.equals("schemas") ? "" : "    schemas: [a]\n");
    }

    private String refusal(String yaml) {
        Sources sources = Sources.in(directory)
                .variable("YES", "true")
                .variable("NOTHING", "")
                .variable("SEVEN", "7")
                .variable("PLAIN", "plain")
                .variable("KEYS", "m.r:a")
                .yaml(yaml);
        if (!yaml.contains(" url:")) {
            sources.minusD("url", "postgres://localhost");
        }
        if (!yaml.contains(" user: 5")) {
            sources.minusD("user", yaml.contains("user: [") || yaml.contains("user: {") ? "" : "ann");
        }
        try {
            sources.load();
            return null;
        } catch (MzException e) {
            return e.getMessage();
        }
    }
}
