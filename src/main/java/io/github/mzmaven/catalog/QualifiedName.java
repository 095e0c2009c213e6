package io.github.mzmaven.catalog;

/**
 * The name of an object of the deployment, as markers keep it and as messages show it.
 *
 * @param schema as in production
 */
public record QualifiedName(String schema, String name) implements Comparable<QualifiedName> {
    @Override
    public int compareTo(QualifiedName other) {
        int bySchema = schema.compareTo(other.schema);
        return bySchema == 0 ? name.compareTo(other.name) : bySchema;
    }

    @Override
    public String toString() {
        return schema + "." + name;
    }
}
