package io.github.mzmaven.sandbox.wire;

import io.github.mzmaven.sandbox.Column;
import io.github.mzmaven.sandbox.Conversation;
import io.github.mzmaven.sandbox.SqlError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Prepared statements and portals of one session. After an error all is skipped up to the next Sync. */
final class ExtendedProtocol {
    /** The types of arrays, which Materialize does not take as parameters. */
    private static final Set<Integer> ARRAYS = Set.of(
            199, 1000, 1001, 1005, 1007, 1009, 1014, 1015, 1016, 1021, 1022, 1028, 1115, 1182, 1183, 1185, 1187, 1231,
            2951, 3807);

    private record Prepared(String sql, int[] types) {}

    private final Conversation conversation;
    private final BackendWriter out;
    private final WireConnection.Executor executor;
    private final Map<String, Prepared> statements = new HashMap<>();
    private final Map<String, Portal> portals = new HashMap<>();
    private boolean skipping;

    ExtendedProtocol(Conversation conversation, BackendWriter out, WireConnection.Executor executor) {
        this.conversation = conversation;
        this.out = out;
        this.executor = executor;
    }

    void sync() {
        skipping = false;
        if (conversation.transaction() == Conversation.Transaction.IDLE) {
            portals.clear();
        }
    }

    void handle(FrontendMessage message) throws IOException {
        if (message.type() == 'H') {
            out.flush();
            return;
        }
        if (skipping) {
            return;
        }
        try {
            switch (message.type()) {
                case 'P' -> parse(message);
                case 'B' -> bind(message);
                case 'D' -> describe((char) message.body().get(), message.string());
                case 'E' -> execute(message.string(), message.body().getInt());
                case 'C' -> close((char) message.body().get(), message.string());
                default -> throw new SqlError("08P01", "unexpected message of type " + message.type());
            }
        } catch (SqlError e) {
            fail(e);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (RuntimeException e) {
            fail(WireConnection.broken(e));
        }
    }

    private void fail(SqlError error) throws IOException {
        out.discard();
        out.error("ERROR", error);
        skipping = true;
    }

    private void parse(FrontendMessage message) throws IOException {
        String name = message.string();
        String sql = message.string();
        int[] declared = new int[message.body().getShort()];
        for (int i = 0; i < declared.length; i++) {
            declared[i] = message.body().getInt();
        }
        statements.put(name, new Prepared(sql, Arrays.copyOf(declared, Parameters.count(sql))));
        out.empty('1');
    }

    private void bind(FrontendMessage message) throws IOException, SqlError {
        String portal = message.string();
        Prepared prepared = statement(message.string());
        ResultFormats formats = new ResultFormats(message.shorts());
        int count = message.body().getShort();
        if (count != prepared.types().length) {
            throw new SqlError(
                    "08P01",
                    "bind message supplies " + count + " parameters, but the statement requires "
                            + prepared.types().length);
        }
        List<String> values = new ArrayList<>();
        if (Arrays.stream(prepared.types()).anyMatch(ARRAYS::contains)) {
            throw new SqlError("XX000", "input of array types is not implemented");
        }
        for (int i = 0; i < count; i++) {
            byte[] value = message.value();
            values.add(
                    value == null
                            ? null
                            : formats.of(i) == 0
                                    ? new String(value, StandardCharsets.UTF_8)
                                    : BinaryValues.decode(prepared.types()[i], value));
        }
        String sql = Parameters.bind(prepared.sql(), values, prepared.types());
        portals.put(portal, new Portal(sql, new ResultFormats(message.shorts())));
        out.empty('2');
    }

    private void describe(char kind, String name) throws IOException, SqlError {
        if (kind == 'S') {
            Prepared prepared = statement(name);
            out.parameterDescription(
                    Arrays.stream(prepared.types()).map(t -> t == 0 ? 25 : t).toArray());
            describe(conversation.describe(prepared.sql()), ResultFormats.TEXT);
        } else {
            Portal portal = portal(name);
            describe(conversation.describe(portal.sql()), portal.formats());
        }
    }

    private void describe(List<Column> columns, ResultFormats formats) throws IOException {
        if (columns.isEmpty()) {
            out.empty('n');
        } else {
            out.rowDescription(columns, formats);
        }
    }

    private void execute(String name, int maxRows) throws IOException, SqlError {
        Portal portal = portal(name);
        if (portal.start()) {
            executor.execute(portal.sql(), portal);
        }
        if (!portal.send(out, maxRows)) {
            skipping = true;
        }
    }

    private void close(char kind, String name) throws IOException {
        if (kind == 'S') {
            statements.remove(name);
        } else {
            portals.remove(name);
        }
        out.empty('3');
    }

    private Prepared statement(String name) throws SqlError {
        Prepared prepared = statements.get(name);
        if (prepared == null) {
            throw new SqlError("26000", "prepared statement does not exist");
        }
        return prepared;
    }

    private Portal portal(String name) throws SqlError {
        Portal portal = portals.get(name);
        if (portal == null) {
            throw new SqlError("34000", "portal \"" + name + "\" does not exist");
        }
        return portal;
    }
}
