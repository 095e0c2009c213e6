package io.github.mzmaven.it;

import io.github.mzmaven.docs.DocPage;
import io.github.mzmaven.docs.DocPage.Block;
import io.github.mzmaven.docs.Unrun;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The README's quick start as a build: its SQL makes production, its files are the project's, its plugin is put into the POM,
 * and its commands are what the build runs, or else it does not begin. Only the server's address is another.
 */
public final class QuickStart {
    private static final String SERVER = "localhost:6875";
    private static final String PLUGINS = "<!-- the README's plugin -->";
    private static final Pattern FILE = Pattern.compile("-- (src/main/materialize/\\S+\\.sql):.*");

    private QuickStart() {}

    /**
     * Opens it.
     *
     * @param basedir the build's directory
     * @param context what the scripts of one build share
     * @param readme the README
     */
    public static void open(File basedir, Map<String, Object> context, File readme) {
        Path directory = basedir.toPath();
        List<Block> blocks = DocPage.of(readme.toPath()).blocks().stream()
                .filter(block -> block.run().equals("quick-start"))
                .toList();
        try {
            Path sample = Files.createDirectories(directory.resolve("quick-start"));
            var production = new ArrayList<String>();
            var calls = new ArrayList<String>();
            String plugin = "";
            for (Block block : blocks) {
                Matcher file = FILE.matcher(block.lines().get(0));
                if (block.language().equals("xml")) {
                    plugin = block.text();
                } else if (block.language().isEmpty()) {
                    calls.addAll(calls(block));
                } else if (file.matches()) {
                    Path path = sample.resolve(file.group(1));
                    Files.createDirectories(path.getParent());
                    Files.writeString(path, block.text());
                } else {
                    production.addAll(block.statements());
                }
            }
            expect(directory, calls);
            Files.writeString(
                    sample.resolve("production.sql"),
                    production.stream().map(each -> each + ";\n").collect(Collectors.joining()));
            String read = plugin;
            SampleBuild.open(basedir, context, sample.toString(), shop -> {
                replace(directory.resolve("pom.xml"), PLUGINS, read);
                replace(
                        directory.resolve("pom.xml"),
                        SERVER,
                        "localhost:" + shop.sandbox().port());
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> calls(Block block) {
        var calls = new ArrayList<String>();
        for (String command : block.commands()) {
            if (command.startsWith("mvn ")) {
                calls.add(command.substring("mvn ".length()));
            } else if (!Unrun.holds(command)) {
                throw new IllegalStateException(block.place() + ": nobody runs " + command);
            }
        }
        return calls;
    }

    /** The invoker has read what to run before this. */
    private static void expect(Path directory, List<String> calls) throws IOException {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(directory.resolve("invoker.properties"))) {
            properties.load(reader);
        }
        var runs = new ArrayList<String>();
        for (int i = 1; properties.containsKey("invoker.goals." + i); i++) {
            runs.add(properties.getProperty("invoker.goals." + i));
        }
        if (!runs.equals(calls)) {
            throw new IllegalStateException("The README says " + calls + ", invoker.properties " + runs);
        }
    }

    private static void replace(Path file, String what, String by) {
        try {
            String text = Files.readString(file);
            if (!text.contains(what)) {
                throw new IllegalStateException(file + " does not hold " + what);
            }
            Files.writeString(file, text.replace(what, by));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
