package io.github.mzmaven.docs;

import io.github.mzmaven.Problem;
import io.github.mzmaven.config.Key;
import io.github.mzmaven.config.Keys;
import io.github.mzmaven.config.RawSettings;
import io.github.mzmaven.config.Secret;
import io.github.mzmaven.config.ServerLookup;
import io.github.mzmaven.config.SettingsLoader;
import io.github.mzmaven.config.SettingsSources;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugin.descriptor.PluginDescriptorBuilder;

/** What is wrong with a call of this plugin's goals: the plugin's own descriptor and its own reading of settings say it. */
final class CommandRules {
    private static final Set<String> OPTIONS = Set.of("-B", "-ntp", "-X", "-o", "-N");
    private static final String PREFIX = "mz:";
    /** What stands for anything in a text. */
    private static final String ANYTHING = "…";

    private final Path directory;
    private final PluginDescriptor plugin;

    /** @param directory for files of its own; empty */
    CommandRules(Path directory) throws IOException {
        this.directory = directory;
        try (Reader reader = new InputStreamReader(
                CommandRules.class.getResourceAsStream("/META-INF/maven/plugin.xml"), StandardCharsets.UTF_8)) {
            plugin = new PluginDescriptorBuilder().build(reader);
        } catch (org.codehaus.plexus.configuration.PlexusConfigurationException e) {
            throw new IOException(e);
        }
        Files.writeString(
                directory.resolve("mz.yml"),
                Stream.of("default", "prod", "staging", "qa")
                        .map(target -> "  " + target + ": {url: 'postgres://localhost', user: ann, schemas: [marts]}\n")
                        .collect(Collectors.joining("", "deployment:\n", "")));
    }

    /** What is wrong with a call of Maven; empty if nothing is. */
    List<String> of(MavenCommand command) {
        var wrong = new ArrayList<String>();
        command.options().stream()
                .filter(option -> !OPTIONS.contains(option))
                .forEach(option -> wrong.add("option " + option));
        List<String> goals = command.goals().stream()
                .filter(goal -> !goal.equals(PREFIX + ANYTHING))
                .toList();
        goals.forEach(goal -> goal(goal).ifPresentOrElse(found -> {}, () -> wrong.add("goal " + goal)));
        List<MojoDescriptor> found =
                goals.stream().flatMap(goal -> goal(goal).stream()).toList();
        command.properties().keySet().stream()
                .filter(property -> found.stream().noneMatch(goal -> reads(goal, property)))
                .forEach(property -> wrong.add("-D" + property + " is read by none of " + goals));
        if (found.stream().noneMatch(goal -> goal.getGoal().equals("help"))) {
            wrong.addAll(all(settings(command.properties())));
        }
        return wrong;
    }

    /** What is wrong with properties by themselves: some goals read them. */
    List<String> ofProperties(Map<String, String> properties) {
        var wrong = new ArrayList<String>();
        properties.keySet().stream()
                .filter(property ->
                        Keys.all().stream().noneMatch(key -> key.property().equals(property)))
                .forEach(property -> wrong.add("there is no property " + property));
        // One that needs another may stand alone in a sentence: that is a warning.
        wrong.addAll(texts(settings(properties).problems()));
        return wrong;
    }

    boolean hasGoal(String name) {
        return goal(name).isPresent();
    }

    /** What the plugin says of a directory's configuration file; a dbt_project.yml does not say how to connect. */
    List<String> ofFile(Path base, String target, boolean dbt) {
        return all(look(
                base,
                dbt
                        ? Map.of("mz.target", target, "mz.url", "postgres://localhost", "mz.user", "ann")
                        : Map.of("mz.target", target)));
    }

    PluginDescriptor plugin() {
        return plugin;
    }

    private SettingsLoader.Loaded settings(Map<String, String> properties) {
        return look(
                directory,
                properties.entrySet().stream()
                        .filter(property -> !property.getValue().contains(ANYTHING))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    private static SettingsLoader.Loaded look(Path base, Map<String, String> properties) {
        return SettingsLoader.look(new SettingsSources(
                "mz:init",
                base,
                base.resolve("target/mz"),
                new RawSettings("POM"),
                Map.of("PROD_URL", "postgres://localhost", "STAGING_URL", "postgres://localhost"),
                properties,
                new AnyServer()));
    }

    private static List<String> all(SettingsLoader.Loaded looked) {
        return Stream.concat(texts(looked.problems()).stream(), texts(looked.warnings()).stream())
                .toList();
    }

    private static List<String> texts(List<Problem> problems) {
        return problems.stream().map(Problem::what).toList();
    }

    private Optional<MojoDescriptor> goal(String name) {
        String own = plugin.getGroupId() + ":" + plugin.getArtifactId() + ":" + plugin.getVersion() + ":";
        String goal = name.startsWith(own) ? name.substring(own.length()) : name.replaceFirst("^" + PREFIX, "");
        return goal.equals(name) ? Optional.empty() : Optional.ofNullable(plugin.getMojo(goal));
    }

    private static boolean reads(MojoDescriptor goal, String property) {
        if (goal.getGoal().equals("help")) {
            return goal.getParameters().stream()
                    .map(Parameter::getExpression)
                    .anyMatch(expression -> ("${" + property + "}").equals(expression));
        }
        String placeholders = Keys.named("placeholders").property() + ".";
        return property.startsWith(placeholders)
                ? Keys.named("placeholders").goals().contains(goal.getGoal())
                : Keys.all().stream()
                        .filter(key -> key.goals().contains(goal.getGoal()))
                        .map(Key::property)
                        .anyMatch(property::equals);
    }

    /** A settings.xml that has all that is asked for. */
    private static final class AnyServer implements ServerLookup {
        @Override
        public List<String> ids() {
            return List.of();
        }

        @Override
        public Server find(String id) {
            return new Server("ann", new Secret("secret"));
        }

        @Override
        public Secret decrypt(String id) {
            return new Secret("secret");
        }
    }
}
