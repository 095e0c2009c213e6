package io.github.mzmaven.sandbox.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayDeque;
import java.util.Deque;
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

    @Test
    void takesAnotherPortIfSomebodyElseWasFaster() throws Exception {
        int free = freePort();
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Deque<Integer> ports = new ArrayDeque<>(List.of(other.getLocalPort(), free));

            try (PostgresServer server = PostgresServer.start(ports::remove, null);
                    PgClient client = server.maintenance().connect()) {
                assertThat(client.query("SHOW port").get(0).rows()).containsExactly(List.of(String.valueOf(free)));
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
