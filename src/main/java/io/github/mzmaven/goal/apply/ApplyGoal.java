package io.github.mzmaven.goal.apply;

import io.github.mzmaven.Problem;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.execute.DryRun;
import io.github.mzmaven.execute.Goal;
import io.github.mzmaven.execute.GoalClock;
import io.github.mzmaven.execute.GoalContext;
import io.github.mzmaven.goal.apply.ApplyPlan.FileRun;
import io.github.mzmaven.project.ProjectSql;
import io.github.mzmaven.project.SqlFile;
import io.github.mzmaven.report.ApplyEvent;
import io.github.mzmaven.session.Session;
import java.util.ArrayList;
import java.util.List;

/** Runs the project's SQL in the copies: what is new or changed, and what depends on it. */
public final class ApplyGoal implements Goal {
    @Override
    public String name() {
        return "apply";
    }

    @Override
    public void run(GoalContext context) {
        var clock = new GoalClock(name());
        Settings settings = context.settings();
        var problems = new ArrayList<Problem>();
        List<SqlFile> files = ProjectSql.read(settings, problems);
        try (Session session = context.beforeWriting(name(), () -> context.open(name()))) {
            var claim = new ApplyClaim(context, session, files, problems);
            claim.plan();
            if (files.isEmpty()) {
                context.tell(new ApplyEvent.NoFiles(settings.files().sqlDirectory()));
            }
            if (settings.dryRun()) {
                DryRun.print(claim.plan().plan(), context);
                return;
            }
            ApplyPlan plan = claim.take();
            long ran = plan.files().stream().filter(FileRun::runs).count();
            context.tell(new ApplyEvent.Begun(
                    plan.deployment(),
                    plan.files().stream().map(run -> run.file().path()).toList(),
                    ran));
            new ApplyRun(context, session, claim, clock).execute();
            context.tell(new ApplyEvent.Applied(ran, files.size() - ran, clock.elapsed()));
        }
    }
}
