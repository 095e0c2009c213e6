package io.github.mzmaven.sandbox.wire;

import io.github.mzmaven.sandbox.Column;
import io.github.mzmaven.sandbox.Conversation;
import io.github.mzmaven.sandbox.Notice;
import io.github.mzmaven.sandbox.SqlError;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes the server's messages. */
final class BackendWriter {
    private final DataOutputStream out;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream body = new DataOutputStream(bytes);

    BackendWriter(OutputStream out) {
        this.out = new DataOutputStream(new BufferedOutputStream(out, 1 << 16));
    }

    void authenticationOk() throws IOException {
        body.writeInt(0);
        send('R');
    }

    void parameterStatus(String name, String value) throws IOException {
        string(name);
        string(value);
        send('S');
    }

    void backendKeyData(int processId, int secret) throws IOException {
        body.writeInt(processId);
        body.writeInt(secret);
        send('K');
    }

    void readyForQuery(Conversation.Transaction transaction) throws IOException {
        body.writeByte(
                switch (transaction) {
                    case IDLE -> 'I';
                    case OPEN -> 'T';
                    case FAILED -> 'E';
                });
        send('Z');
        flush();
    }

    /** A message that says all by its type: ParseComplete and the like. */
    void empty(char type) throws IOException {
        send(type);
    }

    void parameterDescription(int[] types) throws IOException {
        body.writeShort(types.length);
        for (int type : types) {
            body.writeInt(type);
        }
        send('t');
    }

    void rowDescription(List<Column> columns, ResultFormats formats) throws IOException {
        body.writeShort(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            string(columns.get(i).name());
            body.writeInt(0);
            body.writeShort(0);
            body.writeInt(columns.get(i).typeOid());
            body.writeShort(BinaryValues.size(columns.get(i).typeOid()));
            body.writeInt(-1);
            body.writeShort(formats.of(i));
        }
        send('T');
    }

    void dataRow(List<String> values, List<Column> columns, ResultFormats formats) throws IOException, SqlError {
        body.writeShort(values.size());
        for (int i = 0; i < values.size(); i++) {
            String value = values.get(i);
            if (value == null) {
                body.writeInt(-1);
                continue;
            }
            byte[] data = formats.of(i) == 0
                    ? value.getBytes(StandardCharsets.UTF_8)
                    : BinaryValues.encode(columns.get(i).typeOid(), value);
            body.writeInt(data.length);
            body.write(data);
        }
        send('D');
    }

    void commandComplete(String tag) throws IOException {
        string(tag);
        send('C');
    }

    void notice(Notice notice) throws IOException {
        report(notice.severity(), notice.code(), notice.message(), notice.detail(), notice.hint(), null);
        send('N');
    }

    void error(String severity, SqlError error) throws IOException {
        report(severity, error.code(), error.getMessage(), error.detail(), error.hint(), error.position());
        send('E');
    }

    private void report(String severity, String code, String message, String detail, String hint, Integer position)
            throws IOException {
        field('S', severity);
        field('C', code);
        field('M', message);
        field('D', detail);
        field('H', hint);
        field('P', position == null ? null : position.toString());
        body.writeByte(0);
    }

    private void field(char letter, String value) throws IOException {
        if (value != null) {
            body.writeByte(letter);
            string(value);
        }
    }

    private void string(String value) throws IOException {
        body.write(value.getBytes(StandardCharsets.UTF_8));
        body.writeByte(0);
    }

    private void send(char type) throws IOException {
        out.writeByte(type);
        out.writeInt(bytes.size() + 4);
        bytes.writeTo(out);
        bytes.reset();
    }

    void flush() throws IOException {
        out.flush();
    }

    /** Forgets a message that was begun. */
    void discard() {
        bytes.reset();
    }
}
