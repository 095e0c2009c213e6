package io.github.mzmaven.sandbox.engine;

import io.github.mzmaven.sandbox.SqlError;
import io.github.mzmaven.sandbox.engine.Entities.ColumnDef;
import io.github.mzmaven.sandbox.postgres.PgClient;
import io.github.mzmaven.sandbox.postgres.PgDatabase;
import io.github.mzmaven.sandbox.postgres.ResultTypes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.Collectors;

/** A connection to the PostgreSQL that evaluates queries; its errors are told in Materialize's words. */
final class PgConnection implements AutoCloseable {
    private final PgClient client;
    private final Deque<PgClient> idle;
    private volatile boolean cancelled;

    PgConnection(PgDatabase database) throws SqlError {
        this(database, new ConcurrentLinkedDeque<>());
    }

    /** @param idle connections that can be used again, since a new one is dear; this one goes there when it is closed */
    PgConnection(PgDatabase database, Deque<PgClient> idle) throws SqlError {
        this.idle = idle;
        try {
            PgClient used = idle.poll();
            client = used == null ? database.connect() : used;
        } catch (IOException e) {
            throw lost(e);
        }
        run("SET search_path = mz_catalog, pg_catalog; SET TimeZone = 'UTC'; SET client_min_messages = warning");
    }

    /** The answer, an error included. */
    PgClient.Result query(String sql) throws SqlError {
        try {
            PgClient.Result result = client.query(sql).get(0);
            return result.error() == null ? result : withMaterializesOperator(result, sql);
        } catch (IOException e) {
            throw lost(e);
        }
    }

    /** Runs one or several statements; the first error ends it. */
    void run(String sql) throws SqlError {
        try {
            for (PgClient.Result result : client.query(sql)) {
                if (result.error() != null) {
                    throw error(result.error());
                }
            }
        } catch (IOException e) {
            throw lost(e);
        }
    }

    /** {@code IS DISTINCT FROM} compares by {@code =} in PostgreSQL, and by {@code <>} in Materialize. */
    private static PgClient.Result withMaterializesOperator(PgClient.Result result, String sql) {
        Map<Character, String> fields = new HashMap<>(result.error().fields());
        if (fields.get('C').equals("42883") && fields.containsKey('P')) {
            int at = sql.offsetByCodePoints(0, Integer.parseInt(fields.get('P')) - 1);
            if (sql.substring(at).matches("(?is)is\\s.*")) {
                fields.computeIfPresent('M', (letter, message) -> message.replace(" = ", " <> "));
            }
        }
        return new PgClient.Result(
                result.columns(), result.rows(), result.tag(), result.notices(), new PgClient.Report(fields));
    }

    List<List<String>> rows(String sql) throws SqlError {
        PgClient.Result result = query(sql);
        if (result.error() != null) {
            throw error(result.error());
        }
        return result.rows();
    }

    /** Columns of a query, with Materialize's names for their types. */
    List<ColumnDef> columns(String sql) throws SqlError {
        PgClient.Result result = query("SELECT * FROM (" + sql + ") AS q LIMIT 0");
        if (result.error() != null) {
            throw error(result.error());
        }
        if (result.columns().isEmpty()) {
            return List.of();
        }
        List<Integer> oids = result.columns().stream()
                .map(f -> ResultTypes.toMaterialize(f.typeOid()))
                .toList();
        String names = oids.stream()
                .map(oid -> "replace(format_type(" + oid + ", NULL), 'mz_catalog.', '')")
                .collect(Collectors.joining(", "));
        List<String> types = rows("SELECT " + names).get(0);
        List<ColumnDef> columns = new ArrayList<>();
        for (int i = 0; i < oids.size(); i++) {
            columns.add(new ColumnDef(result.columns().get(i).name(), plain(types.get(i)), true, oids.get(i)));
        }
        return columns;
    }

    /** Lists and maps of any type have the one name. */
    private static String plain(String type) {
        return type.endsWith(" list\"") ? "list" : type.startsWith("\"map[") ? "map" : type;
    }

    void cancel() throws IOException {
        cancelled = true;
        client.cancel();
    }

    @Override
    public void close() {
        try {
            // A cancel request may arrive late, and would hit the next user.
            if (!cancelled) {
                if (client.transaction() != 'I') {
                    client.query("ROLLBACK");
                }
                client.query("DISCARD ALL");
                idle.push(client);
                return;
            }
        } catch (IOException e) {
            // it is lost
        }
        client.close();
    }

    /** Materialize has no SQLSTATE for most of what is wrong with a query, and no position. */
    static SqlError error(PgClient.Report report) {
        String code = report.field('C');
        String message = report.field('M');
        return switch (code) {
            case "57014" -> message.contains("statement timeout") ? timeout() : Errors.cancelled();
            case "23502" -> new SqlError("23502", message.replaceFirst(" of relation \"[^\"]*\"", ""));
            case "42703" -> Errors.plan(unknownColumn(message));
            case "42883" -> missing(message);
            case "42725", "42P10", "42803", "42601" -> Errors.plan(message);
            default -> Errors.plan(message, report.field('D'), null);
        };
    }

    /** A function or an operator; lists and maps have names in PostgreSQL that it quotes. */
    private static SqlError missing(String message) {
        if (!message.startsWith("operator does not exist")) {
            return Errors.plan(message);
        }
        return Errors.plan(
                message.replaceAll("\"([a-z ]+ list|map\\[text=>[a-z ]+])\"", "$1"),
                null,
                "No operator matches the given name and argument types.  You might need to add explicit type casts.");
    }

    private static SqlError timeout() {
        return new SqlError(
                "57014",
                "canceling statement due to statement timeout",
                null,
                "Consider increasing the maximum allowed statement duration for this session by setting the"
                        + " statement_timeout session variable. For example, `SET statement_timeout = '120s'`.",
                null);
    }

    /** PostgreSQL quotes the name of a column only if it stands alone. */
    private static String unknownColumn(String message) {
        return message.replaceFirst("^column ([^\" ]+) does not exist$", "column \"$1\" does not exist");
    }

    private static SqlError lost(IOException e) {
        return new SqlError("08006", "sandbox: lost its PostgreSQL: " + e.getMessage());
    }
}
