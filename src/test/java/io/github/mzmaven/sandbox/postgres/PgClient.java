package io.github.mzmaven.sandbox.postgres;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A connection that sends simple-query messages and gives back the answer just as it came. JDBC shows neither an error
 * that follows a RowDescription nor the OIDs of unknown types. No TLS; trust and cleartext password only.
 */
public final class PgClient implements AutoCloseable {
    private static final int PROTOCOL = 3 << 16;
    private static final int CANCEL = 80877102;

    /** A result column. */
    public record Field(String name, int typeOid, int typeModifier) {}

    /** An error or a notice by the letters of the protocol: S severity, C code, M message, D detail, H hint, P position. */
    public record Report(Map<Character, String> fields) {
        public String field(char letter) {
            return fields.get(letter);
        }
    }

    /**
     * The answer to one statement.
     *
     * @param columns {@code null} if it returned no rows, not even none
     * @param tag {@code null} if it failed
     * @param error {@code null} if it did not fail
     */
    public record Result(
            List<Field> columns, List<List<String>> rows, String tag, List<Report> notices, Report error) {}

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private int processId;
    private int secret;
    private char transaction = 'I';

    private PgClient(Socket socket) throws IOException {
        this.socket = socket;
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
        out = new DataOutputStream(socket.getOutputStream());
    }

    /**
     * Opens a connection.
     *
     * @param startup user, database and any setting
     * @param password may be {@code null}
     * @throws IOException also with the server's words where it refuses
     */
    public static PgClient connect(String host, int port, Map<String, String> startup, String password)
            throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(host, port), 10_000);
            PgClient client = new PgClient(socket);
            client.start(startup, password);
            return client;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private void start(Map<String, String> startup, String password) throws IOException {
        Body body = new Body();
        body.data.writeInt(PROTOCOL);
        for (Map.Entry<String, String> entry : startup.entrySet()) {
            body.string(entry.getKey());
            body.string(entry.getValue());
        }
        body.data.writeByte(0);
        send(null, body);
        while (true) {
            Message message = read();
            switch (message.type()) {
                case 'R' -> authenticate(message.in().readInt(), password);
                case 'K' -> {
                    processId = message.in().readInt();
                    secret = message.in().readInt();
                }
                case 'E' -> throw new IOException(report(message).field('M'));
                case 'Z' -> {
                    return;
                }
                default -> {
                    // parameters and notices of the start say nothing that is needed
                }
            }
        }
    }

    private void authenticate(int method, String password) throws IOException {
        if (method == 3 && password != null) {
            Body body = new Body();
            body.string(password);
            send('p', body);
        } else if (method != 0) {
            throw new IOException("The server wants authentication of kind " + method + ", which this client lacks.");
        }
    }

    /** Sends one message and waits for all of its answer. */
    public List<Result> query(String sql) throws IOException {
        Body body = new Body();
        body.string(sql);
        send('Q', body);
        List<Result> results = new ArrayList<>();
        Answer answer = new Answer();
        while (true) {
            Message message = read();
            switch (message.type()) {
                case 'T' -> answer.columns = fields(message.in());
                case 'D' -> answer.rows.add(row(message.in()));
                case 'N' -> answer.notices.add(report(message));
                case 'C' -> {
                    results.add(answer.end(message.string(), null));
                    answer = new Answer();
                }
                case 'E' -> {
                    results.add(answer.end(null, report(message)));
                    answer = new Answer();
                }
                case 'Z' -> {
                    transaction = (char) message.in().readByte();
                    return results;
                }
                default -> {
                    // an empty query, or a setting that changed
                }
            }
        }
    }

    /** {@code I} idle, {@code T} in a transaction, {@code E} in a failed one. */
    public char transaction() {
        return transaction;
    }

    /** Asks the server to end the running query; may be called from any thread. */
    public void cancel() throws IOException {
        try (Socket other = new Socket(socket.getInetAddress(), socket.getPort())) {
            DataOutputStream data = new DataOutputStream(other.getOutputStream());
            data.writeInt(16);
            data.writeInt(CANCEL);
            data.writeInt(processId);
            data.writeInt(secret);
            data.flush();
            // the server closes once it has passed the request on
            if (other.getInputStream().read() >= 0) {
                throw new IOException("The server answered a cancel request");
            }
        }
    }

    @Override
    public void close() {
        try (socket) {
            send('X', new Body());
        } catch (IOException e) {
            // It is gone already.
        }
    }

    private static List<Field> fields(DataInputStream in) throws IOException {
        int count = in.readShort();
        List<Field> fields = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String name = string(in);
            in.skipBytes(6);
            int type = in.readInt();
            in.skipBytes(2);
            fields.add(new Field(name, type, in.readInt()));
            in.skipBytes(2);
        }
        return fields;
    }

    private static List<String> row(DataInputStream in) throws IOException {
        int count = in.readShort();
        List<String> row = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int length = in.readInt();
            row.add(length < 0 ? null : new String(in.readNBytes(length), StandardCharsets.UTF_8));
        }
        return row;
    }

    private static Report report(Message message) throws IOException {
        Map<Character, String> fields = new LinkedHashMap<>();
        for (int letter = message.in().read(); letter > 0; letter = message.in().read()) {
            fields.put((char) letter, string(message.in()));
        }
        return new Report(fields);
    }

    private static String string(DataInputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int next = in.readByte(); next != 0; next = in.readByte()) {
            bytes.write(next);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private Message read() throws IOException {
        int type = in.read();
        if (type < 0) {
            throw new EOFException("The server closed the connection");
        }
        byte[] body = in.readNBytes(in.readInt() - 4);
        return new Message((char) type, new DataInputStream(new ByteArrayInputStream(body)));
    }

    private void send(Character type, Body body) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(message);
        if (type != null) {
            data.writeByte(type);
        }
        data.writeInt(body.bytes.size() + 4);
        body.bytes.writeTo(data);
        out.write(message.toByteArray());
        out.flush();
    }

    private record Message(char type, DataInputStream in) {
        String string() throws IOException {
            return PgClient.string(in);
        }
    }

    private static final class Body {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final DataOutputStream data = new DataOutputStream(bytes);

        void string(String value) throws IOException {
            data.write(value.getBytes(StandardCharsets.UTF_8));
            data.writeByte(0);
        }
    }

    private static final class Answer {
        private List<Field> columns;
        private final List<List<String>> rows = new ArrayList<>();
        private final List<Report> notices = new ArrayList<>();

        Result end(String tag, Report error) {
            return new Result(columns, rows, tag, notices, error);
        }
    }
}
