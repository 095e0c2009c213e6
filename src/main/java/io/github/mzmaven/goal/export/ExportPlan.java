package io.github.mzmaven.goal.export;

import io.github.mzmaven.Problem;
import io.github.mzmaven.report.ExportEvent.LeftOut;
import java.util.List;

/**
 * Production as files.
 *
 * @param files in the order of the schemas, and by name
 * @param leftOut what is in no file
 */
record ExportPlan(List<ExportFile> files, List<LeftOut> leftOut, List<Problem> problems) {
    ExportPlan {
        files = List.copyOf(files);
        leftOut = List.copyOf(leftOut);
        problems = List.copyOf(problems);
    }

    /**
     * A file.
     *
     * @param path with slashes
     */
    record ExportFile(String path, String text) {}
}
