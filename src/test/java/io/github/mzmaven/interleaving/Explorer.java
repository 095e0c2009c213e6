package io.github.mzmaven.interleaving;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Plays a duel in every schedule of at most two switches, but of those that come to the same only one.
 *
 * <p>Two neighbouring messages of different runs commute if neither changes the catalog, or one has nothing to do with it:
 * executed in the other order, both are answered the same and leave the same behind. So a schedule that differs from one that
 * was played only by such exchanges needs not be played. Which messages there are is seen only by playing; it is enough: as
 * long as all answers are the same, both runs send the same messages in the other schedule too.
 *
 * <ul>
 *   <li>One more message of the first before the switch: it moves before all that the second sent in between.
 *   <li>One more message of the second in between: it moves before the rest of the first's.
 * </ul>
 *
 * The end of a run counts as its last message, which matters while a marker names a run at work: another one reads then
 * whether that one is connected.
 */
final class Explorer {
    /** What came of one schedule. */
    record Played(Schedule schedule, List<Event> events, List<String> violations) {
        /** What it came to: outcomes, and what there is; times tell of connections, whose order means nothing. */
        String end() {
            Stream<String> outcomes = Stream.of(Side.values())
                    .flatMap(side -> events.stream().filter(event -> event.side() == side && event.isEnd()))
                    .map(event -> event.side() + " " + event.outcome());
            Stream<String> catalog = Laws.everything(
                            events.get(events.size() - 1).after())
                    .entrySet()
                    .stream()
                    .map(entry -> entry.getKey() + " " + entry.getValue())
                    .sorted();
            return Stream.concat(outcomes, catalog)
                    .collect(Collectors.joining("\n"))
                    .replaceAll("2026-?01-?01\\S*", "{time}")
                    .replaceAll("connected since [^.]+\\.\\d+\\S*", "connected since {time}");
        }
    }

    private record Point(int before, int between) {}

    private final Stage stage;
    private final Duel duel;
    private final boolean prunes;
    private final List<Played> played = new ArrayList<>();
    private final Map<Schedule, Played> covered = new LinkedHashMap<>();

    /** @param prunes whether schedules that come to the same are played only once */
    Explorer(Stage stage, Duel duel, boolean prunes) {
        this.stage = stage;
        this.duel = duel;
        this.prunes = prunes;
    }

    /** All schedules, each with the one that was played for it. */
    Map<Schedule, Played> covered() {
        return covered;
    }

    List<Played> explore() {
        for (Side first : Side.values()) {
            Played serial = play(Schedule.serial(first));
            covered.put(serial.schedule(), serial);
            explore(first, units(first, serial.events()).size());
        }
        return played;
    }

    /** @param messages how many the first sends, if nobody else does anything */
    private void explore(Side first, int messages) {
        // How many the second sends in between, if he has the turn for all of them.
        Map<Integer, Integer> most = new HashMap<>();
        for (int before = 1; before < messages; before++) {
            visit(new Schedule(first, before, Schedule.ALL), most);
            for (int between = 1; between < most.get(before); between++) {
                visit(new Schedule(first, before, between), most);
            }
        }
    }

    private void visit(Schedule schedule, Map<Integer, Integer> most) {
        if (covered.containsKey(schedule)) {
            return;
        }
        Played one = play(schedule);
        Side first = schedule.first();
        List<List<Event>> firsts = units(first, one.events());
        List<List<Event>> others = units(first.other(), one.events());
        int all = others.size();
        Deque<Point> open = new ArrayDeque<>();
        open.add(new Point(schedule.before(), Math.min(schedule.between(), all)));
        Set<Point> seen = new HashSet<>(open);
        while (!open.isEmpty()) {
            Point here = open.remove();
            boolean toTheEnd = here.between() == all;
            covered.put(new Schedule(first, here.before(), toTheEnd ? Schedule.ALL : here.between()), one);
            if (toTheEnd) {
                most.put(here.before(), all);
            }
            List<Point> same = prunes ? same(here, firsts, others) : List.of();
            same.stream().filter(seen::add).forEach(open::add);
        }
    }

    /** The neighbours of a schedule that come to the same. */
    private static List<Point> same(Point here, List<List<Event>> one, List<List<Event>> other) {
        int before = here.before();
        int between = here.between();
        List<Point> same = new ArrayList<>();
        if (before + 1 < one.size() && commute(one.get(before), other.subList(0, between))) {
            same.add(new Point(before + 1, between));
        }
        if (before > 1 && commute(one.get(before - 1), other.subList(0, between))) {
            same.add(new Point(before - 1, between));
        }
        if (between < other.size() && commute(other.get(between), one.subList(before, one.size()))) {
            same.add(new Point(before, between + 1));
        }
        if (between > 1 && commute(other.get(between - 1), one.subList(before, one.size()))) {
            same.add(new Point(before, between - 1));
        }
        return same;
    }

    private static boolean commute(List<Event> unit, List<List<Event>> others) {
        return others.stream()
                .flatMap(List::stream)
                .allMatch(other -> unit.stream().allMatch(other::commutesWith));
    }

    private Played play(Schedule schedule) {
        List<Event> events = stage.play(duel, schedule);
        var one = new Played(
                schedule,
                events,
                new Laws(duel, events, stage.state(Stage.Start.PRODUCTION, duel.sink())).violations());
        played.add(one);
        return one;
    }

    /** What one did before anything was run again, message by message; the end belongs to the last. */
    private static List<List<Event>> units(Side side, List<Event> events) {
        List<List<Event>> units = new ArrayList<>();
        for (Event event : events) {
            if (event.side() == side && !event.again()) {
                if (event.isEnd()) {
                    units.get(units.size() - 1).add(event);
                } else {
                    units.add(new ArrayList<>(List.of(event)));
                }
            }
        }
        return units;
    }
}
