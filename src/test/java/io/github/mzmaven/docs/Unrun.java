package io.github.mzmaven.docs;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** What README and docs show and no test here can run, with the reason. What is neither run nor here fails a test. */
public final class Unrun {
    private static final String TERRAFORM =
            "there is no Terraform, nor its provider; the page says that it was not tried";
    private static final String DBT = "there is no dbt: DbtInteropTest sends what it would send";

    /** How commands begin, and why they are not run. */
    private static final Map<String, String> COMMANDS = new TreeMap<>(Map.ofEntries(
            Map.entry("docker run ", "there is no Docker where the tests run: the sandbox stands in for the server"),
            Map.entry("psql -h localhost -p 6875 ", "there is no psql: what is typed into it goes by JDBC"),
            Map.entry("export MZ_URL=", "sets what tests of the settings say"),
            Map.entry("curl ", "speaks to GitLab"),
            Map.entry("./mvnw -Pdemo verify", "is the case src/it/cycle, shown"),
            Map.entry("./mvnw -B -ntp install -DskipTests -Dinvoker.skip", "would change the user's own repository"),
            Map.entry("./mvnw -B -ntp verify", "is what runs this"),
            Map.entry("terraform state rm ", TERRAFORM),
            Map.entry("terraform import ", TERRAFORM),
            Map.entry("dbt run --", DBT),
            Map.entry("dbt test --vars 'deploy: True'", "there is no dbt, and what it asks changes nothing"),
            Map.entry("dbt run-operation deploy_init", DBT),
            Map.entry("dbt run-operation deploy_await", "there is no dbt, and what it asks changes nothing"),
            Map.entry("dbt run-operation deploy_promote", DBT),
            Map.entry("dbt run-operation deploy_cleanup", DBT)));

    /** The language of blocks, or of what is in them, and why they are not run. */
    private static final Map<String, String> BLOCKS = new TreeMap<>(Map.of(
            "hcl", TERRAFORM,
            "groovy", "there is no Jenkins; JobsTest runs Maven's commands in it",
            "ci", "there is no CI; it is read as YAML, and JobsTest runs Maven's commands in it"));

    private final TreeSet<String> unused = new TreeSet<>(COMMANDS.keySet());

    Unrun() {
        unused.addAll(BLOCKS.keySet());
    }

    /** Whether a command is known, and why it is not run. */
    public static boolean holds(String command) {
        return beginning(command).isPresent();
    }

    /** Whether it may stay as it is; which is noted. */
    boolean knows(String command) {
        Optional<String> beginning = beginning(command);
        beginning.ifPresent(unused::remove);
        return beginning.isPresent();
    }

    boolean knowsBlock(String kind) {
        unused.remove(kind);
        return BLOCKS.containsKey(kind);
    }

    /** What README and docs do not show any more. */
    List<String> unused() {
        return List.copyOf(unused);
    }

    private static Optional<String> beginning(String command) {
        return COMMANDS.keySet().stream().filter(command::startsWith).findFirst();
    }
}
