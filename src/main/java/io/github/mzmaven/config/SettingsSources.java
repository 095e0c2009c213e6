package io.github.mzmaven.config;

import java.nio.file.Path;
import java.util.Map;

/**
 * Everything from which settings are made.
 *
 * @param goal the goal's name for the headline of a refusal, e.g. "mz:init"
 * @param baseDirectory against which relative paths are resolved, and where {@code mz.yml} is looked for
 * @param outputDirectory where reports go unless configured
 * @param pom what the POM says
 * @param environment the environment's variables
 * @param properties what was said by {@code -D}
 * @param servers where {@code serverId} is looked up
 */
public record SettingsSources(
        String goal,
        Path baseDirectory,
        Path outputDirectory,
        RawSettings pom,
        Map<String, String> environment,
        Map<String, String> properties,
        ServerLookup servers) {
    public SettingsSources {
        environment = Map.copyOf(environment);
        properties = Map.copyOf(properties);
    }

    /** Variables and properties may hold passwords. */
    @Override
    public String toString() {
        return "SettingsSources[" + goal + ", " + baseDirectory + "]";
    }
}
