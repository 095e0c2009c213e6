package io.github.mzmaven.report;

import java.util.List;

/**
 * Where a deployment stands after its goals.
 *
 * @param state what the deployment is, in words that follow "is"; {@code null} where no goal says it
 * @param promoted whether production has the new version
 * @param failed the last goal, where it failed; {@code null} where it did not
 */
record Standing(String state, boolean promoted, RunResult failed) {
    private static final Standing UNKNOWN = new Standing(null, false, null);
    private static final Standing STAGED = new Standing("staged", false, null);
    private static final Standing PROMOTED = new Standing("promoted", true, null);

    /** @param results in the order of time, at least one */
    static Standing of(List<RunResult> results) {
        Standing standing = UNKNOWN;
        for (RunResult result : results) {
            standing =
                    result.status() != null ? of(result.status()) : result.dryRun() ? standing : standing.after(result);
        }
        RunResult last = results.get(results.size() - 1);
        return last.success() ? standing : new Standing(standing.state, standing.promoted, last);
    }

    /** The marker's own word. */
    private static Standing of(TargetStatus status) {
        boolean promoted = Boolean.TRUE.equals(status.swapped());
        return switch (status.state()) {
            case "initializing" -> new Standing("in the making", promoted, null);
            case "applying" -> new Standing("being applied", promoted, null);
            case "cleaning" -> new Standing("being cleaned up", promoted, null);
            case "none", "current" -> new Standing("over", promoted, null);
            default -> new Standing(status.state(), promoted, null);
        };
    }

    private Standing after(RunResult result) {
        boolean wrote = !result.steps().isEmpty();
        return switch (result.goal()) {
            case "init" -> result.success() ? STAGED : wrote ? new Standing("in the making", false, null) : this;
            case "apply", "await", "test", "diff" -> state == null && result.deployment() != null ? STAGED : this;
            case "promote" -> result.success() || hasSwapped(result) ? PROMOTED : this;
            case "rollback" ->
                result.success() || hasSwapped(result)
                        ? new Standing("rolled back: production has the old version", false, null)
                        : this;
            case "cleanup" ->
                result.success()
                        ? new Standing(
                                promoted ? "promoted, and the old version is dropped" : "over: its copies are dropped",
                                promoted,
                                null)
                        : wrote ? new Standing("being cleaned up", promoted, null) : this;
            default -> this;
        };
    }

    /** Not where a run has swapped and swapped back: then each name is there twice. */
    private static boolean hasSwapped(RunResult result) {
        if (result.swaps().isEmpty()) {
            return false;
        }
        RunResult.Swap first = result.swaps().get(0);
        long times = result.swaps().stream()
                .filter(swap -> swap.kind().equals(first.kind()) && swap.name().equals(first.name()))
                .count();
        return times % 2 == 1;
    }
}
