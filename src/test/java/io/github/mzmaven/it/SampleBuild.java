package io.github.mzmaven.it;

import io.github.mzmaven.goal.TestSql;
import io.github.mzmaven.sandbox.Sandbox;
import io.github.mzmaven.session.Session;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The sample of one build in {@code src/it}: an online shop with version 1 in production, on a sandbox of its own, and
 * version 2 as the SQL of the build's project. A build finds the sandbox by the user property {@code shop.url}, or where its
 * files say {@code @shop.url@}.
 */
public final class SampleBuild {
    /** What readers get from version 1: countries with their revenue. */
    public static final List<String> VERSION_1 = List.of("DE | 30", "FR | 20", "GB | 25");
    /** What readers get from version 2, where a cancelled order of GB's does not count. */
    public static final List<String> VERSION_2 = List.of("DE | 30", "FR | 20", "GB | 10");

    private static final String KEY = "shop";

    private static final Pattern ERROR = Pattern.compile(
            "^\\[ERROR\\] Failed to execute goal \\S+ \\(\\S+\\) on project \\S+: (.*?) -> \\[Help 1\\]$",
            Pattern.MULTILINE | Pattern.DOTALL);

    private final Sandbox sandbox;
    private final Path directory;
    private final Map<String, String> idsBefore;
    private final String before;

    private SampleBuild(Sandbox sandbox, Path directory) {
        this.sandbox = sandbox;
        this.directory = directory;
        this.idsBefore = ids();
        this.before = state();
    }

    /**
     * Opens a shop for a build that is about to start.
     *
     * @param basedir the build's directory
     * @param context what the scripts of one build share
     * @param sample the directory that holds {@code production.sql} and the project's SQL
     * @param prepare what this build's case needs beyond that
     */
    public static void open(File basedir, Map<String, Object> context, String sample, Consumer<SampleBuild> prepare) {
        Path directory = basedir.toPath();
        var sandbox = Sandbox.start();
        try {
            run(sandbox.url(), Files.readString(Path.of(sample, "production.sql")));
            copy(Path.of(sample, "src"), directory.resolve("src"));
            fillIn(directory, sandbox.url());
            Files.writeString(directory.resolve("test.properties"), "shop.url = " + sandbox.url() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var shop = new SampleBuild(sandbox, directory);
        context.put(KEY, shop);
        prepare.accept(shop);
    }

    /** Opens a shop as it is. */
    public static void open(File basedir, Map<String, Object> context, String sample) {
        open(basedir, context, sample, shop -> {});
    }

    /** Looks at what a build left, then closes its shop. */
    public static void verify(Map<String, Object> context, Consumer<SampleBuild> look) {
        var shop = (SampleBuild) context.remove(KEY);
        try {
            look.accept(shop);
        } finally {
            shop.sandbox.close();
        }
    }

    public Sandbox sandbox() {
        return sandbox;
    }

    /** What Maven logged in all invocations. */
    public String log() {
        return read("build.log");
    }

    /** The text of one of the build's files. */
    public String read(String file) {
        try {
            return Files.readString(directory.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The message with which Maven failed, with {@code <id>}, {@code <time>} and {@code <dir>} for what differs from run to
     * run; of the first invocation that did.
     */
    public String error() {
        Matcher error = ERROR.matcher(log());
        if (!error.find()) {
            throw new IllegalStateException("Maven did not fail");
        }
        return error.group(1)
                        .replaceAll("(?m)^\\[ERROR\\] ?", "")
                        .replace(directory.toString(), "<dir>")
                        .replaceAll("\\d{8}T\\d{6}Z-\\w+", "<id>")
                        .replaceAll("\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|\\+00)", "<time>")
                        .strip()
                + "\n";
    }

    /** Runs statements as the role materialize; each ends with its line. */
    public void run(String sql) {
        run(sandbox.url(), sql);
    }

    /** Runs statements as the superuser. */
    public void runAsSystem(String sql) {
        run(sandbox.systemUrl(), sql);
    }

    /** Rows of a query, their columns joined by bars. */
    public List<String> query(String sql) {
        try (Session session = TestSql.connect(sandbox.url())) {
            return TestSql.rows(session, sql);
        }
    }

    /** What readers get: countries with their revenue. */
    public List<String> revenue() {
        return query("SELECT country, revenue FROM marts.revenue ORDER BY country");
    }

    /** The ids that names of schemas and clusters have now, before {@code _dbt_deploy} and with it. */
    public Map<String, String> ids() {
        var ids = new LinkedHashMap<String, String>();
        for (String kind : List.of("schema", "cluster")) {
            query("SELECT name, id FROM mz_catalog.mz_" + kind + "s WHERE id LIKE 'u%' AND name NOT LIKE"
                            + " '\\_mz\\_deployment%' ORDER BY name")
                    .forEach(row ->
                            ids.put(kind + " " + row.replaceFirst(" \\| .*", ""), row.replaceFirst(".* \\| ", "")));
        }
        return ids;
    }

    /** The ids as they were before the build. */
    public Map<String, String> idsBefore() {
        return idsBefore;
    }

    /** The names that mean something else than before the build. */
    public Set<String> swapped() {
        Map<String, String> now = ids();
        return idsBefore.keySet().stream()
                .filter(name -> !idsBefore.get(name).equals(now.get(name)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The relation that the sink reads. */
    public List<String> sinkReads() {
        return query("""
                SELECT s.name || '.' || r.name FROM mz_internal.mz_object_dependencies d
                JOIN mz_catalog.mz_objects sink ON sink.id = d.object_id AND sink.name = 'revenue_out'
                JOIN mz_catalog.mz_objects r ON r.id = d.referenced_object_id AND r.type <> 'connection'
                JOIN mz_catalog.mz_schemas s ON s.id = r.schema_id""");
    }

    /** The comments on production's schemas. */
    public List<String> tags() {
        return query("""
                SELECT s.name, c.comment FROM mz_internal.mz_comments c JOIN mz_catalog.mz_schemas s ON s.id = c.id
                WHERE c.object_type = 'schema' AND s.name IN ('staging', 'marts') ORDER BY s.name""");
    }

    /** The state of the deployment, as its marker says; empty where there is none. */
    public List<String> marker() {
        return query("SELECT name FROM mz_catalog.mz_schemas WHERE name LIKE '\\_mz\\_deployment%' ORDER BY name");
    }

    /** Everything that a goal could change, to be compared with {@link #before()}. */
    public String state() {
        var state = new StringBuilder();
        for (String sql : List.of(
                "SELECT id, name, owner_id, privileges::text FROM mz_catalog.mz_schemas WHERE id LIKE 'u%' ORDER BY id",
                "SELECT id, name, owner_id, privileges::text, size, replication_factor FROM mz_catalog.mz_clusters"
                        + " ORDER BY id",
                "SELECT id, schema_id, name, type, owner_id, cluster_id, privileges::text FROM mz_catalog.mz_objects"
                        + " WHERE id LIKE 'u%' ORDER BY id",
                "SELECT id, object_type, comment FROM mz_internal.mz_comments ORDER BY 1, 2",
                "SELECT object_id, referenced_object_id FROM mz_internal.mz_object_dependencies"
                        + " WHERE object_id LIKE 'u%' ORDER BY 1, 2")) {
            query(sql).forEach(row -> state.append(row).append('\n'));
        }
        return state.toString();
    }

    /** The state before the build. */
    public String before() {
        return before;
    }

    private static void run(String url, String sql) {
        try (Session session = TestSql.connect(url)) {
            for (String each : sql.split(";\\s*(\\n|$)")) {
                if (!each.isBlank()) {
                    session.execute(each);
                }
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                // What a case has of its own stays.
                if (!Files.exists(copy)) {
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy);
                }
            }
        }
    }

    private static void fillIn(Path directory, String url) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".yml")).toList()) {
                Files.writeString(file, Files.readString(file).replace("@shop.url@", url));
            }
        }
    }
}
