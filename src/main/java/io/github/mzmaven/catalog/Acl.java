package io.github.mzmaven.catalog;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who may do what with one object: role id (or {@link #PUBLIC_ID}) to privileges. Who granted it is left out, since that
 * is always the owner.
 */
public record Acl(Map<String, Set<Privilege>> grants) {
    /** Stands for PUBLIC where a role id would stand; {@code mz_aclexplode} and {@code mz_default_privileges} use it. */
    public static final String PUBLIC_ID = "p";

    /** Nobody. */
    public static final Acl EMPTY = new Acl(Map.of());

    private static final Pattern ITEM = Pattern.compile("(.*)=([A-Za-z]*)/.*", Pattern.DOTALL);

    public Acl {
        // What was not read stays so, and throws when it is asked for.
        if (!Unread.is(grants)) {
            var copy = new TreeMap<String, Set<Privilege>>();
            grants.forEach((grantee, privileges) -> {
                if (!privileges.isEmpty()) {
                    copy.put(grantee, Collections.unmodifiableSet(EnumSet.copyOf(privileges)));
                }
            });
            grants = Collections.unmodifiableMap(copy);
        }
    }

    /**
     * Reads what {@code privileges::text} says, e.g. <code>{s2=U/u1,u1=UC/u1,=U/u1}</code>; ids need no quotes.
     *
     * @param text {@code null} reads as empty
     */
    public static Acl parse(String text) {
        if (text == null) {
            return EMPTY;
        }
        String list = text.substring(1, text.length() - 1);
        Acl sum = EMPTY;
        for (String item : list.isEmpty() ? new String[0] : list.split(",")) {
            sum = sum.plus(ofItem(item.replace("\"", ""), grantee -> grantee));
        }
        return sum;
    }

    /**
     * Reads a single item such as {@code deployer=N/mz_system}, in which the server says names: they may hold anything.
     *
     * @param roleId a role's id by its name
     */
    public static Acl ofItem(String item, UnaryOperator<String> roleId) {
        Matcher parts = ITEM.matcher(item);
        if (!parts.matches()) {
            throw new IllegalArgumentException("cannot read the privileges \"" + item + "\"");
        }
        String grantee = parts.group(1);
        return new Acl(
                Map.of(grantee.isEmpty() ? PUBLIC_ID : roleId.apply(grantee), Privilege.ofLetters(parts.group(2))));
    }

    /** The privileges of one grantee, not counting PUBLIC's or those of its roles. */
    public Set<Privilege> of(String grantee) {
        return grants.getOrDefault(grantee, Set.of());
    }

    /** Whether any of these grantees has the privilege. */
    public boolean allows(Privilege privilege, Set<String> grantees) {
        return grantees.stream().anyMatch(grantee -> of(grantee).contains(privilege));
    }

    /** This ACL and another's grants together. */
    public Acl plus(Acl other) {
        var sum = new TreeMap<String, Set<Privilege>>();
        for (Acl acl : List.of(this, other)) {
            acl.grants.forEach(
                    (grantee, privileges) -> sum.computeIfAbsent(grantee, k -> EnumSet.noneOf(Privilege.class))
                            .addAll(privileges));
        }
        return new Acl(sum);
    }

    /** What this ACL has and the other lacks. */
    public Acl minus(Acl other) {
        var rest = new TreeMap<String, Set<Privilege>>();
        grants.forEach((grantee, privileges) -> {
            Set<Privilege> left = EnumSet.copyOf(privileges);
            left.removeAll(other.of(grantee));
            rest.put(grantee, left);
        });
        return new Acl(rest);
    }

    /** This ACL after the object's owner changed: what the old owner had, the new one has. */
    public Acl withOwner(String oldOwner, String newOwner) {
        var changed = new TreeMap<String, Set<Privilege>>();
        grants.forEach((grantee, privileges) -> changed.computeIfAbsent(
                        grantee.equals(oldOwner) ? newOwner : grantee, k -> EnumSet.noneOf(Privilege.class))
                .addAll(privileges));
        return new Acl(changed);
    }

    /** Without grantees that only the server itself grants to ({@code mz_support} …): their ids begin with an s. */
    public Acl withoutSystemRoles() {
        var rest = new TreeMap<>(grants);
        rest.keySet().removeIf(grantee -> grantee.startsWith("s"));
        return new Acl(rest);
    }

    /** How many (grantee, privilege) pairs there are. */
    public int size() {
        return grants.values().stream().mapToInt(Set::size).sum();
    }
}
