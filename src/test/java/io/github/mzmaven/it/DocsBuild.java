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
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a page shows as a build: of the blocks that are marked by a name, SQL makes production, files are the project's, the
 * plugin is put into the POM, and the commands are what the build runs, or else it does not begin. Only the server's address is
 * another.
 */
public final class DocsBuild {
    private static final String SERVER = "localhost:6875";
    private static final String PLUGINS = "<!-- the page's plugin -->";
    /** The first line of a block that is a file. */
    private static final Pattern FILE = Pattern.compile("(?:--|#) ([\\w./]+\\.(?:sql|yml))[:,].*");

    private final Path directory;
    private final List<String> production = new ArrayList<>();
    private final List<String> calls = new ArrayList<>();
    private String plugin = "";

    private DocsBuild(Path directory) {
        this.directory = directory;
    }

    /**
     * Opens it on an empty server.
     *
     * @param basedir the build's directory
     * @param context what the scripts of one build share
     * @param page the page
     * @param name what the blocks are marked by
     */
    public static void open(File basedir, Map<String, Object> context, File page, String name) {
        open(basedir, context, page, name, null, shop -> {});
    }

    /**
     * Opens it on a server that has something.
     *
     * @param before SQL that makes it; {@code null} for none
     * @param prepare what else happens before the first command
     */
    public static void open(
            File basedir,
            Map<String, Object> context,
            File page,
            String name,
            File before,
            Consumer<SampleBuild> prepare) {
        var build = new DocsBuild(basedir.toPath());
        try {
            if (before != null) {
                build.production.add(Files.readString(before.toPath()));
            }
            for (Block block : DocPage.of(page.toPath()).blocks()) {
                if (block.run().equals(name)) {
                    build.read(block);
                }
            }
            build.expect();
            Path sample = basedir.toPath().resolve("production");
            Files.createDirectories(sample.resolve("src"));
            Files.writeString(sample.resolve("production.sql"), String.join("", build.production));
            SampleBuild.open(basedir, context, sample.toString(), shop -> {
                build.writePom(shop);
                prepare.accept(shop);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(Block block) throws IOException {
        Matcher file = FILE.matcher(block.lines().get(0));
        if (block.language().equals("xml")) {
            plugin = block.text();
        } else if (block.language().isEmpty()) {
            calls.addAll(calls(block));
        } else if (file.matches()) {
            Path path = directory.resolve(file.group(1));
            Files.createDirectories(path.getParent());
            Files.writeString(path, block.text());
        } else {
            block.statements().forEach(statement -> production.add(statement + ";\n"));
        }
    }

    private void writePom(SampleBuild shop) {
        Path pom = directory.resolve("pom.xml");
        replace(pom, PLUGINS, plugin);
        replace(pom, SERVER, "localhost:" + shop.sandbox().port());
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
    private void expect() throws IOException {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(directory.resolve("invoker.properties"))) {
            properties.load(reader);
        }
        var runs = new ArrayList<String>();
        for (int i = 1; properties.containsKey("invoker.goals." + i); i++) {
            runs.add(properties.getProperty("invoker.goals." + i));
        }
        if (!runs.equals(calls)) {
            throw new IllegalStateException("The page says " + calls + ", invoker.properties " + runs);
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
