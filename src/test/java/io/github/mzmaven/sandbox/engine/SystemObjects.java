package io.github.mzmaven.sandbox.engine;

import io.github.mzmaven.sandbox.SqlError;
import io.github.mzmaven.sandbox.engine.Entities.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The relations, functions and types that the server brings, as the catalog in PostgreSQL lists them. */
final class SystemObjects {
    private final Map<List<String>, SystemObject> relations = new HashMap<>();
    private final Map<String, SystemObject> functions = new HashMap<>();
    private final Map<String, SystemObject> types = new HashMap<>();
    private final List<Schema> schemas = new ArrayList<>();

    /** None. */
    SystemObjects() {}

    static SystemObjects read(PgConnection postgres) throws SqlError {
        SystemObjects found = new SystemObjects();
        for (List<String> row : postgres.rows("SELECT id, name FROM sandbox_state.system_schemas")) {
            Acl acl = Acl.EMPTY.grant(Acl.PUBLIC, Catalog.MZ_SYSTEM, List.of(Privilege.USAGE));
            found.schemas.add(new Schema(row.get(0), null, row.get(1), Catalog.MZ_SYSTEM, acl));
        }
        for (List<String> row : postgres.rows(
                "SELECT DISTINCT id, schema_name, name, type FROM sandbox_state.system_objects ORDER BY id")) {
            found.add(new SystemObject(row.get(0), row.get(1), row.get(2), row.get(3)));
        }
        // What PostgreSQL itself brings and the catalog does not list can be read all the same.
        for (List<String> row : postgres.rows("SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n"
                + " ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'v') AND n.nspname IN"
                + " ('mz_catalog', 'mz_internal', 'pg_catalog', 'information_schema')")) {
            found.relations.putIfAbsent(row, new SystemObject(SystemObject.UNLISTED, row.get(0), row.get(1), "view"));
        }
        return found;
    }

    private void add(SystemObject object) {
        switch (object.type()) {
            // PostgreSQL's own stands for those that the sandbox has its own version of.
            case "function" ->
                functions.merge(object.name(), object, (a, b) -> b.schema().equals("pg_catalog") ? b : a);
            case "type" -> types.putIfAbsent(object.name(), object);
            default -> relations.put(List.of(object.schema(), object.name()), object);
        }
    }

    List<Schema> schemas() {
        return schemas;
    }

    Optional<SystemObject> relation(String schema, String name) {
        return Optional.ofNullable(relations.get(List.of(schema, name)));
    }

    Optional<SystemObject> function(String name) {
        return Optional.ofNullable(functions.get(name));
    }

    Optional<SystemObject> type(String name) {
        return Optional.ofNullable(types.get(name));
    }
}
