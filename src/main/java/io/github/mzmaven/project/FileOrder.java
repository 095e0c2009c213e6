package io.github.mzmaven.project;

import io.github.mzmaven.Place;
import io.github.mzmaven.Problem;
import io.github.mzmaven.catalog.QualifiedName;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.sql.Mentions;
import io.github.mzmaven.sql.Mentions.Mention;
import io.github.mzmaven.sql.Name;
import io.github.mzmaven.sql.StatementSummary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The order in which files run: each after those that create what it mentions, whatever the files are called. Where that
 * leaves a choice it is that of {@link ProjectSql#read}. Files that wait for each other run when nothing else can, by path.
 */
public final class FileOrder {
    /** As many files, and mentions, as a warning about a circle names. */
    private static final int SHOWN = 20;

    private final List<SqlFile> files;
    private final Map<String, List<List<Edge>>> byStatement;
    private final Map<String, List<Edge>> after;
    private final List<List<String>> circles;

    /**
     * Why a file runs after another one.
     *
     * @param file the path of the other
     * @param relation what it creates, and this file mentions first
     * @param place where
     */
    public record Edge(String file, QualifiedName relation, Place place) {}

    private FileOrder(
            List<SqlFile> files,
            Map<String, List<List<Edge>>> byStatement,
            Map<String, List<Edge>> after,
            List<List<String>> circles) {
        this.files = List.copyOf(files);
        this.byStatement = Map.copyOf(byStatement);
        this.after = Map.copyOf(after);
        this.circles = List.copyOf(circles);
    }

    /**
     * Orders files.
     *
     * @param files as read
     * @param names of the same files
     */
    public static FileOrder of(Settings settings, List<SqlFile> files, FileNames names) {
        Map<String, List<List<Edge>>> byStatement = new HashMap<>();
        Map<String, List<Edge>> after = new HashMap<>();
        Map<String, Set<String>> needs = new LinkedHashMap<>();
        for (SqlFile file : files) {
            List<List<Edge>> statements = edges(settings, file, names);
            List<Edge> first = firstOfEach(statements);
            byStatement.put(file.path(), statements);
            after.put(file.path(), first);
            needs.put(file.path(), first.stream().map(Edge::file).collect(Collectors.toCollection(LinkedHashSet::new)));
        }
        List<List<String>> groups = Groups.of(needs);
        Map<String, SqlFile> byPath = files.stream().collect(Collectors.toMap(SqlFile::path, Function.identity()));
        return new FileOrder(
                groups.stream().flatMap(List::stream).map(byPath::get).toList(),
                byStatement,
                after,
                groups.stream().filter(group -> group.size() > 1).toList());
    }

    /** The files, in the order in which they run. */
    public List<SqlFile> files() {
        return files;
    }

    /** What a file waits for: one edge for each other file, in the order of its mentions. */
    public List<Edge> after(String path) {
        return after.getOrDefault(path, List.of());
    }

    /** What each statement of a file mentions of other files, in the order of statements and mentions. */
    public List<List<Edge>> byStatement(String path) {
        return byStatement.getOrDefault(path, List.of());
    }

    private static List<Edge> firstOfEach(List<List<Edge>> statements) {
        Map<String, Edge> first = new LinkedHashMap<>();
        statements.forEach(edges -> edges.forEach(edge -> first.putIfAbsent(edge.file(), edge)));
        return List.copyOf(first.values());
    }

    /** Files that wait for each other: two or more paths each, in the order in which they run. */
    public List<List<String>> circles() {
        return circles;
    }

    /** A warning for each circle. */
    public List<Problem> problems() {
        return circles.stream().map(this::problem).toList();
    }

    private Problem problem(List<String> circle) {
        var lines = new ArrayList<String>();
        Set<String> within = new HashSet<>(circle);
        for (String path : circle) {
            after(path).stream()
                    .filter(edge -> within.contains(edge.file()))
                    .forEach(edge -> lines.add(path + ":" + edge.place().line() + ":"
                            + edge.place().column() + " mentions " + edge.relation() + " of " + edge.file()));
        }
        if (lines.size() > SHOWN) {
            String more = "and " + (lines.size() - SHOWN) + " more like these";
            lines.subList(SHOWN, lines.size()).clear();
            lines.add(more);
        }
        lines.add(
                "They run by path; one that does not find a relation goes on after the others. Move what both need into a"
                        + " file of its own.");
        return Problem.warning(
                circle.size() + " files wait for each other: "
                        + circle.stream().limit(SHOWN).collect(Collectors.joining(", "))
                        + (circle.size() > SHOWN ? " and " + (circle.size() - SHOWN) + " more." : "."),
                lines.toArray(String[]::new));
    }

    private static List<List<Edge>> edges(Settings settings, SqlFile file, FileNames names) {
        var statements = new ArrayList<List<Edge>>();
        Set<String> temporary = new HashSet<>();
        for (SqlStatement statement : file.statements()) {
            StatementSummary summary = statement.summary();
            var edges = new ArrayList<Edge>();
            var mentions = new ArrayList<>(Mentions.of(statement.sql()));
            if (!summary.is("CREATE")) {
                summary.targets().forEach(target -> mentions.add(new Mention(target, 0, false)));
            } else if (summary.on() != null) {
                mentions.add(new Mention(summary.on(), 0, false));
            }
            for (Mention mention : mentions) {
                QualifiedName object = resolve(settings, file, names, mention.name(), temporary);
                String maker = object == null ? null : names.fileOf(object);
                boolean meant = !mention.type() || names.isType(object);
                if (maker != null && meant && !maker.equals(file.path())) {
                    edges.add(new Edge(maker, object, place(statement, mention)));
                }
            }
            statements.add(List.copyOf(edges));
            if (summary.is("CREATE") && summary.has("TEMPORARY")) {
                summary.targets().forEach(target -> temporary.add(target.object()));
            }
        }
        return List.copyOf(statements);
    }

    private static Place place(SqlStatement statement, Mention mention) {
        int position = statement.sql().codePointCount(0, mention.offset()) + 1;
        return statement.source().place(statement.sourceOffset(position));
    }

    /** What a name in a file stands for in the deployment; {@code null} for production's, and what is the session's alone. */
    private static QualifiedName resolve(
            Settings settings, SqlFile file, FileNames names, Name name, Set<String> temporary) {
        if (name.schema() == null) {
            return temporary.contains(name.object()) ? null : names.resolve(file, name);
        }
        return settings.schemaOfCopy(name.schema()) == null ? null : names.resolve(file, name);
    }
}
