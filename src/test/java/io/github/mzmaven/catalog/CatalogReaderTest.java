package io.github.mzmaven.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.mzmaven.config.Settings;
import io.github.mzmaven.config.TestSettings;
import io.github.mzmaven.sandbox.Sandbox;
import io.github.mzmaven.session.Session;
import io.github.mzmaven.session.Table;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is read, in how many messages, and what is said of what was not read. */
class CatalogReaderTest {
    private static final Predicate<String> DETAILS = sql -> sql.contains("SHOW CREATE CLUSTER");

    private Sandbox sandbox;
    private Settings settings;
    private Session session;

    @BeforeEach
    void start() {
        sandbox = Sandbox.start();
        settings = new TestSettings()
                .url(sandbox.url())
                .schemas("marts")
                .clusters("prod")
                .build();
        session = open();
        run("CREATE CLUSTER prod (SIZE = '25cc', REPLICATION FACTOR = 0)");
        run("CREATE CLUSTER prod_dbt_deploy (SIZE = '50cc', REPLICATION FACTOR = 0)");
        run("CREATE SCHEMA marts", "CREATE VIEW marts.v AS SELECT 1 AS a, 2 AS b");
        run("CREATE SCHEMA marts_dbt_deploy", "CREATE VIEW marts_dbt_deploy.v AS SELECT 2 AS a, 3 AS b");
        run("CREATE SCHEMA other", "CREATE VIEW other.reader AS SELECT a FROM marts.v");
        run("CREATE VIEW other.stranger AS SELECT 3 AS c");
        sandbox.traffic().reset();
    }

    @AfterEach
    void stop() {
        session.close();
        sandbox.close();
    }

    private Session open() {
        return Session.open(settings.connection(), "test").onCatalog();
    }

    private void run(String... statements) {
        for (String statement : statements) {
            session.execute(statement);
        }
    }

    private Catalog read(Reading reading) {
        return CatalogReader.read(session, settings, reading);
    }

    private static CatalogObject named(Catalog catalog, String schema, String name) {
        return catalog.objectsIn(catalog.schema(schema).id()).stream()
                .filter(object -> object.isNamed(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatWasNotReadIsAnErrorAndNotNothing() {
        Catalog catalog = read(Reading.CLEANUP);
        Cluster cluster = catalog.cluster("prod");
        CatalogObject view = named(catalog, "marts", "v");

        assertThat(messages(
                        () -> catalog.systemPrivileges().allows(Privilege.CREATECLUSTER, Set.of("u1")),
                        () -> catalog.defaultPrivileges().isEmpty(),
                        () -> catalog.defaultPrivileges().stream().toList(),
                        () -> catalog.resizing().contains(cluster.id()),
                        () -> catalog.sessions().iterator().next(),
                        () -> catalog.columns().getOrDefault(view.id(), List.of()),
                        () -> cluster.replicas().isEmpty(),
                        cluster::createSql,
                        cluster::workloadClass,
                        view::createSql,
                        () -> view.acl().withoutSystemRoles()))
                .containsExactly(
                        "mz_system_privileges was not read: reading CLEANUP leaves it out",
                        "mz_default_privileges was not read: reading CLEANUP leaves it out",
                        "mz_default_privileges was not read: reading CLEANUP leaves it out",
                        "mz_cluster_reconfigurations was not read: reading CLEANUP leaves it out",
                        "mz_sessions was not read: reading CLEANUP leaves it out",
                        "mz_columns of " + view.id() + " was not read: reading CLEANUP leaves it out",
                        "mz_cluster_replicas was not read: reading CLEANUP leaves it out",
                        "the definition of cluster prod was not read: reading CLEANUP leaves it out",
                        "mz_cluster_workload_classes was not read: reading CLEANUP leaves it out",
                        "the definition of view " + view.id() + " was not read: reading CLEANUP leaves it out",
                        "what is granted on view " + view.id() + " was not read: reading CLEANUP leaves it out");
        assertThat(messages(() -> read(Reading.COPIES).uses().get(view.id())))
                .containsExactly("mz_object_dependencies was not read: reading COPIES leaves it out");
    }

    private static List<String> messages(Runnable... questions) {
        var messages = new ArrayList<String>();
        for (Runnable question : questions) {
            messages.add(catchThrowableOfType(IllegalStateException.class, question::run)
                    .getMessage());
        }
        return messages;
    }

    @Test
    void ofWhatASwapDoesNotTouchOnlyThatItIsThereIsRead() {
        Catalog catalog = read(Reading.SWAP);

        CatalogObject copy = named(catalog, "marts_dbt_deploy", "v");
        assertThat(copy.createSql()).endsWith("SELECT 2 AS \"a\", 3 AS \"b\"");
        assertThat(catalog.columns().get(copy.id()))
                .extracting(Catalog.Column::name)
                .containsExactly("a", "b");
        assertThat(copy.acl().grants()).isNotEmpty();
        assertThat(catalog.cluster("prod_dbt_deploy").createSql()).contains("SIZE = '50cc'");
        CatalogObject reader = named(catalog, "other", "reader");
        assertThat(catalog.display(reader)).isEqualTo("other.reader");
        assertThat(catalog.uses().get(reader.id()))
                .containsExactly(named(catalog, "marts", "v").id());
        CatalogObject stranger = catalog.objectsIn(catalog.schema("other").id()).stream()
                .filter(object -> !object.id().equals(reader.id()))
                .findFirst()
                .orElseThrow();
        assertThat(stranger.type()).isEqualTo(ObjectType.VIEW);
        assertThat(messages(stranger::name, () -> catalog.columns().get(stranger.id())))
                .containsExactly(
                        "the name of view " + stranger.id() + " was not read: reading SWAP leaves it out",
                        "mz_columns of " + stranger.id() + " was not read: reading SWAP leaves it out");
        assertThat(sandbox.traffic().roundTrips()).isEqualTo(2);
    }

    /** The server's answers are kept by statement, so that the second catalog is made of the same ones. */
    @Test
    void inWhichOrderRelationsAreAskedForDoesNotMatter() {
        var random = new Random(4);
        for (Reading reading : Reading.values()) {
            Map<String, Table> answers = new HashMap<>();
            Catalog expected = read(reading, UnaryOperator.identity(), statements -> {
                List<Table> tables = session.query(statements);
                for (int i = 0; i < tables.size(); i++) {
                    answers.put(statements.get(i), tables.get(i));
                }
                return tables;
            });

            for (int i = 0; i < 20; i++) {
                Catalog shuffled = read(
                        reading,
                        request -> new Request(shuffled(request.whole(), random), shuffledKeys(request.some(), random)),
                        statements -> statements.stream().map(answers::get).toList());
                assertThat(shuffled).as(reading.name()).isEqualTo(expected).hasToString(expected.toString());
            }
        }
    }

    @Test
    void anAnswerThatDoesNotComeIsAnErrorAndNotNothing() {
        var tables = new Tables(statements -> List.of());

        assertThatThrownBy(() -> tables.ask(Request.whole(List.of(Relations.ROLES))))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(tables.has(Relations.ROLES)).isFalse();
    }

    private Catalog read(Reading reading, UnaryOperator<Request> order, Function<List<String>, List<Table>> server) {
        var tables = new Tables(server);
        var assembler = new CatalogAssembler(reading, null, tables);
        tables.ask(order.apply(Request.whole(reading.relations())));
        tables.ask(order.apply(Details.of(reading, settings, assembler.catalog())));
        return assembler.catalog();
    }

    private static <T> Set<T> shuffled(Set<T> things, Random random) {
        var list = new ArrayList<>(things);
        Collections.shuffle(list, random);
        return new LinkedHashSet<>(list);
    }

    private static <K, V> Map<K, V> shuffledKeys(Map<K, V> map, Random random) {
        Map<K, V> shuffled = new LinkedHashMap<>();
        shuffled(map.keySet(), random).forEach(key -> shuffled.put(key, map.get(key)));
        return shuffled;
    }

    @Test
    void aSecondLookIsOneMessage() {
        Catalog before = read(Reading.SWAP);
        sandbox.traffic().reset();

        Catalog again = CatalogReader.again(session, settings, Reading.SWAP, before);

        assertThat(sandbox.traffic().roundTrips()).isEqualTo(1);
        assertThat(again.objects()).isEqualTo(before.objects());
        assertThat(again.clusters()).isEqualTo(before.clusters());
        assertThat(again.columns()).isEqualTo(before.columns());
    }

    @Test
    void aSecondLookReadsWhatIsNewInAFurtherMessage() {
        Catalog before = read(Reading.SWAP);
        run("CREATE VIEW marts.fresh AS SELECT 1 AS z");
        sandbox.traffic().reset();

        Catalog again = CatalogReader.again(session, settings, Reading.SWAP, before);

        assertThat(sandbox.traffic().roundTrips()).isEqualTo(2);
        CatalogObject fresh = named(again, "marts", "fresh");
        assertThat(fresh.createSql()).endsWith("SELECT 1 AS \"z\"");
        assertThat(again.columns().get(fresh.id()))
                .extracting(Catalog.Column::name)
                .containsExactly("z");
    }

    @Test
    void aClusterThatIsGoneByTheSecondLookIsReadAsGone() {
        Catalog before = read(Reading.SWAP);
        run("DROP CLUSTER prod_dbt_deploy");

        Catalog again = CatalogReader.again(session, settings, Reading.SWAP, before);

        assertThat(again.cluster("prod_dbt_deploy")).isNull();
        assertThat(again.cluster("prod").createSql()).contains("SIZE = '25cc'");
    }

    @Test
    void whatIsDroppedBetweenTwoMessagesIsGone() {
        sandbox.faults().before(1, DETAILS, () -> {
            try (Session other = open()) {
                other.execute("DROP VIEW marts_dbt_deploy.v");
                other.execute("DROP CLUSTER prod_dbt_deploy");
            }
        });

        Catalog catalog = read(Reading.SWAP);

        assertThat(sandbox.faults().left()).isZero();
        assertThat(catalog.cluster("prod_dbt_deploy")).isNull();
        assertThat(catalog.objectsIn(catalog.schema("marts_dbt_deploy").id())).isEmpty();
    }

    @Test
    void anObjectThatIsDroppedBetweenTwoMessagesIsGone() {
        sandbox.faults().before(1, DETAILS, () -> {
            try (Session other = open()) {
                other.execute("DROP VIEW marts_dbt_deploy.v");
            }
        });

        Catalog catalog = read(Reading.SWAP);

        assertThat(sandbox.faults().left()).isZero();
        assertThat(catalog.objectsIn(catalog.schema("marts_dbt_deploy").id())).isEmpty();
    }

    @Test
    void sessionsAreReadWhereAMarkerNamesARun() {
        run("CREATE SCHEMA _mz_deployment_default_staged");
        assertThat(messages(() -> read(Reading.APPLY).sessions().size()))
                .containsExactly("mz_sessions was not read: reading APPLY leaves it out");

        try (Session other = open()) {
            String id = CatalogReader.read(other, settings, Reading.COPIES)
                    .identity()
                    .connectionId();
            run("ALTER SCHEMA _mz_deployment_default_staged RENAME TO _mz_deployment_default_applying" + id);
            Catalog catalog = read(Reading.APPLY);
            assertThat(Marker.of(catalog, "default").worker(catalog).connectionId())
                    .isEqualTo(id);
        }
        run("CREATE SCHEMA _mz_deployment_another_draft77");
        assertThat(read(Reading.COPIES).sessions()).isNotEmpty();
    }

    @Test
    void whatAMarkerKeepsUnderAnotherNameIsRead() {
        run("CREATE SCHEMA _mz_deployment_default_staged");
        run("CREATE VIEW _mz_deployment_default_staged.later AS SELECT '{}' AS later");

        var readings = EnumSet.allOf(Reading.class);
        readings.removeIf(Reading::isOfProduction);
        for (Reading reading : readings) {
            Catalog catalog = read(reading);
            Marker marker = Marker.of(catalog, "default");
            assertThat(Marker.storedText(catalog, marker.schemaId(), "later"))
                    .as(reading.name())
                    .isEqualTo("{}");
        }
    }

    @Test
    void verifyingKeepsWhatInitMayDo() {
        run("DROP CLUSTER prod_dbt_deploy");
        Catalog before = read(Reading.INIT);
        run("CREATE CLUSTER prod_dbt_deploy (SIZE = '25cc', REPLICATION FACTOR = 0)");
        sandbox.traffic().reset();

        Catalog after = CatalogReader.again(session, settings, Reading.VERIFY, before);

        assertThat(sandbox.traffic().roundTrips()).isEqualTo(1);
        assertThat(sandbox.traffic().statements().get(0).sql()).doesNotContain("mz_system_privileges");
        assertThat(after.systemPrivileges()).isEqualTo(before.systemPrivileges());
        assertThat(after.memberships()).isEqualTo(before.memberships());
        assertThat(after.resizing()).isEqualTo(before.resizing());
        assertThat(after.cluster("prod_dbt_deploy").createSql()).contains("SIZE = '25cc'");
    }
}
