package io.github.mzmaven.catalog;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A catalog by names, a line for each thing, sorted: two runs that came to the same end read the same, whatever ids what they
 * created has, and whichever connections they had.
 */
public final class CatalogText {
    private CatalogText() {}

    public static String of(Catalog catalog) {
        var lines = new TreeSet<String>();
        catalog.schemas()
                .values()
                .forEach(schema -> lines.add("schema " + schema.name() + " of " + catalog.roleName(schema.ownerId())
                        + " " + acl(catalog, schema.acl()) + comment(catalog, schema.id())));
        catalog.clusters()
                .values()
                .forEach(cluster -> lines.add("cluster " + cluster.name() + " of "
                        + catalog.roleName(cluster.ownerId()) + " " + acl(catalog, cluster.acl()) + " "
                        + cluster.createSql()
                        + " " + cluster.workloadClass() + " "
                        + catalog.clusterComments().get(cluster.id())));
        catalog.objects()
                .values()
                .forEach(object -> lines.add(object.type() + " " + catalog.display(object) + " of "
                        + catalog.roleName(object.ownerId()) + " " + acl(catalog, object.acl()) + on(catalog, object)
                        + " uses "
                        + uses(catalog, object) + " "
                        + text(object)));
        catalog.defaultPrivileges()
                .forEach(rule -> lines.add("defaults "
                        + (rule.schemaId() == null
                                ? ""
                                : catalog.schemas().get(rule.schemaId()).name()) + " by "
                        + catalog.roleName(rule.roleId()) + " " + rule.objectType() + " to "
                        + catalog.roleName(rule.granteeId()) + " " + new TreeSet<>(rule.privileges())));
        return String.join("\n", lines);
    }

    private static String acl(Catalog catalog, Acl acl) {
        return acl.grants().entrySet().stream()
                .map(grant -> catalog.roleName(grant.getKey()) + grant.getValue())
                .collect(Collectors.joining(" ", "{", "}"));
    }

    private static String comment(Catalog catalog, String schemaId) {
        String comment = catalog.schemaComments().get(schemaId);
        return comment == null ? "" : ": " + comment.replaceAll("\"connection\":\"\\d+\"", "\"connection\":…");
    }

    private static String on(Catalog catalog, CatalogObject object) {
        return object.clusterId() == null
                ? ""
                : " on " + catalog.clusters().get(object.clusterId()).name();
    }

    private static List<String> uses(Catalog catalog, CatalogObject object) {
        return catalog.uses().getOrDefault(object.id(), Set.of()).stream()
                .map(id -> catalog.display(catalog.objects().get(id)))
                .sorted()
                .toList();
    }

    /** What a view of a marker stores, without the name that its schema had when it was stored. */
    private static String text(CatalogObject object) {
        return object.createSql() == null
                ? ""
                : object.createSql().substring(object.createSql().indexOf(" AS SELECT"));
    }
}
