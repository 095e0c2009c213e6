package io.github.mzmaven.goal.init;

import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.CatalogReader;
import io.github.mzmaven.catalog.Reading;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.execute.DryRun;
import io.github.mzmaven.execute.Goal;
import io.github.mzmaven.execute.GoalContext;
import io.github.mzmaven.execute.ProblemPolicy;
import io.github.mzmaven.plan.PlanResult;
import io.github.mzmaven.report.InitEvent;
import io.github.mzmaven.report.RunEvent;
import io.github.mzmaven.session.Session;
import java.time.Duration;

/** Creates copies of production's schemas and clusters beside production. */
public final class InitGoal implements Goal {
    @Override
    public String name() {
        return "init";
    }

    @Override
    public void run(GoalContext context) {
        long started = System.nanoTime();
        Settings settings = context.settings();
        try (Session session = context.beforeWriting(name(), () -> context.open(name()))) {
            Catalog catalog = context.beforeWriting(name(), () -> CatalogReader.read(session, settings, Reading.INIT));
            PlanResult planned = InitPlanner.plan(settings, catalog);
            context.tell(new RunEvent.Planned(planned.plan()));
            context.tell(new RunEvent.DeploymentKnown(planned.plan().deployment(), settings.tag(), settings.gitSha()));
            ProblemPolicy.check("init", planned, "Nothing was written.", context);
            context.tell(new InitEvent.Begun(
                    planned.plan().deployment(),
                    settings.tag(),
                    settings.schemas().size(),
                    settings.clusters().size(),
                    settings.suffix()));
            if (settings.dryRun()) {
                DryRun.print(planned.plan(), context);
                return;
            }
            int statements =
                    new InitRun(context, session, catalog).finish(planned.plan().steps());
            context.tell(new InitEvent.Staged(statements, Duration.ofNanos(System.nanoTime() - started)));
        }
    }
}
