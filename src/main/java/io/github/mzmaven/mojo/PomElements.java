package io.github.mzmaven.mojo;

import io.github.mzmaven.Place;
import io.github.mzmaven.Problem;
import io.github.mzmaven.config.Key;
import io.github.mzmaven.config.Keys;
import io.github.mzmaven.config.RawSettings;
import io.github.mzmaven.config.Secret;
import io.github.mzmaven.text.Nearest;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.maven.model.InputLocation;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.descriptor.Parameter;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/** Tells where the elements of the plugin's configuration are, and which of them no goal knows; Maven passes them over. */
final class PomElements {
    private PomElements() {}

    /** @param all whether what other goals read is wanted too, as it stands: Maven fills a mojo's own fields only */
    static void read(MavenProject project, MojoExecution execution, boolean all, RawSettings pom) {
        PluginDescriptor descriptor = execution.getMojoDescriptor().getPluginDescriptor();
        Plugin plugin = plugin(project, descriptor.getPluginLookupKey());
        if (plugin == null) {
            return;
        }
        Set<String> known = descriptor.getMojos().stream()
                .flatMap(mojo -> mojo.getParameters().stream())
                .filter(Parameter::isEditable)
                .map(Parameter::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> others = new TreeSet<>(all ? known : Set.of());
        others.removeAll(execution.getMojoDescriptor().getParameterMap().keySet());
        Set<String> told = new TreeSet<>();
        check(plugin.getConfiguration(), plugin.getLocation("configuration"), known, told, pom);
        put(plugin.getConfiguration(), others, pom);
        Map<String, PluginExecution> executions = plugin.getExecutionsAsMap();
        PluginExecution own = executions.get(execution.getExecutionId());
        if (own != null) {
            check(own.getConfiguration(), own.getLocation("configuration"), known, told, pom);
            put(own.getConfiguration(), others, pom);
        }
    }

    private static Plugin plugin(MavenProject project, String key) {
        if (project == null) {
            return null;
        }
        Plugin plugin = project.getPlugin(key);
        if (plugin == null && project.getPluginManagement() != null) {
            return project.getPluginManagement().getPluginsAsMap().get(key);
        }
        return plugin;
    }

    private static void check(
            Object configuration, InputLocation block, Set<String> known, Set<String> told, RawSettings pom) {
        if (!(configuration instanceof Xpp3Dom elements)) {
            return;
        }
        for (Xpp3Dom element : elements.getChildren()) {
            String name = element.getName();
            InputLocation own = element.getInputLocation() instanceof InputLocation location ? location : block;
            pom.at(name, place(own), position(own));
            if (known.contains(name)) {
                checkBlank(element, own, pom);
            } else if (told.add(name)) {
                pom.problem(unknown(name, place(own), known).in(position(own)));
            }
        }
    }

    private static void put(Object configuration, Set<String> names, RawSettings pom) {
        if (configuration instanceof Xpp3Dom elements) {
            for (Xpp3Dom element : elements.getChildren()) {
                if (names.contains(element.getName()) && (element.getChildCount() > 0 || element.getValue() != null)) {
                    pom.put(element.getName(), value(element));
                }
            }
        }
    }

    /** A text, a list of texts, or texts by name, whichever the key is. */
    private static Object value(Xpp3Dom element) {
        List<Xpp3Dom> children = List.of(element.getChildren());
        if (children.isEmpty()) {
            return element.getValue();
        }
        if (List.class.equals(Keys.named(element.getName()).type().field())) {
            return children.stream().map(PomElements::text).toList();
        }
        Map<String, Object> values = new LinkedHashMap<>();
        children.forEach(child -> values.put(child.getName(), text(child)));
        return values;
    }

    private static String text(Xpp3Dom element) {
        return element.getValue() == null ? "" : element.getValue();
    }

    private static Problem unknown(String name, String place, Set<String> known) {
        String what = "There is no parameter <" + name + "> (" + place + ")";
        return Secret.isPassword(name)
                ? Secret.misplaced(what)
                : Problem.hard(
                        what + "." + Nearest.hint(name, known),
                        "See mvn mz:help -Ddetail for the parameters there are.");
    }

    /** Maven takes an empty element for one that is not there; what it means is for the settings to say. */
    private static void checkBlank(Xpp3Dom element, InputLocation location, RawSettings pom) {
        if (element.getChildCount() > 0
                || element.getValue() != null && !element.getValue().isBlank()) {
            return;
        }
        String name = element.getName();
        if (Keys.named(name) != null && Keys.named(name).scope() == Key.Scope.BUILD) {
            pom.problem(
                    Problem.hard(name + " is blank (<" + name + "> in " + place(location) + ").", "Use true or false.")
                            .in(position(location)));
        } else {
            pom.put(name, "");
        }
    }

    private static Place position(InputLocation location) {
        return location == null
                        || location.getSource() == null
                        || location.getSource().getLocation() == null
                ? null
                : Place.in(
                        Path.of(location.getSource().getLocation()),
                        location.getLineNumber(),
                        location.getColumnNumber());
    }

    private static String place(InputLocation location) {
        if (location == null) {
            return "the POM";
        }
        String file = location.getSource() == null || location.getSource().getLocation() == null
                ? "the POM"
                : location.getSource().getLocation();
        return file + ":" + location.getLineNumber() + ":" + location.getColumnNumber();
    }
}
