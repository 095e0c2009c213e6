package io.github.mzmaven.goal.validate;

import io.github.mzmaven.MzException;
import io.github.mzmaven.MzException.Kind;
import io.github.mzmaven.Problem;
import io.github.mzmaven.Problem.Severity;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.config.SettingsLoader;
import io.github.mzmaven.execute.Goal;
import io.github.mzmaven.execute.GoalContext;
import io.github.mzmaven.report.RunEvent;
import io.github.mzmaven.report.ValidateEvent;
import io.github.mzmaven.text.Count;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Says all that is wrong with a project at once, and opens no connection. */
public final class ValidateGoal implements Goal {
    private final SettingsLoader.Loaded loaded;
    private final Path baseDirectory;

    /**
     * A goal for one run.
     *
     * @param loaded the settings, and what is wrong with them
     * @param baseDirectory the module's; places are said as paths from there
     */
    public ValidateGoal(SettingsLoader.Loaded loaded, Path baseDirectory) {
        this.loaded = loaded;
        this.baseDirectory = baseDirectory;
    }

    @Override
    public String name() {
        return "validate";
    }

    @Override
    public void run(GoalContext context) {
        Settings settings = context.settings();
        var problems = new ArrayList<>(loaded.problems());
        problems.sort(ProjectCheck.BY_PLACE);
        // Where the file with the settings cannot be read, nothing is known of schemas and placeholders.
        ProjectCheck check = loaded.complete() ? ProjectCheck.of(settings, problems) : ProjectCheck.NOTHING;
        List<Problem> located = problems.stream()
                .distinct()
                .map(problem -> Located.problem(problem, baseDirectory))
                .toList();
        List<Problem> warnings = located.stream()
                .filter(problem -> problem.severity() == Severity.WARNING)
                .toList();
        context.tell(new RunEvent.ProblemsFound(warnings, false));
        List<Problem> errors = located.stream()
                .filter(problem -> problem.severity() != Severity.WARNING)
                .toList();
        if (!errors.isEmpty()) {
            context.tell(new RunEvent.ProblemsFound(errors, true));
            throw new MzException(Kind.REFUSED, message(errors));
        }
        context.tell(new ValidateEvent.Valid(check.files(), check.schemas(), check.tests(), warnings.size()));
    }

    /** Without numbers: what links places wants them at the beginning of lines. */
    private static String message(List<Problem> errors) {
        return "mz:validate found " + Count.of(errors.size(), "problem") + ". No server was asked.\n"
                + errors.stream().map(ValidateGoal::lines).collect(Collectors.joining("\n"));
    }

    private static String lines(Problem problem) {
        return problem.what()
                + problem.remedy().stream().map(line -> "\n    " + line).collect(Collectors.joining());
    }
}
