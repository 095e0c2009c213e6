package io.github.mzmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.config.Key;
import io.github.mzmaven.config.Keys;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugin.descriptor.PluginDescriptorBuilder;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.codehaus.plexus.util.xml.Xpp3DomBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What mvn mz:help, IDEs and Maven itself read about the goals. */
class DescriptorTest {
    private static PluginDescriptor plugin;
    private static String text;

    /** The names of all properties of all goals. */
    static Set<String> properties() throws Exception {
        readDescriptor();
        return goals().stream()
                .flatMap(goal -> goal.getParameters().stream())
                .filter(Parameter::isEditable)
                .map(parameter -> Keys.named(parameter.getName()).property())
                .collect(Collectors.toSet());
    }

    @BeforeAll
    static void readDescriptor() throws Exception {
        try (InputStream in = DescriptorTest.class.getResourceAsStream("/META-INF/maven/plugin.xml")) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        try (Reader reader = new StringReader(text)) {
            plugin = new PluginDescriptorBuilder().build(reader);
        }
    }

    private static List<MojoDescriptor> goals() {
        return plugin.getMojos().stream()
                .filter(mojo -> !mojo.getGoal().equals("help"))
                .toList();
    }

    @Test
    void everyGoalHasTheParametersOfItsKeys() {
        for (MojoDescriptor goal : goals()) {
            assertThat(goal.getParameters().stream()
                            .filter(Parameter::isEditable)
                            .map(Parameter::getName))
                    .as(goal.getGoal())
                    .containsExactlyInAnyOrderElementsOf(Keys.all().stream()
                            .filter(key -> key.goals().contains(goal.getGoal()))
                            .map(Key::name)
                            .toList());
        }
    }

    @Test
    void everyParameterIsAsItsKeyIsDeclared() {
        for (MojoDescriptor goal : goals()) {
            for (Parameter parameter : goal.getParameters()) {
                if (parameter.isEditable()) {
                    String name = goal.getGoal() + ":" + parameter.getName();
                    Key<?> key = Keys.named(parameter.getName());
                    // Maven cannot make a map of a text, which -Dmz.keys is.
                    assertThat(parameter.getExpression())
                            .as(name)
                            .isEqualTo(key.name().equals("keys") ? null : "${" + key.property() + "}");
                    assertThat(parameter.getType())
                            .as(name)
                            .isEqualTo(key.type().field().getName());
                    assertThat(parameter.getSince()).as(name).isEqualTo("0.1.0");
                    assertThat(parameter.getDefaultValue()).as(name).isNull();
                    assertThat(parameter.getDescription()).as(name).startsWith(key.description());
                    assertThat(parameter.getDescription())
                            .as(name)
                            .contains(" Type: " + key.type().text() + ".");
                    assertThat(key.variables()).as(name).allMatch(parameter.getDescription()::contains);
                    if (key.defaultText() != null) {
                        assertThat(parameter.getDescription()).as(name).contains("Default: " + key.defaultText());
                    }
                }
            }
        }
    }

    @Test
    void noParameterTakesAPassword() {
        assertThat(goals())
                .allSatisfy(goal -> assertThat(goal.getParameters())
                        .extracting(Parameter::getName)
                        .doesNotContain("password"));
    }

    @Test
    void everyGoalIsThreadSafeAndNeedsNoProject() {
        assertThat(goals()).allSatisfy(goal -> {
            assertThat(goal.isThreadSafe()).isTrue();
            assertThat(goal.isProjectRequired()).isFalse();
            assertThat(goal.getDescription()).isNotBlank();
        });
    }

    @Test
    void goalsThatBelongIntoABuildAreBoundToDeployAndWhatNeedsNoServerToValidate() {
        Map<String, String> phases = new TreeMap<>();
        goals().forEach(goal -> phases.put(goal.getGoal(), String.valueOf(goal.getPhase())));
        assertThat(phases)
                .hasToString(
                        "{apply=deploy, await=deploy, cleanup=deploy, diff=deploy, export=null, history=null, init=deploy,"
                                + " promote=deploy, rollback=null, status=null, test=deploy, validate=validate}");
    }

    @Test
    void theOldestMavenAndJavaAreNamed() {
        assertThat(plugin.getGoalPrefix()).isEqualTo("mz");
        assertThat(text)
                .contains("<requiredMavenVersion>3.6.3</requiredMavenVersion>")
                .contains("<requiredJavaVersion>17</requiredJavaVersion>");
    }

    @Test
    void eclipseIgnoresEveryGoal() throws Exception {
        try (InputStream in = DescriptorTest.class.getResourceAsStream("/META-INF/m2e/lifecycle-mapping-metadata.xml");
                Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            var dom = Xpp3DomBuilder.build(reader);
            var execution = dom.getChild("pluginExecutions").getChild("pluginExecution");
            assertThat(execution.getChild("action").getChild("ignore")).isNotNull();
            assertThat(Arrays.stream(execution
                                    .getChild("pluginExecutionFilter")
                                    .getChild("goals")
                                    .getChildren("goal"))
                            .map(Xpp3Dom::getValue))
                    .containsAll(plugin.getMojos().stream()
                            .map(MojoDescriptor::getGoal)
                            .toList());
        }
    }
}
