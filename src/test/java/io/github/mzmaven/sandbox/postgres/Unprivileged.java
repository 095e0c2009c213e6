package io.github.mzmaven.sandbox.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How to run a command as somebody who is not root, which PostgreSQL insists on: containers run as root, and differ in
 * which of these ways they allow.
 *
 * @param prefix what to put before the command
 * @param owner who then owns the files that the command writes, as {@code chown} takes it; {@code null} for this user
 */
record Unprivileged(List<String> prefix, String owner) {
    private static final String NOBODY = "65534";

    Unprivileged {
        prefix = List.copyOf(prefix);
    }

    /** The first way that works on this machine; {@code home} must be readable in it. */
    static Unprivileged find(Path home) throws IOException, InterruptedException {
        Unprivileged asIs = new Unprivileged(List.of(), null);
        if (!asIs.output("id", "-u").strip().equals("0")) {
            return asIs;
        }
        for (Unprivileged way : ways()) {
            String answer = way.output("sh", "-c", "id -u && exec \"$0\" --version", home + "/bin/postgres");
            if (answer.contains("PostgreSQL") && !answer.startsWith("0\n")) {
                return way;
            }
        }
        throw new IOException(
                "PostgreSQL does not run as root, and this root may neither become another user"
                        + " (setpriv, runuser, su, sudo) nor make a user namespace (unshare -U). Run the build as another user.");
    }

    private static List<Unprivileged> ways() {
        return List.of(
                new Unprivileged(
                        List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"), NOBODY),
                new Unprivileged(List.of("runuser", "-u", "nobody", "--"), "nobody"),
                new Unprivileged(List.of("su", "nobody", "-s", "/bin/sh", "-c", "exec \"$0\" \"$@\"", "--"), "nobody"),
                new Unprivileged(List.of("sudo", "-n", "-u", "nobody", "--"), "nobody"),
                new Unprivileged(List.of("unshare", "-U", "--"), null));
    }

    List<String> command(String... command) {
        List<String> all = new ArrayList<>(prefix);
        all.addAll(List.of(command));
        return all;
    }

    /** Gives a file of this user to whom the command runs as. */
    void give(Path file) throws IOException, InterruptedException {
        if (owner != null) {
            Process chown = new ProcessBuilder("chown", "-R", owner, file.toString()).start();
            if (chown.waitFor() != 0) {
                throw new IOException("chown " + owner + " " + file + " failed");
            }
        }
    }

    /** What a command prints; nothing if it cannot be run or fails. */
    private String output(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command(command))
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0 ? output : "";
        } catch (IOException e) {
            return "";
        }
    }
}
