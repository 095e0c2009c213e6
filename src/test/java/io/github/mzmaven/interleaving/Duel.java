package io.github.mzmaven.interleaving;

import io.github.mzmaven.config.TestSettings;
import io.github.mzmaven.interleaving.Stage.Start;

/**
 * Two who meet.
 *
 * @param version of the project that apply finds
 * @param sink whether production has one
 */
record Duel(Start start, String version, boolean sink, Actor a, Actor b) {
    Actor actor(Side side) {
        return side == Side.A ? a : b;
    }

    TestSettings settings(Stage stage) {
        return stage.settings().sqlDirectory(stage.version(version));
    }

    String name() {
        boolean applies = a.isGoal("apply") || b.isGoal("apply");
        return a.name() + " with " + b.name() + ", from " + start.name().toLowerCase(java.util.Locale.ROOT)
                + (applies ? ", version " + version : "") + (sink ? ", with a sink" : "");
    }
}
