package io.github.mzmaven.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.mzmaven.sandbox.postgres.PgClient;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Plays one recording on a server; goes on after a step that was answered otherwise. */
final class Replay implements AutoCloseable {
    /** What is made in a recording, or renamed there: schemas only. */
    private static final Pattern MADE =
            Pattern.compile("(?:CREATE (ROLE|SCHEMA|CLUSTER)|RENAME TO) (?:\"\\w+\"\\.)?(\"?\\w+\"?)");

    private final ServerUnderTest server;
    private final Map<String, PgClient> sessions = new HashMap<>();
    private final Placeholders placeholders = new Placeholders();
    private final List<String> notReplayed = new ArrayList<>();
    private final List<String> made = new ArrayList<>();

    Replay(ServerUnderTest server) {
        this.server = server;
    }

    /** How an answer is compared with the recorded one; {@link MadeRows} has the other way. */
    interface Comparison {
        boolean matches(Recording.Step step, JsonNode answer);

        /** What is compared of an answer. */
        default JsonNode compared(Recording.Step step, JsonNode answer, boolean recorded) {
            return answer;
        }

        default Duration patience(Recording.Step step) {
            return step.settles();
        }
    }

    /** As the server itself says. */
    String serverVersion() throws IOException {
        try (PgClient client = connect("materialize")) {
            return client.query("SHOW mz_version").get(0).rows().get(0).get(0);
        }
    }

    /** The differences, one for each step that was not answered as recorded. */
    List<String> play(Recording recording) throws IOException, InterruptedException {
        if (!recording.readsWholeRelations()) {
            return play(recording, (step, answer) -> placeholders.match(step.answer(), answer));
        }
        Recording replaced = OwnIds.replaced(recording);
        try {
            return play(replaced, new MadeRows(replaced, placeholders));
        } finally {
            dropMade();
        }
    }

    /** This recording leaves its shop behind, and there may be other tests on the server. */
    private void dropMade() throws IOException {
        try (PgClient client = connect("materialize")) {
            for (String drop : made) {
                client.query(drop);
            }
        }
    }

    private static String drop(MatchResult found) {
        String kind = found.group(1) == null ? "SCHEMA" : found.group(1);
        return "DROP " + kind + " IF EXISTS " + found.group(2) + (kind.equals("ROLE") ? "" : " CASCADE");
    }

    private List<String> play(Recording recording, Comparison comparison) throws IOException, InterruptedException {
        List<String> differences = new ArrayList<>();
        int number = 0;
        for (Recording.Step step : recording.steps()) {
            number++;
            String incapable = server.incapableOf(step.sql());
            if (incapable != null) {
                refuses(step);
                notReplayed.add(
                        "%s, step %d not replayed: %s (%s)".formatted(recording.name(), number, step.sql(), incapable));
                continue;
            }
            JsonNode answer = settled(step, comparison);
            if (!comparison.matches(step, answer)) {
                differences.add("%s, step %d: %s%n  recorded %s%n  answered %s"
                        .formatted(
                                recording.name(),
                                number,
                                placeholders.fill(step.sql()),
                                comparison.compared(step, step.answer(), true),
                                comparison.compared(step, answer, false)));
            }
        }
        return differences;
    }

    /** Steps that the server under test cannot answer, each with the reason. */
    List<String> notReplayed() {
        return notReplayed;
    }

    /** What a server is incapable of it must refuse, not answer with something else. */
    private void refuses(Recording.Step step) throws IOException {
        JsonNode error = send(step).at("/results/0/error/code");
        if (!error.asText().equals("0A000")) {
            throw new IllegalStateException(server.name() + " does not refuse " + step.sql() + ": " + error);
        }
    }

    private JsonNode settled(Recording.Step step, Comparison comparison) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + comparison.patience(step).toNanos();
        JsonNode answer = send(step);
        while (!comparison.matches(step, answer) && System.nanoTime() < deadline) {
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
        List<PgClient.Result> results = client.query(placeholders.fill(step.sql()));
        if (results.stream().allMatch(result -> result.error() == null)) {
            MADE.matcher(step.sql()).results().forEach(found -> made.add(0, drop(found)));
        }
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
