package io.github.mzmaven.sandbox.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Who may do what with an object. Immutable; sorted as Materialize does: system roles, roles by id, PUBLIC last. */
record Acl(List<Entry> entries) {
    static final String PUBLIC = "p";
    static final Acl EMPTY = new Acl(List.of());

    private static final Comparator<Entry> ORDER = Comparator.comparing((Entry e) -> Ids.rank(e.grantee()))
            .thenComparingLong(e -> Ids.number(e.grantee()))
            .thenComparing(e -> Ids.rank(e.grantor()))
            .thenComparingLong(e -> Ids.number(e.grantor()));

    record Entry(String grantee, String grantor, Set<Privilege> privileges) {
        Entry {
            privileges = Set.copyOf(privileges);
        }

        /** As {@code mz_aclitem} is written. */
        @Override
        public String toString() {
            String who = grantee.equals(PUBLIC) ? "" : grantee;
            return who + "=" + Privilege.letters(privileges) + "/" + grantor;
        }
    }

    Acl {
        entries = List.copyOf(entries);
    }

    Acl grant(String grantee, String grantor, Collection<Privilege> privileges) {
        if (privileges.isEmpty()) {
            return this;
        }
        Set<Privilege> merged = EnumSet.copyOf(privileges);
        List<Entry> changed = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry.grantee().equals(grantee) && entry.grantor().equals(grantor)) {
                merged.addAll(entry.privileges());
            } else {
                changed.add(entry);
            }
        }
        changed.add(new Entry(grantee, grantor, merged));
        changed.sort(ORDER);
        return new Acl(changed);
    }

    /** Takes privileges away, whoever granted them: only one grantor, the owner, ever did. */
    Acl revoke(String grantee, Collection<Privilege> privileges) {
        List<Entry> kept = new ArrayList<>();
        for (Entry entry : entries) {
            if (!entry.grantee().equals(grantee)) {
                kept.add(entry);
                continue;
            }
            Set<Privilege> left = EnumSet.noneOf(Privilege.class);
            left.addAll(entry.privileges());
            left.removeAll(privileges);
            if (!left.isEmpty()) {
                kept.add(new Entry(entry.grantee(), entry.grantor(), left));
            }
        }
        return new Acl(kept);
    }

    /** Another owner: what the old one held and granted, the new one holds and grants. */
    Acl withOwner(String old, String owner) {
        Acl acl = EMPTY;
        for (Entry entry : entries) {
            acl = acl.grant(
                    entry.grantee().equals(old) ? owner : entry.grantee(),
                    entry.grantor().equals(old) ? owner : entry.grantor(),
                    entry.privileges());
        }
        return acl;
    }

    boolean allows(Collection<String> roles, Privilege privilege) {
        return entries.stream()
                .anyMatch(e -> (e.grantee().equals(PUBLIC) || roles.contains(e.grantee()))
                        && e.privileges().contains(privilege));
    }

    /** As {@code mz_aclitem[]} is written. */
    @Override
    public String toString() {
        return entries.stream().map(Entry::toString).collect(Collectors.joining(",", "{", "}"));
    }
}
