package io.github.mzmaven.sandbox.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PostgresServerTest {
    @Test
    void startsAsAnyUserAndSortsByBytes() throws Exception {
        try (PostgresServer server = PostgresServer.start();
                PgClient client = server.maintenance().connect()) {
            List<PgClient.Result> results = client.query(
                    "SHOW TimeZone; SELECT x, upper(x) FROM (VALUES ('ß_ö'), ('B'), ('a')) v (x) ORDER BY x");

            assertThat(results)
                    .extracting(PgClient.Result::rows)
                    .containsExactly(
                            List.of(List.of("UTC")),
                            List.of(List.of("B", "B"), List.of("a", "A"), List.of("ß_ö", "ß_Ö")));
        }
    }
}
