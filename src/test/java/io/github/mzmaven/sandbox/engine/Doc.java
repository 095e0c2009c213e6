package io.github.mzmaven.sandbox.engine;

import java.util.ArrayList;
import java.util.List;

/** A text whose line breaks are chosen when it is laid out: the breaks of a group are all blanks, or all new lines. */
sealed interface Doc {
    record Text(String text) implements Doc {}

    /** A possible break: {@code flat} stands there if it is none. */
    record Line(String flat) implements Doc {}

    record Concat(List<Doc> docs) implements Doc {}

    record Nest(Doc doc) implements Doc {}

    record Group(Doc doc) implements Doc {}

    Doc LINE = new Line(" ");
    Doc SOFT_LINE = new Line("");

    static Doc text(String text) {
        return new Text(text);
    }

    static Doc concat(Doc... docs) {
        return new Concat(List.of(docs));
    }

    /** With something between each two. */
    static Doc join(List<Doc> docs, Doc between) {
        List<Doc> all = new ArrayList<>();
        for (Doc doc : docs) {
            if (!all.isEmpty()) {
                all.add(between);
            }
            all.add(doc);
        }
        return new Concat(all);
    }

    static Doc group(Doc doc) {
        return new Group(doc);
    }

    /** On lines of their own below each other, group by group. */
    static Doc lines(List<Doc> docs) {
        return group(join(docs, LINE));
    }

    /** As {@link #lines}, all but the first indented. */
    static Doc nested(Doc... docs) {
        return group(new Nest(join(List.of(docs), LINE)));
    }

    static Doc commas(List<Doc> docs) {
        return group(join(docs, concat(text(","), LINE)));
    }

    static Doc bracket(Doc left, Doc doc, String right, Doc line) {
        return group(concat(left, new Nest(concat(line, doc)), line, text(right)));
    }
}
