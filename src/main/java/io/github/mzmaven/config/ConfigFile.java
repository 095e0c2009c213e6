package io.github.mzmaven.config;

import io.github.mzmaven.Problem;
import io.github.mzmaven.text.Nearest;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A target's block in {@code mz.yml}, or in the variables of a {@code dbt_project.yml}. */
final class ConfigFile {
    static final String DEFAULT_NAME = "mz.yml";
    static final String DBT_NAME = "dbt_project.yml";
    static final List<String> CLUSTER_KEYS = List.of("name", "size", "replicationFactor");

    private static final String DEPLOYMENT = "deployment";
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{env\\.([^}]*)}");

    private final String shownName;
    private final Map<String, String> environment;
    private final boolean connecting;
    private final List<Problem> problems;

    /**
     * A file about to be read.
     *
     * @param shownName how messages name it
     * @param connecting whether what says how to connect is needed
     * @param problems gets what is wrong with it
     */
    ConfigFile(String shownName, Map<String, String> environment, boolean connecting, List<Problem> problems) {
        this.shownName = shownName;
        this.environment = environment;
        this.connecting = connecting;
        this.problems = problems;
    }

    /**
     * Reads the target's block.
     *
     * @param required whether it is a mistake that the file says nothing about deployments
     * @return {@code null} where there is none, which is then among the problems
     */
    ConfigNode.Fields target(Path file, String target, boolean required) {
        int before = problems.size();
        ConfigNode root = YamlFile.read(file, shownName, problems);
        if (problems.size() > before) {
            return null;
        }
        boolean dbt = isDbt(file, root);
        ConfigNode deployment = dbt ? dbtDeployment(root) : ownDeployment(root);
        if (deployment == null) {
            if (required && problems.size() == before) {
                problems.add(Problem.hard(
                        shownName + " has no deployment" + (dbt ? " among its vars." : "."),
                        "Write " + (dbt ? "vars: deployment: " : "deployment: ") + target
                                + ": with schemas and clusters below."));
            }
            return null;
        }
        if (!(deployment instanceof ConfigNode.Fields targets)) {
            problems.add(Problem.hard(
                            deployment.origin().place() + ": deployment must hold targets by name.",
                            "Write deployment: " + target + ": with schemas and clusters below.")
                    .in(deployment.origin().where()));
            return null;
        }
        targets.fields().forEach(this::checkTarget);
        return choose(targets, target, dbt);
    }

    private static boolean isDbt(Path file, ConfigNode root) {
        if (file.getFileName().toString().startsWith("dbt_project.")) {
            return true;
        }
        return root instanceof ConfigNode.Fields fields && fields.get(DEPLOYMENT) == null && fields.get("vars") != null;
    }

    private ConfigNode ownDeployment(ConfigNode root) {
        if (!(root instanceof ConfigNode.Fields fields)) {
            if (root != null) {
                problems.add(Problem.hard(
                                root.origin().place() + ": the file must begin with deployment:.",
                                "Write deployment: and targets by name below.")
                        .in(root.origin().where()));
            }
            return null;
        }
        checkKeys(fields, List.of(DEPLOYMENT), "");
        return said(fields.get(DEPLOYMENT));
    }

    /** Variables may be the whole project's, or below the project's name. */
    private static ConfigNode dbtDeployment(ConfigNode root) {
        if (!(root instanceof ConfigNode.Fields project) || !(project.get("vars") instanceof ConfigNode.Fields vars)) {
            return null;
        }
        if (vars.get(DEPLOYMENT) == null
                && project.get("name") instanceof ConfigNode.Text name
                && vars.get(name.text()) instanceof ConfigNode.Fields scoped) {
            return said(scoped.get(DEPLOYMENT));
        }
        return said(vars.get(DEPLOYMENT));
    }

    /** A key without a value says nothing. */
    private static ConfigNode said(ConfigNode value) {
        return value instanceof ConfigNode.Text text && text.text() == null ? null : value;
    }

    private void checkTarget(ConfigNode.Field target) {
        if (!(target.value() instanceof ConfigNode.Fields fields)) {
            if (said(target.value()) != null) {
                problems.add(Problem.hard(
                                target.value().origin().place() + ": target " + target.key()
                                        + " must hold keys with values.",
                                "Known keys: " + String.join(", ", Keys.ofTarget()) + ".")
                        .in(target.value().origin().where()));
            }
            return;
        }
        checkKeys(fields, Keys.ofTarget(), " of target " + target.key());
        if (fields.get(Keys.CLUSTERS.name()) instanceof ConfigNode.Items clusters) {
            clusters.items().forEach(cluster -> {
                if (cluster instanceof ConfigNode.Fields options) {
                    checkKeys(options, CLUSTER_KEYS, " of a cluster of target " + target.key());
                }
            });
        }
    }

    private void checkKeys(ConfigNode.Fields fields, List<String> known, String where) {
        for (ConfigNode.Field field : fields.fields()) {
            if (Secret.isPassword(field.key())) {
                problems.add(Secret.misplaced(field.keyOrigin().place() + ": there is no key " + field.key() + where)
                        .in(field.keyOrigin().where()));
            } else if (!known.contains(field.key())) {
                problems.add(Problem.hard(
                                field.keyOrigin().place() + ": there is no key " + field.key() + where + "."
                                        + Nearest.hint(field.key(), known),
                                known.size() > CLUSTER_KEYS.size()
                                        ? "See mvn mz:help -Ddetail for the keys there are."
                                        : "Known here: " + String.join(", ", known) + ".")
                        .in(field.keyOrigin().where()));
            }
        }
    }

    private ConfigNode.Fields choose(ConfigNode.Fields targets, String target, boolean dbt) {
        ConfigNode chosen = targets.get(target);
        if (chosen == null) {
            problems.add(Problem.hard(
                            "There is no target " + target + " in " + shownName + "."
                                    + Nearest.hint(target, targets.keys()),
                            targets.keys().isEmpty()
                                    ? "Add one below deployment: in " + shownName + "."
                                    : "Choose one by mz.target: " + String.join(", ", targets.keys()) + ".")
                    .in(targets.origin().where()));
            return null;
        }
        if (!(chosen instanceof ConfigNode.Fields fields)) {
            return new ConfigNode.Fields(List.of(), chosen.origin());
        }
        Set<String> unset = new HashSet<>();
        ConfigNode replaced = needed(fields).withTexts(text -> replaced(text, dbt, unset));
        return unset.isEmpty() ? (ConfigNode.Fields) replaced : null;
    }

    /** Where nothing connects, what says how to by a variable that is not set says nothing. */
    private ConfigNode.Fields needed(ConfigNode.Fields fields) {
        if (connecting) {
            return fields;
        }
        List<String> ofConnection = Stream.of(Keys.URL, Keys.USER, Keys.SERVER_ID, Keys.PASSWORD_FILE)
                .map(Key::name)
                .toList();
        return new ConfigNode.Fields(
                fields.fields().stream()
                        .filter(field -> !ofConnection.contains(field.key()) || allSet(field.value()))
                        .toList(),
                fields.origin());
    }

    private boolean allSet(ConfigNode value) {
        return !(value instanceof ConfigNode.Text text && text.text() != null)
                || VARIABLE.matcher(text.text()).results().allMatch(found -> environment.containsKey(found.group(1)));
    }

    private ConfigNode.Text replaced(ConfigNode.Text text, boolean dbt, Set<String> unset) {
        if (text.text() == null) {
            return text;
        }
        if (dbt && (text.text().contains("{{") || text.text().contains("{%"))) {
            problems.add(Problem.hard(
                            text.origin().place()
                                    + ": a template is not evaluated here (dbt does not in vars, either).",
                            "Write ${env.NAME} for an environment variable.")
                    .in(text.origin().where()));
        }
        return new ConfigNode.Text(withVariables(text, unset), text.origin());
    }

    private String withVariables(ConfigNode.Text text, Set<String> unset) {
        Matcher matcher = VARIABLE.matcher(text.text());
        var result = new StringBuilder();
        while (matcher.find()) {
            String name = matcher.group(1);
            String value = environment.get(name);
            if (value == null && unset.add(name)) {
                problems.add(Problem.hard(
                                text.origin().place() + ": the environment variable " + name + " is not set.",
                                "Set it, or write the value instead of ${env." + name + "}.")
                        .in(text.origin().where()));
            }
            matcher.appendReplacement(result, Matcher.quoteReplacement(value == null ? "" : value));
        }
        return matcher.appendTail(result).toString();
    }
}
