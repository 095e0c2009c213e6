package io.github.mzmaven.report;

import io.github.mzmaven.Problem;
import io.github.mzmaven.plan.ObjectChange;
import io.github.mzmaven.plan.ObjectChange.Change;
import io.github.mzmaven.report.Page.Run;
import io.github.mzmaven.report.PlanFile.PlannedStep;
import io.github.mzmaven.report.RunResult.HydrationSample;
import io.github.mzmaven.report.RunResult.TestResult;
import io.github.mzmaven.text.Count;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The parts of a summary below its head; what nobody told is left out.
 *
 * @param runs of one deployment, in the order of time
 * @param text takes the parts
 * @param rows how many of anything are shown
 */
record SummaryParts(List<Run> runs, Markdown text, int rows) {
    private static final int PLAN_CHARACTERS_A_ROW = 200;
    private static final Set<String> OWNERS_AND_GRANTS = Set.of("ChangeOwner", "ChangePrivileges", "ChangeDefaults");

    void add() {
        changes();
        differentRows();
        readers();
        hydration();
        tests();
        problems();
        plans();
    }

    private void changes() {
        RunResult told = last(result -> !result.objects().isEmpty());
        RunResult compared = last(SummaryParts::comparesObjects);
        if (told == null && compared == null) {
            advise();
            return;
        }
        text.heading(3, "What changes");
        if (told == null) {
            text.paragraph("No object differs from production's.");
        } else {
            text.paragraph(counted(told.objects()) + (told.goal().equals("rollback") ? ", by the rollback" : "") + ".");
            text.table(
                    List.of("Object", "Change", "Difference"),
                    told.objects().stream()
                            .map(change -> List.of(
                                    Markdown.code(change.name()) + " " + Markdown.text(change.kind()),
                                    change.change().word(),
                                    Markdown.text(change.details())))
                            .toList(),
                    rows);
        }
        List<String> grants = planned("promote", OWNERS_AND_GRANTS::contains);
        if (!grants.isEmpty()) {
            text.paragraph("Owners and grants that production has, for the new objects too:");
            text.list(grants, rows);
        }
    }

    private static boolean comparesObjects(RunResult result) {
        return switch (result.goal()) {
            case "promote" -> result.dryRun() || !result.swaps().isEmpty();
            case "diff" -> !result.relations().isEmpty();
            default -> false;
        };
    }

    /** Which goals tell what a staged deployment changes. */
    private void advise() {
        RunResult last = runs.get(runs.size() - 1).result();
        if (last.success()
                && last.deployment() != null
                && Set.of("init", "apply", "await", "test").contains(last.goal())) {
            text.paragraph(
                    "`mvn mz:diff` and `mvn mz:promote -Dmz.dryRun` show here which objects, owners and grants would change.");
        }
    }

    private static String counted(List<ObjectChange> objects) {
        var counts = new ArrayList<String>();
        for (Change change : Change.values()) {
            long number =
                    objects.stream().filter(object -> object.change() == change).count();
            if (number > 0) {
                counts.add((counts.isEmpty() ? Count.of(number, "object") : number) + " " + change.word());
            }
        }
        return String.join(", ", counts);
    }

    /** What the goal's last plan says of such steps. */
    private List<String> planned(String goal, Predicate<String> type) {
        return runs.stream()
                .filter(run -> run.result().goal().equals(goal))
                .flatMap(run -> run.steps().stream())
                .flatMap(SummaryParts::flat)
                .filter(step -> type.test(step.type()))
                .map(step -> Markdown.text(step.describe()))
                .toList();
    }

    private static Stream<PlannedStep> flat(PlannedStep step) {
        return step.steps() == null ? Stream.of(step) : step.steps().stream().flatMap(SummaryParts::flat);
    }

    private void differentRows() {
        RunResult compared = last(result -> !result.relations().isEmpty());
        if (compared == null) {
            return;
        }
        DiffTable diff = DiffTable.of(compared.relations());
        text.heading(3, "What readers will see").paragraph(Markdown.text(diff.headline()));
        if (!diff.different().isEmpty()) {
            text.table(
                    List.of("Relation", ">Rows", "Difference"),
                    diff.different().stream()
                            .map(row -> List.of(
                                    Markdown.code(row.relation().name()) + " "
                                            + Markdown.text(row.relation().kind()),
                                    row.counts(),
                                    row.found().stream().map(Markdown::text).collect(Collectors.joining("<br>"))))
                            .toList(),
                    rows);
        }
        List<String> caveats = diff.caveats().stream().map(Markdown::text).toList();
        if (!caveats.isEmpty()) {
            text.list(caveats, rows);
        }
        for (DiffTable.Row row : diff.sampled()) {
            text.folded("Some rows of " + Markdown.text(row.relation().name()) + " that differ", () -> sample(row));
        }
    }

    private void sample(DiffTable.Row row) {
        RelationDiff.Sample sample = row.relation().sample();
        text.table(
                sample.columns().stream().map(Markdown::text).toList(),
                sample.rows().stream()
                        .map(values -> values.stream().map(Markdown::text).toList())
                        .toList(),
                rows);
    }

    private void readers() {
        List<String> sinks = new ArrayList<>();
        RunResult moved = last(result -> !result.sinks().isEmpty());
        RunResult status = last(
                result -> result.status() != null && !result.status().sinks().isEmpty());
        if (moved != null) {
            moved.sinks()
                    .forEach(sink -> sinks.add("sink " + Markdown.code(sink.name()) + ", from "
                            + Markdown.code(sink.from()) + " to " + Markdown.code(sink.to()) + ": "
                            + Markdown.text(sink.outcome()) + ", " + Texts.took(sink.tookMillis())));
        } else if (!planned("promote", "MoveSink"::equals).isEmpty()) {
            sinks.addAll(planned("promote", "MoveSink"::equals));
        } else if (status != null) {
            status.status()
                    .sinks()
                    .forEach(sink -> sinks.add("sink " + Markdown.code(sink.name()) + " reads "
                            + Markdown.code(sink.reads()) + ": " + Markdown.text(sink.verdict())));
        }
        if (!sinks.isEmpty()) {
            text.heading(3, "What outside reads it").list(sinks, rows);
        }
    }

    private void hydration() {
        RunResult waited = last(result -> !result.hydration().isEmpty());
        if (waited == null) {
            return;
        }
        text.heading(3, "Hydration")
                .table(
                        List.of("Cluster", "Size", ">Objects", ">Hydrated after", ">Lag", ">Most memory"),
                        HydrationChart.of(waited.hydration()).stream()
                                .map(this::hydration)
                                .toList(),
                        rows);
    }

    private List<String> hydration(HydrationChart chart) {
        List<HydrationSample> samples = chart.samples();
        HydrationSample last = samples.get(samples.size() - 1);
        String after = samples.stream()
                .filter(sample -> sample.hydrated() == sample.total())
                .findFirst()
                .map(sample -> Texts.took(between(samples.get(0), sample)))
                .orElse("not yet");
        return List.of(
                Markdown.code(chart.cluster()),
                Markdown.text(size(chart.cluster())),
                chart.hydrated(),
                (last.hydrated() == last.total() ? after : "not yet")
                        + (chart.asLastTime() == null ? "" : ", " + chart.asLastTime()),
                last.lagMillis() == null ? "–" : Texts.took(last.lagMillis()),
                chart.hasMemory() ? chart.mostMemory() + " %" : "–");
    }

    private static long between(HydrationSample start, HydrationSample end) {
        return Duration.between(Instant.parse(start.at()), Instant.parse(end.at()))
                .toMillis();
    }

    /** The size that init gave a copy, in the words of its plan. */
    private String size(String cluster) {
        String create = "create cluster " + cluster + " (";
        return runs.stream()
                .flatMap(run -> run.steps().stream())
                .map(PlannedStep::describe)
                .filter(step -> step.startsWith(create) && step.endsWith(")"))
                .map(step -> step.substring(create.length(), step.length() - 1))
                .findFirst()
                .orElse(null);
    }

    private void tests() {
        RunResult tested = last(result -> !result.tests().isEmpty());
        if (tested == null) {
            return;
        }
        List<TestResult> bad =
                tested.tests().stream().filter(test -> !test.passed()).toList();
        int all = tested.tests().size();
        text.heading(3, "Tests");
        if (bad.isEmpty()) {
            text.paragraph(Count.of(all, "test") + " passed.");
        } else {
            text.paragraph(bad.size() + " of " + Count.of(all, "test") + " did not pass.")
                    .list(
                            bad.stream()
                                    .map(test -> Markdown.text(test.described()))
                                    .toList(),
                            rows);
        }
    }

    /** The last goal's message names what it failed for; what an earlier run of it found is in no file any more. */
    private void problems() {
        Run last = runs.get(runs.size() - 1);
        var items = new LinkedHashSet<String>();
        for (Run run : runs) {
            if (run != last || run.result().success()) {
                run.result().problems().forEach(problem -> items.add(problem(problem)));
                if (run.result().status() != null && run == last) {
                    run.result()
                            .status()
                            .refusals()
                            .forEach(what -> items.add("refused as it is: " + Markdown.text(what)));
                }
            }
        }
        if (!items.isEmpty()) {
            text.heading(3, "Problems").list(List.copyOf(items), rows);
        }
    }

    private static String problem(Problem problem) {
        return Texts.word(problem.severity()) + ": " + Markdown.text(problem.what())
                + (problem.remedy().isEmpty() ? "" : " " + Markdown.text(String.join(" ", problem.remedy())));
    }

    private void plans() {
        for (Run run : runs) {
            if (!run.steps().isEmpty()) {
                text.folded(
                        "Plan of mz:" + run.result().goal() + ": "
                                + Count.of(run.steps().size(), "step"),
                        () -> text.block("sql", run.script(), rows * PLAN_CHARACTERS_A_ROW));
            }
        }
    }

    /** The newest of those. */
    private RunResult last(Predicate<RunResult> which) {
        RunResult last = null;
        for (Run run : runs) {
            last = which.test(run.result()) ? run.result() : last;
        }
        return last;
    }
}
