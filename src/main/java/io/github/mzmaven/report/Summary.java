package io.github.mzmaven.report;

import io.github.mzmaven.report.Page.Run;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a reviewer reads in a pull request, in GitHub's Markdown: the newest deployment of a target, by what its goals left.
 * GitHub takes 65,536 characters a comment and 1 MiB a step, so that long lists are cut, with a count.
 */
final class Summary {
    /** Room is left for what CI puts around it. */
    static final int LONGEST = 60_000;

    private static final int LONGEST_MESSAGE = 4_000;
    private static final int ROWS = 60;

    private final List<Run> runs;

    /** @param runs in the order of time, at least one */
    private Summary(List<Run> runs) {
        this.runs = runs;
    }

    /** Of all runs, those of the target's newest deployment, and what failed since without knowing one. */
    static Summary of(List<Run> all, String target) {
        List<Run> runs = all.stream()
                .filter(run -> run.result().target().equals(target))
                .sorted(Comparator.comparing(Run::startedAt))
                .toList();
        String id = null;
        for (Run run : runs) {
            id = run.deployment() == null ? id : run.deployment();
        }
        String newest = id;
        int first = newest == null
                ? runs.size() - 1
                : IntStream.range(0, runs.size())
                        .filter(i -> newest.equals(runs.get(i).deployment()))
                        .findFirst()
                        .getAsInt();
        return new Summary(runs.subList(first, runs.size()).stream()
                .filter(run -> newest == null || newest.equals(run.deployment()) || tellsWithoutId(run))
                .toList());
    }

    /** What failed, or what was found; other goals that know of no deployment have nothing to do with this one. */
    private static boolean tellsWithoutId(Run run) {
        return run.deployment() == null
                && (!run.result().success() || run.result().status() != null);
    }

    String markdown() {
        for (int rows = ROWS; rows > 1; rows /= 2) {
            String text = markdown(rows);
            if (text.length() <= LONGEST) {
                return text;
            }
        }
        var text = new Markdown();
        head(text);
        return text.paragraph("The rest is too long for here; see report.html.").toString();
    }

    private String markdown(int rows) {
        var text = new Markdown();
        head(text);
        new SummaryParts(runs, text, rows).add();
        return text.toString();
    }

    private void head(Markdown text) {
        RunResult last = last();
        Standing standing = Standing.of(runs.stream().map(Run::result).toList());
        text.heading(2, headline(standing)).paragraph(facts()).paragraph(goals());
        if (standing.failed() != null) {
            text.block("text", last.message(), LONGEST_MESSAGE);
        } else if (last.dryRun()) {
            text.paragraph("mz:" + last.goal() + " was a dry run: it wrote nothing.");
        } else if (last.status() != null) {
            next(text, last.status());
        } else if (!last.message().isBlank()) {
            text.paragraph(Markdown.text(last.message()));
        }
    }

    private static void next(Markdown text, TargetStatus status) {
        if (status.next() != null && status.refusals().isEmpty()) {
            text.paragraph("Next: " + Markdown.code("mvn mz:" + status.next()));
        }
    }

    private String headline(Standing standing) {
        RunEvent.DeploymentKnown known = deployment();
        String what =
                known == null ? "Target " + Markdown.code(last().target()) : "Deployment " + Markdown.code(known.id());
        if (standing.failed() == null) {
            return standing.state() == null ? what : what + " is " + standing.state();
        }
        return what + " failed at mz:" + standing.failed().goal()
                + (standing.state() == null ? "" : "; it is " + standing.state());
    }

    private String facts() {
        RunResult last = last();
        RunEvent.DeploymentKnown known = deployment();
        return "Target " + Markdown.code(last.target())
                + (known == null || known.tag() == null ? "" : " · tag " + Markdown.code(known.tag()))
                + (known == null || known.gitSha() == null
                        ? ""
                        : " · commit " + Markdown.code(Texts.shortened(known.gitSha(), 13)))
                + " · " + Markdown.code(last.connection());
    }

    private String goals() {
        return runs.stream().map(run -> goal(run.result())).collect(Collectors.joining(" → "));
    }

    private static String goal(RunResult result) {
        String name = result.goal() + (result.dryRun() ? " (dry run)" : "");
        return (result.success() ? name : "**" + name + " failed**") + " "
                + Texts.took(result.times().tookMillis());
    }

    private RunEvent.DeploymentKnown deployment() {
        RunEvent.DeploymentKnown known = null;
        for (Run run : runs) {
            known = run.result().deployment() == null ? known : run.result().deployment();
        }
        return known;
    }

    private RunResult last() {
        return runs.get(runs.size() - 1).result();
    }
}
