package io.github.mzmaven.goal.swap;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.config.Settings.ObjectGrants;
import io.github.mzmaven.goal.GoalRun;
import io.github.mzmaven.goal.ShopTest;
import io.github.mzmaven.goal.init.InitGoal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What readers have before promote they have after it; and what promote writes on production. */
class SwapGrantsTest extends ShopTest {
    private void grantedLater() {
        shop.run("CREATE ROLE #auditor");
        reader("#owner");
        stage();
        shop.run("GRANT SELECT ON #staging.orders TO #auditor, PUBLIC");
        shop.run("GRANT USAGE ON SCHEMA #staging TO #auditor");
        shop.run("GRANT USAGE ON CLUSTER #compute TO #auditor");
        system("GRANT #owner TO materialize", "ALTER VIEW #staging.orders OWNER TO #owner");
    }

    /** A view is read with its owner's privileges. */
    private void reader(String role) {
        shop.run("CREATE ROLE " + role);
        shop.run("GRANT USAGE ON SCHEMA #raw TO " + role);
        shop.run("GRANT SELECT ON #raw.orders TO " + role);
    }

    private List<String> grantsOf(String schema) {
        return shop.state()
                .lines()
                .filter(line -> line.startsWith("object | " + schema + " | orders ")
                        || line.startsWith("schema | " + schema + " ")
                        || line.startsWith("cluster | #compute "))
                .map(line -> line.replaceAll("Deployment by .*", "{tag}"))
                .toList();
    }

    @Test
    void areCopiedWithOwners() {
        grantedLater();
        List<String> production = grantsOf("#staging");

        List<String> lines = run(new PromoteGoal(), settings());

        assertThat(lines)
                .contains(
                        "  give view #staging_dbt_deploy.orders to owner #owner",
                        "  grant USAGE on schema materialize.#staging_dbt_deploy to #auditor",
                        "  grant USAGE on cluster #compute_dbt_deploy to #auditor",
                        "  grant SELECT on table materialize.#staging_dbt_deploy.orders to PUBLIC, #auditor");
        assertThat(grantsOf("#staging"))
                .isEqualTo(production.stream()
                        .map(line -> line.startsWith("schema") ? line.replace("| null", "| {tag}") : line)
                        .toList());
        assertThat(lines.indexOf("  grant USAGE on cluster #compute_dbt_deploy to #auditor"))
                .isLessThan(indexOf(lines, "Swapped"));
    }

    private static int indexOf(List<String> lines, String start) {
        return (int) lines.stream().takeWhile(line -> !line.startsWith(start)).count();
    }

    @Test
    void areCheckedOnRequest() {
        grantedLater();
        String problem = "Privileges on production that the version to be swapped in lacks: grant USAGE on schema"
                + " materialize.#staging_dbt_deploy to #auditor; grant USAGE on cluster #compute_dbt_deploy to #auditor;"
                + " grant SELECT on table materialize.#staging_dbt_deploy.orders to PUBLIC, #auditor.";

        assertThat(failure(new PromoteGoal(), settings().objectGrants(ObjectGrants.CHECK)))
                .isEqualTo("mz:promote refuses. Nothing was written. -Dmz.force=true goes on all the same. 1 problem:\n"
                        + " 1. " + problem
                        + "\n    Grant them, or let mz:promote do so: -Dmz.objectGrants=copy");
        assertThat(run(
                        new PromoteGoal(),
                        settings().objectGrants(ObjectGrants.CHECK).force()))
                .contains("WARN Forced: " + problem)
                .noneMatch(line -> line.startsWith("  grant"));
        assertThat(grantsOf("#staging")).noneMatch(line -> line.contains("#auditor"));
    }

    @Test
    void areIgnoredOnRequest() {
        grantedLater();

        assertThat(run(new PromoteGoal(), settings().objectGrants(ObjectGrants.IGNORE)))
                .noneMatch(line -> line.startsWith("  grant") || line.startsWith("WARN"));
        assertThat(grantsOf("#staging")).noneMatch(line -> line.contains("#auditor"));
    }

    @Test
    void anOwnerThatCannotBeGivenIsTold() {
        reader("#owner");
        stage();
        system("ALTER VIEW #staging.orders OWNER TO #owner");

        assertThat(run(new PromoteGoal(), settings()))
                .contains(
                        "WARN The new #staging.orders stays with owner materialize; production's has owner #owner, of which"
                                + " role materialize is not a member.");
    }

    @Test
    void aNewObjectOfAnotherOwnerIsLeftAsItIsAndTold() {
        reader("#owner");
        stage();
        system(
                "ALTER VIEW #staging_dbt_deploy.orders OWNER TO #owner",
                "GRANT SELECT ON #staging_dbt_deploy.orders TO materialize");

        assertThat(run(new PromoteGoal(), settings()))
                .contains(
                        "WARN Owners and privileges of these are left as they are, since role materialize is not an owner of"
                                + " them: view #staging_dbt_deploy.orders.");
    }

    @Test
    void theTagHasTheServersTimeAndTheSha() {
        stage();
        Instant before = now();
        run(new PromoteGoal(), settings());
        Instant after = now();

        for (String schema : List.of("#staging", "#marts")) {
            String tag = tag(schema);
            assertThat(masked(tag))
                    .isEqualTo("Deployment by materialize on {time} | Commit SHA:"
                            + " 0123456789abcdef0123456789abcdef01234567");
            String time = tag.replaceAll(".* on (.*) \\| .*", "$1");
            assertThat(Instant.parse(time.replace(' ', 'T').replace("+00", "Z")))
                    .isBetween(before, after);
        }
    }

    @Test
    void theTagHasNoShaWhereThereIsNone() {
        GoalRun.of(new InitGoal(), settings().gitSha(null).build());
        shop.nextVersion();
        run(new PromoteGoal(), settings().gitSha(null));

        assertThat(masked(tag("#marts"))).isEqualTo("Deployment by materialize on {time}");
    }

    @Test
    void theTagStaysWhatItWasWhenPromoteRunsAgain() {
        promoted();
        String tag = tag("#marts");
        shop.run("COMMENT ON SCHEMA #marts IS NULL");

        run(new PromoteGoal(), settings());

        assertThat(tag("#marts")).isEqualTo(tag);
    }

    private String tag(String schema) {
        return shop.query(
                        "SELECT c.comment FROM mz_internal.mz_comments c JOIN mz_catalog.mz_schemas s ON s.id = c.id AND"
                                + " c.object_type = 'schema' WHERE s.name = '" + schema + "'")
                .get(0);
    }

    private Instant now() {
        return Instant.parse(
                shop.query("SELECT to_char(date_trunc('second', now()), 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') AS now")
                        .get(0));
    }

    @Test
    void waitsFirstOnRequest() {
        stage();

        assertThat(run(new PromoteGoal(), settings().waitFirst()))
                .anyMatch(line -> line.startsWith("Ready after "))
                .last()
                .asString()
                .startsWith("Promoted.");
    }

    @Test
    void doesNotSwapWhatDoesNotGetReady() {
        stage();
        sandbox.behaviour().clusterHydration(shop.name("compute_dbt_deploy"), null);

        assertThat(failure(new PromoteGoal(), settings().waitFirst().timeout(java.time.Duration.ofMillis(500))))
                .startsWith("mz:promote: not ready after");
        assertThat(shop.revenue()).isEqualTo("10");
    }
}
