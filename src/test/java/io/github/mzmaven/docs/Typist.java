package io.github.mzmaven.docs;

import io.github.mzmaven.config.RawSettings;
import io.github.mzmaven.config.SettingsLoader;
import io.github.mzmaven.config.SettingsSources;
import io.github.mzmaven.docs.DocPage.Block;
import io.github.mzmaven.execute.Goal;
import io.github.mzmaven.goal.GoalRun;
import io.github.mzmaven.goal.apply.ApplyGoal;
import io.github.mzmaven.goal.await.AwaitGoal;
import io.github.mzmaven.goal.cleanup.CleanupGoal;
import io.github.mzmaven.goal.diff.DiffGoal;
import io.github.mzmaven.goal.init.InitGoal;
import io.github.mzmaven.goal.swap.PromoteGoal;
import io.github.mzmaven.goal.test.TestGoal;
import io.github.mzmaven.it.SampleBuild;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Types what a page's jobs type, as it stands there, in a project's directory; not by Maven, which builds in {@code src/it} do.
 * What dbt would send is sent in its place.
 */
final class Typist {
    private static final Map<String, Supplier<Goal>> GOALS = Map.ofEntries(
            Map.entry("mz:init", InitGoal::new),
            Map.entry("mz:apply", ApplyGoal::new),
            Map.entry("mz:await", AwaitGoal::new),
            Map.entry("mz:test", TestGoal::new),
            Map.entry("mz:diff", DiffGoal::new),
            Map.entry("mz:promote", PromoteGoal::new),
            Map.entry("mz:cleanup", CleanupGoal::new));

    private static final Pattern DBT = Pattern.compile("dbt run .*");
    private static final Pattern ID = Pattern.compile("\\d{8}T\\d{6}Z-\\w+");
    /** What stands for the deployment's id. */
    private static final Pattern PLACE_OF_ID = Pattern.compile("\\$(?:DEPLOYMENT|MZ_DEPLOYMENT_ID)|<id>");

    private final SampleBuild shop;
    private final Path directory;
    private final RawSettings pom = new RawSettings("POM");

    /**
     * @param shop the server
     * @param directory of the project
     */
    Typist(SampleBuild shop, Path directory) {
        this.shop = shop;
        this.directory = directory;
        pom.put("timeout", "60s");
    }

    /** Types what a block holds: all that a shell is given, or in a file of CI the calls of Maven and dbt. */
    void type(Block block) {
        List<String> commands = block.language().isEmpty()
                ? block.commands()
                : block.lines().stream().flatMap(line -> calls(line).stream()).toList();
        commands.forEach(command -> type(block.place(), command));
    }

    private static List<String> calls(String line) {
        String command = line.strip();
        return DBT.matcher(command).matches() ? List.of(command) : MavenCommand.in(line);
    }

    /** Types one command. */
    void type(String place, String command) {
        if (DBT.matcher(command).matches()) {
            fillCopies();
            return;
        }
        List<String> calls = MavenCommand.in(command);
        if (calls.isEmpty()) {
            throw new IllegalStateException(place + ": nobody types " + command);
        }
        for (String call : calls) {
            MavenCommand maven = MavenCommand.of(PLACE_OF_ID.matcher(call).replaceAll(found -> id()));
            for (String goal : maven.goals()) {
                run(place + ": " + command, goal, maven.properties());
            }
        }
    }

    private void run(String place, String goal, Map<String, String> properties) {
        SettingsLoader.Loaded loaded = SettingsLoader.load(
                new SettingsSources(goal, directory, directory.resolve("target/mz"), pom, Map.of(), properties, null));
        try {
            GoalRun.of(GOALS.get(goal).get(), loaded.settings());
        } catch (RuntimeException e) {
            throw new IllegalStateException(place + ": " + e.getMessage(), e);
        }
    }

    /** That of the deployment which is staged: CI has it from a file. */
    private String id() {
        String facts = shop.query(
                        "SELECT c.comment FROM mz_internal.mz_comments c JOIN mz_catalog.mz_schemas s ON s.id = c.id"
                                + " WHERE s.name LIKE '\\_mz\\_deployment\\_%\\_staged'")
                .get(0);
        return ID.matcher(facts).results().findFirst().orElseThrow().group();
    }

    /** What a run with the variable {@code deploy} sends: version 2. */
    private void fillCopies() {
        shop.run("""
                CREATE VIEW staging_dbt_deploy.customers AS SELECT id, name, country FROM raw.customers;
                CREATE VIEW staging_dbt_deploy.orders AS SELECT id, customer_id, amount FROM raw.orders WHERE NOT cancelled;
                CREATE MATERIALIZED VIEW marts_dbt_deploy.revenue IN CLUSTER compute_dbt_deploy AS
                  SELECT c.country, sum(o.amount) AS revenue FROM staging_dbt_deploy.orders o
                  JOIN staging_dbt_deploy.customers c ON c.id = o.customer_id GROUP BY c.country;
                CREATE INDEX revenue_by_country IN CLUSTER compute_dbt_deploy ON marts_dbt_deploy.revenue (country);
                """);
    }
}
