package io.github.mzmaven.plan;

import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.Applied;
import io.github.mzmaven.catalog.Applied.Entry;
import io.github.mzmaven.project.SqlFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What apply will do.
 *
 * @param deployment the deployment's id
 * @param database whose schemas are deployed
 * @param markerSchema where is kept what was applied
 * @param recorded what the marker says now
 * @param pending what the marker must say while files run
 * @param drops what must go before files run
 * @param files all files, in order
 * @param applied what the marker must say in the end
 */
public record ApplyPlan(
        String deployment,
        String database,
        String markerSchema,
        Applied recorded,
        Applied pending,
        List<Step> drops,
        List<FileRun> files,
        Applied applied,
        List<Problem> problems) {
    public ApplyPlan {
        drops = List.copyOf(drops);
        files = List.copyOf(files);
        problems = List.copyOf(problems);
    }

    /**
     * A file, and what is done about it.
     *
     * @param why the file runs, or why not: new, changed, unchanged …
     * @param runs whether it runs
     * @param steps its messages; empty where it does not run
     * @param relations the objects it creates, for people
     * @param entry what is recorded once it ran
     */
    public record FileRun(
            SqlFile file, String why, boolean runs, List<Step> steps, List<String> relations, Entry entry) {
        public FileRun {
            steps = List.copyOf(steps);
            relations = List.copyOf(relations);
        }
    }

    /** Everything that will be sent, in order. */
    public Plan plan() {
        var steps = new ArrayList<Step>(before());
        files.forEach(run -> steps.addAll(run.steps()));
        steps.addAll(after());
        return new Plan("apply", deployment, steps);
    }

    /** What is sent before the first file. */
    public List<Step> before() {
        var steps = new ArrayList<Step>();
        boolean works = !drops.isEmpty() || files.stream().anyMatch(FileRun::runs);
        if (works && !pending.equals(recorded)) {
            steps.add(store(pending));
        }
        steps.addAll(drops);
        return steps;
    }

    /** What is sent after the last file. */
    public List<Step> after() {
        return applied.equals(recorded) && before().isEmpty() ? List.of() : List.of(store(applied));
    }

    /** What must be sent after a failure, so that the next run goes on from there. */
    public Step recordOf(List<FileRun> done) {
        Map<String, Entry> entries = new TreeMap<>(pending.files());
        done.forEach(run -> entries.put(run.file().path(), run.entry()));
        return store(new Applied(entries));
    }

    private Step store(Applied what) {
        return new Step.Bookkeeping(new Step.StoreText(
                database, markerSchema, Applied.VIEW, what.json(), "record which files are applied"));
    }
}
