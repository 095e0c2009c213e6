package io.github.mzmaven.goal.validate;

import io.github.mzmaven.Place;
import io.github.mzmaven.Problem;
import java.nio.file.Path;

/** Puts a problem's place to its beginning, as {@code path:line:column: message}: IDEs and CI servers link that. */
final class Located {
    private Located() {}

    /**
     * The problem with the place first; as it is where it is in no file.
     *
     * @param baseDirectory the path is said from there, where the file is below it
     */
    static Problem problem(Problem problem, Path baseDirectory) {
        Place place = problem.place();
        if (place == null) {
            return problem;
        }
        String position = ":" + place.line() + ":" + place.column();
        return new Problem(
                problem.severity(),
                path(place, baseDirectory) + position + ": "
                        + withoutPlace(problem.what().replace(" in " + place.file() + position, ""), place, position),
                problem.remedy(),
                place);
    }

    private static String path(Place place, Path baseDirectory) {
        Path file = Path.of(place.file()).normalize();
        Path base = baseDirectory.normalize();
        Path path = file.startsWith(base) ? base.relativize(file) : file;
        return path.toString().replace(path.getFileSystem().getSeparator(), "/");
    }

    /** Other goals name the file by the path from its own directory, at the beginning or in parentheses at the end. */
    private static String withoutPlace(String what, Place place, String position) {
        for (String end : new String[] {position + ": ", ": "}) {
            int at = what.indexOf(end);
            if (at > 0 && isFile(what.substring(0, at), place)) {
                return what.substring(at + end.length());
            }
        }
        int close = what.indexOf(position + ")");
        int open = close < 0 ? -1 : what.lastIndexOf(" (", close);
        return open >= 0 && isFile(what.substring(open + 2, close), place)
                ? what.substring(0, open) + what.substring(close + position.length() + 1)
                : what;
    }

    private static boolean isFile(String said, Place place) {
        return place.file().equals(said) || place.file().endsWith("/" + said);
    }
}
