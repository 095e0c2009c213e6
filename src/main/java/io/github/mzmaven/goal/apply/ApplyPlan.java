package io.github.mzmaven.goal.apply;

import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.AppliedFiles;
import io.github.mzmaven.catalog.AppliedFiles.Entry;
import io.github.mzmaven.catalog.QualifiedName;
import io.github.mzmaven.plan.Plan;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.project.FileOrder;
import io.github.mzmaven.project.SqlFile;
import io.github.mzmaven.report.FilePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What apply will do.
 *
 * @param deployment the deployment's id
 * @param database whose schemas are deployed
 * @param names the marker's, whose views keep what was applied
 * @param recorded what the marker says now
 * @param pending what the marker must say while files run
 * @param drops what must go before files run
 * @param files all files, in order
 * @param applied what the marker must say in the end
 */
record ApplyPlan(
        String deployment,
        String database,
        MarkerNames names,
        AppliedFiles recorded,
        AppliedFiles pending,
        List<Step> drops,
        List<FileRun> files,
        AppliedFiles applied,
        List<Problem> problems) {
    public ApplyPlan {
        drops = List.copyOf(drops);
        files = List.copyOf(files);
        problems = List.copyOf(problems);
    }

    /**
     * The names of the marker's schema: each rename is a compare-and-swap, so that one run at a time has it.
     *
     * @param read what it is called now
     * @param held while this run works
     * @param free when no run does
     */
    public record MarkerNames(String read, String held, String free) {}

    /**
     * A file, and what is done about it.
     *
     * @param why the file runs, or why not: new, changed, unchanged …
     * @param runs whether it runs
     * @param steps its messages; empty where it does not run
     * @param relations the objects it creates, for people
     * @param entry what is recorded once it ran
     * @param after what it waits for
     * @param mentions what each of its statements mentions of other files
     * @param makes what each of its statements creates
     * @param circle the files that wait for each other, it among them; empty where it is in no circle
     */
    public record FileRun(
            SqlFile file,
            String why,
            boolean runs,
            List<Step> steps,
            List<String> relations,
            Entry entry,
            List<FileOrder.Edge> after,
            List<List<FileOrder.Edge>> mentions,
            List<List<QualifiedName>> makes,
            List<String> circle) {
        public FileRun {
            steps = List.copyOf(steps);
            relations = List.copyOf(relations);
            after = List.copyOf(after);
            mentions = List.copyOf(mentions);
            makes = List.copyOf(makes);
            circle = List.copyOf(circle);
        }

        /** For reports. */
        FilePlan described() {
            return new FilePlan(
                    file.path(),
                    why,
                    runs,
                    after.stream()
                            .map(edge -> new FilePlan.After(
                                    edge.file(),
                                    edge.relation().toString(),
                                    edge.place().line()))
                            .toList(),
                    entry.objects().stream().map(QualifiedName::toString).toList());
        }

        FileRun with(List<Step> more) {
            var all = new ArrayList<>(steps);
            all.addAll(more);
            return new FileRun(file, why, runs, all, relations, entry, after, mentions, makes, circle);
        }
    }

    /** Everything that will be sent, in order. */
    public Plan plan() {
        var steps = new ArrayList<Step>(lock());
        steps.addAll(before());
        files.forEach(run -> steps.addAll(run.steps()));
        steps.addAll(after());
        steps.addAll(unlock());
        return new Plan("apply", deployment, steps);
    }

    /** The files in order, those that wait for each other and run together. */
    List<List<FileRun>> together() {
        var groups = new ArrayList<List<FileRun>>();
        for (FileRun file : files) {
            List<FileRun> last = groups.isEmpty() ? List.of() : groups.get(groups.size() - 1);
            if (!last.isEmpty()
                    && !file.circle().isEmpty()
                    && last.get(0).circle().equals(file.circle())) {
                last.add(file);
            } else {
                groups.add(new ArrayList<>(List.of(file)));
            }
        }
        return groups;
    }

    /** Claims the deployment for this run; nothing where it is claimed already, or where there is nothing to do. */
    public List<Step> lock() {
        return works() && !names.read().equals(names.held()) ? List.of(rename(names.read(), names.held())) : List.of();
    }

    /** Gives the deployment back, in the end or after a failure; where there is nothing to do, what a killed run left. */
    public List<Step> unlock() {
        String from = works() ? names.held() : names.read();
        return from.equals(names.free()) ? List.of() : List.of(rename(from, names.free()));
    }

    /** What is sent before the first file. */
    public List<Step> before() {
        var steps = new ArrayList<Step>();
        if (changes() && !pending.equals(recorded)) {
            steps.add(store(pending));
        }
        steps.addAll(drops);
        return steps;
    }

    /** What is sent after the last file. */
    public List<Step> after() {
        return works() ? List.of(store(applied)) : List.of();
    }

    private boolean works() {
        return changes() || !applied.equals(recorded);
    }

    private boolean changes() {
        return !drops.isEmpty() || files.stream().anyMatch(FileRun::runs);
    }

    /** What must be sent after a failure, so that the next run goes on from there. */
    public Step recordOf(List<FileRun> done) {
        Map<String, Entry> entries = new TreeMap<>(pending.files());
        done.forEach(run -> entries.put(run.file().path(), run.entry()));
        return store(new AppliedFiles(entries));
    }

    private Step rename(String from, String to) {
        return new Step.MarkerStep(new Step.RenameSchema(database, from, to));
    }

    private Step store(AppliedFiles what) {
        return new Step.MarkerStep(new Step.StoreText(
                database, names.held(), AppliedFiles.VIEW, what.json(), "record which files are applied"));
    }
}
