package io.github.mzmaven.report;

import io.github.mzmaven.catalog.DeploymentFacts;
import io.github.mzmaven.plan.Direction;
import io.github.mzmaven.report.SwapEvent.AttemptEnded;
import io.github.mzmaven.text.Durations;
import java.util.stream.Collectors;

/** What mz:promote and mz:rollback tell, a line each. */
final class SwapLines {
    /** What a rollback cannot take back. */
    static final String EMITTED =
            "What the sinks emitted since the promote stays in their topics: a rollback cannot take it"
                    + " back, and a moved sink emits no snapshot.";

    private SwapLines() {}

    static String begun(SwapEvent.Begun begun) {
        DeploymentFacts facts = begun.facts();
        String deployment = "Deployment " + begun.deployment();
        if (!begun.swapped()) {
            return deployment + " is staged"
                    + (facts == null ? "" : " (begun at " + facts.started() + " by " + facts.user() + ")");
        }
        return facts != null && facts.promoted() != null
                ? deployment + " was promoted at " + facts.promoted() + " by " + facts.promotedBy() + "."
                : deployment + " is in production already: another run swapped it, or something else did.";
    }

    static String nothingLeft(SwapEvent.NothingLeft nothing) {
        return nothing.direction() == Direction.PROMOTE
                ? "Nothing left to do."
                : "Deployment " + nothing.deployment()
                        + " is not promoted: production has the old version. Nothing left to do.";
    }

    static String tryingAgain(SwapEvent.TryingAgain again) {
        return "A" + again.failed().describe().substring(1) + "; trying again";
    }

    static String swapped(SwapEvent.Swapped swapped) {
        String failed = swapped.failed().stream().map(AttemptEnded::describe).collect(Collectors.joining(", "));
        return swapped.transaction().describe().replaceFirst("^swap", "Swapped")
                + (failed.isEmpty() ? "" : " (attempt " + (swapped.failed().size() + 1) + "; " + failed + ")") + ", "
                + Durations.precise(swapped.took());
    }

    static String foundSwapped(SwapEvent.FoundSwapped found) {
        return switch (found.cause()) {
            case LOST_COMMIT -> "Swapped: the connection was lost, but the transaction was committed";
            case OTHER_DURING_ATTEMPT -> "Swapped already, by another run at the same time";
            case OTHER_DURING_REHEARSAL -> "Swapped meanwhile, by another run";
        };
    }

    static String ended(SwapEvent.Ended ended) {
        return ended.direction() == Direction.PROMOTE
                ? "Promoted. Production is now " + ended.deployment() + "; the old objects are in *" + ended.suffix()
                        + ". Next: mvn mz:cleanup, or mvn mz:rollback"
                : "Rolled back. Production has the old version; deployment " + ended.deployment()
                        + " is staged again in *" + ended.suffix() + ". Next: mvn mz:promote, or mvn mz:cleanup";
    }
}
