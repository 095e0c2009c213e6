package io.github.mzmaven.catalog;

/**
 * Anything that lives in a schema.
 *
 * @param clusterId where it runs; {@code null} for what runs nowhere
 * @param subtype of sources: subsource, progress, webhook, kafka …; {@code null} for others
 * @param createSql of views, materialized views, indexes, tables and sinks (secrets redacted); {@code null} for others
 */
public record CatalogObject(
        String id,
        String schemaId,
        String name,
        ObjectType type,
        String ownerId,
        String clusterId,
        Acl acl,
        String subtype,
        String createSql) {
    @Override
    public String name() {
        return Unread.checked(name);
    }

    @Override
    public String createSql() {
        return Unread.checked(createSql);
    }

    /** Whether it has the name of a view of markers: those are read by name, so one whose name was not read is none. */
    boolean isNamed(String markerView) {
        return markerView.equals(name);
    }

    /** The number in the id of one of the users' objects: the server counts up, whatever is created. */
    public long number() {
        return number(id);
    }

    /** The number in an id, {@code u123} for example. */
    public static long number(String id) {
        return Long.parseLong(id.substring(1));
    }

    public boolean is(ObjectType wantedType) {
        return type.equals(wantedType);
    }

    /** Whether it is a source's progress subsource, which comes and goes with its source. */
    public boolean isProgress() {
        return "progress".equals(subtype);
    }

    /** Whether a source made it: nobody writes or creates it by itself. */
    public boolean isPartOfSource() {
        return isProgress() || "subsource".equals(subtype);
    }

    /** Whether somebody made it, and it holds what the project's SQL cannot make again. */
    public boolean isStateful() {
        return type.isStateful() && !isPartOfSource();
    }
}
