package io.github.mzmaven.goal.export;

import io.github.mzmaven.catalog.Acl;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.Catalog.Column;
import io.github.mzmaven.catalog.Catalog.DefaultPrivilege;
import io.github.mzmaven.catalog.Catalog.Role;
import io.github.mzmaven.catalog.CatalogObject;
import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.report.ExportEvent.LeftOut;
import io.github.mzmaven.sql.ExportedSql;
import io.github.mzmaven.sql.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The statements that make an object what it is: the object, its indexes, comments and grants. */
final class ObjectText {
    private final Catalog catalog;
    private final FileReferences references;
    private final List<LeftOut> leftOut;

    /** @param leftOut takes what cannot be written, and why */
    ObjectText(Catalog catalog, FileReferences references, List<LeftOut> leftOut) {
        this.catalog = catalog;
        this.references = references;
        this.leftOut = leftOut;
    }

    /** In the order in which they can run; none where the object cannot be written. */
    List<String> statements(CatalogObject object, List<CatalogObject> indexes) {
        String create = create(object);
        if (create == null) {
            return List.of();
        }
        var statements = new ArrayList<>(List.of(create));
        var comments = new ArrayList<>(comments(object));
        for (CatalogObject index : indexes) {
            String createIndex = create(index);
            if (createIndex != null) {
                statements.add(createIndex);
                comments.addAll(comments(index));
            }
        }
        statements.addAll(comments);
        statements.addAll(grants(object));
        return statements;
    }

    private String create(CatalogObject object) {
        if (object.createSql() == null) {
            return leaveOut(object, "the server does not say how it was created");
        }
        ExportedSql.Result written = ExportedSql.of(object.createSql(), references);
        if (written.error() != null) {
            return leaveOut(object, written.error());
        }
        if (object.is(ObjectType.TABLE) && !ExportedSql.isPlainTable(object.createSql())) {
            return leaveOut(object, "it is filled by a source, or was altered: write by hand how it is to be created");
        }
        return written.text();
    }

    private String leaveOut(CatalogObject object, String why) {
        leftOut.add(new LeftOut(object.type().toString(), catalog.display(object), why));
        return null;
    }

    private List<String> comments(CatalogObject object) {
        var statements = new ArrayList<String>();
        List<Column> columns = catalog.columns().getOrDefault(object.id(), List.of());
        Map<Long, String> comments = catalog.objectComments().get(object.id());
        new TreeMap<>(comments == null ? Map.of() : comments).forEach((position, text) -> {
            String name = references.made(object);
            String is = " IS " + ExportedSql.literal(text);
            if (position == 0) {
                statements.add("COMMENT ON " + object.type().sql() + " " + name + is);
            } else if (position <= columns.size()) {
                String column = columns.get((int) (position - 1)).name();
                statements.add("COMMENT ON COLUMN " + name + "." + ExportedSql.name(column) + is);
            }
        });
        return statements;
    }

    /** What others may do. Whoever runs the file will own the object, and may do all with it anyway. */
    private List<String> grants(CatalogObject object) {
        String on = " ON " + (object.is(ObjectType.TYPE) ? "TYPE " : "") + references.made(object);
        var statements = new ArrayList<String>();
        byGrantee(object.acl(), object)
                .forEach((grantee, privileges) -> statements.add("GRANT " + privileges + on + " TO " + grantee));
        byGrantee(givenByDefault(object).minus(object.acl()), object)
                .forEach((grantee, privileges) -> statements.add("REVOKE " + privileges + on + " FROM " + grantee));
        return statements;
    }

    private Map<String, String> byGrantee(Acl acl, CatalogObject object) {
        Map<String, String> byGrantee = new TreeMap<>();
        acl.withoutSystemRoles().grants().forEach((role, privileges) -> {
            String words = privileges.stream().map(Enum::name).collect(Collectors.joining(", "));
            if (role.equals(Acl.PUBLIC_ID)) {
                byGrantee.put(Sql.PUBLIC, words);
            } else if (!role.equals(object.ownerId()) && catalog.roles().containsKey(role)) {
                byGrantee.put(ExportedSql.name(catalog.roleName(role)), words);
            }
        });
        return byGrantee;
    }

    /** What is granted on an object of this kind when it is made anew, by the role that exports it. */
    private Acl givenByDefault(CatalogObject object) {
        ObjectType kind = object.is(ObjectType.TYPE) ? ObjectType.TYPE : ObjectType.TABLE;
        Role maker = catalog.role(catalog.identity().role());
        Acl given = Acl.EMPTY;
        for (DefaultPrivilege rule : catalog.defaultPrivileges()) {
            boolean applies = rule.objectType().equals(kind)
                    && (rule.roleId().equals(Acl.PUBLIC_ID)
                            || maker != null && rule.roleId().equals(maker.id()))
                    && (rule.databaseId() == null
                            || rule.databaseId().equals(catalog.database().id()))
                    && (rule.schemaId() == null || rule.schemaId().equals(object.schemaId()));
            if (applies && (maker == null || !rule.granteeId().equals(maker.id()))) {
                given = given.plus(new Acl(Map.of(rule.granteeId(), rule.privileges())));
            }
        }
        return given;
    }
}
