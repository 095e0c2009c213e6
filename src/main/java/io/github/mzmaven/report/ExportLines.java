package io.github.mzmaven.report;

import io.github.mzmaven.Log;
import io.github.mzmaven.report.ExportEvent.LeftOut;
import io.github.mzmaven.report.ExportEvent.Outcome;
import io.github.mzmaven.sql.Redaction;
import io.github.mzmaven.text.Count;
import io.github.mzmaven.text.Durations;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Puts into lines what mz:export tells. */
final class ExportLines {
    private static final int NAMED = 20;

    private final Log log;

    ExportLines(Log log) {
        this.log = log;
    }

    void begun(ExportEvent.Begun begun) {
        log.info((begun.found() ? "Found to export: " : "Exporting: ") + named("schema", begun.schemas()) + ", "
                + named("cluster", begun.clusters()));
        begun.leftOut().forEach(left -> log.info("  left out: " + line(left)));
    }

    private static String named(String kind, List<String> names) {
        return Count.of(names.size(), kind) + (names.isEmpty() ? "" : " (" + String.join(", ", names) + ")");
    }

    void objectsLeftOut(ExportEvent.ObjectsLeftOut left) {
        log.warn(Count.of(left.objects().size(), "object") + " of production can be in no file:");
        left.objects().forEach(object -> log.warn("  " + line(object)));
    }

    private static String line(LeftOut left) {
        return left.kind() + " " + left.name() + ": " + left.why();
    }

    /** The files of a dry run are shown with what is in them, as other goals' statements are. */
    void shown(ExportEvent.FileShown file) {
        log.info("  " + word(file.outcome()) + "  " + file.path());
        String text = file.path().endsWith(".sql") ? Redaction.sql(file.text()) : file.text();
        text.lines().forEach(line -> log.info("    " + line));
    }

    void done(ExportEvent.FileDone file) {
        log.debug("  " + word(file.outcome()) + "  " + file.path());
    }

    private static String word(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }

    void others(ExportEvent.OthersKept kept) {
        log.info("Kept in " + kept.directory() + ", though nothing of production goes there now: "
                + Count.of(kept.paths().size(), "file") + ". mz:apply runs them too.");
        kept.paths().stream().limit(NAMED).forEach(path -> log.info("  " + path));
        if (kept.paths().size() > NAMED) {
            log.info("  and " + (kept.paths().size() - NAMED) + " more");
        }
    }

    void exported(ExportEvent.Exported exported) {
        var also = new ArrayList<>(exported.starter());
        String written = Count.of(exported.written(), "file") + " in " + exported.directory() + ", "
                + exported.unchanged() + " unchanged" + (also.isEmpty() ? "" : ", and " + String.join(" and ", also));
        if (exported.dryRun()) {
            log.info("Would write " + written + ". Nothing was written (dryRun).");
            return;
        }
        String target = exported.target().equals("default") ? "" : " -Dmz.target=" + exported.target();
        log.info("Exported " + written + ", in " + Durations.precise(exported.took()) + ". Next: "
                + (exported.missingPlugin() == null
                        ? ""
                        : "add the plugin " + exported.missingPlugin() + " to pom.xml, then ")
                + "mvn mz:init mz:apply mz:await mz:promote" + target);
    }
}
