package io.github.mzmaven.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Everything that was configured for a goal, merged and validated.
 *
 * @param target the named environment, {@code default} unless configured
 * @param connection where the server is and as whom to connect
 * @param schemas production schemas of the deployment, in the order configured, without duplicates
 * @param clusters production clusters of the deployment, in the order configured, without duplicates
 * @param suffix what a copy's name ends in, {@code _dbt_deploy} unless configured
 * @param tag names what is deployed, a pull request for example; {@code null} where not set
 * @param gitSha the full or short commit SHA; {@code null} where unknown
 * @param dryRun print the plan, write nothing to the database
 * @param force go on in spite of soft problems
 * @param init what only init reads
 * @param files where apply and test find their files
 * @param await how long and how exactly to wait
 * @param promote what only promote and rollback read
 * @param cleanup what only cleanup reads
 * @param diff what only diff reads
 * @param outputDirectory where reports go, {@code target/mz}
 */
public record Settings(
        String target,
        ConnectionSettings connection,
        List<String> schemas,
        List<ClusterSetting> clusters,
        String suffix,
        String tag,
        String gitSha,
        boolean dryRun,
        boolean force,
        Init init,
        ProjectFiles files,
        Await await,
        Promote promote,
        Cleanup cleanup,
        Diff diff,
        Path outputDirectory) {

    /** The suffix of dbt-materialize, kept so that both can work on one environment. */
    public static final String DEFAULT_SUFFIX = "_dbt_deploy";

    public Settings {
        schemas = List.copyOf(schemas);
        clusters = List.copyOf(clusters);
    }

    /** The name of the copy of a production schema or cluster. */
    public String copyOf(String productionName) {
        return productionName + suffix;
    }

    /** The production schema whose copy has that name; {@code null} where it is none's. */
    public String schemaOfCopy(String copy) {
        return schemas.stream()
                .filter(schema -> copyOf(schema).equals(copy))
                .findFirst()
                .orElse(null);
    }

    /** The same for a look at production: what is said of copies holds for production's own names. */
    public Settings ofProduction() {
        return with("", promote);
    }

    /** The same for a run on that deployment alone; {@code null} for any. */
    public Settings expecting(String deployment) {
        return with(suffix, promote.expecting(deployment));
    }

    /** The same for other schemas and clusters. */
    public Settings of(List<String> newSchemas, List<ClusterSetting> newClusters) {
        return with(newSchemas, newClusters, suffix, promote);
    }

    private Settings with(String newSuffix, Promote newPromote) {
        return with(schemas, clusters, newSuffix, newPromote);
    }

    private Settings with(
            List<String> newSchemas, List<ClusterSetting> newClusters, String newSuffix, Promote newPromote) {
        return new Settings(
                target,
                connection,
                newSchemas,
                newClusters,
                newSuffix,
                tag,
                gitSha,
                dryRun,
                force,
                init,
                files,
                await,
                newPromote,
                cleanup,
                diff,
                outputDirectory);
    }

    /** @return the names of the production clusters, in the order configured */
    public List<String> clusterNames() {
        return clusters.stream().map(ClusterSetting::name).toList();
    }

    /**
     * What only init reads.
     *
     * @param ignoreExistingObjects adopt deployment schemas and clusters that hold objects already
     * @param allowStateful let production schemas hold tables, sources, connections and secrets
     * @param createMissing create production schemas and clusters that do not exist, empty
     */
    public record Init(boolean ignoreExistingObjects, boolean allowStateful, boolean createMissing) {}

    /**
     * Where apply and test find their files.
     *
     * @param baseDirectory where the project is
     * @param configured whether a configFile is named
     * @param sqlDirectory holds one folder for each schema
     * @param testDirectory holds queries that must return no row
     * @param verifyDirectory holds such queries for production alone
     * @param test a glob that selects tests by path; {@code null} for all
     * @param placeholders values of <code>${name}</code> in files
     */
    public record ProjectFiles(
            Path baseDirectory,
            boolean configured,
            Path sqlDirectory,
            Path testDirectory,
            Path verifyDirectory,
            String test,
            Map<String, String> placeholders) {
        public ProjectFiles {
            placeholders = Map.copyOf(placeholders);
        }
    }

    /**
     * How long and how exactly to wait.
     *
     * @param pollInterval between two looks at the catalog; positive
     * @param lagThreshold how far a write frontier may be behind; positive
     * @param timeout after which waiting fails; positive
     * @param replicas whether one hydrated replica of a cluster is enough, or all are needed
     * @param progress {@code auto} draws a bar where that suits, {@code plain} never
     */
    public record Await(
            Duration pollInterval, Duration lagThreshold, Duration timeout, Replicas replicas, Progress progress) {}

    /**
     * What only promote and rollback read.
     *
     * @param waitFirst wait as await does, first
     * @param maxRetries how often a swap that met other DDL (40001) is tried again; 0 or more
     * @param retryBackoff the first pause before trying again; doubled each time, with jitter
     * @param objectGrants what to do about privileges on objects that the copy's object lacks
     * @param sinkTimeout after which {@code ALTER SINK … SET FROM} is cancelled; positive
     * @param expectedDeployment the only one that may be swapped; {@code null} for any
     * @param soak how long promote watches production after the swap; zero to a day
     * @param rollbackOnFailure swap back where production fails meanwhile
     */
    public record Promote(
            boolean waitFirst,
            int maxRetries,
            Duration retryBackoff,
            ObjectGrants objectGrants,
            Duration sinkTimeout,
            String expectedDeployment,
            Duration soak,
            boolean rollbackOnFailure) {
        private Promote expecting(String deployment) {
            return new Promote(
                    waitFirst,
                    maxRetries,
                    retryBackoff,
                    objectGrants,
                    sinkTimeout,
                    deployment,
                    soak,
                    rollbackOnFailure);
        }
    }

    /**
     * What only cleanup reads.
     *
     * @param promotedOnly leave a deployment alone that is not promoted
     * @param forget keep nothing of what production was built from, and no history
     */
    public record Cleanup(boolean promotedOnly, boolean forget) {}

    /**
     * What only diff reads.
     *
     * @param keys columns that tell rows apart, by {@code schema.object} of production
     * @param include globs against {@code schema.object}; empty for all that readers can reach
     * @param exclude globs likewise
     * @param sampleRows how many rows that differ to show, 0 to 100
     * @param maxChanged {@code null} where any difference will do
     * @param cluster where to compare; {@code null} for the copy's
     * @param timeout of one relation; positive
     */
    public record Diff(
            Map<String, List<String>> keys,
            List<String> include,
            List<String> exclude,
            int sampleRows,
            MaxChanged maxChanged,
            String cluster,
            Duration timeout) {
        public Diff {
            keys = Map.copyOf(keys);
            include = List.copyOf(include);
            exclude = List.copyOf(exclude);
        }
    }

    /** Whether one hydrated replica of a cluster is enough. */
    public enum Replicas {
        ONE,
        ALL
    }

    /** How progress is shown. */
    public enum Progress {
        AUTO,
        PLAIN
    }

    /** What to do about privileges that readers would lose. */
    public enum ObjectGrants {
        COPY,
        CHECK,
        IGNORE
    }
}
