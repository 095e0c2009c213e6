package io.github.mzmaven;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Ends tests that wait for what never comes: where for {@link #LONGEST} none begins or ends, it prints what each thread does,
 * and ends the JVM, which fails the build. Without it a build stands still, and nobody learns why.
 */
public final class StallWatch implements TestExecutionListener {
    /** Many times what the slowest test takes, even where others share the machine. */
    private static final Duration LONGEST = Duration.ofMinutes(15);

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

    private volatile long movedNanos;
    private volatile String last = "nothing";
    private Thread watch;

    /** Once for each class of tests; the watch goes on between them, where a JVM that gets no next one stands still, too. */
    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        movedNanos = System.nanoTime();
        if (watch == null) {
            watch = new Thread(this::watch, "stall-watch");
            watch.setDaemon(true);
            watch.start();
        }
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        moved("began: ", test);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        moved("ended: ", test);
    }

    private void moved(String how, TestIdentifier test) {
        last = how + test.getUniqueId();
        movedNanos = System.nanoTime();
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(BETWEEN_LOOKS.toMillis());
                if (System.nanoTime() - movedNanos > LONGEST.toNanos()) {
                    // Past the streams that Surefire replaced, which may keep what was printed last.
                    new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8)
                            .println(report());
                    Runtime.getRuntime().halt(1);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String report() {
        return "Since " + LONGEST.toMinutes() + " minutes no test has begun or ended. The last one " + last + "\n"
                + Thread.getAllStackTraces().entrySet().stream()
                        .map(each -> each.getKey() + " " + each.getKey().getState()
                                + Stream.of(each.getValue())
                                        .map(frame -> "\n    at " + frame)
                                        .collect(Collectors.joining()))
                        .collect(Collectors.joining("\n"));
    }
}
