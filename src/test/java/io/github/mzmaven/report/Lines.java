package io.github.mzmaven.report;

import io.github.mzmaven.Log;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Keeps lines. */
public final class Lines implements Log {
    private final List<String> all = Collections.synchronizedList(new ArrayList<>());

    /** What a build shows; a warning begins with WARN. */
    public List<String> shown() {
        return all.stream().filter(line -> !line.startsWith("DEBUG ")).toList();
    }

    /** With what {@code -X} adds, which begins with DEBUG. */
    public List<String> all() {
        return all;
    }

    @Override
    public void info(String line) {
        all.add(line);
    }

    @Override
    public void warn(String line) {
        all.add("WARN " + line);
    }

    @Override
    public void debug(String line) {
        all.add("DEBUG " + line);
    }
}
