package io.github.mzmaven.sandbox.wire;

import io.github.mzmaven.sandbox.engine.MaterializeEngine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Listens on two free ports of this machine: one for users, one where also {@code mz_system} may connect. */
public final class WireServer implements AutoCloseable {
    private final MaterializeEngine engine;
    private final Faults faults = new Faults();
    private final Traffic traffic = new Traffic();
    private volatile String greeting = "v26.35.0-dev (sandbox)";
    private volatile Turns turns = Turns.FREE;
    private final ServerSocket users;
    private final ServerSocket internal;
    private final Set<WireConnection> connections = ConcurrentHashMap.newKeySet();

    /** Starts to answer with {@code engine}, which stays the caller's to close. */
    public WireServer(MaterializeEngine engine) throws IOException {
        this.engine = engine;
        users = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        internal = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        start("sandbox-accept", () -> accept(users, false));
        start("sandbox-accept-internal", () -> accept(internal, true));
    }

    public int port() {
        return users.getLocalPort();
    }

    public int internalPort() {
        return internal.getLocalPort();
    }

    public Faults faults() {
        return faults;
    }

    public Traffic traffic() {
        return traffic;
    }

    /** The version that is told to whom connects; {@code null} for none. */
    public void greeting(String version) {
        greeting = version;
    }

    String greeting() {
        return greeting;
    }

    /** Lets connections that are opened from now on wait for their turns. */
    public void turns(Turns given) {
        turns = given;
    }

    Turns turns() {
        return turns;
    }

    MaterializeEngine engine() {
        return engine;
    }

    void cancel(int processId, int secret) {
        connections.forEach(connection -> connection.cancel(processId, secret));
    }

    void ended(WireConnection connection) {
        connections.remove(connection);
    }

    static Thread start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void accept(ServerSocket from, boolean fromInternal) {
        while (!from.isClosed()) {
            try {
                Socket socket = from.accept();
                socket.setTcpNoDelay(true);
                WireConnection connection = new WireConnection(this, socket, fromInternal);
                connections.add(connection);
                start("sandbox-connection", connection);
            } catch (IOException e) {
                // closed, or a client that left before it was let in
            }
        }
    }

    /** Stops listening, ends all sessions, whatever they do, and waits for their end. */
    @Override
    public void close() throws IOException {
        users.close();
        internal.close();
        connections.forEach(WireConnection::disconnect);
        connections.forEach(WireConnection::awaitEnd);
    }
}
