package io.github.mzmaven.report;

import io.github.mzmaven.Log;
import io.github.mzmaven.catalog.GoalTimes;
import io.github.mzmaven.catalog.History;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What mz:history found, as a table: a column for each goal of which a time is known. */
record HistoryLines(Log log, HistoryFound found) {
    private static final int SHORT_SHA = 7;

    void tell() {
        if (!found.readable()) {
            log.warn(
                    "The history of target " + found.target()
                            + " cannot be read: something else has replaced its view. The next mvn mz:cleanup begins a new one.");
        }
        if (found.deployments().isEmpty()) {
            log.info("No deployment of target " + found.target() + " is known. mz:cleanup records them.");
            return;
        }
        log.info("Deployments of target " + found.target() + ", the newest first:");
        List<String> goals = GoalTimes.GOALS.stream()
                .filter(goal -> found.deployments().stream()
                        .anyMatch(past -> past.deployment().goals().containsKey(goal)))
                .toList();
        var columns = new ArrayList<>(List.of("deployment", "by", "tag", "commit", "what happened"));
        columns.addAll(goals);
        List<List<String>> rows =
                found.deployments().stream().map(past -> row(past, goals)).toList();
        TextTable.lines(columns, rows).forEach(line -> log.info("  " + line));
    }

    private static List<String> row(HistoryFound.Past past, List<String> goals) {
        History.Entry deployment = past.deployment();
        var row = new ArrayList<String>();
        row.add(deployment.id());
        row.add(Texts.orDash(deployment.user()));
        row.add(Texts.orDash(deployment.tag()));
        row.add(
                deployment.git() == null
                        ? Texts.orDash(null)
                        : deployment
                                .git()
                                .substring(
                                        0, Math.min(SHORT_SHA, deployment.git().length())));
        row.add(whatHappened(past));
        Map<String, Long> times = deployment.goals();
        goals.forEach(goal -> row.add(times.containsKey(goal) ? Texts.took(times.get(goal)) : ""));
        return row;
    }

    /** What production has, and what is in progress, comes before when that was. */
    static String whatHappened(HistoryFound.Past past) {
        History.Entry deployment = past.deployment();
        String promoted = deployment.promoted() == null ? "promoted" : "promoted " + Texts.time(deployment.promoted());
        return switch (past.state()) {
            case "production" -> "in production, " + promoted;
            case "replaced" -> promoted;
            case "rolledBack" -> "rolled back " + Texts.time(deployment.rolledBack());
            case "givenUp" -> deployment.ended() == null ? "given up" : "given up " + Texts.time(deployment.ended());
            default -> "in progress: " + past.state();
        };
    }
}
