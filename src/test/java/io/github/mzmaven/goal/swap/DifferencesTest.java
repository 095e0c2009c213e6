package io.github.mzmaven.goal.swap;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.catalog.Acl;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.Catalog.CatalogObject;
import io.github.mzmaven.catalog.Catalog.Cluster;
import io.github.mzmaven.catalog.Catalog.Column;
import io.github.mzmaven.catalog.Catalog.Database;
import io.github.mzmaven.catalog.Catalog.Identity;
import io.github.mzmaven.catalog.Catalog.Schema;
import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.config.TestSettings;
import io.github.mzmaven.plan.ColumnChanges;
import io.github.mzmaven.plan.ObjectChange;
import io.github.mzmaven.plan.ObjectChange.Aspect;
import io.github.mzmaven.plan.ObjectChange.Change;
import io.github.mzmaven.plan.ObjectChange.Difference;
import io.github.mzmaven.plan.OutsideSink;
import io.github.mzmaven.plan.OutsideSinks;
import io.github.mzmaven.sql.Definition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DifferencesTest {
    private static final Column ID = new Column("id", "integer", false);
    private static final Column COUNTRY = new Column("country", "text", true);

    private final Settings settings =
            new TestSettings().schemas("staging", "marts").clusters("prod").build();
    private final Shelf shelf = new Shelf();

    @Test
    void findsNothingBetweenAVersionAndItsCopy() {
        shelf.version("staging", "marts", "prod", "u1");
        shelf.version("staging_dbt_deploy", "marts_dbt_deploy", "prod_dbt_deploy", "u2");

        assertThat(Differences.between(settings, shelf.catalog())).isEmpty();
        assertThat(Differences.promoted(settings, shelf.catalog())).isEmpty();
    }

    @Test
    void tellsWhatIsChangedAddedAndRemovedInThatOrder() {
        shelf.version("staging", "marts", "prod", "u1");
        shelf.add(
                "u901",
                "staging",
                "gone",
                ObjectType.VIEW,
                null,
                "CREATE VIEW \"materialize\".\"staging\".\"gone\" AS SELECT 1");
        shelf.add("u902", "bi", "reader", ObjectType.VIEW, null, "x", "u901");
        shelf.add("u201", "staging_dbt_deploy", "orders", ObjectType.VIEW, null, """
                CREATE VIEW "materialize"."staging_dbt_deploy"."orders" AS SELECT 2""", List.of(ID, COUNTRY));
        shelf.add("u202", "marts_dbt_deploy", "fresh", ObjectType.MATERIALIZED_VIEW, "prod_dbt_deploy", "x");
        shelf.add("u203", "marts_dbt_deploy", "revenue", ObjectType.VIEW, null, "x");

        assertThat(Differences.between(settings, shelf.catalog()))
                .containsExactly(
                        new ObjectChange(
                                Change.CHANGED,
                                "view",
                                "staging.orders",
                                "u101",
                                "u201",
                                List.of(
                                        new Difference(Aspect.COLUMNS, "+1 column country text"),
                                        new Difference(Aspect.DEFINITION, "definition"))),
                        new ObjectChange(
                                Change.CHANGED,
                                "view",
                                "marts.revenue",
                                "u102",
                                "u203",
                                List.of(
                                        new Difference(Aspect.KIND, "was a materialized view"),
                                        new Difference(Aspect.INDEXES, "-1 index revenue_idx"))),
                        new ObjectChange(Change.ADDED, "materialized view", "marts.fresh", null, "u202", List.of()),
                        new ObjectChange(
                                Change.REMOVED,
                                "view",
                                "staging.gone",
                                "u901",
                                null,
                                List.of(new Difference(Aspect.READERS, "read by bi.reader"))));
        assertThat(Differences.between(settings, shelf.catalog()))
                .extracting(ObjectChange::describe)
                .containsExactly(
                        "changed  view               staging.orders          +1 column country text",
                        "changed  view               marts.revenue           was a materialized view, -1 index revenue_idx",
                        "added    materialized view  marts.fresh",
                        "removed  view               staging.gone            read by bi.reader");
    }

    @Test
    void tellsTheSameAfterTheSwapAsBefore() {
        shelf.version("staging", "marts", "prod", "u1");
        shelf.version("staging_dbt_deploy", "marts_dbt_deploy", "prod_dbt_deploy", "u2");
        shelf.add("u299", "marts_dbt_deploy", "fresh", ObjectType.VIEW, null, "x");
        List<ObjectChange> before = Differences.between(settings, shelf.catalog());

        var swapped = new Shelf();
        swapped.version("staging_dbt_deploy", "marts_dbt_deploy", "prod_dbt_deploy", "u1");
        swapped.version("staging", "marts", "prod", "u2");
        swapped.add("u299", "marts", "fresh", ObjectType.VIEW, null, "x");

        assertThat(before).hasSize(1);
        assertThat(Differences.promoted(settings, swapped.catalog())).isEqualTo(before);
    }

    @Test
    void seesACopyThatReadsProductionOrRunsOnItsCluster() {
        shelf.version("staging", "marts", "prod", "u1");
        shelf.version("staging_dbt_deploy", "marts_dbt_deploy", "prod_dbt_deploy", "u2");
        shelf.add("u202", "marts_dbt_deploy", "revenue", ObjectType.MATERIALIZED_VIEW, "prod", """
                CREATE MATERIALIZED VIEW "materialize"."marts_dbt_deploy"."revenue" IN CLUSTER [u9] WITH (REFRESH = ON COMMIT)\
                 AS SELECT 'staging' FROM [u101 AS "materialize"."staging"."orders"] AS OF 1""");

        assertThat(Differences.between(settings, shelf.catalog()))
                .extracting(ObjectChange::describe)
                .containsExactly("changed  materialized view  marts.revenue           definition,"
                        + " cluster prod_dbt_deploy, was prod");
    }

    @Test
    void tellsWhatHappenedToColumns() {
        assertThat(ColumnChanges.between(List.of(ID, COUNTRY), List.of(ID, COUNTRY)))
                .isNull();
        assertThat(ColumnChanges.between(List.of(ID, COUNTRY), List.of(COUNTRY, ID)))
                .isEqualTo("columns in another order");
        assertThat(ColumnChanges.between(
                        List.of(ID, COUNTRY, new Column("a", "text", true), new Column("b", "text", true)),
                        List.of(
                                new Column("id", "bigint", false),
                                new Column("country", "text", false),
                                new Column("c", "date", true),
                                new Column("d", "jsonb", true))))
                .isEqualTo("+2 columns c date, d jsonb, -2 columns a text, b text, column id bigint, was integer,"
                        + " column country is never NULL now");
    }

    @Test
    void normalisesNamesAndIdsButNoTexts() {
        String sql = """
                CREATE MATERIALIZED VIEW "d"."s_copy"."v" IN CLUSTER [u7] WITH (REFRESH = ON COMMIT) AS
                SELECT "s_copy"."x", ARRAY["y"][1], '"d"."s_copy"."v" [u1]', 'it''s' FROM [u12 AS "d"."s_copy"."t"] AS "s_copy" AS OF 17""";

        assertThat(Definition.normalised(sql, Map.of("\"d\".\"s_copy\"", "\"d\" . \"s\"")))
                .isEqualTo("CREATE MATERIALIZED VIEW \"d\" . \"s\" . \"v\" WITH ( REFRESH = ON COMMIT ) AS SELECT"
                        + " \"s_copy\" . \"x\" , ARRAY [ \"y\" ] [ 1 ] , '\"d\".\"s_copy\".\"v\" [u1]' , 'it''s' FROM"
                        + " \"d\" . \"s\" . \"t\" AS \"s_copy\"");
        assertThat(Definition.normalised(null, Map.of())).isNull();
    }

    @Test
    void findsTheSinksOutsideAndWhatTheyWouldMoveTo() {
        shelf.version("staging", "marts", "prod", "u1");
        shelf.add(
                "u202",
                "marts_dbt_deploy",
                "revenue",
                ObjectType.MATERIALIZED_VIEW,
                "prod_dbt_deploy",
                "x",
                List.of(ID));
        shelf.add("u801", "sinks", "kafka", ObjectType.CONNECTION, null, null);
        shelf.add("u802", "sinks", "revenue_out", ObjectType.SINK, "sinks", "x", "u801", "u102");
        shelf.add("u803", "sinks", "orders_out", ObjectType.SINK, "sinks", "x", "u801", "u101");

        assertThat(OutsideSinks.of(settings, shelf.catalog()))
                .containsExactly(
                        new OutsideSink(
                                "u803",
                                "sinks.orders_out",
                                "staging.orders",
                                "u101",
                                false,
                                null,
                                "nothing of that name to move to"),
                        new OutsideSink(
                                "u802",
                                "sinks.revenue_out",
                                "marts.revenue",
                                "u102",
                                false,
                                "u202",
                                "+1 column id integer"));
    }

    /** Builds a catalog; ids of schemas and clusters are their names. */
    private static final class Shelf {
        private final Map<String, Schema> schemas = new LinkedHashMap<>();
        private final Map<String, Cluster> clusters = new LinkedHashMap<>();
        private final Map<String, CatalogObject> objects = new LinkedHashMap<>();
        private final Map<String, List<Column>> columns = new LinkedHashMap<>();
        private final Map<String, Set<String>> uses = new LinkedHashMap<>();

        Shelf() {
            for (String name : List.of("staging", "marts", "staging_dbt_deploy", "marts_dbt_deploy", "bi", "sinks")) {
                schemas.put(name, new Schema(name, "db", name, "r", Acl.EMPTY));
            }
            for (String name : List.of("prod", "prod_dbt_deploy", "sinks")) {
                clusters.put(name, new Cluster(name, name, "r", Acl.EMPTY, true, List.of(), null, null));
            }
        }

        /** A view, a materialized view that reads it, and an index, as the server prints them. */
        void version(String staging, String marts, String cluster, String ids) {
            add(ids + "01", staging, "orders", ObjectType.VIEW, null, """
                    CREATE VIEW "materialize"."%s"."orders" AS SELECT 1""".formatted(staging), List.of(ID));
            add(
                    ids + "02",
                    marts,
                    "revenue",
                    ObjectType.MATERIALIZED_VIEW,
                    cluster,
                    """
                    CREATE MATERIALIZED VIEW "materialize"."%s"."revenue" IN CLUSTER [%s] WITH (REFRESH = ON COMMIT)\
                     AS SELECT 'staging' FROM [%s01 AS "materialize"."%s"."orders"] AS OF %s""".formatted(marts, ids, ids, staging, ids.substring(1)),
                    ids + "01");
            add(
                    ids + "03",
                    marts,
                    "revenue_idx",
                    ObjectType.INDEX,
                    cluster,
                    """
                    CREATE INDEX "revenue_idx" IN CLUSTER [%s] ON [%s02 AS "materialize"."%s"."revenue"] ("id")""".formatted(ids, ids, marts),
                    ids + "02");
        }

        void add(String id, String schema, String name, ObjectType type, String cluster, String sql, String... used) {
            objects.put(id, new CatalogObject(id, schema, name, type, "r", cluster, Acl.EMPTY, null, sql));
            uses.put(id, Set.of(used));
        }

        void add(
                String id, String schema, String name, ObjectType type, String cluster, String sql, List<Column> list) {
            add(id, schema, name, type, cluster, sql);
            columns.put(id, list);
        }

        Catalog catalog() {
            return new Catalog(
                    new Identity("materialize", "deployer", false, "1", Instant.EPOCH),
                    Map.of(),
                    new ArrayList<>(),
                    Acl.EMPTY,
                    Map.of("db", new Database("db", "materialize", "r", Acl.EMPTY)),
                    schemas,
                    clusters,
                    objects,
                    columns,
                    uses,
                    Map.of(),
                    Map.of(),
                    List.of(),
                    Set.of(),
                    List.of(),
                    List.of());
        }
    }
}
