package io.github.mzmaven.sandbox.wire;

import io.github.mzmaven.sandbox.Answers;
import io.github.mzmaven.sandbox.Column;
import io.github.mzmaven.sandbox.Conversation;
import io.github.mzmaven.sandbox.Notice;
import io.github.mzmaven.sandbox.SqlError;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes the server's messages, all values as text; a client that is gone is an {@link UncheckedIOException}. */
final class BackendWriter implements Answers {
    private final OutputStream out;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    BackendWriter(OutputStream out) {
        this.out = new BufferedOutputStream(out, 1 << 16);
    }

    void authenticationOk() {
        int32(0);
        send('R');
    }

    void parameterStatus(String name, String value) {
        string(name);
        string(value);
        send('S');
    }

    void backendKeyData(int processId, int secret) {
        int32(processId);
        int32(secret);
        send('K');
    }

    /** The client's turn: all that was written goes to it now. */
    void readyForQuery(Conversation.Transaction transaction) {
        body.write(
                switch (transaction) {
                    case IDLE -> 'I';
                    case OPEN -> 'T';
                    case FAILED -> 'E';
                });
        send('Z');
        flush();
    }

    @Override
    public void columns(List<Column> columns) {
        int16(columns.size());
        for (Column column : columns) {
            string(column.name());
            // Of no table, and so of none of its columns.
            int32(0);
            int16(0);
            int32(column.typeOid());
            // Neither a size nor a modifier.
            int16(-1);
            int32(-1);
            int16(0);
        }
        send('T');
    }

    @Override
    public void row(List<String> values) {
        int16(values.size());
        for (String value : values) {
            if (value == null) {
                int32(-1);
            } else {
                byte[] data = value.getBytes(StandardCharsets.UTF_8);
                int32(data.length);
                body.writeBytes(data);
            }
        }
        send('D');
    }

    @Override
    public void complete(String tag) {
        string(tag);
        send('C');
    }

    @Override
    public void empty() {
        send('I');
    }

    @Override
    public void notice(Notice notice) {
        report(notice.severity(), notice.code(), notice.message(), notice.detail(), notice.hint(), null);
        send('N');
    }

    @Override
    public void error(SqlError error) {
        error("ERROR", error);
    }

    /** Refuses to let a client in. */
    void fatal(SqlError error) {
        error("FATAL", error);
        flush();
    }

    private void error(String severity, SqlError error) {
        report(severity, error.code(), error.getMessage(), error.detail(), error.hint(), error.position());
        send('E');
    }

    private void report(String severity, String code, String message, String detail, String hint, Integer position) {
        field('S', severity);
        field('C', code);
        field('M', message);
        field('D', detail);
        field('H', hint);
        field('P', position == null ? null : position.toString());
        body.write(0);
    }

    private void field(char letter, String value) {
        if (value != null) {
            body.write(letter);
            string(value);
        }
    }

    private void string(String value) {
        body.writeBytes(value.getBytes(StandardCharsets.UTF_8));
        body.write(0);
    }

    private void int16(int value) {
        body.writeBytes(ByteBuffer.allocate(2).putShort((short) value).array());
    }

    private void int32(int value) {
        body.writeBytes(ByteBuffer.allocate(4).putInt(value).array());
    }

    private void send(char type) {
        try {
            out.write(type);
            out.write(ByteBuffer.allocate(4).putInt(body.size() + 4).array());
            body.writeTo(out);
            body.reset();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
