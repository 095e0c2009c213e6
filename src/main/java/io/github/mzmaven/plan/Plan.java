package io.github.mzmaven.plan;

import java.util.List;

/**
 * What a goal will send, in order. A dry run prints it, a real run executes it.
 *
 * @param goal init, promote …
 * @param deployment the deployment's id
 * @param steps one message each
 */
public record Plan(String goal, String deployment, List<Step> steps) {
    public Plan {
        steps = List.copyOf(steps);
    }

    public boolean isEmpty() {
        return steps.isEmpty();
    }
}
