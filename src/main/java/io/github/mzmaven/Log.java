package io.github.mzmaven;

/** Where the core's lines go; each call is one complete line. The mojos pass Maven's logger. */
public interface Log {
    /** What a person should see of a healthy run. */
    void info(String line);

    /** Something that someone should act on, though the goal goes on. */
    void warn(String line);

    /** What {@code -X} adds, SQL for example. */
    void debug(String line);
}
