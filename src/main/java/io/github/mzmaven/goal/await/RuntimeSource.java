package io.github.mzmaven.goal.await;

import io.github.mzmaven.catalog.RuntimeState;

/** A connection over which the runtime state is read again and again. */
interface RuntimeSource extends AutoCloseable {
    /**
     * Reads once.
     *
     * @param withSeldom also what changes seldom
     */
    RuntimeState read(boolean withSeldom);

    @Override
    void close();
}
