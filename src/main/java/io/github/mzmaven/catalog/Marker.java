package io.github.mzmaven.catalog;

import io.github.mzmaven.catalog.Catalog.LiveSession;
import io.github.mzmaven.catalog.Catalog.Schema;
import io.github.mzmaven.config.Names;
import io.github.mzmaven.sql.Definition;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The schema whose name is the state of a deployment, and whose rename, in the transaction of the swap, is the
 * compare-and-swap that lets a deployment be promoted once.
 *
 * @param schemaId the schema's id
 * @param databaseId the database that it is in
 * @param schemaName {@code _mz_deployment_<target>_<state>}, with the connection where a run holds it
 * @param facts {@code null} where the comment says none
 * @param inventory {@code null} where there is no view that says it
 */
public record Marker(
        String schemaId,
        String databaseId,
        String schemaName,
        String target,
        State state,
        DeploymentFacts facts,
        ProductionSnapshot inventory) {

    /** Target, state, and the connection of the run that holds it; a cleanup of an earlier version is named in the facts. */
    private static final Pattern NAME = Pattern.compile(
            Names.MARKER_PREFIX
                    + "(.+)_(?:(?=initializing$|staged$|promoted$|cleaning\\d*$|applying\\d+$)([a-z]+)(\\d*))",
            Pattern.DOTALL);

    /** Where a deployment stands. */
    public enum State {
        /** init is at work, or was cut off: what has the deployment's names is ours, and perhaps incomplete. */
        INITIALIZING,
        /** Complete: apply, await, test and promote may run. */
        STAGED,
        /** apply is at work, or was cut off: the project's files are perhaps applied in part. */
        APPLYING,
        /** Swapped: production is the new one, and the deployment's names hold the old one. */
        PROMOTED,
        /** cleanup is at work, or was cut off: some of what has the deployment's names may be gone. */
        CLEANING;

        /** As the marker's name says it, e.g. "staged". */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The marker's name for a target in a state that no run holds: initializing, staged, promoted. */
    public static String name(String target, State state) {
        return Names.MARKER_PREFIX + target + "_" + state.word();
    }

    /**
     * The marker's name while a run works on the deployment. The connection is part of the name, so that one rename takes the
     * lock and says who has it: of two runs that rename the same name only one finds it.
     */
    public static String lockedName(String target, State state, String connectionId) {
        return name(target, state) + connectionId;
    }

    /** The private name of a schema that cleanup is about to drop: nothing else swaps or drops it by this name. */
    public static String doomedName(String target, String schemaId) {
        return Names.MARKER_PREFIX + target + "_dropping" + schemaId;
    }

    /** The name under which a run writes facts and inventory, before its rename to initializing claims the target. */
    public static String draftName(String target, String connectionId) {
        return Names.MARKER_PREFIX + target + "_draft" + connectionId;
    }

    /**
     * The name to which a dead run's marker is moved by the one that takes over. It holds the id, so that a second one that
     * has read the same dead marker fails, since the name is taken.
     */
    public static String abandonedName(String target, String schemaId) {
        return Names.MARKER_PREFIX + target + "_abandoned" + schemaId;
    }

    /** The name of what is left of the marker when nothing runs: it says what production was built from. */
    public static String currentName(String target) {
        return Names.MARKER_PREFIX + target + "_current";
    }

    /**
     * The target's marker in the session's database, or {@code null}. One that a dead init left beside another one's is passed
     * over.
     */
    public static Marker of(Catalog catalog, String target) {
        return ownSchemas(catalog, target)
                .map(schema -> parse(catalog, schema))
                .filter(marker -> marker != null && marker.target.equals(target))
                .min(Comparator.comparing(marker -> marker.state == State.INITIALIZING))
                .orElse(null);
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

    /** The target's drafts, abandoned and overtaken markers that no live run owns. */
    public static List<Schema> leftovers(Catalog catalog, String target) {
        Marker marker = of(catalog, target);
        return ownSchemas(catalog, target)
                .filter(schema -> {
                    String rest = schema.name().substring(Names.MARKER_PREFIX.length() + target.length() + 1);
                    return rest.matches("abandonedu\\d+")
                            || rest.matches("draft\\d+")
                                    && liveSession(catalog, rest.substring("draft".length())) == null
                            || rest.equals(State.INITIALIZING.word()) && isOvertaken(catalog, schema, marker);
                })
                .toList();
    }

    /** Whether a schema is any target's marker, whatever its state, or what a run left of one. */
    static boolean isMarker(Schema schema) {
        return schema != null && schema.name().startsWith(Names.MARKER_PREFIX);
    }

    /** Whether any marker, or draft of one, names a run: then it matters which sessions are alive. */
    static boolean anyWorker(Catalog catalog) {
        String self = catalog.identity().connectionId();
        return catalog.schemas().values().stream().filter(Marker::isMarker).anyMatch(schema -> {
            Marker marker = parse(catalog, schema);
            return marker == null
                    ? schema.name().matches("(?s).*_draft\\d+")
                    : marker.connection() != null && !marker.connection().equals(self);
        });
    }

    /** Schemas that a cleanup has given their private names, and has not dropped yet. */
    public static List<Schema> doomed(Catalog catalog, String target) {
        return ownSchemas(catalog, target)
                .filter(schema -> schema.name().equals(doomedName(target, schema.id())))
                .toList();
    }

    private static boolean isOvertaken(Catalog catalog, Schema schema, Marker marker) {
        return !schema.id().equals(marker.schemaId) && parse(catalog, schema).worker(catalog) == null;
    }

    private static Stream<Schema> ownSchemas(Catalog catalog, String target) {
        String databaseId = catalog.database().id();
        return catalog.schemas().values().stream()
                .filter(schema -> schema.databaseId().equals(databaseId)
                        && schema.name().startsWith(Names.MARKER_PREFIX + target + "_"));
    }

    /** The live session of the run that is at work on this deployment, or {@code null} if none is. */
    public LiveSession worker(Catalog catalog) {
        String connection = connection();
        return connection == null || catalog.identity().connectionId().equals(connection)
                ? null
                : liveSession(catalog, connection);
    }

    /** The connection of the run that works on the deployment, or did when it was cut off; {@code null} where none has to. */
    public String connection() {
        Matcher name = NAME.matcher(schemaName);
        if (name.matches() && !name.group(3).isEmpty()) {
            return name.group(3);
        }
        boolean inFacts = state == State.INITIALIZING || state == State.CLEANING;
        return inFacts && facts != null ? facts.connection() : null;
    }

    /** Whether a promote swapped the deployment; a cleanup that was cut off has taken the word out of the name. */
    public boolean wasPromoted() {
        return state == State.PROMOTED || facts != null && facts.promoted() != null;
    }

    /**
     * Whether the session's role owns the schema. A view that any other role makes there, a superuser for one, is its own, and
     * the deployment's role may not drop it.
     */
    public boolean isOwn(Catalog catalog) {
        Schema schema = catalog.schemas().get(schemaId);
        return schema != null
                && catalog.roleName(schema.ownerId()).equals(catalog.identity().role());
    }

    /** The deployment's id, for messages. */
    public String deployment() {
        return facts == null ? "(unknown)" : facts.id();
    }

    /** The text that a view of a marker's schema holds, or {@code null} where there is no such view. */
    public static String storedText(Catalog catalog, String schemaId, String view) {
        for (CatalogObject object : catalog.objectsIn(schemaId)) {
            if (object.is(ObjectType.VIEW) && object.isNamed(view) && object.createSql() != null) {
                return Definition.selectedText(object.createSql());
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
        Matcher name = NAME.matcher(schema.name());
        return name.matches()
                ? marker(
                        catalog,
                        schema,
                        name.group(1),
                        State.valueOf(name.group(2).toUpperCase(Locale.ROOT)))
                : null;
    }

    private static Marker marker(Catalog catalog, Schema schema, String target, State state) {
        return new Marker(
                schema.id(),
                schema.databaseId(),
                schema.name(),
                target,
                state,
                DeploymentFacts.parse(catalog.schemaComments().get(schema.id())),
                ProductionSnapshot.parse(storedText(catalog, schema.id(), ProductionSnapshot.VIEW)));
    }
}
