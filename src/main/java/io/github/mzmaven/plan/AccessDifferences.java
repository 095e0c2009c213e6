package io.github.mzmaven.plan;

import io.github.mzmaven.catalog.Acl;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.CatalogObject;
import io.github.mzmaven.config.Settings.ObjectGrants;
import io.github.mzmaven.plan.ObjectChange.Aspect;
import io.github.mzmaven.plan.ObjectChange.Difference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares who owns two versions of an object, and who may do what with them, as they are once promote has copied that. */
final class AccessDifferences {
    private final Catalog catalog;
    private final boolean copies;

    /** @param promoted whether what is to be copied is copied already */
    AccessDifferences(Deployment deployment, boolean promoted) {
        this.catalog = deployment.catalog();
        this.copies = !promoted && deployment.settings().promote().objectGrants() == ObjectGrants.COPY;
    }

    /** Whose a new object is, and who else may do anything with it: promote gives nobody anything. */
    List<Difference> ofAdded(CatalogObject object) {
        String grants = grants("", object.acl(), " to ", Set.of(object.ownerId()));
        return List.of(
                new Difference(Aspect.OWNER, "owner " + catalog.roleName(object.ownerId())),
                new Difference(Aspect.GRANTS, grants.isEmpty() ? "no grants" : grants));
    }

    /** Owner and grants that differ. */
    List<Difference> between(CatalogObject was, CatalogObject is) {
        var found = new ArrayList<Difference>();
        boolean copied = copies && mayGive(is.ownerId());
        String owner = copied && mayGive(was.ownerId()) ? was.ownerId() : is.ownerId();
        if (!owner.equals(was.ownerId())) {
            found.add(new Difference(
                    Aspect.OWNER, "owner " + catalog.roleName(owner) + ", was " + catalog.roleName(was.ownerId())));
        }
        // Whoever owned one of them, or will, has what is granted to owners.
        Set<String> owners = new HashSet<>(List.of(was.ownerId(), is.ownerId()));
        String added = grants("+grant ", is.acl().minus(was.acl()), " to ", owners);
        String lost = copied ? "" : grants("-grant ", was.acl().minus(is.acl()), " from ", owners);
        Stream.of(added, lost)
                .filter(grants -> !grants.isEmpty())
                .forEach(grants -> found.add(new Difference(Aspect.GRANTS, grants)));
        return found;
    }

    private boolean mayGive(String owner) {
        return new Permissions(catalog).isMemberOf(owner);
    }

    /** For example "+grant SELECT to bi, +grant SELECT to PUBLIC"; what the server grants its own roles is left out. */
    private String grants(String verb, Acl acl, String preposition, Set<String> without) {
        return acl.withoutSystemRoles().grants().entrySet().stream()
                .filter(grant -> !without.contains(grant.getKey()))
                .map(grant -> verb
                        + grant.getValue().stream().map(Enum::name).collect(Collectors.joining(" and "))
                        + preposition
                        + catalog.roleName(grant.getKey()))
                .collect(Collectors.joining(", "));
    }
}
