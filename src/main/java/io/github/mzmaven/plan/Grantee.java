package io.github.mzmaven.plan;

import io.github.mzmaven.catalog.Acl;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.sql.Sql;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Who a privilege is granted to.
 *
 * @param role {@code null} for PUBLIC, which no role's name can stand for
 */
public record Grantee(String role) {
    static Grantee of(Catalog catalog, String id) {
        return new Grantee(Acl.PUBLIC_ID.equals(id) ? null : catalog.roleName(id));
    }

    static String sql(List<Grantee> grantees) {
        return grantees.stream()
                .map(grantee -> grantee.role == null ? Sql.PUBLIC : Sql.identifier(grantee.role))
                .collect(Collectors.joining(", "));
    }

    static String describe(List<Grantee> grantees) {
        return grantees.stream()
                .map(grantee -> grantee.role == null ? Sql.PUBLIC : grantee.role)
                .collect(Collectors.joining(", "));
    }
}
