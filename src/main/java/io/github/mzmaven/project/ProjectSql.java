package io.github.mzmaven.project;

import io.github.mzmaven.MzException;
import io.github.mzmaven.MzException.Kind;
import io.github.mzmaven.Problem;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.text.Nearest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The files that apply runs: one folder for each production schema, schemas as configured, files by path. */
public final class ProjectSql {
    /** Names the production cluster on whose copy a file builds. */
    public static final String CLUSTER = "cluster";

    private ProjectSql() {}

    /**
     * Reads all files.
     *
     * @param problems takes what is wrong in them
     * @throws MzException where there is no directory
     */
    public static List<SqlFile> read(Settings settings, List<Problem> problems) {
        Path directory = settings.files().sqlDirectory();
        if (!Files.isDirectory(directory)) {
            throw new MzException(
                    Kind.REFUSED,
                    "There is no directory " + directory
                            + ", so that there is nothing to apply. Create it with one folder for"
                            + " each schema, or set sqlDirectory.");
        }
        for (String folder : SqlDirectory.folders(directory)) {
            String schema = SafeName.decode(folder);
            if (!settings.schemas().contains(schema)) {
                problems.add(Problem.hard(
                        "The folder " + folder + " in " + directory + " is none of the target's schemas."
                                + Nearest.hint(schema, settings.schemas()),
                        "Schemas of target " + settings.target() + ": " + String.join(", ", settings.schemas())));
            }
        }
        var files = new ArrayList<SqlFile>();
        Placeholders placeholders = Placeholders.of(settings);
        for (Source source : SqlDirectory.read(directory, problems)) {
            if (!source.path().contains("/")) {
                problems.add(Problem.hard(
                                source.path() + " is in no schema's folder.",
                                "Move it to the folder of the schema it belongs to.")
                        .in(source.place(0)));
            } else if (settings.schemas().contains(schemaOf(source.path()))) {
                files.add(SqlFile.parse(source, List.of(CLUSTER), placeholders, problems));
            }
        }
        files.sort(Comparator.comparing((SqlFile file) -> settings.schemas().indexOf(schemaOf(file.path())))
                .thenComparing(SqlFile::path));
        return files;
    }

    /** The production schema that a file belongs to: its folder's name, in which {@code %2F} stands for a slash. */
    public static String schemaOf(String path) {
        return SafeName.decode(path.substring(0, path.indexOf('/')));
    }
}
