package io.github.mzmaven.report;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What mz:export tells. */
public sealed interface ExportEvent extends Event {
    /**
     * Something of production that no file holds, and why not.
     *
     * @param kind view, source, schema, cluster …
     */
    record LeftOut(String kind, String name, String why) {}

    /** What came of a file. */
    enum Outcome {
        /** Nothing was there. */
        CREATED,
        /** Something else was there. */
        REPLACED,
        /** The same was there, and is left as it is. */
        UNCHANGED
    }

    /**
     * What is exported.
     *
     * @param found whether it was looked for on the server, where nothing was configured
     * @param leftOut schemas and clusters that were passed over then
     */
    record Begun(List<String> schemas, List<String> clusters, boolean found, List<LeftOut> leftOut)
            implements ExportEvent {
        public Begun {
            schemas = List.copyOf(schemas);
            clusters = List.copyOf(clusters);
            leftOut = List.copyOf(leftOut);
        }
    }

    /** Objects that are in no file. */
    record ObjectsLeftOut(List<LeftOut> objects) implements ExportEvent {
        public ObjectsLeftOut {
            objects = List.copyOf(objects);
        }
    }

    /** A dry run would write this file. */
    record FileShown(String path, Outcome outcome, String text) implements ExportEvent {}

    /** A file is written, or was found as it is to be. */
    record FileDone(String path, Outcome outcome) implements ExportEvent {}

    /** Files that hold nothing of what is exported now. */
    record OthersKept(Path directory, List<String> paths) implements ExportEvent {
        public OthersKept {
            paths = List.copyOf(paths);
        }
    }

    /**
     * All is written, or would be.
     *
     * @param starter files that make a project of the directory
     * @param missingPlugin what the POM lacks for the goals that come next; {@code null} where nothing is known to be missing
     */
    record Exported(
            String target,
            Path directory,
            long written,
            long unchanged,
            List<String> starter,
            String missingPlugin,
            boolean dryRun,
            Duration took)
            implements ExportEvent {
        public Exported {
            starter = List.copyOf(starter);
        }
    }
}
