package io.github.mzmaven.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.docs.DocPage.Block;
import io.github.mzmaven.docs.DocPage.Span;
import io.github.mzmaven.goal.TestSql;
import io.github.mzmaven.sandbox.Sandbox;
import io.github.mzmaven.session.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** Whatever README and docs tell users to type is run, checked, or stands in {@link Unrun} with the reason. */
class DocumentationTest {
    /** What is run by the build src/it/docs. */
    private static final String QUICK_START = "quick-start";
    /** What has to be there before blocks of SQL are run, by the superuser. */
    private static final Map<String, List<String>> BEFORE = Map.of(
            "least-privilege",
            List.of(
                    "CREATE ROLE deployer",
                    "CREATE ROLE data_team",
                    "CREATE SCHEMA raw",
                    "CREATE TABLE raw.orders (id int)",
                    "CREATE SCHEMA sinks",
                    "CREATE CLUSTER sinks (SIZE = '25cc')",
                    "CREATE CONNECTION sinks.kafka TO KAFKA (BROKER 'kafka:9092', SECURITY PROTOCOL PLAINTEXT)"));
    /** Programs that are named in the text by what one types. */
    private static final Set<String> PROGRAMS =
            Set.of("docker", "psql", "dbt", "terraform", "git", "gh", "curl", "glab");

    private static final Pattern GOALS = Pattern.compile("mz:[\\w…]+( mz:[\\w…]+)*");
    private static final Pattern PROPERTY = Pattern.compile("-D(mz\\.[\\w.]+)(?:=(\\S+))?");
    private static final Pattern NAME = Pattern.compile("mz\\.[a-z]\\w*(\\.skip)?");
    private static final Pattern MARK = Pattern.compile("\\.md'\\), '([\\w-]+)'");
    private static final Set<String> FILES = Set.of("mz.yml", "mz.schema");

    private static final List<DocPage> PAGES = DocPage.all();

    private final List<String> wrong = new ArrayList<>();
    private final Unrun unrun = new Unrun();

    @TempDir
    private Path directory;

    private CommandRules rules;

    @BeforeEach
    void readDescriptor() throws IOException {
        rules = new CommandRules(Files.createDirectory(directory.resolve("commands")));
    }

    @Test
    void everyCommandIsRunOrCheckedOrListed() {
        PAGES.forEach(page -> {
            page.blocks().forEach(this::check);
            page.spans().forEach(this::check);
        });
        assertThat(wrong).isEmpty();
        assertThat(unrun.unused()).as("listed, and not shown").isEmpty();
    }

    @Test
    void everyConfigurationFileIsRead() throws IOException {
        int read = 0;
        for (Block block : blocks("yaml").toList()) {
            if (new Yaml().load(block.text()) instanceof Map<?, ?> file && !isOfCi(file)) {
                boolean dbt = file.containsKey("vars");
                Map<?, ?> targets = (Map<?, ?>) (dbt ? (Map<?, ?>) file.get("vars") : file).get("deployment");
                Path base = Files.createDirectory(directory.resolve("file" + read++));
                Files.writeString(base.resolve(dbt ? "dbt_project.yml" : "mz.yml"), block.text());
                for (Object target : targets.keySet()) {
                    add(block.place(), rules.ofFile(base, target.toString(), dbt));
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(read).isPositive();
    }

    @Test
    void everyPieceOfAPomIsKnownToThePlugin() {
        var pom = new PomRules(rules);
        blocks("xml").forEach(block -> add(block.place(), pom.of(block.text())));
        assertThat(wrong).isEmpty();
    }

    @Test
    void sqlRunsAsItStands() {
        List<Block> blocks =
                blocks("sql").filter(block -> !block.run().equals(QUICK_START)).toList();
        assertThat(blocks).isNotEmpty();
        for (Block block : blocks) {
            assertThat(BEFORE).as(block.place() + " says what it is run as").containsKey(block.run());
            try (Sandbox sandbox = Sandbox.start();
                    Session system = TestSql.connect(sandbox.systemUrl())) {
                BEFORE.get(block.run()).forEach(system::execute);
                block.statements().forEach(system::execute);
            }
        }
    }

    @Test
    void whatIsMarkedIsRun() throws IOException {
        Set<String> run = new TreeSet<>(BEFORE.keySet());
        for (String build : List.of("docs", "docs-dbt")) {
            Matcher name = MARK.matcher(Files.readString(Path.of("src/it", build, "setup.groovy")));
            assertThat(name.find()).as(build).isTrue();
            run.add(name.group(1));
        }
        var marked = new TreeSet<String>();
        PAGES.forEach(page -> page.blocks().forEach(block -> marked.add(block.run())));
        marked.remove("");
        assertThat(marked).isEqualTo(run);
    }

    @Test
    void allOfTheQuickStartIsMarked() {
        assertThat(PAGES.get(0).blocks().stream()
                        .filter(block -> block.run().equals(QUICK_START))
                        .map(Block::language))
                .containsExactly("", "sql", "xml", "sql", "", "");
    }

    /** The test itself: what it does not know, it must name. */
    @Test
    void mistakesAreFound() {
        List<String> calls = List.of(
                "mvn mz:innit",
                "mvn mz:apply -Dmz.soak=5m",
                "mvn mz:promote -Dmz.soak=soon",
                "mvn mz:status -Dmz.nothing",
                "mvn io.github.mzmaven:mz-maven-plugin:0.0.1:status",
                "mvn -Z mz:status",
                "mvn mz:help -Ddetails");
        assertThat(calls)
                .allSatisfy(call -> assertThat(rules.of(MavenCommand.of(call))).isNotEmpty());
        check(new Span("here", "dbt run-operation deploy_nothing"));
        check(new Span("here", "mz:innit"));
        check(new Span("here", "mz.nothing"));
        check(new Block("here", "", "", List.of("make")));
        check(new Block("here", "python", "", List.of("1")));
        assertThat(wrong).hasSize(5);
    }

    private static Stream<Block> blocks(String language) {
        return PAGES.stream()
                .flatMap(page -> page.blocks().stream())
                .filter(block -> block.language().equals(language));
    }

    private void check(Block block) {
        switch (block.language()) {
            case "" -> block.commands().forEach(command -> check(block.place(), command));
            case "yaml", "groovy" -> {
                block.lines().stream()
                        .flatMap(line -> MavenCommand.in(line).stream())
                        .forEach(call -> checkCall(block.place(), call));
                boolean ofCi = block.language().equals("yaml")
                        && new Yaml().load(block.text()) instanceof Map<?, ?> file
                        && isOfCi(file);
                if ((ofCi || block.language().equals("groovy")) && !unrun.knowsBlock(ofCi ? "ci" : "groovy")) {
                    add(block.place(), List.of("nobody runs what is in this block"));
                }
            }
            case "sql", "xml" -> {}
            default -> {
                if (!unrun.knowsBlock(block.language())) {
                    add(block.place(), List.of("nobody runs a block of " + block.language()));
                }
            }
        }
    }

    private static boolean isOfCi(Map<?, ?> file) {
        return !file.containsKey("deployment") && !file.containsKey("vars");
    }

    private void check(String place, String command) {
        if (unrun.knows(command)) {
            return;
        }
        List<String> calls = MavenCommand.in(command);
        if (calls.isEmpty()) {
            add(place, List.of("nobody runs " + command));
        }
        calls.forEach(call -> checkCall(place, call));
    }

    private void checkCall(String place, String call) {
        if (!unrun.knows(call)) {
            add(place, rules.of(MavenCommand.of(call)));
        }
    }

    private void check(Span span) {
        String text = span.text();
        String program = text.replaceAll(" .*", "");
        if (program.matches("mvn|\\./mvnw") && !text.equals(program)) {
            checkCall(span.place(), text);
        } else if (PROGRAMS.contains(program) && !text.equals(program)) {
            check(span.place(), text);
        } else if (GOALS.matcher(text).matches()) {
            Stream.of(text.split(" "))
                    .filter(goal -> !rules.hasGoal(goal))
                    .forEach(goal -> add(span.place(), List.of("there is no goal " + goal)));
        } else if (text.startsWith("-Dmz.")) {
            Map<String, String> said = PROPERTY.matcher(text)
                    .results()
                    .collect(Collectors.toMap(
                            found -> found.group(1), found -> found.group(2) == null ? "true" : found.group(2)));
            add(span.place(), rules.ofProperties(said));
        } else if (NAME.matcher(text).matches() && !FILES.contains(text)) {
            add(span.place(), rules.ofProperties(Map.of(text, "…")));
        }
    }

    private void add(String place, List<String> problems) {
        problems.forEach(problem -> wrong.add(place + ": " + problem));
    }
}
