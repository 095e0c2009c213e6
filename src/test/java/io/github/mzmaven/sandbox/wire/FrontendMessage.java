package io.github.mzmaven.sandbox.wire;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A message from the client; its content is read from front to back. */
record FrontendMessage(char type, ByteBuffer body) {
    /** Stands for the end of the connection. */
    static final char END = 0;

    /** The next message, or {@link #END}. */
    static FrontendMessage read(DataInputStream in) throws IOException {
        int type = in.read();
        return type < 0 ? new FrontendMessage(END, ByteBuffer.allocate(0)) : readBody((char) type, in);
    }

    /** A message of the start of a connection, which has no type. */
    static FrontendMessage readUntyped(DataInputStream in) throws IOException {
        return readBody(END, in);
    }

    private static FrontendMessage readBody(char type, DataInputStream in) throws IOException {
        byte[] body = new byte[in.readInt() - 4];
        in.readFully(body);
        return new FrontendMessage(type, ByteBuffer.wrap(body));
    }

    String string() {
        int start = body.position();
        while (body.get() != 0) {
            // to the terminator
        }
        return new String(body.array(), start, body.position() - start - 1, StandardCharsets.UTF_8);
    }
}
