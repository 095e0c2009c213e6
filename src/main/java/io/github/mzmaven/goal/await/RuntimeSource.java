package io.github.mzmaven.goal.await;

import io.github.mzmaven.catalog.RuntimeState;
import java.util.Map;

/** A connection over which the runtime state is read again and again. */
interface RuntimeSource extends AutoCloseable {
    /**
     * Reads once.
     *
     * @param withSeldom also what changes seldom
     */
    RuntimeState read(boolean withSeldom);

    /** Reads how many percent of their memory replicas use, by their ids. */
    Map<String, Integer> memory();

    @Override
    void close();
}
