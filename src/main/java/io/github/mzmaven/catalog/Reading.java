package io.github.mzmaven.catalog;

import io.github.mzmaven.config.Settings;
import java.util.ArrayList;
import java.util.List;

/** What a goal reads of the catalog. */
public enum Reading {
    /** What init clones, and all that must be so for it. */
    INIT,
    /** The marker and what files build on. */
    APPLY,
    /** The marker, and whose copies are whose. */
    COPIES,
    /** Everything that a swap would harm, or put back. */
    SWAP,
    /** What is dropped, and what needs it. */
    CLEANUP,
    /** All of these, since status tells what any of them would do. */
    STATUS;

    /** The clusters whose definitions are read, where they exist. */
    List<String> clusters(Settings settings) {
        var names = new ArrayList<String>();
        if (this == INIT || this == SWAP || this == STATUS) {
            names.addAll(settings.clusterNames());
            settings.clusterNames().forEach(name -> names.add(settings.copyOf(name)));
        }
        return names;
    }
}
