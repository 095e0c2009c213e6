package io.github.mzmaven.catalog;

import io.github.mzmaven.catalog.Catalog.CatalogObject;
import io.github.mzmaven.catalog.Catalog.LiveSession;
import io.github.mzmaven.catalog.Catalog.Schema;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The schema whose name is the state of a deployment, and whose rename, in the transaction of the swap, is the
 * compare-and-swap that lets a deployment be promoted once.
 *
 * @param schemaId the schema's id
 * @param databaseId the database that it is in
 * @param schemaName {@code _mz_deployment_<target>_<state>}
 * @param facts {@code null} where the comment says none
 * @param inventory {@code null} where there is no view that says it
 */
public record Marker(
        String schemaId,
        String databaseId,
        String schemaName,
        String target,
        State state,
        Facts facts,
        Inventory inventory) {

    private static final String PREFIX = "_mz_deployment_";

    /** Where a deployment stands. */
    public enum State {
        /** init is at work, or was cut off: what has the deployment's names is ours, and perhaps incomplete. */
        INITIALIZING,
        /** Complete: apply, await, test and promote may run. */
        STAGED,
        /** Swapped: production is the new one, and the deployment's names hold the old one. */
        PROMOTED,
        /** cleanup is at work, or was cut off: some of what has the deployment's names may be gone. */
        CLEANING;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The marker's name for a target in a state. */
    public static String name(String target, State state) {
        return PREFIX + target + "_" + state.word();
    }

    /** The name under which a run writes facts and inventory, before its rename to initializing claims the target. */
    public static String draftName(String target, String connectionId) {
        return PREFIX + target + "_draft" + connectionId;
    }

    /**
     * The name to which a dead run's marker is moved by the one that takes over. It holds the id, so that a second one that
     * has read the same dead marker fails, since the name is taken.
     */
    public static String abandonedName(String target, String schemaId) {
        return PREFIX + target + "_abandoned" + schemaId;
    }

    /** The longest of a target's marker names, in bytes; identifiers hold 255. */
    public static int longestName(String target) {
        return abandonedName(target, "u1234567890").getBytes(StandardCharsets.UTF_8).length;
    }

    /** The target's marker in the session's database, or {@code null}. */
    public static Marker of(Catalog catalog, String target) {
        String databaseId = catalog.database().id();
        for (State state : State.values()) {
            for (Schema schema : catalog.schemas().values()) {
                if (schema.databaseId().equals(databaseId) && schema.name().equals(name(target, state))) {
                    return marker(catalog, schema, target, state);
                }
            }
        }
        return null;
    }

    /** The markers of all other targets and databases. */
    public static List<Marker> others(Catalog catalog, String target) {
        String databaseId = catalog.database().id();
        return catalog.schemas().values().stream()
                .map(schema -> parse(catalog, schema))
                .filter(marker ->
                        marker != null && !(marker.target.equals(target) && marker.databaseId.equals(databaseId)))
                .toList();
    }

    /** Names of the target's drafts and abandoned markers that no live run owns. */
    public static List<Schema> leftovers(Catalog catalog, String target) {
        String databaseId = catalog.database().id();
        return catalog.schemas().values().stream()
                .filter(schema -> schema.databaseId().equals(databaseId))
                .filter(schema -> schema.name().matches(Pattern.quote(PREFIX + target) + "_abandonedu\\d+")
                        || schema.name().matches(Pattern.quote(PREFIX + target) + "_draft\\d+")
                                && liveSession(catalog, schema.name().substring((PREFIX + target + "_draft").length()))
                                        == null)
                .toList();
    }

    /** The live session of the run that is at work on this deployment, or {@code null} if none is. */
    public LiveSession worker(Catalog catalog) {
        boolean working = state == State.INITIALIZING || state == State.CLEANING;
        if (!working || facts == null || facts.connection() == null) {
            return null;
        }
        return catalog.identity().connectionId().equals(facts.connection())
                ? null
                : liveSession(catalog, facts.connection());
    }

    /** The deployment's id, for messages. */
    public String deployment() {
        return facts == null ? "(unknown)" : facts.id();
    }

    /** The text that a view of a marker's schema holds, or {@code null} where there is no such view. */
    public static String storedText(Catalog catalog, String schemaId, String view) {
        for (CatalogObject object : catalog.objectsIn(schemaId)) {
            if (object.is("view") && object.name().equals(view) && object.createSql() != null) {
                return literal(object.createSql());
            }
        }
        return null;
    }

    private static LiveSession liveSession(Catalog catalog, String connectionId) {
        return catalog.sessions().stream()
                .filter(session -> connectionId.equals(session.connectionId()))
                .findFirst()
                .orElse(null);
    }

    private static Marker parse(Catalog catalog, Schema schema) {
        if (!schema.name().startsWith(PREFIX)) {
            return null;
        }
        for (State state : State.values()) {
            String ending = "_" + state.word();
            if (schema.name().endsWith(ending) && schema.name().length() > PREFIX.length() + ending.length()) {
                String target =
                        schema.name().substring(PREFIX.length(), schema.name().length() - ending.length());
                return marker(catalog, schema, target, state);
            }
        }
        return null;
    }

    private static Marker marker(Catalog catalog, Schema schema, String target, State state) {
        return new Marker(
                schema.id(),
                schema.databaseId(),
                schema.name(),
                target,
                state,
                Facts.parse(catalog.schemaComments().get(schema.id())),
                Inventory.parse(storedText(catalog, schema.id(), Inventory.VIEW)));
    }

    /** The first string literal after AS SELECT in a view's definition. */
    private static String literal(String createSql) {
        int start = createSql.indexOf(" AS SELECT '");
        if (start < 0) {
            return null;
        }
        var text = new StringBuilder();
        for (int i = start + " AS SELECT '".length(); i < createSql.length(); i++) {
            char c = createSql.charAt(i);
            if (c == '\'') {
                boolean doubled = i + 1 < createSql.length() && createSql.charAt(i + 1) == '\'';
                if (!doubled) {
                    return text.toString();
                }
                i++;
            }
            text.append(c);
        }
        return null;
    }
}
