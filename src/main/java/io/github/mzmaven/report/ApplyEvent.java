package io.github.mzmaven.report;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What mz:apply tells. */
public sealed interface ApplyEvent extends Event {
    /** The project has no SQL files. */
    record NoFiles(Path directory) implements ApplyEvent {}

    /** What is planned for each file, in the order in which they run; the last one told counts. */
    record FilesPlanned(List<FilePlan> files) implements ApplyEvent {}

    /** A file that waits for others, as they do for it, did not find a relation yet: it goes on after them. */
    record FilePutOff(String path, int line, String error) implements ApplyEvent {}

    /**
     * The deployment is claimed, and files run now.
     *
     * @param paths of all files, in order
     */
    record Begun(String deployment, List<String> paths, long toRun) implements ApplyEvent {}

    /** A file did not have to run, and why. */
    record FileSkipped(String path, String why) implements ApplyEvent {}

    /** A file ran, and created these. */
    record FileApplied(String path, List<String> relations, Duration took) implements ApplyEvent {}

    /** An object in a copy reads one in production; after a promote that is the old one. */
    record ProductionRead(String object, String used) implements ApplyEvent {}

    /** The marker does not say which files ran before the run failed, and why not. */
    record RecordFailed(String error) implements ApplyEvent {}

    /** All files ran, but for those that had not changed. */
    record Applied(long ran, long unchanged, Duration took) implements ApplyEvent {}
}
