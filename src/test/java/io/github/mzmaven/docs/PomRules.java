package io.github.mzmaven.docs;

import io.github.mzmaven.config.Keys;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.io.xpp3.MavenXpp3Reader;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.codehaus.plexus.util.xml.pull.XmlPullParserException;

/** What is wrong with a piece of a POM that configures this plugin. */
final class PomRules {
    private final CommandRules commands;

    PomRules(CommandRules commands) {
        this.commands = commands;
    }

    /** @param piece the plugin, or what stands in it */
    List<String> of(String piece) {
        String plugin = piece.startsWith("<plugin>")
                ? piece
                : "<plugin><groupId>io.github.mzmaven</groupId><artifactId>mz-maven-plugin</artifactId><version>"
                        + commands.plugin().getVersion() + "</version>" + piece + "</plugin>";
        try {
            Plugin read = new MavenXpp3Reader()
                    .read(new StringReader("<project><build><plugins>" + plugin + "</plugins></build></project>"), true)
                    .getBuild()
                    .getPlugins()
                    .get(0);
            return of(read);
        } catch (IOException | XmlPullParserException e) {
            return List.of(e.getMessage());
        }
    }

    private List<String> of(Plugin plugin) {
        var wrong = new ArrayList<String>();
        String expected = commands.plugin().getId();
        String id = plugin.getGroupId() + ":" + plugin.getArtifactId() + ":" + plugin.getVersion();
        if (!id.equals(expected)) {
            wrong.add("the plugin is " + expected + ", not " + id);
        }
        Stream.concat(
                        Stream.of(plugin.getConfiguration()),
                        plugin.getExecutions().stream().map(execution -> execution.getConfiguration()))
                .filter(Xpp3Dom.class::isInstance)
                .flatMap(configuration -> Stream.of(((Xpp3Dom) configuration).getChildren()))
                .map(Xpp3Dom::getName)
                .filter(name -> Keys.all().stream().noneMatch(key -> key.name().equals(name)))
                .forEach(name -> wrong.add("there is no parameter " + name));
        plugin.getExecutions().stream()
                .flatMap(execution -> execution.getGoals().stream())
                .filter(goal -> !commands.hasGoal("mz:" + goal))
                .forEach(goal -> wrong.add("there is no goal " + goal));
        return wrong;
    }
}
