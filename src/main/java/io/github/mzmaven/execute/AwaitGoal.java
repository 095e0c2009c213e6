package io.github.mzmaven.execute;

import io.github.mzmaven.config.Settings;
import java.util.List;

/** Waits until the copies of the configured clusters could take over from production. */
public final class AwaitGoal implements Goal {
    @Override
    public String name() {
        return "await";
    }

    @Override
    public void run(GoalContext context) {
        Settings settings = context.settings();
        List<String> copies =
                settings.clusterNames().stream().map(settings::copyOf).toList();
        if (copies.isEmpty()) {
            context.log().info("No clusters are configured: nothing to wait for.");
            return;
        }
        Waiting.Ready ready = new Waiting(context, name()).until(copies);
        context.log().info(ready.describe() + " Next: mvn mz:test, then mvn mz:promote");
    }
}
