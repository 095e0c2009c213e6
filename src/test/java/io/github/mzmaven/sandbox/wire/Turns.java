package io.github.mzmaven.sandbox.wire;

/** Decides when a message is executed: whoever sent it waits until it is. */
public interface Turns {
    /** Everything at once. */
    Turns FREE = () -> new Player() {
        @Override
        public void before(String sql) {}

        @Override
        public void after(String sql) {}

        @Override
        public void left() {}
    };

    /** One connection's part. */
    interface Player {
        /** Returns when the message may be executed. */
        void before(String sql) throws InterruptedException;

        /** It was executed, and the client does not know yet. */
        void after(String sql);

        /** The connection is closed, and its session over. */
        void left();
    }

    /** A connection was opened. */
    Player joined();
}
