package io.github.mzmaven.sandbox.engine;

import io.github.mzmaven.sandbox.engine.Entities.Item;
import io.github.mzmaven.sandbox.engine.Entities.Schema;

/** Where an object is mirrored in PostgreSQL, whose one database holds the schemas of all of Materialize's. */
final class PgNames {
    static final String MAIN_DATABASE = "materialize";

    private PgNames() {}

    /** Unquoted. Schemas of other databases than {@code materialize} carry the database's name. */
    static String schemaName(Catalog catalog, Schema schema) {
        if (schema.database() == null) {
            return schema.name();
        }
        String database = catalog.databases.get(schema.database()).name();
        return database.equals(MAIN_DATABASE) ? schema.name() : database + "." + schema.name();
    }

    static String schema(Catalog catalog, Schema schema) {
        return Names.quote(schemaName(catalog, schema));
    }

    static String item(Catalog catalog, Item item) {
        return schema(catalog, catalog.schemas.get(item.schema())) + "." + Names.quote(item.name());
    }
}
