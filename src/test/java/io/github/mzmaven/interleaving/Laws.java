package io.github.mzmaven.interleaving;

import static io.github.mzmaven.interleaving.Stage.CLUSTER;
import static io.github.mzmaven.interleaving.Stage.CLUSTER_COPY;
import static io.github.mzmaven.interleaving.Stage.SCHEMA;
import static io.github.mzmaven.interleaving.Stage.SCHEMA_COPY;

import io.github.mzmaven.config.Names;
import io.github.mzmaven.goal.Claims;
import io.github.mzmaven.interleaving.Stage.Start;
import io.github.mzmaven.sandbox.engine.Moment;
import io.github.mzmaven.sandbox.engine.Moment.Thing;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What must be so after, and at every moment of, whatever two did (the design's laws 1, 2, 4, 9, 10 and 11). */
final class Laws {
    /** Which version production's names have. */
    private enum Version {
        OLD,
        NEW,
        NEITHER
    }

    private final Duel duel;
    private final Claims claims;
    private final List<Event> events;
    private final Moment start;
    private final Set<String> violations = new LinkedHashSet<>();

    /** @param production before anything was deployed */
    Laws(Duel duel, List<Event> events, Moment production) {
        this.duel = duel;
        this.claims = new Claims(List.of(SCHEMA), List.of(CLUSTER), production);
        this.events = events;
        this.start = events.get(0).before();
    }

    /** What was broken, a line each. */
    List<String> violations() {
        for (int i = 0; i < events.size(); i++) {
            Event event = events.get(i);
            if (event.wrote() && !isStranger(event)) {
                checkSwap(i, event);
                checkNothingOfOthersIsLost(i, event);
                checkNothingIsBuiltIntoOthers(i, event);
                checkWhatIsDroppedWasLookedAt(i, event);
            }
            if (event.isEnd() && event.outcome() != null) {
                checkClaims(i, event);
            }
            if (event.isEnd() && event.outcome() == null && swappedLast(i) == event.side()) {
                checkSinks(event);
            }
        }
        checkEnd();
        return List.copyOf(violations);
    }

    /** Messages as a report shows them. */
    static String lines(List<Event> events) {
        return events.stream()
                .filter(event -> event.kind() != Event.Kind.LOCAL || event.isEnd())
                .map(event -> "    " + event)
                .collect(Collectors.joining("\n"));
    }

    private Actor actor(Event event) {
        return duel.actor(event.side());
    }

    private boolean isStranger(Event event) {
        return actor(event) instanceof Actor.Stranger;
    }

    private void violated(int law, Event event, String what) {
        violations.add("law " + law + ": " + what + "  <-" + event);
    }

    // 1, 2, 9, 10, 11: the swap

    private Version version(Moment moment) {
        if (duel.start() == Start.NOTHING) {
            // Production is made, and nothing is ever swapped there.
            return Version.OLD;
        }
        String schema = moment.schemas().get(SCHEMA);
        String cluster = moment.clusters().get(CLUSTER);
        boolean promoted = duel.start() == Start.PROMOTED;
        boolean unswapped = start.schemas().get(SCHEMA).equals(schema)
                && start.clusters().get(CLUSTER).equals(cluster);
        boolean swapped = schema != null
                && schema.equals(start.schemas().get(SCHEMA_COPY))
                && cluster != null
                && cluster.equals(start.clusters().get(CLUSTER_COPY));
        if (duel.start() == Start.PRODUCTION && !unswapped) {
            // Nothing is ever swapped there.
            return Version.NEITHER;
        }
        return unswapped
                ? promoted ? Version.NEW : Version.OLD
                : swapped ? promoted ? Version.OLD : Version.NEW : Version.NEITHER;
    }

    private void checkSwap(int at, Event event) {
        Version before = version(event.before());
        Version after = version(event.after());
        if (before == after && before != Version.NEITHER) {
            return;
        }
        if (before == Version.NEITHER) {
            boolean untouched = production(event.before()).equals(production(event.after()));
            if (!untouched) {
                violated(10, event, "what is neither production's nor a copy was swapped");
            }
            return;
        }
        if (after == Version.NEITHER) {
            violated(1, event, "production is half swapped, or holds what is no copy of this deployment");
        } else if (after == Version.NEW && !actor(event).isGoal("promote")) {
            violated(2, event, "promoted by another goal");
        } else if (after == Version.OLD && !actor(event).isGoal("rollback")) {
            violated(2, event, "production is swapped back to the old version");
        } else {
            checkWhatIsSwapped(at, event);
        }
    }

    private static List<String> production(Moment moment) {
        return List.of(
                String.valueOf(moment.schemas().get(SCHEMA)),
                String.valueOf(moment.clusters().get(CLUSTER)));
    }

    private void checkWhatIsSwapped(int at, Event event) {
        Moment before = event.before();
        Set<String> replaced = things(before, SCHEMA).stream().map(Thing::id).collect(Collectors.toSet());
        for (Thing thing : before.things()) {
            boolean outside = isOutside(thing) && !thing.type().equals("sink");
            if (outside && thing.uses().stream().anyMatch(replaced::contains)) {
                violated(9, event, thing.display() + " reads production and is left behind");
            }
            if (outside && before.clusters().get(CLUSTER).equals(thing.cluster())) {
                violated(9, event, thing.display() + " runs on production's cluster and is left behind");
            }
        }
        Set<String> missing = names(things(before, SCHEMA));
        missing.removeAll(names(things(event.after(), SCHEMA)));
        if (!missing.isEmpty()) {
            violated(11, event, "production misses " + missing);
        }
        for (Side side : Side.values()) {
            if (duel.actor(side).isGoal("apply") && isHalfDone(side, at)) {
                violated(11, event, "swapped while an apply is at work or has failed half-way");
            }
        }
        checkGrants(at, event);
        checkRevokes(at, event);
    }

    /** What production's readers lost before the swap, they do not get back by what this run granted. */
    private void checkRevokes(int at, Event swap) {
        Set<String> granted = new TreeSet<>();
        for (Event event : events.subList(0, at)) {
            if (event.side() == swap.side() && event.wrote()) {
                Set<String> now = privileges(event.after(), SCHEMA_COPY, CLUSTER_COPY);
                now.removeAll(privileges(event.before(), SCHEMA_COPY, CLUSTER_COPY));
                granted.addAll(now);
            }
        }
        granted.removeAll(privileges(swap.before(), SCHEMA, CLUSTER));
        granted.retainAll(privileges(swap.after(), SCHEMA, CLUSTER));
        if (!granted.isEmpty()) {
            violated(9, swap, "readers get back what was revoked: " + granted);
        }
    }

    /** Whether a run has written something and has not ended well since. */
    private boolean isHalfDone(Side side, int at) {
        boolean half = false;
        for (Event event : events.subList(0, at)) {
            if (event.side() == side) {
                half |= event.wrote();
                half &= !event.isEnd() || event.outcome() != null;
            }
        }
        return half;
    }

    /** Once the run is over, if it says that all went well, who could read production can. */
    private void checkGrants(int at, Event swap) {
        for (Event event : events.subList(at, events.size())) {
            if (event.side() != swap.side() && event.wrote()) {
                return;
            }
            if (event.isEnd() && event.side() == swap.side()) {
                if (event.outcome() == null) {
                    Set<String> lost = privileges(swap.before(), SCHEMA, CLUSTER);
                    lost.removeAll(privileges(event.after(), SCHEMA, CLUSTER));
                    if (!lost.isEmpty()) {
                        violated(9, swap, "readers lose " + lost);
                    }
                }
                return;
            }
        }
    }

    private static Set<String> privileges(Moment moment, String schema, String cluster) {
        Set<String> all = new TreeSet<>();
        if (!moment.schemas().containsKey(schema) || !moment.clusters().containsKey(cluster)) {
            return all;
        }
        moment.privileges("schema", moment.schemas().get(schema)).forEach(p -> all.add(p + " on schema"));
        moment.privileges("cluster", moment.clusters().get(cluster)).forEach(p -> all.add(p + " on cluster"));
        things(moment, schema)
                .forEach(thing ->
                        moment.privileges("object", thing.id()).forEach(p -> all.add(p + " on " + thing.name())));
        return all;
    }

    private static List<Thing> things(Moment moment, String schema) {
        return moment.things().stream()
                .filter(thing -> thing.schema().equals(schema))
                .toList();
    }

    private static Set<String> names(List<Thing> things) {
        return things.stream().map(Thing::name).collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isOutside(Thing thing) {
        return !thing.schema().equals(SCHEMA)
                && !thing.schema().equals(SCHEMA_COPY)
                && !thing.schema().startsWith(Names.MARKER_PREFIX);
    }

    // 4, 10: what others have

    /** By kind and id, the name of what was outside at first, or was made by a stranger since. */
    private Map<String, String> ofOthers(int at) {
        Map<String, String> others = outside(start);
        for (Event event : events.subList(0, at)) {
            if (event.wrote() && isStranger(event)) {
                Map<String, String> now = everything(event.after());
                Map<String, String> made = everything(event.after());
                made.keySet().removeAll(everything(event.before()).keySet());
                others.putAll(made);
                others.keySet().retainAll(now.keySet());
                others.replaceAll((id, name) -> now.get(id));
            }
        }
        return others;
    }

    private static Map<String, String> outside(Moment moment) {
        return moment.things().stream()
                .filter(Laws::isOutside)
                .collect(Collectors.toMap(thing -> thing.type() + " " + thing.id(), Thing::display));
    }

    /** Names by kind and id. */
    static Map<String, String> everything(Moment moment) {
        Map<String, String> all = moment.things().stream()
                .collect(Collectors.toMap(thing -> thing.type() + " " + thing.id(), Thing::display));
        moment.schemas().forEach((name, id) -> all.put("schema " + id, name));
        moment.clusters().forEach((name, id) -> all.put("cluster " + id, name));
        return all;
    }

    private void checkNothingOfOthersIsLost(int at, Event event) {
        Map<String, String> before = everything(event.before());
        Map<String, String> now = everything(event.after());
        ofOthers(at).forEach((id, name) -> {
            if (!before.containsKey(id)) {
                return;
            }
            if (!now.containsKey(id)) {
                if (!isKnownLimit(at, event, id)) {
                    violated(
                            name.equals(outside(start).get(id)) ? 4 : 10,
                            event,
                            id + " " + name + " of others is dropped");
                }
            } else if (!now.get(id).equals(before.get(id))) {
                violated(10, event, id + " " + name + " of others is now " + now.get(id));
            }
        });
    }

    /**
     * No statement drops a cluster only if it is still the one that was looked at: an empty one that was made again between
     * the last look and the drop is dropped.
     */
    private boolean isKnownLimit(int at, Event event, String id) {
        boolean emptyCluster = id.startsWith("cluster ")
                && event.sql().startsWith("DROP CLUSTER")
                && event.before().things().stream().noneMatch(thing -> ("cluster " + thing.cluster()).equals(id));
        for (int i = at - 1; emptyCluster && i >= 0; i--) {
            Event earlier = events.get(i);
            if (earlier.side() == event.side() && earlier.kind() != Event.Kind.LOCAL) {
                return false;
            }
            boolean made = everything(earlier.after()).containsKey(id)
                    && !everything(earlier.before()).containsKey(id);
            if (made) {
                return true;
            }
        }
        return false;
    }

    /**
     * No statement builds into a schema or on a cluster by its id: what was made again after apply's last look is built into.
     * Then apply has to end with an error that names it, and nothing of it may count as applied.
     */
    private boolean isToldLimit(int at, Event event, String container) {
        boolean told = events.subList(at, events.size()).stream()
                .anyMatch(later -> later.side() == event.side()
                        && later.isEnd()
                        && later.outcome() != null
                        && later.outcome().contains("dropped and made again, or swapped")
                        && later.outcome().contains("0 of "));
        for (int i = at - 1; told && i >= 0; i--) {
            Event earlier = events.get(i);
            if (earlier.side() == event.side()
                    && !earlier.isEnd()
                    && earlier.sql().startsWith("SELECT")) {
                return false;
            }
            if (earlier.side() != event.side()
                    && everything(earlier.after()).containsKey(container)
                    && !everything(earlier.before()).containsKey(container)) {
                return true;
            }
        }
        return false;
    }

    private void checkNothingIsBuiltIntoOthers(int at, Event event) {
        if (!actor(event).isGoal("apply")) {
            return;
        }
        Set<String> had = event.before().things().stream().map(Thing::id).collect(Collectors.toSet());
        String schema = start.schemas().get(SCHEMA_COPY);
        String cluster = start.clusters().get(CLUSTER_COPY);
        for (Thing thing : event.after().things()) {
            if (had.contains(thing.id()) || thing.schema().startsWith(Names.MARKER_PREFIX)) {
                continue;
            }
            String into = event.after().schemas().get(thing.schema());
            if (!into.equals(schema) && !isToldLimit(at, event, "schema " + into)) {
                violated(
                        10, event, thing.display() + " is built into " + thing.schema() + ", which is no copy of ours");
            }
            if (thing.cluster() != null
                    && !thing.cluster().equals(cluster)
                    && !isToldLimit(at, event, "cluster " + thing.cluster())) {
                violated(10, event, thing.display() + " is built on a cluster that is no copy of ours");
            }
        }
    }

    /** Who swapped last before, {@code null} if nobody did. */
    private Side swappedLast(int at) {
        Side last = null;
        for (Event event : events.subList(0, at)) {
            last = version(event.before()) == version(event.after()) ? last : event.side();
        }
        return last;
    }

    /** A schema or cluster that cleanup drops had a copy's name when it looked; it may have been swapped since. */
    private void checkWhatIsDroppedWasLookedAt(int at, Event event) {
        if (!actor(event).isGoal("cleanup")) {
            return;
        }
        Set<String> lookedAt = new HashSet<>();
        for (Event earlier : events.subList(0, at)) {
            if (earlier.side() == event.side() && earlier.kind() == Event.Kind.READ) {
                lookedAt.add("schema " + earlier.before().schemas().get(SCHEMA_COPY));
                lookedAt.add("cluster " + earlier.before().clusters().get(CLUSTER_COPY));
            }
        }
        Map<String, String> dropped = everything(event.before());
        dropped.keySet().removeAll(everything(event.after()).keySet());
        dropped.forEach((id, name) -> {
            boolean container = id.startsWith("schema ") || id.startsWith("cluster ");
            boolean looked = lookedAt.contains(id) || isKnownLimit(at, event, id);
            if (container && !looked && !name.startsWith(Names.MARKER_PREFIX)) {
                violated(10, event, id + " " + name + " is dropped, which had no copy's name when cleanup looked");
            }
        });
    }

    /** Sinks read what production has now, or are named. */
    private void checkSinks(Event event) {
        Moment moment = event.after();
        Set<String> production = new HashSet<>();
        things(moment, SCHEMA).forEach(thing -> production.add(thing.id()));
        for (Thing thing : moment.things()) {
            boolean sink = thing.type().equals("sink");
            if (sink && thing.uses().stream().noneMatch(production::contains)) {
                violated(4, event, thing.display() + " reads the replaced object, and nobody says so");
            }
        }
    }

    // 8: what errors say

    private void checkClaims(int at, Event end) {
        List<Claims.Change> changes = new ArrayList<>();
        for (Event event : events.subList(0, at)) {
            if (event.side() == end.side() && event.again() == end.again() && !event.isEnd()) {
                changes.add(new Claims.Change(event.before(), event.after()));
            }
        }
        claims.untrue(actor(end).name(), end.outcome(), changes, end.after())
                .forEach(untrue -> violated(8, end, untrue));
    }

    // The end

    private void checkEnd() {
        Moment end = events.get(events.size() - 1).after();
        if (duel.a() instanceof Actor.Run && duel.b() instanceof Actor.Run) {
            List<String> atWork = new ArrayList<>();
            end.schemas().keySet().stream()
                    .filter(name ->
                            name.matches(Names.MARKER_PREFIX + ".*_(initializing|cleaning|applying|draft|abandoned).*"))
                    .forEach(atWork::add);
            if (!atWork.isEmpty()) {
                violations.add("law 3: after both were run again " + atWork + " is left");
            }
        }
        if (duel.start() == Start.NOTHING) {
            boolean complete = end.schemas().keySet().containsAll(List.of(SCHEMA, SCHEMA_COPY))
                    && end.clusters().keySet().containsAll(List.of(CLUSTER, CLUSTER_COPY));
            if (!complete) {
                violations.add("law 3: after both were run again something is missing: "
                        + end.schemas().keySet() + ", " + end.clusters().keySet());
            }
        }
    }
}
