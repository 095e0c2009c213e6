package io.github.mzmaven.sandbox.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.CatalogObject;
import io.github.mzmaven.catalog.CatalogReader;
import io.github.mzmaven.catalog.Reading;
import io.github.mzmaven.config.TestSettings;
import io.github.mzmaven.goal.GoalRun;
import io.github.mzmaven.goal.Shop;
import io.github.mzmaven.goal.TestSql;
import io.github.mzmaven.goal.init.InitGoal;
import io.github.mzmaven.sandbox.Sandbox;
import io.github.mzmaven.session.Session;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CatalogBuilderTest {
    /** So what planners are tried on without a connection is what they get over one. */
    @Test
    void whatIsBuiltIsWhatThePluginReads() {
        try (Sandbox sandbox = Sandbox.start();
                Shop shop = new Shop("my_", sandbox.url(), sandbox.systemUrl()).inProduction()) {
            shop.run("CREATE CLUSTER #other REPLICAS (r1 (SIZE = '25cc'), \"R two\" (SIZE = '50cc'))");
            shop.run("CREATE SOURCE #raw.gen IN CLUSTER #sink FROM LOAD GENERATOR AUCTION FOR ALL TABLES");
            shop.run("CREATE VIEW #marts.reads AS SELECT id FROM #raw.users");
            TestSettings settings = shop.settings().clusters("my_compute", "my_other");
            GoalRun.of(new InitGoal(), settings.build());
            shop.nextVersion();

            try (Session session = TestSql.onCatalog(sandbox.url())) {
                Catalog read = CatalogReader.read(session, settings.build(), Reading.STATUS);
                Catalog built = CatalogBuilder.of(sandbox.moment().catalog(), read.identity())
                        .build();

                assertThat(built.identity()).isEqualTo(read.identity());
                assertThat(built.roles()).isEqualTo(read.roles());
                assertThat(built.memberships()).isEqualTo(read.memberships());
                assertThat(built.systemPrivileges()).isEqualTo(read.systemPrivileges());
                assertThat(built.databases()).isEqualTo(read.databases());
                assertThat(built.schemas()).isEqualTo(read.schemas());
                assertThat(built.clusters().keySet()).isEqualTo(read.clusters().keySet());
                for (String name : List.of("my_compute", "my_other", "my_compute_dbt_deploy", "my_other_dbt_deploy")) {
                    assertThat(built.cluster(name)).isEqualTo(read.cluster(name));
                }
                assertThat(each(built.objects(), CatalogBuilderTest::always))
                        .isEqualTo(each(read.objects(), CatalogBuilderTest::always));
                for (String name : List.of("my_staging", "my_marts", "my_staging_dbt_deploy", "my_marts_dbt_deploy")) {
                    for (CatalogObject it : read.objectsIn(read.schema(name).id())) {
                        assertThat(built.objects().get(it.id()).acl()).isEqualTo(it.acl());
                        assertThat(built.columns().get(it.id()))
                                .isEqualTo(read.columns().getOrDefault(it.id(), List.of()));
                    }
                }
                assertThat(built.uses()).isEqualTo(read.uses());
                assertThat(built.schemaComments()).isEqualTo(read.schemaComments());
                assertThat(built.clusterComments()).isEqualTo(read.clusterComments());
                assertThat(Set.copyOf(built.defaultPrivileges())).isEqualTo(Set.copyOf(read.defaultPrivileges()));
            }
        }
    }

    /** What is read of every object. */
    private static List<Object> always(CatalogObject it) {
        return Arrays.asList(it.schemaId(), it.name(), it.type(), it.ownerId(), it.clusterId(), it.subtype());
    }

    private static <V, W> Map<String, W> each(Map<String, V> values, Function<V, W> what) {
        return values.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, value -> what.apply(value.getValue())));
    }
}
