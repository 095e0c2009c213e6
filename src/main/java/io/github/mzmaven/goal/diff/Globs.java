package io.github.mzmaven.goal.diff;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Globs against {@code schema.object}: {@code *} stands for any characters, {@code ?} for one. */
record Globs(List<String> globs) {
    /** Whether any of them fits. */
    boolean match(String name) {
        return globs.stream().anyMatch(glob -> matches(glob, name));
    }

    /** Those that fit none of the names. */
    List<String> withoutMatch(List<String> names) {
        return globs.stream()
                .filter(glob -> names.stream().noneMatch(name -> matches(glob, name)))
                .toList();
    }

    private static boolean matches(String glob, String name) {
        String pattern = glob.codePoints()
                .mapToObj(Character::toString)
                .map(sign -> sign.equals("*") ? ".*" : sign.equals("?") ? "." : Pattern.quote(sign))
                .collect(Collectors.joining());
        return Pattern.compile(pattern, Pattern.DOTALL).matcher(name).matches();
    }
}
