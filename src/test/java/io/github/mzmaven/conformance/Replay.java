package io.github.mzmaven.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.mzmaven.sandbox.postgres.PgClient;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Plays one recording on a server; goes on after a step that was answered otherwise. */
final class Replay implements AutoCloseable {
    private final ServerUnderTest server;
    private final Map<String, PgClient> sessions = new HashMap<>();
    private final Placeholders placeholders = new Placeholders();

    Replay(ServerUnderTest server) {
        this.server = server;
    }

    /** The differences, one for each step that was not answered as recorded. */
    List<String> play(Recording recording) throws IOException, InterruptedException {
        List<String> differences = new ArrayList<>();
        int number = 0;
        for (Recording.Step step : recording.steps()) {
            number++;
            JsonNode answer = settled(step);
            if (!placeholders.match(step.answer(), answer)) {
                differences.add("%s, step %d: %s%n  recorded %s%n  answered %s"
                        .formatted(recording.name(), number, step.sql(), step.answer(), answer));
            }
        }
        return differences;
    }

    private JsonNode settled(Recording.Step step) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + step.settles().toNanos();
        JsonNode answer = send(step);
        while (!placeholders.match(step.answer(), answer) && System.nanoTime() < deadline) {
            Thread.sleep(50);
            answer = send(step);
        }
        return answer;
    }

    JsonNode send(Recording.Step step) throws IOException {
        PgClient client = sessions.get(step.session());
        if (client == null) {
            client = connect(step.role());
            sessions.put(step.session(), client);
        }
        List<PgClient.Result> results = client.query(step.sql());
        return AnswerJson.of(results, client.transaction());
    }

    private PgClient connect(String role) throws IOException {
        String url = role.equals("mz_system") ? server.systemUrl() : server.url(role);
        URI uri = URI.create(url.substring("jdbc:".length()));
        Map<String, String> startup = new HashMap<>();
        for (String parameter : uri.getRawQuery().split("&")) {
            String[] parts = parameter.split("=", 2);
            startup.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        startup.put("database", uri.getPath().substring(1));
        String password = startup.remove("password");
        startup.keySet().retainAll(List.of("user", "database", "options"));
        return PgClient.connect(uri.getHost(), uri.getPort(), startup, password);
    }

    @Override
    public void close() {
        sessions.values().forEach(PgClient::close);
    }
}
