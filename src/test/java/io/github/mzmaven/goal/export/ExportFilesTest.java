package io.github.mzmaven.goal.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.mzmaven.MzException;
import io.github.mzmaven.config.TestSettings;
import io.github.mzmaven.conformance.ServerUnderTest;
import io.github.mzmaven.goal.GoalRun;
import io.github.mzmaven.goal.Shop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What mz:export does with a directory that is there, and with what cannot be a file. */
class ExportFilesTest {
    private static final AtomicInteger SHOPS = new AtomicInteger();
    private static final String ORDERS = "CREATE VIEW orders AS\nSELECT id, country, amount FROM #raw.orders;\n";

    /** The sandbox, unless another server is given. */
    @AutoClose
    private static final ServerUnderTest sandbox = ServerUnderTest.open();

    @TempDir
    Path directory;

    private Shop shop;

    @BeforeEach
    void open() throws IOException {
        shop = new Shop("f" + SHOPS.incrementAndGet() + "_", sandbox.url(), sandbox.systemUrl()).inProduction();
        sandbox.calm();
        write("pom.xml", "<!-- mz-maven-plugin -->");
    }

    @AfterEach
    void close() {
        sandbox.calm();
        shop.close();
    }

    @Test
    void filesThatSaySomethingElseAreRefusedAtOnceAndNoneIsWritten() throws IOException {
        write("sql/#staging/orders.sql", "-- mine");
        write("sql/#marts/revenue.sql", "-- mine too");
        shop.run("CREATE VIEW #staging.another AS SELECT 1 AS x");

        assertThat(refusal(settings())).isEqualTo("""
                mz:export refuses. No file was written. -Dmz.force=true goes on all the same. 2 problems:
                 1. {dir}/sql/#staging/orders.sql is there, and says something else than production.
                    Keep it, or move it away, or let it be replaced: -Dmz.force=true
                 2. {dir}/sql/#marts/revenue.sql is there, and says something else than production.
                    Keep it, or move it away, or let it be replaced: -Dmz.force=true""");
        assertThat(files())
                .containsOnlyKeys("#staging/orders.sql", "#marts/revenue.sql")
                .containsValue("-- mine");

        GoalRun.of(new ExportGoal("1"), settings().force().build());
        assertThat(files())
                .containsOnlyKeys("#staging/another.sql", "#staging/orders.sql", "#marts/revenue.sql")
                .containsEntry("#staging/orders.sql", ORDERS);
    }

    @Test
    void whatIsThereAlreadyIsLeftAndWhatElseIsThereIsNamed() throws IOException {
        export(settings());
        Path orders = directory.resolve("sql").resolve(shop.name("staging")).resolve("orders.sql");
        Files.writeString(orders, Files.readString(orders).replace("\n", "\r\n"));
        write("sql/#marts/sub/old.sql", "CREATE VIEW old AS SELECT 1 AS x");
        write("sql/notes.txt", "not SQL");

        assertThat(export(settings()))
                .containsExactly(
                        "Exporting: 2 schemas (#staging, #marts), 1 cluster (#compute)",
                        "Kept in {dir}/sql, though nothing of production goes there now: 1 file. mz:apply runs them too.",
                        "  #marts/sub/old.sql",
                        "Exported 0 files in {dir}/sql, 2 unchanged, in {time}. Next: mvn mz:init mz:apply mz:await mz:promote -Dmz.target=#target");
        assertThat(Files.readString(orders)).contains("\r\n");
        assertThat(files()).containsKey("#marts/sub/old.sql");
    }

    @Test
    void aDryRunShowsTheFilesAndWritesNone() {
        assertThat(export(settings().dryRun()))
                .containsExactly(
                        "Exporting: 2 schemas (#staging, #marts), 1 cluster (#compute)",
                        "  created  #staging/orders.sql",
                        "    CREATE VIEW orders AS",
                        "    SELECT id, country, amount FROM #raw.orders;",
                        "  created  #marts/revenue.sql",
                        "    CREATE MATERIALIZED VIEW revenue AS",
                        "    SELECT country, pg_catalog.sum(amount) AS revenue FROM ${schema.#staging}.orders GROUP BY country;",
                        "    ",
                        "    CREATE INDEX revenue_country ON revenue (country);",
                        "    ",
                        "    GRANT SELECT ON revenue TO #analyst;",
                        "Would write 2 files in {dir}/sql, 0 unchanged. Nothing was written (dryRun).");
        assertThat(directory.resolve("sql")).doesNotExist();
    }

    @Test
    void whatIsInTheWayIsNamed() throws IOException {
        Files.createDirectories(directory.resolve("sql"));
        Files.createDirectories(directory.resolve("elsewhere"));
        Files.createSymbolicLink(
                directory.resolve("sql").resolve(shop.name("staging")), directory.resolve("elsewhere"));
        Files.createDirectories(
                directory.resolve("sql").resolve(shop.name("marts")).resolve("revenue.sql"));

        assertThat(refusal(settings().force())).isEqualTo("""
                mz:export refuses. No file was written. 2 problems:
                 1. {dir}/sql/#staging leads out of {dir}/sql, where mz:export writes nothing.
                    Make it a directory of its own, or set mz.sqlDirectory.
                 2. {dir}/sql/#marts/revenue.sql is a directory.
                    Remove it, or set mz.sqlDirectory.""");
        write("file", "");
        assertThat(refusal(settings().sqlDirectory(directory.resolve("file")))).isEqualTo("""
                mz:export refuses. No file was written. 1 problem:
                 1. {dir}/file is no directory.
                    Remove it, or set mz.sqlDirectory.""");
    }

    @Test
    void aNameThatIsNotThereIsRefused() {
        assertThat(refusal(settings()
                                .schemas(shop.name("staging"), shop.name("martz"))
                                .clusters(shop.name("computer")))
                        .replaceAll("; without.*", "."))
                .isEqualTo("""
                mz:export refuses. No file was written. 2 problems:
                 1. There is no schema #martz in database materialize. Did you mean "#marts"?
                    Correct or remove it in mz.schemas.
                 2. There is no cluster #computer. Did you mean "#compute"?
                    Correct or remove it in mz.clusters.""");
    }

    @Test
    void whatCannotBeAFileIsListedWithTheReason() throws IOException {
        shop.run("CREATE SECRET #raw.secret AS 'x'");
        shop.run("CREATE VIEW #raw.guarded AS SELECT 1 AS x FROM #raw.orders WHERE country = 'GB' AND 'SECRET' = 'b'");
        shop.run("CREATE VIEW #raw.word AS SELECT country AS secret FROM #raw.orders");
        shop.run("CREATE VIEW #raw.hidden AS SELECT secret FROM #raw.word WHERE secret = 'pass'");
        shop.run("CREATE INDEX elsewhere IN CLUSTER #compute ON #staging.orders (id)");
        shop.run("CREATE INDEX of_table IN CLUSTER #compute ON #raw.orders (id)");
        TestSettings settings = settings().schemas(shop.name("raw"), shop.name("sinks"));

        assertThat(export(settings))
                .contains(
                        "WARN 9 objects of production can be in no file:",
                        "WARN   table #raw.orders: each deployment would replace it by an empty one; -Dmz.allowStateful=true exports"
                                + " it, without its rows",
                        "WARN   secret #raw.secret: no file may hold its value",
                        "WARN   view #raw.hidden: its definition holds what looks like a secret (a text after PASSWORD or SECRET)",
                        "WARN   index #raw.of_table: its relation is in no file",
                        "WARN   connection #sinks.kafka: what it was created with is not all in the catalog: create it by hand, in a"
                                + " schema outside of the deployment",
                        "WARN   sink #sinks.revenue_out: a swap would move it: keep sinks in a schema and a cluster of their own",
                        "WARN   index #staging.elsewhere: it runs on cluster #compute, and its schema is not one of mz.schemas",
                        "WARN   materialized view #marts.revenue: it runs on cluster #compute, and its schema is not one of mz.schemas",
                        "WARN   index #marts.revenue_country: it runs on cluster #compute, and its schema is not one of mz.schemas");
        assertThat(export(settings.dryRun()))
                .contains(
                        "WARN #raw/guarded.sql uses what no file makes: table #raw.orders.",
                        "WARN     Write a file that makes it, or move it into a schema that is not deployed; else mz:apply fails"
                                + " there.");
        assertThat(files()).containsOnlyKeys("#raw/guarded.sql", "#raw/word.sql");

        export(settings().schemas(shop.name("raw"), shop.name("sinks")).allowStateful());
        assertThat(files())
                .containsEntry(
                        "#raw/orders.sql",
                        "CREATE TABLE orders (id pg_catalog.int4 NOT NULL, country pg_catalog.text, amount pg_catalog.int4 NOT NULL);\n\n"
                                + "CREATE INDEX of_table ON orders (id);\n");
    }

    @Test
    void whatIsReadFromAnOldCopyIsNotExported() {
        shop.run("CREATE SCHEMA #staging_dbt_deploy");
        shop.run("CREATE VIEW #staging_dbt_deploy.old AS SELECT 1 AS x");
        shop.run("CREATE VIEW #marts.late AS SELECT x FROM #staging_dbt_deploy.old");

        assertThat(export(settings()))
                .contains(
                        "WARN   view #marts.late: it uses materialize.#staging_dbt_deploy.old, which no file can name so that the"
                                + " copy is meant");
    }

    @Test
    void aSwapBetweenTwoMessagesIsNotMixedWithWhatWasBefore() throws IOException {
        shop.run("CREATE SCHEMA #staging_other");
        shop.run("CREATE VIEW #staging_other.orders AS SELECT 7 AS other");
        sandbox.faults()
                .before(
                        1,
                        sql -> sql.contains("mz_catalog.mz_views v WHERE v.id IN"),
                        () -> shop.run("ALTER SCHEMA #staging SWAP WITH #staging_other"));

        export(settings());

        assertThat(files())
                .containsOnlyKeys("#staging/orders.sql", "#marts/revenue.sql")
                .containsEntry("#staging/orders.sql", "CREATE VIEW orders AS\nSELECT 7 AS other;\n");
        assertThat(files().get("#marts/revenue.sql")).contains("FROM #staging_other.orders");
    }

    @Test
    void aRunThatCouldNotWriteEverythingIsGoneOnWith() throws IOException {
        String path = shop.name("marts") + "/revenue.sql";
        Path inTheWay = Files.createDirectories(directory
                .resolve("sql")
                .resolve(shop.name("marts"))
                .resolve(".mz-export-" + Integer.toHexString(path.hashCode()))
                .resolve("full"));

        assertThat(refusal(settings()))
                .startsWith("Cannot write {dir}/sql/#marts/revenue.sql: ")
                .endsWith(
                        ". Files before it are written.\n    Mend that, then run mvn mz:export again: what it has written stays.");
        assertThat(files()).containsOnlyKeys("#staging/orders.sql");

        Files.delete(inTheWay);
        Files.delete(inTheWay.getParent());
        assertThat(export(settings())).last().asString().startsWith("Exported 1 file in {dir}/sql, 1 unchanged, ");
    }

    @Test
    void howMuchThereIsDoesNotMatterToTheRoundTrips() {
        int few = roundTrips();
        for (int i = 0; i < 30; i++) {
            shop.run("CREATE VIEW #staging.v" + i + " AS SELECT id FROM #staging.orders");
            shop.run("COMMENT ON VIEW #staging.v" + i + " IS 'one of many'");
        }
        assertThat(roundTrips()).isEqualTo(few);
    }

    private int roundTrips() {
        sandbox.traffic().reset();
        GoalRun.of(new ExportGoal("1"), settings().dryRun().build());
        return sandbox.traffic().roundTrips();
    }

    private TestSettings settings() {
        return shop.settings().baseDirectory(directory).sqlDirectory(directory.resolve("sql"));
    }

    private List<String> export(TestSettings settings) {
        return GoalRun.of(new ExportGoal("1"), settings.build()).stream()
                .map(this::shown)
                .toList();
    }

    private String refusal(TestSettings settings) {
        return shown(catchThrowableOfType(MzException.class, () -> GoalRun.of(new ExportGoal("1"), settings.build()))
                .getMessage());
    }

    private String shown(String line) {
        return line.replace(shop.name(""), "#")
                .replace(directory.toString(), "{dir}")
                .replaceAll("in \\d[^.]*(\\.\\d+)? ?s\\b", "in {time}");
    }

    private void write(String path, String text) throws IOException {
        Path file = directory.resolve(path.replace("#", shop.name("")));
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** By path, what the SQL files say; {@code #} for the prefix. */
    private Map<String, String> files() throws IOException {
        Map<String, String> files = new TreeMap<>();
        Path sql = directory.resolve("sql");
        try (Stream<Path> paths = Files.walk(sql)) {
            for (Path file :
                    paths.filter(path -> path.toString().endsWith(".sql")).toList()) {
                files.put(
                        sql.relativize(file).toString().replace('\\', '/').replace(shop.name(""), "#"),
                        Files.readString(file).replace(shop.name(""), "#"));
            }
        }
        return files;
    }
}
