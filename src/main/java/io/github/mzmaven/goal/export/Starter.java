package io.github.mzmaven.goal.export;

import io.github.mzmaven.Problem;
import io.github.mzmaven.config.ConnectionSettings;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.goal.export.TargetFiles.Target;
import io.github.mzmaven.report.ExportEvent.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What makes a project of a directory that is none yet: a POM that names the plugin, and a configuration with what was exported. */
final class Starter {
    private static final String ARTIFACT = "mz-maven-plugin";
    private static final String POM = "pom.xml";
    private static final String CONFIGURATION = "mz.yml";
    private static final String DBT = "dbt_project.yml";
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");
    /** Words that YAML 1.1 takes for something else. */
    private static final Set<String> YAML_WORDS = Set.of("null", "true", "false", "yes", "no", "on", "off", "y", "n");

    private Starter() {}

    /**
     * What is missing; what is there is never written over.
     *
     * @param version the plugin's
     * @param found whether no schemas and clusters were configured
     */
    static List<Target> of(Settings settings, String version, boolean found) {
        Path directory = settings.files().baseDirectory();
        boolean pom = Files.exists(directory.resolve(POM));
        boolean configured = Files.exists(directory.resolve(CONFIGURATION))
                || isConfigured(directory.resolve(DBT))
                || settings.files().configured();
        var files = new ArrayList<Target>();
        if (!pom) {
            files.add(file(directory, POM, pom(directory, version)));
        }
        if (!configured && (!pom || found)) {
            files.add(file(directory, CONFIGURATION, configuration(settings)));
        }
        return files;
    }

    /** Whether one of these files says what was exported. */
    static boolean configures(List<Target> starter) {
        return starter.stream().anyMatch(file -> file.path().equals(CONFIGURATION));
    }

    /** What to add to the configuration that is there, and is left as it is. */
    static Problem unconfigured(Settings settings) {
        return Problem.warning(
                "The configuration that is there names no schemas and no clusters, so that other goals would find nothing to"
                        + " deploy.",
                "Add to target " + settings.target() + ":",
                "schemas: " + list(settings.schemas()),
                "clusters: " + list(settings.clusterNames()));
    }

    private static String list(List<String> names) {
        return names.stream().map(Starter::yaml).collect(Collectors.joining(", ", "[", "]"));
    }

    /** Whether dbt's file may say what is deployed: an mz.yml beside it would hide that. */
    private static boolean isConfigured(Path dbt) {
        try {
            return Files.exists(dbt) && Files.readString(dbt).contains("deployment");
        } catch (IOException e) {
            return true;
        }
    }

    /** The plugin, where the directory's POM does not name it, so that the prefix mz would say nothing; {@code null} where it does. */
    static String missingPlugin(Settings settings, String version) {
        Path pom = settings.files().baseDirectory().resolve(POM);
        try {
            return !Files.exists(pom) || Files.readString(pom).contains(ARTIFACT)
                    ? null
                    : "io.github.mzmaven:" + ARTIFACT + ":" + version;
        } catch (IOException e) {
            return null;
        }
    }

    private static Target file(Path directory, String name, String text) {
        return new Target(name, directory.toAbsolutePath().resolve(name), text, Outcome.CREATED);
    }

    private static String pom(Path directory, String version) {
        Path name = directory.toAbsolutePath().normalize().getFileName();
        String id = name == null
                ? ""
                : name.toString().replaceAll("[^A-Za-z0-9_.-]+", "-").replaceAll("^[.-]+|[.-]+$", "");
        return template()
                .replace("@artifactId@", id.isEmpty() ? "materialize" : id)
                .replace("@version@", version);
    }

    private static String template() {
        try (InputStream template = Starter.class.getResourceAsStream("starter-pom.xml")) {
            return new String(template.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String configuration(Settings settings) {
        ConnectionSettings connection = settings.connection();
        var text = new StringBuilder();
        text.append("# What mz-maven-plugin deploys, and where. mvn mz:help -Ddetail explains every key.\n");
        text.append("deployment:\n");
        text.append("  # The target. There may be more: mvn … -Dmz.target=<name> chooses one.\n");
        text.append("  ").append(yaml(settings.target())).append(":\n");
        text.append("    # Where Materialize is; what follows the last slash is the database.\n");
        add(text, "url", connection.said().url());
        if (connection.said().serverId() != null) {
            text.append("    # The <server> of settings.xml that has user and password.\n");
            add(text, "serverId", connection.said().serverId());
        } else {
            text.append(
                    "    # The role to connect as. Its password belongs into no file of the project: set the environment\n"
                            + "    # variable MZ_PASSWORD, or name a <server> of settings.xml by serverId, or a file by passwordFile.\n");
            add(text, "user", connection.user());
        }
        if (connection.said().passwordFile() != null) {
            text.append("    # The file that holds the password and nothing else; keep it out of version control.\n");
            add(text, "passwordFile", connection.said().passwordFile());
        }
        if (!settings.suffix().equals(Settings.DEFAULT_SUFFIX)) {
            text.append("    # What the names of the copies end in.\n");
            add(text, "suffix", settings.suffix());
        }
        Path base = settings.files().baseDirectory();
        Path directory = settings.files().sqlDirectory();
        Path sql = directory.startsWith(base) ? base.relativize(directory) : directory;
        if (!sql.equals(Path.of("src", "main", "materialize"))) {
            text.append("    # The directory with a folder of .sql files for each schema.\n");
            add(text, "sqlDirectory", sql.toString().replace('\\', '/'));
        }
        if (settings.init().allowStateful()) {
            text.append("    # Schemas may hold tables, which each deployment makes anew, and empty.\n");
            text.append("    allowStateful: true\n");
        }
        text.append("    # The schemas that a deployment makes anew and swaps, each as a whole.\n");
        addList(text, "schemas", settings.schemas());
        text.append(
                "    # The clusters that it makes anew and swaps. Files build on the first one, if they name none.\n");
        addList(text, "clusters", settings.clusterNames());
        return text.toString();
    }

    private static void add(StringBuilder text, String key, String value) {
        text.append("    ").append(key).append(": ").append(yaml(value)).append('\n');
    }

    private static void addList(StringBuilder text, String key, List<String> values) {
        text.append("    ").append(key).append(values.isEmpty() ? ": []\n" : ":\n");
        values.forEach(value -> text.append("      - ").append(yaml(value)).append('\n'));
    }

    /** A text in double quotes, unless it is a plain word; all but letters and digits of ASCII by their numbers. */
    static String yaml(String value) {
        if (PLAIN.matcher(value).matches() && !YAML_WORDS.contains(value.toLowerCase(java.util.Locale.ROOT))) {
            return value;
        }
        var quoted = new StringBuilder("\"");
        value.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
            } else if (c >= ' ' && c < 0x7f || Character.isLetterOrDigit(c)) {
                quoted.appendCodePoint(c);
            } else {
                quoted.append(c > 0xffff ? String.format("\\U%08X", c) : String.format("\\u%04X", c));
            }
        });
        return quoted.append('"').toString();
    }
}
