package io.github.mzmaven.goal.export;

import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.Catalog.Schema;
import io.github.mzmaven.catalog.CatalogObject;
import io.github.mzmaven.catalog.Cluster;
import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.sql.ExportedSql;
import io.github.mzmaven.sql.Name;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the files of one schema name things, so that the copies' are meant where mz:apply runs them: by id, since names may change
 * places at any time.
 */
final class FileReferences implements ExportedSql.Names {
    private final Settings settings;
    private final Catalog catalog;
    private final String ownId;
    private final Map<String, String> deployed = new HashMap<>();
    private final Set<String> used = new LinkedHashSet<>();

    /** @param schema production's, one of the settings' */
    FileReferences(Settings settings, Catalog catalog, Schema schema) {
        this.settings = settings;
        this.catalog = catalog;
        this.ownId = schema.id();
        for (String name : settings.schemas()) {
            Schema found = catalog.schema(name);
            if (found != null) {
                deployed.put(found.id(), name);
            }
        }
    }

    /** The ids of deployed objects that were named since this was asked last. */
    Set<String> takeUsed() {
        Set<String> taken = new LinkedHashSet<>(used);
        used.clear();
        return taken;
    }

    @Override
    public String own(String name) {
        return ExportedSql.name(name);
    }

    /** The object of this schema that the file has made already, for COMMENT, GRANT and CREATE INDEX. */
    String made(CatalogObject object) {
        return object(object.id(), null, true);
    }

    @Override
    public String object(String id, Name shown, boolean alone) {
        CatalogObject object = catalog.objects().get(id);
        Schema schema = object == null ? null : catalog.schemas().get(object.schemaId());
        if (schema == null) {
            // What the server brings along is the same everywhere; anything else is gone, or some session's own.
            return id.startsWith("s")
                    ? shown.parts().stream().map(ExportedSql::name).collect(Collectors.joining("."))
                    : null;
        }
        if (deployed.containsKey(schema.id())) {
            used.add(id);
        }
        String name = ExportedSql.name(object.name());
        if (schema.id().equals(ownId) && alone && !mayBeTheServers(object)) {
            return name;
        }
        if (deployed.containsKey(schema.id())) {
            String placeholder = placeholder("schema", schema.name());
            if (placeholder != null) {
                return placeholder + "." + name;
            }
            return alone && !mayBeTheServers(object) && isFirstOnPath(object) ? name : null;
        }
        boolean here = schema.databaseId().equals(catalog.database().id());
        if (here && settings.schemaOfCopy(schema.name()) != null) {
            return null;
        }
        String database = here
                ? ""
                : ExportedSql.name(catalog.databases().get(schema.databaseId()).name()) + ".";
        return database + ExportedSql.name(schema.name()) + "." + name;
    }

    /** The server looks into its own schemas first, whose relations have names of this form; types' have any. */
    private static boolean mayBeTheServers(CatalogObject object) {
        return object.is(ObjectType.TYPE)
                || object.name().startsWith("mz_")
                || object.name().startsWith("pg_");
    }

    /** Whether the name alone finds it, where files run: in their own schema first, then in the others. */
    private boolean isFirstOnPath(CatalogObject object) {
        return Stream.concat(
                        Stream.of(ownId),
                        settings.schemas().stream()
                                .map(catalog::schema)
                                .filter(schema -> schema != null)
                                .map(Schema::id))
                .filter(id -> catalog.objectsIn(id).stream()
                        .anyMatch(other -> other.name().equals(object.name())))
                .findFirst()
                .orElse("")
                .equals(object.schemaId());
    }

    @Override
    public String cluster(String id) {
        Cluster cluster = catalog.clusters().get(id);
        if (cluster == null
                || settings.clusterNames().stream().map(settings::copyOf).anyMatch(cluster.name()::equals)) {
            return null;
        }
        int position = settings.clusterNames().indexOf(cluster.name());
        if (position < 0) {
            return ExportedSql.name(cluster.name());
        }
        return position == 0 ? "" : placeholder("cluster", cluster.name());
    }

    @Override
    public String schema(String database, String schema) {
        boolean here = database == null || database.equals(catalog.database().name());
        String name = here && deployed.containsValue(schema) ? placeholder("schema", schema) : ExportedSql.name(schema);
        return database == null || name == null ? name : ExportedSql.name(database) + "." + name;
    }

    @Override
    public boolean isPast(long time) {
        return time <= catalog.identity().now().toEpochMilli();
    }

    /** {@code null} for a name that would end it, or begin another one. */
    private static String placeholder(String kind, String name) {
        boolean fits = name.chars().noneMatch(c -> c == '{' || c == '}' || c == '\n' || c == '\r');
        return fits ? "${" + kind + "." + name + "}" : null;
    }
}
