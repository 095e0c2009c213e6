package io.github.mzmaven.goal;

import io.github.mzmaven.config.Names;
import io.github.mzmaven.goal.swap.ProductionState;
import io.github.mzmaven.sandbox.engine.Moment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Law 8: what an error says of the database's state is so, and it says something of it. */
public final class Claims {
    /** What one message did to the catalog. */
    public record Change(Moment before, Moment after) {
        boolean isNone() {
            return before.isSameAs(after);
        }
    }

    private static final Map<Pattern, Predicate<Seen>> SENTENCES = new LinkedHashMap<>();

    static {
        for (ProductionState state : ProductionState.values()) {
            says(Pattern.quote(state.sentence()), isSo(state));
        }
        says("nothing is swapped", seen -> !seen.swapped());
        says("[Pp]roduction is untouched", seen -> !seen.swapped() && !seen.touched());
        says("What was in production already is untouched", seen -> seen.kept() && !seen.touched());
        says("What was missing in production is created, empty", Seen::swapped);
        says("[Pp]roduction is swapped(?! is unknown)", Seen::done);
        says("production was swapped, and", seen -> seen.swapped() || seen.done());
        says("something else has swapped it back since", seen -> !seen.done());
        says(
                "What this run had created is dropped again\\.",
                seen -> seen.created().isEmpty());
        says(
                "What this run had created is dropped again, except:",
                seen -> !seen.created().isEmpty());
        says(
                "What was created so far is marked as this deployment's",
                seen -> seen.created().isEmpty() || seen.marked());
        says("The files are applied", Seen::wrote);
        says("The deployment is staged", seen -> seen.isMarked("staged"));
        says("Nothing is dropped yet", seen -> seen.dropped().isEmpty());
        says("is marked as being cleaned up(?! is unknown)", seen -> seen.isMarked("cleaning"));
        says("Nothing is dropped, and the deployment is as before", seen -> !seen.wrote());
        says("not staged yet: its marker says initializing", seen -> seen.isMarked("initializing"));
        says("\\b0 of \\d+ files are applied and recorded", seen -> true);
        says("\\b[1-9]\\d* of \\d+ files are applied and recorded", Seen::marked);
        says("what the lines above name is dropped", seen -> !seen.dropped().isEmpty());
        says(
                "(?s)the rest is still there(?!.*Whether the last step took effect is unknown)",
                seen -> !seen.lastTookEffect());
    }

    /** Of each state: another one does not compile without its check. */
    private static Predicate<Seen> isSo(ProductionState state) {
        return switch (state) {
            case UNTOUCHED -> seen -> !seen.wrote();
            case AS_BEFORE -> seen -> !seen.swapped();
            case UNKNOWN -> Seen::whole;
            case SWAPPED_ALREADY -> seen -> !seen.wrote() && seen.done();
            case SWAPPED -> seen -> seen.swapped() || seen.done();
        };
    }

    private static void says(String sentence, Predicate<Seen> isSo) {
        SENTENCES.put(Pattern.compile(sentence), isSo);
    }

    /**
     * What a run did, and what there is at its end.
     *
     * @param swapped whether production's names have other ids by it
     * @param kept whether production's names have the ids that they had, those that had any
     * @param touched whether anything in production was changed by it
     * @param done whether production has what the goal is to bring there
     * @param whole whether production is all old or all new
     * @param created names of schemas and clusters that it made and that are still there
     * @param dropped names of schemas, clusters and objects, other than the marker's, that it dropped
     * @param markers names of markers
     * @param lastTookEffect whether its last message changed something
     */
    private record Seen(
            boolean wrote,
            boolean swapped,
            boolean kept,
            boolean touched,
            boolean done,
            boolean whole,
            Set<String> created,
            Set<String> dropped,
            Set<String> markers,
            boolean lastTookEffect) {
        boolean marked() {
            return !markers.isEmpty();
        }

        boolean isMarked(String state) {
            return markers.stream().anyMatch(name -> name.contains("_" + state));
        }
    }

    private final List<String> schemas;
    private final List<String> clusters;
    private final Moment original;

    /** @param original when production was what it was at the beginning of the deployment */
    public Claims(List<String> schemas, List<String> clusters, Moment original) {
        this.schemas = schemas;
        this.clusters = clusters;
        this.original = original;
    }

    /** What the message says that is not so; or that it says nothing. */
    public List<String> untrue(String goal, String message, List<Change> changes, Moment end) {
        Seen seen = seen(goal, changes, end);
        List<String> untrue = new ArrayList<>();
        boolean saysSomething = false;
        for (Map.Entry<Pattern, Predicate<Seen>> sentence : SENTENCES.entrySet()) {
            if (sentence.getKey().matcher(message).find()) {
                saysSomething = true;
                if (!sentence.getValue().test(seen)) {
                    untrue.add("\"" + sentence.getKey() + "\" is not so, in: " + message + "\n  " + seen);
                }
            }
        }
        if (!saysSomething) {
            untrue.add("nothing is said of the database's state: " + message);
        }
        return untrue;
    }

    private Seen seen(String goal, List<Change> changes, Moment end) {
        Set<String> created = new TreeSet<>();
        Set<String> dropped = new TreeSet<>();
        // Cleanup renames what it drops: it is known by the name that it had at first.
        Map<String, String> first =
                changes.isEmpty() ? Map.of() : named(changes.get(0).before());
        boolean swapped = false;
        boolean touched = false;
        for (Change change : changes) {
            if (change.isNone()) {
                continue;
            }
            Map<String, String> before = named(change.before());
            Map<String, String> after = named(change.after());
            after.forEach((id, name) -> add(created, name, !before.containsKey(id) && !id.startsWith("object")));
            before.forEach((id, name) -> {
                String known = first.getOrDefault(id, name);
                add(dropped, known, !after.containsKey(id) && !known.startsWith(Names.MARKER_PREFIX));
            });
            swapped |= !production(change.before()).equals(production(change.after()));
            touched |= !inProduction(change.before()).equals(inProduction(change.after()));
        }
        created.retainAll(Set.copyOf(named(end).values()));
        List<String> now = production(end);
        List<String> before = production(original);
        boolean old = now.equals(before);
        boolean all = now.stream().noneMatch(before::contains);
        return new Seen(
                changes.stream().anyMatch(change -> !change.isNone()),
                swapped,
                changes.isEmpty()
                        || production(changes.get(0).before()).stream()
                                .allMatch(name -> name.endsWith("null") || now.contains(name)),
                touched,
                goal.equals("rollback") ? old : all,
                old || all,
                created,
                dropped,
                markers(end),
                !changes.isEmpty() && !changes.get(changes.size() - 1).isNone());
    }

    private static void add(Set<String> names, String name, boolean wanted) {
        if (wanted) {
            names.add(name);
        }
    }

    private Set<String> markers(Moment moment) {
        Set<String> markers = new TreeSet<>();
        moment.schemas().keySet().stream()
                .filter(name -> name.startsWith(Names.MARKER_PREFIX))
                .forEach(markers::add);
        return markers;
    }

    private List<String> production(Moment moment) {
        return Stream.concat(
                        schemas.stream()
                                .map(name -> "schema " + moment.schemas().get(name)),
                        clusters.stream()
                                .map(name -> "cluster " + moment.clusters().get(name)))
                .toList();
    }

    private List<Moment.Thing> inProduction(Moment moment) {
        return moment.things().stream()
                .filter(thing -> schemas.contains(thing.schema()))
                .toList();
    }

    private static Map<String, String> named(Moment moment) {
        Map<String, String> names = new LinkedHashMap<>();
        moment.schemas().forEach((name, id) -> names.put("schema " + id, name));
        moment.clusters().forEach((name, id) -> names.put("cluster " + id, name));
        moment.things().forEach(thing -> names.put("object " + thing.id(), thing.display()));
        return names;
    }
}
