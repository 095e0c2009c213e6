package io.github.mzmaven.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.docs.DocPage.Block;
import io.github.mzmaven.it.SampleBuild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each job that README and docs show, of whatever CI, deploys what it is to deploy. */
class JobsTest {
    private static final Set<String> SWAPPED = Set.of("cluster compute", "schema marts", "schema staging");

    @TempDir
    private Path directory;

    @Test
    void eachJobDeploysAndAPullRequestsDoesNot() throws IOException {
        Files.writeString(directory.resolve("mz.yml"), """
                deployment:
                  prod: {url: "@shop.url@", schemas: [staging, marts], clusters: [compute]}
                  staging: {url: "@shop.url@", schemas: [staging, marts], clusters: [compute]}
                """);
        List<Block> jobs = DocPage.all().stream()
                .flatMap(page -> page.blocks().stream())
                .filter(JobsTest::isJob)
                .toList();
        // README: a shell and three CIs; ci.md: GitHub twice, GitLab, Jenkins; dbt.md: a shell and GitHub.
        assertThat(jobs)
                .extracting(Block::language)
                .containsExactly("", "yaml", "yaml", "groovy", "yaml", "yaml", "yaml", "groovy", "", "yaml");

        Map<String, Object> context = new HashMap<>();
        SampleBuild.open(directory.toFile(), context, "src/it/shop");
        SampleBuild.verify(context, shop -> jobs.forEach(job -> run(job, shop)));
    }

    private void run(Block job, SampleBuild shop) {
        Map<String, String> before = shop.ids();
        var typist = new Typist(shop, directory);

        typist.type(job);
        typist.type(job.place(), "mvn mz:cleanup -Dmz.target=prod -Dmz.promotedOnly");

        Map<String, String> after = shop.ids();
        boolean deploys = !job.text().contains("pull_request");
        assertThat(after.keySet()).as(job.place()).isEqualTo(before.keySet());
        assertThat(after.keySet().stream().filter(name -> !after.get(name).equals(before.get(name))))
                .as(job.place())
                .containsExactlyInAnyOrderElementsOf(deploys ? SWAPPED : Set.of());
        assertThat(shop.revenue()).as(job.place()).isEqualTo(SampleBuild.VERSION_2);
        assertThat(shop.sinkReads()).as(job.place()).containsExactly("marts.revenue");
    }

    private static boolean isJob(Block block) {
        return block.text().contains("-Dmz.target=") && !block.lines().contains("deployment:");
    }
}
