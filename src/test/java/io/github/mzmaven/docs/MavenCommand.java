package io.github.mzmaven.docs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A call of Maven, as a shell would read it.
 *
 * @param options other than {@code -D}
 * @param goals goals and phases
 * @param properties by {@code -D}; {@code true} where no value is given
 */
record MavenCommand(List<String> options, List<String> goals, Map<String, String> properties) {
    private static final Pattern CALL = Pattern.compile("(?<![\\w/.-])(?:\\./mvnw|mvn) ");
    private static final Pattern WORD = Pattern.compile("(?:'[^']*'|\"[^\"]*\"|[^\\s'\"])+");

    static MavenCommand of(String command) {
        var options = new ArrayList<String>();
        var goals = new ArrayList<String>();
        var properties = new LinkedHashMap<String, String>();
        Matcher words = WORD.matcher(command);
        words.find();
        while (words.find()) {
            String word = words.group().replaceAll("['\"]", "");
            if (word.startsWith("-D")) {
                String[] parts = word.substring(2).split("=", 2);
                properties.put(parts[0], parts.length == 1 ? "true" : parts[1]);
            } else {
                (word.startsWith("-") ? options : goals).add(word);
            }
        }
        return new MavenCommand(options, goals, properties);
    }

    /** The calls in a line of something else, e.g. of YAML: each up to the line's end, or to the end of the text it stands in. */
    static List<String> in(String line) {
        var calls = new ArrayList<String>();
        Matcher call = CALL.matcher(line);
        while (call.find()) {
            char before = call.start() == 0 ? ' ' : line.charAt(call.start() - 1);
            int end = before == '\'' || before == '"' ? line.indexOf(before, call.start()) : line.length();
            calls.add(line.substring(call.start(), end < 0 ? line.length() : end)
                    .replaceAll(" +# .*", "")
                    .strip());
        }
        return calls;
    }
}
