package io.github.mzmaven.sandbox.wire;

import io.github.mzmaven.sandbox.Answers;
import io.github.mzmaven.sandbox.Conversation;
import io.github.mzmaven.sandbox.Notice;
import io.github.mzmaven.sandbox.SqlError;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * One client. A thread of its own reads ahead, so that the end of the connection is noticed, and ends what is running,
 * while a statement blocks.
 */
final class WireConnection implements Runnable {
    private final WireServer server;
    private final Socket socket;
    private final boolean internal;
    private final int secret = ThreadLocalRandom.current().nextInt();
    private final BlockingQueue<FrontendMessage> inbox = new LinkedBlockingQueue<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private final CountDownLatch clientGone = new CountDownLatch(1);
    /** Has a permit when a statement that hangs is to end. */
    private final Semaphore cancelled = new Semaphore(0);

    private volatile Conversation conversation;
    private Turns.Player player;
    private String role;
    private DataInputStream in;
    private BackendWriter out;
    /** Whether all is passed over until the client waits for an answer: it spoke the extended protocol. */
    private boolean skipping;

    WireConnection(WireServer server, Socket socket, boolean internal) {
        this.server = server;
        this.socket = socket;
        this.internal = internal;
    }

    @Override
    public void run() {
        try (socket) {
            converse();
        } catch (IOException | UncheckedIOException e) {
            // The client is gone, or was cut off.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            server.ended(this);
            if (player != null) {
                player.left();
            }
            end.countDown();
        }
    }

    /** The session ends before the connection does: a client that sees the end finds its transaction rolled back. */
    private void converse() throws IOException, InterruptedException {
        try {
            in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 14));
            out = new BackendWriter(server.traffic().counted(socket.getOutputStream()));
            Map<String, String> startup = Startup.negotiate(in, socket.getOutputStream(), server);
            if (startup != null && open(startup)) {
                WireServer.start("sandbox-reader-" + conversation.connectionId(), this::readAhead);
                serve();
            }
        } finally {
            if (conversation != null) {
                conversation.close();
            }
        }
    }

    /** Ends the running statement if the request is for this session. */
    void cancel(int processId, int key) {
        Conversation current = conversation;
        if (current != null && current.connectionId() == processId && key == secret) {
            current.cancel();
            cancelled.release();
        }
    }

    void disconnect() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone already.
        }
    }

    void awaitEnd() {
        try {
            end.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean open(Map<String, String> startup) throws IOException, InterruptedException {
        role = startup.getOrDefault("user", "");
        try {
            conversation = server.engine()
                    .open(
                            role,
                            startup.getOrDefault("database", "materialize"),
                            socket.getInetAddress().getHostAddress(),
                            internal);
        } catch (SqlError e) {
            out.fatal(e);
            return false;
        }
        player = server.turns().joined();
        delay();
        out.authenticationOk();
        for (Map.Entry<String, String> status :
                Startup.parameters(startup, server.greeting()).entrySet()) {
            out.parameterStatus(status.getKey(), status.getValue());
        }
        out.backendKeyData(conversation.connectionId(), secret);
        if (server.greeting() != null) {
            out.notice(new Notice("NOTICE", "00000", "connected to Materialize " + server.greeting(), null, null));
        }
        for (String name : Startup.apply(startup, conversation)) {
            out.notice(new Notice("NOTICE", "01000", "startup setting " + name + " not set", null, null));
        }
        out.readyForQuery(conversation.transaction());
        return true;
    }

    private void readAhead() {
        FrontendMessage message;
        do {
            try {
                message = FrontendMessage.read(in);
            } catch (IOException e) {
                message = new FrontendMessage(FrontendMessage.END, null);
            }
            if (message.type() == FrontendMessage.END) {
                clientGone.countDown();
                cancelled.release();
                conversation.hangUp();
            }
            inbox.add(message);
        } while (message.type() != FrontendMessage.END);
    }

    private void serve() throws IOException, InterruptedException {
        while (true) {
            FrontendMessage message = inbox.take();
            switch (message.type()) {
                case 'Q' -> {
                    query(message.string());
                    out.readyForQuery(conversation.transaction());
                }
                case 'S' -> {
                    skipping = false;
                    out.readyForQuery(conversation.transaction());
                }
                case 'X', FrontendMessage.END -> {
                    return;
                }
                default -> refuse();
            }
        }
    }

    private void refuse() {
        if (!skipping) {
            out.error(
                    new SqlError("0A000", "the sandbox has no extended protocol: connect with preferQueryMode=simple"));
        }
        skipping = true;
    }

    private void query(String sql) throws IOException, InterruptedException {
        server.traffic().roundTrip();
        delay();
        try {
            execute(sql);
        } catch (UncheckedIOException e) {
            throw e;
        } catch (RuntimeException e) {
            out.error(broken(e));
        }
    }

    /** Executes a message, or does what a fault wants instead. */
    private void execute(String sql) throws IOException {
        await(sql);
        server.traffic().statement(new Traffic.Sent(conversation.connectionId(), role, sql));
        Faults.Effect effect = server.faults().on(sql);
        try {
            switch (effect) {
                case NONE -> conversation.message(sql, out);
                case CUT_BEFORE -> throw cut();
                case CUT_AFTER -> {
                    conversation.message(sql, Answers.IGNORED);
                    throw cut();
                }
                case SWALLOW_BEFORE -> {
                    await(clientGone::await);
                    throw cut();
                }
                case SWALLOW_AFTER -> {
                    conversation.message(sql, Answers.IGNORED);
                    await(clientGone::await);
                    throw cut();
                }
                case HANG -> {
                    cancelled.drainPermits();
                    if (clientGone.getCount() == 0) {
                        throw cut();
                    }
                    await(cancelled::acquire);
                    out.error(new SqlError("57014", "canceling statement due to user request"));
                }
                case CONFLICT -> {
                    fail(sql);
                    out.error(new SqlError(
                            "40001",
                            "another session modified the catalog while this DDL transaction was open",
                            null,
                            "Currently, DDL transactions fail when any other DDL happens concurrently, even on"
                                    + " unrelated schemas/clusters.",
                            null));
                }
            }
        } finally {
            player.after(sql);
        }
    }

    private void await(String sql) throws IOException {
        try {
            player.before(sql);
        } catch (InterruptedException e) {
            throw new InterruptedIOException("interrupted while waiting for its turn");
        }
    }

    /** Leaves an open transaction as a conflict would: gone after COMMIT, failed after anything else. */
    private void fail(String sql) {
        if (conversation.transaction() == Conversation.Transaction.OPEN) {
            boolean commit = sql.strip().regionMatches(true, 0, "COMMIT", 0, 6);
            conversation.message(commit ? "ROLLBACK" : "SELECT conflict", Answers.IGNORED);
        }
    }

    private interface Wait {
        void await() throws InterruptedException;
    }

    private static void await(Wait wait) throws IOException {
        try {
            wait.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    private static IOException cut() {
        return new EOFException("cut off on request");
    }

    private static SqlError broken(RuntimeException e) {
        return new SqlError(
                "XX000",
                "the sandbox is broken: " + e,
                List.of(e.getStackTrace()).toString(),
                null,
                null);
    }

    private void delay() throws InterruptedException {
        Thread.sleep(server.faults().latency().toMillis());
    }
}
